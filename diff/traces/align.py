"""Two traces aligned record by record: where they part, where they meet again, which prices differ.

Stretches that are equal by their digests are passed over unread; beyond that only a window of
records of each trace is in memory.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Literal, TypeAlias

from diff.canonical import Json
from diff.comparing.localise import PathFilter, Record, rule_name
from diff.outcome import RECORD_FIELDS
from diff.traces.reader import TraceReader

WINDOW: Final = 64
"""Steps that one side alone may make before the other is found again."""
_AGREEING: Final = 3
"""Steps in a row that must agree to be found again."""
_CUMULATED: Final = ("step", "cycles")
"""Fields that carry a difference on; what made it is another field."""
_PLACE: Final = ("code", "offset")
_INSTRUCTION: Final = (*_PLACE, "opcode", "oparg")

Pair: TypeAlias = tuple[Record | None, Record | None]
Instructions: TypeAlias = Mapping[tuple[int, int], tuple[int, int]]
"""Opcode and operand by code number and offset, for traces that do not tell them."""


@dataclass(slots=True)
class Stretch:
    """Records that differ one after the other.

    `at` is the index of the first on both sides, `only` how many there are on each, `differing`
    the fields in which those that stand side by side differ, `rules` the first instructions.
    """

    at: tuple[int, int]
    rules: tuple[str, str]
    only: tuple[int, int] = (0, 0)
    differing: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Alignment:
    """How two traces compare. Indices count from 0 in what is compared.

    Attributes:
        fields: What was compared.
        steps: Records of each side.
        passed_over: Records of each side that were equal by digest and not read.
        first: The index of the first difference, of any kind.
        differing: The fields that differ there.
        ended: The side that ends first, where the traces agree up to there.
        statuses: How the runs ended, where both say so and it is not the same.
        around: The records around the first difference, with the index of the first of them.
        stretches: The first few stretches; `stretch_count` counts all.
        lost: Whether the traces part for good, the last stretch being open.
        prices: For each rule (times, cycles more in B) where the instruction is the same.
    """

    fields: list[str]
    steps: tuple[int, int] = (0, 0)
    passed_over: int = 0
    first: int | None = None
    differing: list[str] = field(default_factory=list)
    ended: Literal["A", "B"] | None = None
    statuses: tuple[Json, Json] | None = None
    around: tuple[int, list[Pair]] = (0, [])
    stretches: list[Stretch] = field(default_factory=list)
    stretch_count: int = 0
    lost: bool = False
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        return self.first is None and self.statuses is None


def align(
    one: TraceReader,
    two: TraceReader,
    context: int = 5,
    listed: int = 10,
    trusting: bool = True,
    instructions: Instructions | None = None,
) -> Alignment:
    """Compare the fields that both sides have. Raises TraceError.

    Args:
        one, two: Open readers, at their beginning.
        context: Records that are kept on both sides of the first difference.
        listed: Stretches that are kept.
        trusting: Whether stretches of equal digest are equal.
        instructions: Where the records do not tell opcode and operand.
    """
    before: deque[Pair] = deque(maxlen=context)
    if trusting and one.header.get("fields", 1) == two.header.get("fields", 2):
        _pass_over(one, two, before)
    added = () if instructions is None else ("opcode", "oparg")
    common = (one.fields | {*added}) & (two.fields | {*added})
    # Another implementation's may leave out, or make, steps that do nothing.
    filtered = one.fields != two.fields
    names = [name for name in RECORD_FIELDS if name in common and name not in _CUMULATED]
    by_cycles = "cycles" in common and "price" not in common
    if by_cycles:
        names.append("price")
    sides = tuple(
        _Side(_prepared(reader, filtered, instructions, by_cycles), reader.steps)
        for reader in (one, two)
    )
    found = Alignment(names, passed_over=one.steps)
    _Aligner(found, sides[0], sides[1], listed).run(before)
    found.steps = (sides[0].rest(), sides[1].rest())
    ends = [None if each.end is None else each.end.get("status") for each in (one, two)]
    if None not in ends and ends[0] != ends[1]:
        found.statuses = (ends[0], ends[1])
    return found


def _pass_over(one: TraceReader, two: TraceReader, before: deque[Pair]) -> None:
    """Pass over what is equal by the digests of both."""
    kept = before.maxlen or 0
    while True:
        left, right = one.next_block(), two.next_block()
        digest = left.digest or {}
        same = digest.get("full") is not None and digest == right.digest
        if not same or len(left.raws) != len(right.raws):
            one.put_back(left)
            two.put_back(right)
            return
        pairs = zip(one.pass_over(left, kept), two.pass_over(right, kept), strict=True)
        before.extend(pairs)


def _prepared(
    reader: TraceReader, filtered: bool, instructions: Instructions | None, by_cycles: bool
) -> Iterator[Record]:
    """The records that count, with what can be told besides."""
    found: Iterator[Record] = reader.records()
    if instructions is not None and "opcode" not in reader.fields:
        found = _with_instructions(found, instructions)
    if filtered:
        found = filter(PathFilter().counts, found)
    if by_cycles:
        found = _with_prices(found)
    return found


def _with_instructions(records: Iterator[Record], known: Instructions) -> Iterator[Record]:
    for record in records:
        opcode, oparg = known.get((record["code"], record["offset"]), (-1, -1))
        yield {**record, "opcode": opcode, "oparg": oparg}


def _with_prices(records: Iterator[Record]) -> Iterator[Record]:
    """With the prices that follow from `cycles`; of the last record nobody knows.

    They are those of both sides then, for steps that are left out belong to those before them.
    """
    last: Record | None = None
    for record in records:
        if last is not None:
            yield {**last, "price": record["cycles"] - last["cycles"]}
        last = record
    if last is not None:
        yield {**last, "price": None}


class _Side:
    """One trace, and the records of it that were looked at before their turn."""

    def __init__(self, records: Iterator[Record], index: int) -> None:
        self._records = records
        self._ahead: deque[Record] = deque()
        self.index = index

    def at(self, distance: int) -> Record | None:
        """The record so far ahead, or None behind the end."""
        while len(self._ahead) <= distance:
            record = next(self._records, None)
            if record is None:
                return None
            self._ahead.append(record)
        return self._ahead[distance]

    def advance(self, steps: int) -> None:
        """Go on."""
        for _ in range(steps):
            self._ahead.popleft()
        self.index += steps

    def rest(self) -> int:
        """Read to the end; how many records there were."""
        return self.index + len(self._ahead) + sum(1 for _ in self._records)


class _Aligner:
    """Goes along both sides, and fills an alignment."""

    def __init__(self, found: Alignment, left: _Side, right: _Side, listed: int) -> None:
        self._found = found
        self._left = left
        self._right = right
        self._listed = listed
        self._open: Stretch | None = None

    def run(self, before: deque[Pair]) -> None:
        """Compare to the end; `before` holds what came just before."""
        left, right, found = self._left, self._right, self._found
        key = itemgetter(*found.fields)
        while True:
            a, b = left.at(0), right.at(0)
            if a is None or b is None:
                break
            if key(a) == key(b):
                self._open = None
            elif not self._differ(a, b, before):
                found.lost = True
                return
            else:
                continue
            if found.first is None:
                before.append((a, b))
            left.advance(1)
            right.advance(1)
        if (a is None) != (b is None):
            found.ended = "A" if a is None else "B"
            if found.first is None:
                self._first([], before)

    def _differ(self, a: Record, b: Record, before: deque[Pair]) -> bool:
        """Note a difference and go on behind it; whether that is possible."""
        found = self._found
        differing = [name for name in found.fields if a[name] != b[name]]
        if differing == ["price"] and (a["price"] is None or b["price"] is None):
            differing = []
        elif found.first is None:
            self._first(differing, before)
        if "price" in differing and not any(name in differing for name in _INSTRUCTION):
            self._price(a, b)
        if differing in ([], ["price"]):
            self._open = None
            self._go_on(1, 1)
            return True
        stretch = self._stretch(a, b)
        stretch.differing += [name for name in differing if name not in stretch.differing]
        ways = (1, 1) if all(a[name] == b[name] for name in _PLACE) else self._found_again()
        if ways is None:
            return False
        stretch.only = (stretch.only[0] + ways[0], stretch.only[1] + ways[1])
        self._go_on(*ways)
        return True

    def _first(self, differing: list[str], before: deque[Pair]) -> None:
        found, kept = self._found, before.maxlen or 0
        found.first = self._left.index
        found.differing = differing
        after = [(self._left.at(number), self._right.at(number)) for number in range(kept + 1)]
        shown = [pair for pair in after if pair != (None, None)]
        found.around = (found.first - len(before), [*before, *shown])

    def _price(self, a: Record, b: Record) -> None:
        if a["price"] is None or b["price"] is None:
            return
        times, more = self._found.prices.get(rule_name(a), (0, 0))
        self._found.prices[rule_name(a)] = (times + 1, more + b["price"] - a["price"])

    def _stretch(self, a: Record, b: Record) -> Stretch:
        if self._open is None:
            at = (self._left.index, self._right.index)
            self._open = Stretch(at, (rule_name(a), rule_name(b)))
            self._found.stretch_count += 1
            if len(self._found.stretches) < self._listed:
                self._found.stretches.append(self._open)
        return self._open

    def _go_on(self, left: int, right: int) -> None:
        self._left.advance(left)
        self._right.advance(right)

    def _found_again(self) -> tuple[int, int] | None:
        """How many steps each side makes alone, the fewest in all: until all but prices agrees,
        else until the places do."""
        fields = [name for name in self._found.fields if name != "price"]
        for names in (fields, list(_PLACE)):
            key = itemgetter(*names)
            for total in range(1, WINDOW + 1):
                for alone in range(total + 1):
                    if self._agree(key, alone, total - alone):
                        return alone, total - alone
        return None

    def _agree(self, key: Callable[[Record], object], left: int, right: int) -> bool:
        """Whether a few records agree so far ahead; fewer at the end of both."""
        for number in range(_AGREEING):
            a, b = self._left.at(left + number), self._right.at(right + number)
            if a is None or b is None:
                return number > 0 and a is b
            if key(a) != key(b):
                return False
        return True
