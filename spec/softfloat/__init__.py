"""binary64 in integers: every float operation of Python, correctly rounded (decision D5)."""

from spec.softfloat.errors import FloatError, PrecisionExhausted
from spec.softfloat.operation import Operation
from spec.softfloat.operations import OPERATIONS, marks_of
from spec.softfloat.value import CANONICAL_NAN_BITS, INFINITY_BITS, SIGN_BIT, Float

__all__ = [
    "CANONICAL_NAN_BITS",
    "INFINITY_BITS",
    "OPERATIONS",
    "SIGN_BIT",
    "Float",
    "FloatError",
    "Operation",
    "PrecisionExhausted",
    "marks_of",
]
