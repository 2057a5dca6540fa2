"""Two traces side by side: where they part, what only one makes, and which prices differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from diff.canonical import Json
from diff.localise import Record, on_path, rule_name
from diff.outcome import RECORD_FIELDS
from diff.trace_reader import TraceFile
from reference_vm.lines import line_at, lines_of_code
from spec.bytecode.code import Code, number_codes

WINDOW: Final = 64
"""Steps that one side alone may make before the other is found again."""
_AGREEING: Final = 3
"""Steps in a row that must agree to be found again."""
_CUMULATED: Final = ("step", "cycles")
"""Fields that carry a difference on; what made it is another field."""


@dataclass(slots=True)
class Alignment:
    """How two traces compare.

    `first` is the index of the first differing record on both sides, counted in what is
    compared; `differing` the fields that differ there. After a parting of the ways `only`
    tells how many steps each side makes alone before both agree again, None if they do not.
    `prices` holds for each rule (times, cycles more in B) where the path was the same.
    """

    fields: list[str]
    sides: tuple[Sequence[Record], Sequence[Record]]
    first: int | None = None
    differing: list[str] = field(default_factory=list)
    ended: str | None = None
    only: tuple[int, int] | None = None
    prices: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        return self.first is None


def align(one: TraceFile, two: TraceFile) -> Alignment:
    """Compare the fields that both sides have."""
    common = one.fields & two.fields
    left: Sequence[Record] = one.records
    right: Sequence[Record] = two.records
    if one.fields != two.fields:
        # Another implementation's: it may leave out, or make, steps that do nothing.
        left, right = on_path(left), on_path(right)
    names = [name for name in RECORD_FIELDS if name in common and name not in _CUMULATED]
    found = Alignment(names, (left, right))
    if "price" not in common and "cycles" in common:
        names.append("cycles")
    path = [name for name in names if name != "price"]
    for index, (a, b) in enumerate(zip(left, right, strict=False)):
        if all(a[name] == b[name] for name in names):
            continue
        if found.first is None:
            found.first = index
            found.differing = [name for name in names if a[name] != b[name]]
        if any(a[name] != b[name] for name in path):
            if found.differing == ["price"]:
                found.differing += [name for name in path if a[name] != b[name]]
            found.only = _found_again(left, right, index, path)
            return found
        times, more = found.prices.get(rule_name(a), (0, 0))
        found.prices[rule_name(a)] = (times + 1, more + b["price"] - a["price"])
    if len(left) != len(right):
        found.ended = "A" if len(left) < len(right) else "B"
        if found.first is None:
            found.first = min(len(left), len(right))
    return found


def _found_again(
    left: Sequence[Record], right: Sequence[Record], at: int, path: list[str]
) -> tuple[int, int] | None:
    """How many steps from `at` each side makes alone, the fewest in all."""
    for total in range(WINDOW + 1):
        for skipped in range(total + 1):
            a = left[at + skipped : at + skipped + _AGREEING]
            b = right[at + total - skipped : at + total - skipped + _AGREEING]
            if a and len(a) == len(b) and all(map(_agree, a, b, [path] * len(a))):
                return skipped, total - skipped
    return None


def _agree(a: Record, b: Record, path: list[str]) -> bool:
    return all(a[name] == b[name] for name in path)


def to_json(found: Alignment) -> dict[str, Json]:
    """For programs."""
    return {
        "equal": found.equal,
        "compared": found.fields,
        "steps": [len(side) for side in found.sides],
        "first": found.first,
        "differing": found.differing,
        "ended": found.ended,
        "records": [_record(side, found.first) for side in found.sides],
        "only": None if found.only is None else list(found.only),
        "prices": {
            name: {"times": times, "more": more} for name, (times, more) in found.prices.items()
        },
    }


def _record(side: Sequence[Record], index: int | None) -> Json:
    return side[index] if index is not None and index < len(side) else None


def to_text(found: Alignment, context: int, entry: Code | None = None) -> list[str]:
    """For people: the first difference with `context` records around it, then the prices.

    With `entry`, the code object that ran, each record tells its function and line.
    """
    codes = [(code, lines_of_code(code)) for code in number_codes(entry)] if entry else []
    left, right = found.sides
    if found.first is None:
        return [f"equal: {len(left)} steps in {', '.join(found.fields)}"]
    what = ", ".join(found.differing) or f"{found.ended} ends"
    lines = [f"first difference at record {found.first}: {what}"]
    for index in range(max(0, found.first - context), found.first + context + 1):
        a, b = _record(left, index), _record(right, index)
        if a is None and b is None:
            break
        sign = ">" if index == found.first else " "
        where = _where(codes, a or b)
        lines.append(f"{sign} {where}{_shown(a):60} | {_shown(b)}".rstrip())
    if found.only is not None:
        lines.append(
            f"from there A alone makes {found.only[0]} steps and B {found.only[1]}; "
            "then they agree again"
        )
    elif found.ended is not None:
        lines.append(f"{found.ended} ends first; the other goes on")
    if found.prices:
        lines.append("prices that differ, while the path is the same:")
    for name, (times, more) in sorted(found.prices.items()):
        lines.append(f"  {name:30} {times:8} times {more:+8} cycles in B")
    if found.prices:
        lines.append(f"  {'in all':30} {sum(more for _, more in found.prices.values()):+23}")
    return lines


def _where(codes: list[tuple[Code, list[int]]], record: Record) -> str:
    if not 0 <= record["code"] < len(codes):
        return ""
    code, lines = codes[record["code"]]
    return f"{code.qualname}:{line_at(lines, record['offset']) or '?'}  "


def _shown(record: Json) -> str:
    if record is None:
        return "(end)"
    text = f"{record['code']}:{record['offset']:<5} {rule_name(record):20}"
    for name in ("cycles", "price", "height", "operands", "exception"):
        if record.get(name, "") != "":
            text += f" {name[0]}={record[name]}"
    return text
