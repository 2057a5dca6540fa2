"""Guest values that host values cannot stand for.

None, bool, int, str, bytes, tuple, Ellipsis and NotImplemented of the host stand for the
guest's own; `spec.softfloat.Float` is the guest's float. Everything else is a class here. The
kind of a value is its exact host type (`type(v)`), never `isinstance`. Host `==`, `hash`,
`in` and `sorted` are never applied to a guest value (True == 1 == Float, NaN).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeAlias, final

from spec.bytecode.code import Code

if TYPE_CHECKING:
    from spec.semantics.frame import Frame

Value: TypeAlias = object
"""A guest value."""

Namespace: TypeAlias = dict[str, Value]
"""Names of a module, class or instance: keys are text, so the host's dict may stand for it."""


@final
class Sentinel:
    """A marker that is no guest value."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.name}>"


NULL: Final = Sentinel("NULL")
"""The empty stack slot that PUSH_NULL makes."""
UNBOUND: Final = Sentinel("UNBOUND")
"""The content of a local slot or cell without a value."""
ABSENT: Final = Sentinel("ABSENT")
"""The answer of a look-up that found nothing."""


@final
class Finished:
    """What an iterator delivers after its last element; `value` is a generator's return value."""

    __slots__ = ("value",)

    def __init__(self, value: Value = None) -> None:
        self.value = value


EXHAUSTED: Final = Finished()


# --- Containers


@final
class List:
    """A guest list; `items` may be changed in place."""

    __slots__ = ("items",)

    def __init__(self, items: list[Value]) -> None:
        self.items = items


@final
class ByteArray:
    """A guest bytearray."""

    __slots__ = ("data",)

    def __init__(self, data: bytearray) -> None:
        self.data = data


@final
class Entry:
    """One key of a dict or set, linked in insertion order and to entries of equal hash.

    A removed entry keeps `following`, so that an iterator that stands on it finds its way.
    """

    __slots__ = ("alive", "following", "hash", "key", "previous", "same_hash", "value")

    def __init__(self, key_hash: int, key: Value, value: Value) -> None:
        self.hash = key_hash
        self.key = key
        self.value = value
        self.alive = True
        self.previous: Entry | None = None
        self.following: Entry | None = None
        self.same_hash: Entry | None = None


class Table:
    """Entries in insertion order, found by hash (decision D6).

    `index` leads from a hash to the first entry that has it; entries of one hash are chained
    in insertion order. The table never compares keys: that is an operation of the machine,
    for it can run user code and costs cycles. `frozen` marks the copy that `__dict__` gives:
    a change of it would not reach the object, so it is refused (decision D11). `gaps` says that an
    entry was taken out since the table was empty.
    """

    __slots__ = ("count", "first", "frozen", "gaps", "index", "last")

    def __init__(self) -> None:
        self.frozen = False
        self.gaps = False
        self.index: dict[int, Entry] = {}
        self.first: Entry | None = None
        self.last: Entry | None = None
        self.count = 0

    def insert(self, key_hash: int, key: Value, value: Value) -> Entry:
        """Append an entry; the caller knows that no entry has an equal key."""
        if self.frozen:
            self.refuse_change()
        entry = Entry(key_hash, key, value)
        last = self.last
        if last is None:
            self.first = entry
        else:
            last.following = entry
            entry.previous = last
        self.last = entry
        self.count += 1
        held = self.index.get(key_hash)
        if held is None:
            self.index[key_hash] = entry
        else:
            while held.same_hash is not None:
                held = held.same_hash
            held.same_hash = entry
        return entry

    def remove(self, entry: Entry) -> None:
        """Take out an entry that is in the table."""
        if self.frozen:
            self.refuse_change()
        previous, following = entry.previous, entry.following
        if previous is None:
            self.first = following
        else:
            previous.following = following
        if following is None:
            self.last = previous
        else:
            following.previous = previous
        entry.alive = False
        self.gaps = True
        self.count -= 1
        self._unchain(entry)

    def _unchain(self, entry: Entry) -> None:
        held = self.index[entry.hash]
        if held is entry:
            if entry.same_hash is None:
                del self.index[entry.hash]
            else:
                self.index[entry.hash] = entry.same_hash
            return
        while held.same_hash is not entry:
            assert held.same_hash is not None
            held = held.same_hash
        held.same_hash = entry.same_hash

    def clear(self) -> None:
        """Take out all entries."""
        if self.frozen:
            self.refuse_change()
        entry = self.first
        while entry is not None:
            entry.alive = False
            entry = entry.following
        self.index = {}
        self.first = self.last = None
        self.count = 0
        self.gaps = False

    def refuse_change(self) -> None:
        """Raise the named error for a change of the dict that `__dict__` gives."""
        from spec.semantics.raising import refused

        raise refused("changing attributes through __dict__")

    def entries(self) -> list[Entry]:
        """The entries in insertion order."""
        found: list[Entry] = []
        entry = self.first
        while entry is not None:
            found.append(entry)
            entry = entry.following
        return found

    def keys(self) -> list[Value]:
        """The keys in insertion order."""
        return [entry.key for entry in self.entries()]

    def fill(self, source: Table) -> None:
        """Insert all entries of `source` into this empty table."""
        for entry in source.entries():
            self.insert(entry.hash, entry.key, entry.value)


