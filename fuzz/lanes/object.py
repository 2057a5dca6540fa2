"""Generates cases of the lane `object`: one operation on a receiver and arguments.

Operations and their parameters are read from the registry of natives, so a new method is
covered without a line here; what kinds of values a parameter wants stands in
`object_parameters`, by its name.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from fuzz.choices import Choices
from fuzz.lanes import object_values as v
from fuzz.lanes.object_parameters import drawer_of
from fuzz.lanes.object_values import Drawer, Swarm, Value
from reference_vm.operation import EXPRESSIONS, OPERATORS
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.natives import NativeEntry, Signature, all_natives
from spec.semantics.values import Attribute, ClassMethod, StaticMethod

RECEIVERS: Final[Mapping[str, Drawer]] = {
    "int": v.whole, "bool": v.truth, "float": v.floating, "str": v.text,
    "bytes": v.octets_of("bytes"),
    "bytearray": v.octets_of("bytearray"), "tuple": v.tuple_value, "list": v.list_value,
    "dict": v.dict_value, "dict_keys": v.dict_value, "dict_values": v.dict_value,
    "dict_items": v.dict_value, "set": v.set_of("set"), "frozenset": v.set_of("frozenset"),
    "range": v.range_value, "slice": v.slice_value, "object": v.anything,
    "BaseException": v.exception_value,
}  # fmt: skip
"""Owners of methods whose receivers a case can hold."""

_GROUPS: Final = (
    (30, "str"), (14, "bytes"), (14, "bytearray"), (12, "list"), (7, "tuple"), (14, "dict"),
    (12, "set"), (7, "frozenset"), (10, "int"), (5, "float"), (1, "bool"), (6, "range"),
    (3, "slice"), (4, "dict_keys"), (4, "dict_items"), (1, "dict_values"), (3, "object"),
    (2, "BaseException"), (25, "builtin"), (14, "class"), (2, "math"), (40, "operator"),
)  # fmt: skip
"""Of 230 cases, those of each owner."""

TEXT_GROUPS: Final = (
    (60, "str"), (20, "bytes"), (20, "bytearray"), (15, "builtin"), (10, "class"), (20, "operator"),
)  # fmt: skip
"""The same for cases heavy in text."""

_LEFT_OUT: Final = frozenset(
    ("builtin.__build_class__", "builtin.id", "object.__init_subclass__", "object.__subclasshook__")
)
_CALLED: Final = (
    *("int", "float", "bool", "str", "bytes", "bytearray", "list", "tuple", "dict", "set"),
    *("frozenset", "range", "slice", "enumerate", "zip", "map", "filter", "reversed", "type"),
)
"""Classes that are called as functions."""
_MATH: Final = (
    *("isqrt", "gcd", "lcm", "comb", "perm", "factorial", "floor", "ceil", "trunc", "isclose"),
    *("isfinite", "frexp", "ldexp", "modf", "prod", "fsum", "dist", "sumprod", "copysign"),
)


class Operation:
    """An operation that can be drawn: its name, what it takes, whether a receiver comes first."""

    __slots__ = ("key", "name", "owner", "receiver", "signature")

    def __init__(self, key: str, name: str, entry: NativeEntry, receiver: bool) -> None:
        self.key = key
        self.name = name
        self.owner = name.partition(".")[0]
        self.signature: Signature = entry.signature
        self.receiver = receiver


@cache
def operations() -> Mapping[str, Sequence[Operation]]:
    """The operations of each group, in the order of the registry."""
    natives = all_natives()
    groups: dict[str, list[Operation]] = {name: [] for _, name in _GROUPS}
    for key, entry in natives.items():
        owner, _, member = key.rpartition(".")
        if key in _LEFT_OUT or owner not in groups or member.endswith("="):
            continue
        if owner == "math" and member not in _MATH:
            continue
        cls = CLASSES.get(owner)
        held = None if cls is None else cls.namespace.get(member)
        if isinstance(held, Attribute) or member in ("__new__", "__init__"):
            continue
        bound = cls is None or isinstance(held, ClassMethod | StaticMethod)
        groups[owner].append(Operation(key, key, entry, not bound))
    for name in _CALLED:
        starter = natives.get(f"{name}.__new__")
        if starter is None or starter.signature.rest:
            starter = natives.get(f"{name}.__init__", starter)
        if starter is not None:
            groups["class"].append(Operation(starter.key, f"builtin.{name}", starter, False))
    return groups


def given_before(key: str, signature: Signature) -> int:
    """How many parameters stand for a receiver or class: 0 or 1."""
    return int(signature.names[:1] in (["self"], ["cls"]) and not key.startswith("builtin."))


def generate(choices: Choices, groups: Sequence[tuple[int, str]] = _GROUPS) -> dict[str, Any]:
    """The body of a case: `method`, `receiver`, `arguments` and `keywords`."""
    swarm = Swarm(choices)
    group = choices.weighted(groups)
    if group == "operator":
        return _operator_case(choices, swarm)
    return body_of(choices, swarm, choices.one_of(operations()[group]))


def body_of(choices: Choices, swarm: Swarm, operation: Operation) -> dict[str, Any]:
    """A case of one operation."""
    receiver = _receiver(choices, swarm, operation) if operation.receiver else None
    arguments, keywords = _Arguments(choices, swarm, operation, receiver).drawn()
    return {
        "method": operation.name,
        "receiver": receiver,
        "arguments": arguments,
        "keywords": keywords,
    }


def _receiver(choices: Choices, swarm: Swarm, operation: Operation) -> Value:
    if swarm.wrong and choices.chance(1, 20):
        return v.anything(choices, swarm)
    return RECEIVERS[operation.owner](choices, swarm)


class _Arguments:
    """Draws the arguments of one operation."""

    def __init__(
        self, choices: Choices, swarm: Swarm, operation: Operation, receiver: Value | None
    ) -> None:
        self._choices = choices
        self._swarm = swarm
        self._operation = operation
        self._receiver = receiver

    def drawn(self) -> tuple[list[Value], dict[str, Value]]:
        """Positional arguments and those by keyword."""
        choices, signature = self._choices, self._operation.signature
        skipped = given_before(self._operation.key, signature)
        names = signature.names[skipped:]
        required = signature.required - skipped
        count = required
        while count < len(names) and choices.chance(3, 5):
            count += 1
        if self._swarm.wrong and choices.chance(1, 12):
            count = choices.integer(0, len(names) + 1)
        arguments: list[Value] = []
        keywords: dict[str, Value] = {}
        for place in range(count):
            name = names[place] if place < len(names) else "value"
            value = self._value(name)
            named = place >= signature.positional_only - skipped and place < len(names)
            if keywords or (named and choices.chance(1, 5)):
                keywords[name] = value
            else:
                arguments.append(value)
        if signature.rest and not keywords:
            while choices.more(len(arguments), 4, 60):
                arguments.append(self._value("*"))
        for name in signature.keyword_only:
            if choices.chance(1, 3):
                keywords[name] = self._value(name)
        if self._swarm.wrong and choices.chance(1, 30):
            keywords[choices.one_of(("x", "key", "sep", "self", "start"))] = self._value("value")
        return arguments, keywords

    def _value(self, name: str) -> Value:
        choices, swarm = self._choices, self._swarm
        if swarm.wrong and choices.chance(1, 8):
            return v.anything(choices, swarm)
        return drawer_of(self._operation.key, name, self._receiver)(choices, swarm)


_OPERANDS: Final[Sequence[tuple[int, Drawer]]] = (
    (6, v.whole), (4, v.text), (3, v.floating), (3, v.octets), (3, v.list_value),
    (3, v.tuple_value), (3, v.dict_value), (3, v.set_value), (2, v.range_value),
    (1, v.slice_value), (1, v.anything),
)  # fmt: skip
_SUBSCRIPTS: Final = ("getitem", "setitem", "delitem")


def _operator_case(choices: Choices, swarm: Swarm) -> dict[str, Any]:
    name = choices.one_of(OPERATORS)
    drawer = choices.weighted(_OPERANDS)
    receiver = drawer(choices, swarm)
    arguments: list[Value] = []
    if name not in ("neg", "pos", "invert", "not_"):
        arguments.append(_right_operand(choices, swarm, name, drawer, receiver))
    if name == "setitem":
        arguments.append(_assigned(choices, swarm, receiver))
    return {
        "method": f"operator.{name}",
        "receiver": receiver,
        "arguments": arguments,
        "keywords": {},
    }


def _right_operand(
    choices: Choices, swarm: Swarm, name: str, drawer: Drawer, receiver: Value
) -> Value:
    kind, content = receiver
    if choices.chance(1, 8):
        return v.anything(choices, swarm)
    if name in _SUBSCRIPTS:
        if kind == "dict":
            return v.key_near(choices, swarm, content)
        return (v.slice_value if choices.chance(1, 3) else v.index)(choices, swarm)
    if name == "contains":
        return v.element_near(choices, swarm, receiver)
    if name in ("lshift", "rshift", "ilshift", "pow") and kind in ("int", "bool"):
        return v.size(choices, swarm)
    if name in ("mul", "imul") and kind not in ("int", "bool", "float", "dict", "set"):
        return v.size(choices, swarm)
    if name in ("mod", "imod") and kind.startswith("str"):
        return (v.tuple_value if choices.boolean() else v.anything)(choices, swarm)
    if name in EXPRESSIONS and choices.chance(1, 6):
        return v.related(choices, swarm, receiver)
    return drawer(choices, swarm)


def _assigned(choices: Choices, swarm: Swarm, receiver: Value) -> Value:
    if receiver[0] == "bytearray" and not choices.chance(1, 4):
        if choices.boolean():
            return v.octets(choices, swarm)
        return v.integer(choices.integer(0, 256))
    if receiver[0] == "list" and choices.boolean():
        return v.sequence(choices, swarm)
    return v.anything(choices, swarm)
