"""The size that a native must pay for, measured on its operands and its result.

By what the entry says that it counts (`pvm gas NAME`); nothing here asks the machine.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from spec.gas_table import counted
from spec.semantics import values as v
from spec.semantics.builtin_classes import class_of, is_subclass
from spec.softfloat.value import SIGN_BIT, Float
from tests.gas.measures import seen


@dataclass(frozen=True)
class Applied:
    """An operation that was carried out; lengths are those from before it."""

    name: str
    arguments: Sequence[Any]
    lengths: Sequence[int]
    keywords: Mapping[str, Any]
    result: Any
    log: str = ""

    def argument(self, place: int, name: str) -> Any:
        """An argument by place or keyword, or None."""
        if place < len(self.arguments):
            return self.arguments[place]
        return self.keywords.get(name)


def extent(value: Any) -> int:
    """Elements, code points, bytes or pairs of a value."""
    if isinstance(value, v.Range):
        return max(0, -((value.start - value.stop) // value.step))
    return seen(value).length


def _receiver(it: Applied) -> int:
    return it.lengths[0]


def _result(it: Applied) -> int:
    return extent(it.result)


def _longer(it: Applied) -> int:
    return max(it.lengths[0], extent(it.result))


def _stripped(it: Applied) -> int:
    return max(it.lengths)


def _bounds(it: Applied) -> list[int | None]:
    return [None if each is None else int(each) for each in it.arguments[2:4]]


def _between(it: Applied) -> int:
    start, end = [*_bounds(it), None, None][:2]
    return len(range(*slice(start, end).indices(it.lengths[0])))


def _affixes(it: Applied) -> int:
    """All of them if none fits, else those up to the first that does."""
    given = it.arguments[1]
    total = 0
    for each in given if isinstance(given, tuple) else (given,):
        total += max(extent(each), 1)
        if it.result is True and _fits(it, each):
            break
    return total


def _fits(it: Applied, affix: Any) -> bool:
    text, wanted = (
        each.data if isinstance(each, v.ByteArray) else each for each in (it.arguments[0], affix)
    )
    return bool(getattr(text, it.name.partition(".")[2])(wanted, *_bounds(it)))


def _affix(it: Applied) -> int:
    return max(it.lengths[1], extent(it.result))


def _translated(it: Applied) -> int:
    return max(it.lengths[0], extent(it.argument(2, "delete")), extent(it.result))


def _hexed(it: Applied) -> int:
    return 2 * it.lengths[0]


def _text_read(it: Applied) -> int:
    return max((extent(each) for each in it.arguments), default=0)


def _elements(it: Applied) -> int:
    """Of the only iterable there is."""
    if it.name == "int.from_bytes":
        return extent(it.argument(0, "bytes"))
    return sum(it.lengths[it.name.endswith("extend") :][:1])


def _not_frozen(it: Applied) -> int:
    return 0 if isinstance(it.argument(0, ""), v.FrozenSet) else _elements(it)


def _true(value: Any) -> bool:
    """The truth of a builtin value."""
    if value is None or isinstance(value, Float):
        return isinstance(value, Float) and value.bits & ~SIGN_BIT != 0
    known = seen(value)
    if known.kind in ("int", "bool"):
        return known.bits > 0
    return known.kind in ("other", "slice") or extent(value) > 0


def _tested(it: Applied) -> int:
    decides = it.name == "builtin.any"
    for place, each in enumerate(elements(it.arguments[0]), 1):
        if _true(each) is decides:
            return place
    return it.lengths[0]


def elements(value: Any) -> Sequence[Any]:
    """What a builtin iterable gives, in order."""
    if isinstance(value, v.List):
        return value.items
    if isinstance(value, v.Table):
        return value.keys()
    if isinstance(value, v.Range):
        return range(value.start, value.stop, value.step)
    return value.data if isinstance(value, v.ByteArray) else value


def _ordered(it: Applied) -> int:
    return len(it.arguments) if len(it.arguments) > 1 else max(it.lengths[0], 1)


def _summed(it: Applied) -> int:
    return max(it.lengths[0], 1)


def _compared(it: Applied) -> int:
    """A search goes from `start`, which may count from the end, to what it found."""
    if it.name.endswith("count"):
        return it.lengths[0]
    start = int(it.arguments[2]) if len(it.arguments) > 2 else 0
    return int(it.result) - max(start + it.lengths[0] if start < 0 else start, 0) + 1


def _behind(it: Applied) -> int:
    inserts = it.name.endswith("insert")
    length = it.lengths[0]
    place = int(it.arguments[1]) if len(it.arguments) > 1 else -1
    place = min(max(place + length if place < 0 else place, 0), length)
    return length - place - (0 if inserts else 1)


def _changed(it: Applied) -> int:
    return abs(int(it.arguments[1]) - it.lengths[0])


def _table_made(it: Applied) -> int:
    return it.lengths[0] + sum(it.lengths[2:])


def _byte_table(it: Applied) -> int:
    return max(256, *it.lengths)


def _asked_bytes(it: Applied) -> int:
    return extent(it.result)


def _host(value: Any) -> Any:
    """An element as a value of the host that is equal to the same elements."""
    if isinstance(value, Float):
        return struct.unpack(">d", value.bits.to_bytes(8, "big"))[0]
    if isinstance(value, v.FrozenSet):
        return frozenset(map(_host, value.keys()))
    return tuple(map(_host, value)) if isinstance(value, tuple) else value


def _in_argument(it: Applied) -> int:
    if isinstance(it.arguments[1], v.Set | v.FrozenSet):
        return it.lengths[1]
    own, given = ([_host(each) for each in elements(one)] for one in it.arguments[:2])
    if it.name.endswith("issubset"):
        return _up_to_all(set(own), given)
    wanted = it.name.endswith("isdisjoint")
    for place, each in enumerate(given, 1):
        if (each in own) is wanted:
            return place
    return len(given)


def _in_view(it: Applied) -> int:
    if isinstance(it.arguments[1], v.Set | v.FrozenSet | v.DictView):
        return it.lengths[0]
    view = it.arguments[0]
    own = [_host(each) for each in list(view.keys())]
    if it.name == "dict_items.isdisjoint":
        own = [(_host(key), _host(held)) for key, held in view.pairs()]
    given = [_host(each) for each in elements(it.arguments[1])]
    taken = next((place for place, each in enumerate(given, 1) if each in own), len(given))
    return it.lengths[0] + taken


def _up_to_all(own: set[Any], given: Sequence[Any]) -> int:
    """How many are taken until all of `own` were among them; at least one, if there is one."""
    found: set[Any] = set()
    for place, each in enumerate(given, 1):
        if each in own:
            found.add(each)
            if len(found) >= len(own):
                return place
    return len(given)


def _intersected(it: Applied) -> int:
    total, kept = it.lengths[0], {_host(each) for each in elements(it.arguments[0])}
    for one in it.arguments[1:]:
        given = [_host(each) for each in elements(one)]
        is_set = isinstance(one, v.Set | v.FrozenSet)
        total += len(given) if is_set else _up_to_all(kept, given)
        kept = {each for each in kept if each in given}
    return total


def _classes_compared(it: Applied) -> int:
    """The first class that fits ends it, also within an inner tuple."""
    waiting, total = [it.arguments[1]], 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            total += len(each)
            waiting += reversed(each)
        elif _is_one(it, each):
            break
    return total


def _is_one(it: Applied, cls: Any) -> bool:
    own = it.arguments[0] if it.name.endswith("issubclass") else class_of(it.arguments[0])
    return is_subclass(own, cls)


def _shown(it: Applied) -> int:
    """What was printed, without separators and end."""
    texts = {"sep": " ", "end": "\n", **{k: w for k, w in it.keywords.items() if w is not None}}
    between = len(texts["sep"]) * max(len(it.arguments) - 1, 0)
    return len(it.log) - between - len(texts["end"])


def _all_sets(it: Applied) -> int:
    return sum(it.lengths)


def _joined(it: Applied) -> tuple[int, int]:
    return extent(it.result), it.lengths[1]


def _each(it: Applied) -> int:
    return sum(it.lengths[1:])


def _pairs_given(it: Applied) -> int:
    skipped = 1 if it.name == "dict.update" else 0
    return sum(it.lengths[skipped:]) + len(it.keywords)


def _decoded(it: Applied) -> int:
    return (
        0
        if len(it.arguments) > 1 or "encoding" in it.keywords or "errors" in it.keywords
        else extent(it.result)
    )


MEASURES: Final[Mapping[str, Callable[[Applied], int | tuple[int, ...]]]] = {
    counted.RECEIVER: _receiver,
    counted.LONGER: _longer,
    counted.STRIPPED: _stripped,
    counted.BETWEEN: _between,
    counted.AFFIXES: _affixes,
    counted.AFFIX: _affix,
    counted.RESULT: _result,
    counted.TRANSLATED: _translated,
    counted.NOTHING: lambda it: 0,
    counted.HEX_DIGITS: lambda it: 24,
    counted.DECODED: _decoded,
    counted.HEXED: _hexed,
    counted.TEXT_READ: _text_read,
    counted.ELEMENTS: _elements,
    counted.TESTED: _tested,
    counted.ORDERED: _ordered,
    counted.SUMMED: _summed,
    counted.COMPARED: _compared,
    counted.COMPARED_MOVED: _receiver,
    counted.BEHIND: _behind,
    counted.CHANGED: _changed,
    counted.TABLE_MADE: _table_made,
    counted.BYTE_TABLE: _byte_table,
    counted.ASKED_BYTES: _asked_bytes,
    counted.ALL_SETS: _all_sets,
    counted.INTERSECTED: _intersected,
    counted.NOT_FROZEN: _not_frozen,
    counted.BOTH: _all_sets,
    counted.JOINED: _joined,
    counted.IN_VIEW: _in_view,
    counted.IN_ARGUMENT: _in_argument,
    counted.CLASSES_COMPARED: _classes_compared,
    counted.SHOWN: _shown,
    counted.EACH: _each,
    counted.PAIRS_GIVEN: _pairs_given,
}
"""What is counted -> how it is measured; of several sizes, each in the order of the entry."""
