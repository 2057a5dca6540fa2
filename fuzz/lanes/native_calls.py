"""Source that calls a native on values from the boundary pools; lanes of programs use it.

Every native of the registry can be drawn, so a new method is called without a line here. What is
called, and with which kinds of values, is that of the lane `object`; natives whose receivers a
case cannot hold (iterators, generators, properties ...) get one from `native_makers`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, final

from diff.showing.render import expression
from fuzz.choices import Choices
from fuzz.lanes import object as operations
from fuzz.lanes import object_values as v
from fuzz.lanes.native_makers import DEFINITIONS, MAKERS
from fuzz.lanes.object_parameters import drawer_of
from fuzz.lanes.object_values import Swarm, Value
from reference_vm.operation import VIEWS
from spec.semantics.builtin_classes import CLASSES
from spec.semantics.natives import NativeEntry, all_natives
from spec.semantics.values import Attribute, ClassMethod

_ITERATORS: Final = (
    *("__iter__", "__reversed__", "keys", "values", "items", "iter", "reversed"),
    *("enumerate", "zip", "map", "filter"),
)
"""Names of natives that give an iterator or a view, whose elements are shown."""
_SHOWN: Final = 20
"""How many elements of an iterator are shown."""

UNREACHABLE: Final[Mapping[str, str]] = {
    "builtin.id": "the name is refused",
}
"""Natives that no program calls, and why."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SPECIAL: Final = {
    "builtin.__build_class__": ("C()", "C"),
    "object.__init_subclass__": ("C.__init_subclass__()", "C"),
    "object.__subclasshook__": ("C.__subclasshook__(int)", "C"),
    "object.__class__=": ("setattr(C(), '__class__', C)", "C"),
    "type.__new__": ("type.__new__(type, 'N', (C,), {})", "C"),
    "type.__init__": ("type.__init__(C, 'N', (), {})", "C"),
    "type.__call__": ("type.__call__(C)", "C"),
    "type.__prepare__": ("type.__prepare__('N', ())", None),
    "type.__instancecheck__": ("type.__instancecheck__(C, $b)", "C"),
    "type.__subclasscheck__": ("type.__subclasscheck__(C, bool)", "C"),
    "super.__new__": ("super.__new__(super, C, C())", "C"),
    "super.__init__": ("super(C, C())", "C"),
    "property.__set_name__": ("C.p.__set_name__(C, 'q')", "C"),
    "property.__get__": ("C.p.__get__(C(), C)", "C"),
    "classmethod.__get__": ("C.__dict__['k'].__get__(None, C)()", "C"),
    "staticmethod.__get__": ("C.__dict__['s'].__get__(None, C)()", "C"),
    "function.__get__": ("f.__get__($b)", "f"),
    "generator.throw": ("(lambda g: (next(g), g.throw(ValueError(1))))(G($b))", "G"),
    "generator.send": ("(lambda g: (next(g), g.send(2)))(G($b))", "G"),
    "BaseExceptionGroup.split": ("group($b).split(KeyError)", "group"),
    "BaseExceptionGroup.subgroup": ("group($b).subgroup(ValueError)", "group"),
    "BaseExceptionGroup.derive": ("group($b).derive([KeyError(1)])", "group"),
}  # fmt: skip
"""Natives whose arguments have to fit together: what calls them, and the definition needed."""


@final
class Call:
    """Statements that call a native and leave what it gave in a variable, `result`.

    `values` are what names stand for, which have the number of the call in them, so that several
    calls may stand in one function; `needs` are keys of DEFINITIONS.
    """

    __slots__ = ("needs", "number", "result", "statements", "values")

    def __init__(self, number: int = 0) -> None:
        self.number = number
        self.result = f"result{number}"
        self.needs: list[str] = []
        self.statements: list[str] = []
        self.values: dict[str, Value] = {}

    def named(self, value: Value) -> str:
        """A name for a value."""
        name = f"{_LETTERS[len(self.values)]}{self.number}"
        self.values[name] = value
        return name

    def give(self, text: str) -> None:
        """Keep the value of an expression as the result."""
        self.statements.append(f"{self.result} = {text}")

    def need(self, definition: str | None) -> None:
        """Have a definition before the call."""
        if definition is not None and definition not in self.needs:
            self.needs.append(definition)


@cache
def _drawn_operations() -> dict[str, Any]:
    """The operations of the lane `object`, by the native that they call."""
    return {each.key: each for group in operations.operations().values() for each in group}


@cache
def natives() -> Sequence[str]:
    """The natives that can be called, in the order of the registry."""
    return tuple(key for key in all_natives() if key not in UNREACHABLE)


def draw_call(choices: Choices, number: int = 0, key: str | None = None) -> Call:
    """Call `number` of a function: of a native, of `key` if it is given."""
    key = key or choices.one_of(natives())
    call = Call(number)
    swarm = Swarm(choices)
    swarm.characters = v.ALPHABETS["plain"] + choices.one_of(tuple(v.ALPHABETS.values())[1:-1])
    swarm.large = False
    if key in _SPECIAL:
        text, needed = _SPECIAL[key]
        call.need(needed)
        call.give(text.replace("$b", call.named(v.anything(choices, swarm))))
    elif key in _drawn_operations() and not (key.startswith("object.") and choices.boolean()):
        _operation(choices, swarm, call, key)
    else:
        _with_maker(choices, swarm, call, all_natives()[key])
    return call


