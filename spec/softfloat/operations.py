"""The registry of float operations: one truth for the machine, the lane and the book."""

from collections.abc import Mapping
from types import MappingProxyType

from spec.softfloat.float_operations import FLOAT_OPERATIONS
from spec.softfloat.math_operations import MATH_OPERATIONS
from spec.softfloat.operation import Operation


def _register(*groups: tuple[Operation, ...]) -> Mapping[str, Operation]:
    registry: dict[str, Operation] = {}
    for group in groups:
        for entry in group:
            assert entry.name not in registry, f"{entry.name} is registered twice"
            registry[entry.name] = entry
    return MappingProxyType(registry)


OPERATIONS: Mapping[str, Operation] = _register(FLOAT_OPERATIONS, MATH_OPERATIONS)
"""Every operation by the name under which cases, prices and pages know it."""