@final
class Dict(Table):
    """A guest dict."""

    __slots__ = ()

    @classmethod
    def from_unique_pairs(cls, pairs: Iterable[tuple[Value, Value]]) -> Dict:
        """A dict of pairs whose keys are scalars that the caller knows to be different."""
        from spec.semantics.hashing import scalar_hash

        made = cls()
        for key, value in pairs:
            made.insert(scalar_hash(key), key, value)
        return made

    def pairs(self) -> list[tuple[Value, Value]]:
        """The entries in insertion order."""
        return [(entry.key, entry.value) for entry in self.entries()]


@final
class Set(Table):
    """A guest set; the values of its entries are None."""

    __slots__ = ()


@final
class FrozenSet(Table):
    """A guest frozenset."""

    __slots__ = ()


@final
class MappingProxy:
    """The read-only view of a class's namespace."""

    __slots__ = ("names",)

    def __init__(self, names: Namespace) -> None:
        self.names = names


@final
class DictView:
    """What `keys`, `values` and `items` of a dict give; `part` names which."""

    __slots__ = ("part", "table")

    def __init__(self, table: Dict, part: str) -> None:
        self.table = table
        self.part = part


@final
class Range:
    """A guest range: three ints, step not 0."""

    __slots__ = ("start", "step", "stop")

    def __init__(self, start: int, stop: int, step: int) -> None:
        self.start = start
        self.stop = stop
        self.step = step

    def length(self) -> int:
        """The number of its elements."""
        if self.step > 0:
            return max(0, (self.stop - self.start + self.step - 1) // self.step)
        return max(0, (self.start - self.stop - self.step - 1) // -self.step)


@final
class Slice:
    """A guest slice."""

    __slots__ = ("start", "step", "stop")

    def __init__(self, start: Value, stop: Value, step: Value) -> None:
        self.start = start
        self.stop = stop
        self.step = step


# --- Iterators


@final
class SequenceIterator:
    """Iterates a list, tuple, str, bytes or bytearray by position; `name` is its type's name.

    That of a str is `str_ascii_iterator`; whether its text is ASCII is looked at where it matters.
    `position` is -1 when it is exhausted, which it then stays.
    """

    __slots__ = ("name", "position", "sequence")

    def __init__(self, name: str, sequence: Value) -> None:
        self.name = name
        self.sequence = sequence
        self.position = 0


@final
class ReverseIterator:
    """Iterates a sequence by position from its end; `position` is -1 when exhausted."""

    __slots__ = ("name", "position", "sequence")

    def __init__(self, name: str, sequence: Value, position: int) -> None:
        self.name = name
        self.sequence = sequence
        self.position = position


@final
class RangeIterator:
    """Iterates a range: the next value, the step and how many are left."""

    __slots__ = ("left", "step", "value")

    def __init__(self, value: int, step: int, left: int) -> None:
        self.value = value
        self.step = step
        self.left = left


@final
class TableIterator:
    """Iterates a dict, one of its views or a set.

    `entry` is the one delivered last (None at the start), `count` the size at the start,
    -1 when the iterator is exhausted, -2 when the size has changed; `left` how many entries it
    still expects. `part` is `keys`, `values`, `items` or `elements`.
    """

    __slots__ = ("backward", "count", "entry", "left", "part", "started", "table")

    def __init__(self, table: Table, part: str, backward: bool = False) -> None:
        self.table = table
        self.part = part
        self.backward = backward
        self.entry: Entry | None = None
        self.started = False
        self.count = self.left = table.count


@final
class GetItemIterator:
    """Iterates an object that has `__getitem__` only, by 0, 1, 2 ...; -1 when exhausted."""

    __slots__ = ("position", "sequence")

    def __init__(self, sequence: Value) -> None:
        self.sequence = sequence
        self.position = 0


@final
class CallIterator:
    """What `iter(callable, sentinel)` gives; `callee` is ABSENT when exhausted."""

    __slots__ = ("callee", "sentinel")

    def __init__(self, callee: Value, sentinel: Value) -> None:
        self.callee = callee
        self.sentinel = sentinel


@final
class Enumerate:
    """What `enumerate` gives."""

    __slots__ = ("iterator", "position")

    def __init__(self, iterator: Value, position: int) -> None:
        self.iterator = iterator
        self.position = position


@final
class Zip:
    """What `zip` gives."""

    __slots__ = ("iterators", "strict")

    def __init__(self, iterators: list[Value], strict: bool) -> None:
        self.iterators = iterators
        self.strict = strict


@final
class Map:
    """What `map` gives."""

    __slots__ = ("callee", "iterators", "strict")

    def __init__(self, callee: Value, iterators: list[Value], strict: bool) -> None:
        self.callee = callee
        self.iterators = iterators
        self.strict = strict


@final
class Filter:
    """What `filter` gives."""

    __slots__ = ("callee", "iterator")

    def __init__(self, callee: Value, iterator: Value) -> None:
        self.callee = callee
        self.iterator = iterator


# --- Functions


@final
class Handled:
    """The exception being handled, and the item below: one for the program, one a generator."""

    __slots__ = ("error", "previous")

    def __init__(self) -> None:
        self.error: ExceptionInstance | None = None
        self.previous: Handled | None = None


@final
class Cell:
    """A variable shared by scopes; `value` may be UNBOUND."""

    __slots__ = ("value",)

    def __init__(self, value: Value) -> None:
        self.value = value


@final
class Function:
    """A function of user code."""

    __slots__ = (
        "annotate",
        "annotations",
        "attributes",
        "closure",
        "code",
        "defaults",
        "doc",
        "globals",
        "keyword_defaults",
        "module",
        "name",
        "qualname",
        "type_params",
    )

    def __init__(self, code: Code, names: Namespace) -> None:
        self.code = code
        self.globals = names
        self.name = code.name
        self.qualname = code.qualname
        self.defaults: tuple[Value, ...] | None = None
        self.keyword_defaults: Dict | None = None
        self.closure: tuple[Cell, ...] = ()
        self.module: Value = names.get("__name__", None)
        self.doc: Value = None
        self.annotate: Value = None
        self.annotations: Value = None
        self.attributes: Namespace = {}
        self.type_params: Value = ()


@final
class BoundMethod:
    """A function or native together with its receiver."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver


@final
class Native:
    """A function, method or operator of the machine itself; its entry is `spec.semantics.natives`.

    `key` names its price and its implementation in the revision (`builtin.len`,
    `list.append`); `binds` says whether it becomes a method when found in a class.
    """

    __slots__ = ("binds", "key", "name", "owner")

    def __init__(self, key: str, name: str, owner: Class | None, binds: bool) -> None:
        self.key = key
        self.name = name
        self.owner = owner
        self.binds = binds


@final
class ClassMethod:
    """What `classmethod` gives; `function` is ABSENT until it is initialised."""

    __slots__ = ("attributes", "function")

    def __init__(self, function: Value) -> None:
        self.function = function
        self.attributes: Namespace = {}


@final
class StaticMethod:
    """What `staticmethod` gives; `function` is ABSENT until it is initialised."""

    __slots__ = ("attributes", "function")

    def __init__(self, function: Value) -> None:
        self.function = function
        self.attributes: Namespace = {}


@final
class Property:
    """What `property` gives; each part is a callable or None."""

    __slots__ = ("deleter", "doc", "getter", "getter_doc", "name", "setter")

    def __init__(self, getter: Value, setter: Value, deleter: Value, doc: Value) -> None:
        self.getter = getter
        self.setter = setter
        self.deleter = deleter
        self.doc = doc
        self.getter_doc = False  # whether the text was that of the getter
        self.name: Value = ABSENT


@final
class Attribute:
    """An attribute that the machine itself computes (`__name__` of a class, `value` of
    StopIteration); reading and writing are entries of `spec.semantics.natives` by `key`.
    """

    __slots__ = ("key", "name", "owner", "writable")

    def __init__(self, key: str, name: str, owner: Class, writable: bool) -> None:
        self.key = key
        self.name = name
        self.owner = owner
        self.writable = writable


@final
class Member:
    """The descriptor of a name in `__slots__`."""

    __slots__ = ("name", "owner")

    def __init__(self, name: str, owner: Class) -> None:
        self.name = name
        self.owner = owner


@final
class Super:
    """What `super` gives: looks up after `start` in the classes of `receiver_class`.

    `start` is None until it is initialised.
    """

    __slots__ = ("receiver", "receiver_class", "start")

    def __init__(self, start: Class | None, receiver: Value, receiver_class: Class | None) -> None:
        self.start = start
        self.receiver = receiver
        self.receiver_class = receiver_class


@final
class Generator:
    """A generator; `frame` is None once it has finished."""

    __slots__ = ("frame", "handled", "name", "qualname", "running", "started")

    def __init__(self, frame: Frame, name: str, qualname: str) -> None:
        self.frame: Frame | None = frame
        self.name = name
        self.qualname = qualname
        self.running = False
        self.started = False
        self.handled: Handled = Handled()


# --- Classes and instances


@final
class Class:
    """A class: one of the machine's or of the program.

    `layout` names the builtin type whose content an instance holds (`object` for none);
    `open` says whether the program may inherit from it; `builtin` that it cannot be changed.
    `pattern` is `sequence` or `mapping` for what those patterns match; `match_self` says that
    `C(x)` in a pattern matches the subject itself.
    """

    __slots__ = (
        "bases",
        "builtin",
        "cls",
        "has_dict",
        "layout",
        "match_self",
        "module",
        "mro",
        "name",
        "namespace",
        "open",
        "pattern",
        "qualname",
        "slots",
        "subclasses",
    )

    def __init__(self, name: str, bases: tuple[Class, ...], namespace: Namespace) -> None:
        self.name = name
        self.qualname = name
        self.module: Value = "builtins"
        self.bases = bases
        self.mro: tuple[Class, ...] = ()
        self.namespace = namespace
        self.cls: Class = self
        self.layout = "object"
        self.builtin = False
        self.open = True
        self.has_dict = False
        self.slots: tuple[str, ...] = ()
        self.pattern = ""
        self.match_self = False
        self.subclasses: list[Class] = []


@final
class Instance:
    """An instance of a user's class.

    `payload` is the builtin value inside when the class inherits from a builtin type (a
    List for a subclass of list), else None.
    """

    __slots__ = ("attributes", "cls", "payload", "slot_values")

    def __init__(self, cls: Class, payload: Value = None) -> None:
        self.cls = cls
        self.payload = payload
        self.attributes: Namespace = {}
        self.slot_values: Namespace | None = None


def unwrapped(value: Value) -> Value:
    """What an instance of a subclass of a builtin type is inside, else the value."""
    if isinstance(value, Instance) and value.payload is not None:
        return value.payload
    return value


@final
class ExceptionInstance:
    """An exception. `fields` holds what its class adds (`value` of StopIteration ...).

    `flight` stands for its traceback: 0 before it is raised, another number after each frame in
    which it is raised or which it leaves, the same in the parts of a group.
    """

    __slots__ = (
        "args",
        "attributes",
        "cause",
        "cls",
        "context",
        "fields",
        "flight",
        "notes",
        "slot_values",
        "suppress",
    )

    def __init__(self, cls: Class, args: tuple[Value, ...]) -> None:
        self.cls = cls
        self.args = args
        self.cause: ExceptionInstance | None = None
        self.context: ExceptionInstance | None = None
        self.suppress = False
        self.flight = 0
        self.notes: Value = ABSENT
        self.attributes: Namespace = {}
        self.fields: Namespace = {}
        self.slot_values: Namespace | None = None

    def members(self) -> tuple[ExceptionInstance, ...]:
        """The exceptions in a group; none in any other exception."""
        found = self.fields.get("exceptions", ())
        return found if isinstance(found, tuple) else ()


@final
class Object:
    """An instance of `object` itself."""

    __slots__ = ()


@final
class Module:
    """A module."""

    __slots__ = ("name", "namespace")

    def __init__(self, name: str, namespace: Namespace) -> None:
        self.name = name
        self.namespace = namespace