def _operation(choices: Choices, swarm: Swarm, call: Call, key: str) -> None:
    """A case of the lane `object`, as a call."""
    operation = _drawn_operations()[key]
    body = operations.body_of(choices, swarm, operation)
    owner, _, member = body["method"].partition(".")
    receiver = body["receiver"]
    given = [call.named(form) for form in body["arguments"]]
    given += [f"{name}={call.named(form)}" for name, form in body["keywords"].items()]
    if owner == "math":
        call.need("math")
    if receiver is None:
        function = member if owner == "builtin" else f"{owner}.{member}"
    else:
        name = call.named(receiver)
        if owner in VIEWS and receiver[0] == "dict":
            name += f".{VIEWS[owner]}()"
        fits = receiver[0].removesuffix("-escaped") == owner or owner in VIEWS
        function = f"{name}.{member}"
        if owner not in VIEWS and (not fits or choices.chance(1, 3)):
            function = f"{owner}.{member}"
            given.insert(0, name)
    call.give(f"{function}({', '.join(given)})")
    if _gives_iterator(key):
        call.give(f"[each for _, each in zip(range({_SHOWN}), {call.result})]")


def _gives_iterator(key: str) -> bool:
    owner, _, member = key.rpartition(".")
    return (owner if member == "__new__" else member) in _ITERATORS


def _with_maker(choices: Choices, swarm: Swarm, call: Call, entry: NativeEntry) -> None:
    """A call, or a use of an attribute, of a receiver that is made by source."""
    owner, _, member = entry.key.rpartition(".")
    setting = member.endswith("=")
    member = member.removesuffix("=")
    if owner == "math":
        call.need("math")
        numbers = [call.named(v.floating(choices, swarm)) for _ in _names(choices, entry, 0)]
        call.give(f"math.{member}({', '.join(numbers)})")
        return
    cls = CLASSES[owner]
    held = cls.namespace.get(member)
    receiver = _receiver(choices, swarm, call, owner)
    if setting:
        made = f"made{call.number}"
        value = call.named(v.anything(choices, swarm))
        call.statements = [f"{made} = {receiver}", f"{made}.{member} = {value}"]
        call.give(f"{made}.{member}")
    elif isinstance(held, Attribute):
        call.give(f"{receiver}.{member}")
    else:
        given = _arguments(choices, swarm, call, entry)
        function = f"{receiver}.{member}"
        if member == "__new__":
            # not every type has a name among the builtins
            function, given = f"type({receiver}).__new__", [f"type({receiver})", *given]
        elif owner in ("type", "super"):
            # the attribute of such a receiver is another one than the type's
            function, given = f"{owner}.{member}", [receiver, *given]
        elif isinstance(held, ClassMethod):
            function = f"type({receiver}).{member}"
        call.give(f"{function}({', '.join(given)})")


def _receiver(choices: Choices, swarm: Swarm, call: Call, owner: str) -> str:
    """The expression of a receiver."""
    maker = MAKERS.get(owner)
    if maker is None:
        return call.named(operations.RECEIVERS[owner](choices, swarm))
    call.need(maker.needs)
    if maker.drawer is None:
        return maker.text
    return maker.text.replace("$a", call.named(maker.drawer(choices, swarm)))


def _names(choices: Choices, entry: NativeEntry, skipped: int) -> list[str]:
    """The names of the positional arguments that are given."""
    signature = entry.signature
    names = signature.names[skipped:]
    count = max(signature.required - skipped, 0)
    while count < len(names) and choices.chance(3, 5):
        count += 1
    return names[:count] + ["*"] * (choices.integer(0, 2) if signature.rest else 0)


def _arguments(choices: Choices, swarm: Swarm, call: Call, entry: NativeEntry) -> list[str]:
    skipped = operations.given_before(entry.key, entry.signature)
    return [
        call.named(drawer_of(entry.key, name, None)(choices, swarm))
        for name in _names(choices, entry, skipped)
    ]


@final
class Calls:
    """A few calls of natives, as the parts of a program."""

    __slots__ = ("definitions", "lines", "values")

    def __init__(self, calls: Sequence[Call], guarded: Sequence[bool]) -> None:
        needed = dict.fromkeys(need for call in calls for need in call.needs)
        self.definitions = [line for need in needed for line in DEFINITIONS[need]]
        self.values = {name: form for call in calls for name, form in call.values.items()}
        self.lines: list[str] = []
        """Statements of a function that has the definitions and values; the last one returns."""
        for call, guard in zip(calls, guarded, strict=True):
            self.lines += _guarded(call) if guard else call.statements
        self.lines.append(f"return ({''.join(f'{call.result}, ' for call in calls)})")


def _guarded(call: Call) -> list[str]:
    """The call, or the type of what it raised."""
    tried = [f"    {line}" for line in call.statements]
    caught = f"    {call.result} = type(error)"
    return ["try:", *tried, "except Exception as error:", caught]


def draw_calls(choices: Choices) -> Calls:
    """One to three calls; those before the last are guarded, so that all are made."""
    count = choices.integer(1, 3)
    guarded = [number + 1 < count or choices.boolean() for number in range(count)]
    return Calls([draw_call(choices, number) for number in range(count)], guarded)


def spelled(form: Value) -> str | None:
    """A value as an expression of the profile, in ASCII; None if it has none."""
    text = expression(form)
    if "<" in text and form[0] not in ("str", "bytes", "bytearray"):
        return None
    return text.encode("ascii", "backslashreplace").decode()
