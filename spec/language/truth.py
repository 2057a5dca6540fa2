"""Whether a constant is true."""

from spec.semantics.values import FrozenSet
from spec.softfloat.value import SIGN_BIT, Float


def constant_truth(value: object) -> bool:
    """The truth of a constant, without running anything."""
    if isinstance(value, Float):
        return bool(value.bits & ~SIGN_BIT)
    if isinstance(value, FrozenSet):
        return value.count > 0
    if value is None:
        return False
    if isinstance(value, int):
        return value != 0
    if isinstance(value, (str, bytes, tuple)):
        return len(value) > 0
    return True
