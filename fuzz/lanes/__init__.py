"""The lanes: what kinds of cases can be generated, and which targets are asked by default.

A lane's module is imported when the lane is asked for, so that a lane that does not work here
leaves the others alone. Whatever names a lane may also name an attribute of any module
(`package.module:LANE`); worker processes find a lane again by that name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeAlias

from diff.case import Case
from diff.errors import HarnessError
from diff.outcome import Outcome
from fuzz.choices import Choices
from fuzz.features import execution_features, operation_features, source_features

Body: TypeAlias = dict[str, Any]
"""What a case of a lane consists of, JSON-able; `diff.case` says which fields each lane has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One family of cases.

    `generate` builds the body of a valid case from choices. `targets` are asked when a campaign
    names none. `features` names what a case reached (cases of rules and pairs of them, or
    operation and kinds): whatever is new is kept in the corpus. One case in
    `features_of_each` is looked at. Cases of a `traced` lane have paths to compare.
    """

    name: str
    generate: Callable[[Choices], Body]
    targets: tuple[str, ...] = ()
    features: Callable[[Case, Outcome], Iterable[str]] = operation_features
    features_of_each: int = 1
    traced: bool = False


class UnknownLane(HarnessError):
    """A name that is no lane's."""


def _lane(name: str, targets: tuple[str, ...]) -> Lane:
    module = import_module(f"fuzz.lanes.{name}")
    generate = module.generate
    if name == "source":
        return Lane(
            name=name,
            generate=generate,
            targets=targets,
            features=source_features,
            features_of_each=4,
            traced=True,
        )
    if name != "bytecode":
        features = getattr(module, "features", operation_features)
        return Lane(name=name, generate=generate, targets=targets, features=features)
    return Lane(
        name=name,
        generate=generate,
        targets=targets,
        features=execution_features,
        features_of_each=4,
        traced=True,
    )


_DEFAULT_TARGETS: Final[Mapping[str, tuple[str, ...]]] = {
    "float": ("cpython", "cpython-3.14", "rustpython-0.6.0"),
    "bytecode": ("cpython-3.14", "rustpython-0.6.0"),
    "object": ("cpython-3.14", "rustpython-0.6.0"),
    "source": ("cpython-3.14", "rustpython-0.6.0"),
    "cbor": ("cowboy-sdk", "cowboy-sdk@rustpython-0.6.0"),
}

LANES: Final = tuple(_DEFAULT_TARGETS)
"""The names of the built-in lanes."""


def find_lane(name: str) -> Lane:
    """The lane of that name (or at `module:ATTRIBUTE`). Raises UnknownLane."""
    module, _, attribute = name.partition(":")
    if attribute:
        found = getattr(import_module(module), attribute)
        assert isinstance(found, Lane), f"{name} is no lane"
        return found
    if name not in LANES:
        raise UnknownLane(f"there is no lane {name!r}; lanes are {', '.join(LANES)}")
    return _lane(name, _DEFAULT_TARGETS[name])
