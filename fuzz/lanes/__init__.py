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
from fuzz.campaign.features import execution_features, operation_features, source_features
from fuzz.choices import Choices

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


_ORACLES: Final = ("cpython-3.14", "rustpython-0.6.0")

_SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "float": {"targets": ("cpython", *_ORACLES)},
    "bytecode": {
        "targets": _ORACLES,
        "features": execution_features,
        "features_of_each": 4,
        "traced": True,
    },
    "object": {"targets": _ORACLES},
    "source": {
        "targets": _ORACLES,
        "features": source_features,
        "features_of_each": 4,
        "traced": True,
    },
    "cbor": {"targets": ("cowboy-sdk", "cowboy-sdk@rustpython-0.6.0")},
}
"""The fields of each built-in lane beside its name and what its module brings along."""

LANES: Final = tuple(_SETTINGS)
"""The names of the built-in lanes."""


def find_lane(name: str) -> Lane:
    """The lane of that name (or at `module:ATTRIBUTE`). Raises UnknownLane."""
    place, _, attribute = name.partition(":")
    if attribute:
        found = getattr(import_module(place), attribute)
        assert isinstance(found, Lane), f"{name} is no lane"
        return found
    if name not in LANES:
        raise UnknownLane(f"there is no lane {name!r}; lanes are {', '.join(LANES)}")
    source = import_module(f"fuzz.lanes.{name}")
    brought = {
        key: getattr(source, key) for key in ("generate", "features") if hasattr(source, key)
    }
    return Lane(name=name, **{**brought, **_SETTINGS[name]})
