"""What a comparison of two traces shows, for people and for programs."""

from pathlib import Path
from typing import TypeAlias

from diff.canonical import Json
from diff.comparing.localise import Record, rule_name
from diff.traces.align import Alignment, Instructions, Stretch, align
from diff.traces.reader import TraceReader
from reference_vm.lines import line_at, lines_of_code
from spec.bytecode.code import Code, number_codes
from spec.bytecode.decoder import decode

Codes: TypeAlias = list[tuple[Code, list[int]]]
"""Code objects by their number, each with the line of every code unit."""


def compare_traces(
    one: Path, two: Path, context: int, listed: int, trusting: bool, entry: Code | None = None
) -> Alignment:
    """Align the traces in two files. Raises TraceError.

    `entry`, the code object that ran, tells the instructions where a trace does not.
    """
    with TraceReader(one) as left, TraceReader(two) as right:
        known = None if entry is None else _instructions(entry)
        return align(left, right, context, listed, trusting, known)


def _instructions(entry: Code) -> Instructions:
    return {
        (number, each.offset): (int(each.op), each.oparg)
        for number, code in enumerate(number_codes(entry))
        for each in decode(code.code)
    }


def to_json(found: Alignment) -> dict[str, Json]:
    """For programs."""
    start, pairs = found.around
    first = pairs[found.first - start] if found.first is not None else (None, None)
    return {
        "equal": found.equal,
        "compared": found.fields,
        "steps": list(found.steps),
        "passed_over": found.passed_over,
        "first": found.first,
        "differing": found.differing,
        "ended": found.ended,
        "statuses": None if found.statuses is None else list(found.statuses),
        "records": list(first),
        "stretches": found.stretch_count,
        "listed": [_stretch_json(found, each) for each in found.stretches],
        "parted": found.lost,
        "prices": {
            name: {"times": times, "more": more} for name, (times, more) in found.prices.items()
        },
    }


def _stretch_json(found: Alignment, stretch: Stretch) -> Json:
    return {
        "at": list(stretch.at),
        "only": None if _is_open(found, stretch) else list(stretch.only),
        "differing": stretch.differing,
        "rules": list(stretch.rules),
    }


def _is_open(found: Alignment, stretch: Stretch) -> bool:
    """Whether the traces part in this stretch for good."""
    last = len(found.stretches) == found.stretch_count and stretch is found.stretches[-1]
    return found.lost and last


def to_text(found: Alignment, entry: Code | None = None) -> list[str]:
    """For people: the first difference with what stands around it, stretches, prices.

    With `entry`, the code object that ran, each record tells its function and line.
    """
    compared = ", ".join(found.fields)
    if found.equal:
        return [f"equal: {found.steps[0]} steps in {compared}"]
    lines = _first_lines(found, entry) if found.first is not None else []
    if found.statuses is not None:
        lines.append(f"A ends {found.statuses[0]}, B {found.statuses[1]}")
    if found.stretch_count:
        lines.append(
            f"{found.stretch_count} differing stretches in {found.steps[0]} steps of A "
            f"and {found.steps[1]} of B:"
        )
        lines += [_stretch_line(found, each) for each in found.stretches]
        if found.stretch_count > len(found.stretches):
            lines.append(f"  and {found.stretch_count - len(found.stretches)} more")
    if found.lost:
        lines.append("the last one has no end: they do not agree again")
    elif found.ended is not None:
        lines.append(f"{found.ended} ends first; the other goes on")
    return lines + _price_lines(found)


def _first_lines(found: Alignment, entry: Code | None) -> list[str]:
    codes = [(code, lines_of_code(code)) for code in number_codes(entry)] if entry else []
    what = ", ".join(found.differing) or f"{found.ended} ends"
    lines = [f"first difference at record {found.first}: {what}"]
    start, pairs = found.around
    places = [_where(codes, a or b) for a, b in pairs]
    texts = [(_shown(a), "=" if _shown(a) == _shown(b) else _shown(b)) for a, b in pairs]
    wide, widest = max(map(len, places)), max(len(a) for a, _ in texts)
    for index, (where, (a, b)) in enumerate(zip(places, texts, strict=True), start):
        sign = ">" if index == found.first else " "
        lines.append(f"{sign} {index:>8} {where:{wide}} {a:{widest}} | {b}".rstrip())
    return lines


def _stretch_line(found: Alignment, stretch: Stretch) -> str:
    where = f"  A {stretch.at[0]:>8}  B {stretch.at[1]:>8}  "
    what = ", ".join(stretch.differing)
    rules = " | ".join(dict.fromkeys(stretch.rules))
    if _is_open(found, stretch):
        return f"{where}{rules}: {what}"
    return f"{where}{stretch.only[0]} and {stretch.only[1]} steps, {rules}: {what}"


def _price_lines(found: Alignment) -> list[str]:
    if not found.prices:
        return []
    lines = ["prices that differ, where the instruction is the same:"]
    for name, (times, more) in sorted(found.prices.items()):
        lines.append(f"  {name:30} {times:8} times {more:+8} cycles in B")
    lines.append(f"  {'in all':30} {sum(more for _, more in found.prices.values()):+23}")
    return lines


def _where(codes: Codes, record: Record | None) -> str:
    if record is None or not 0 <= record["code"] < len(codes):
        return ""
    code, lines = codes[record["code"]]
    return f"{code.qualname}:{line_at(lines, record['offset']) or '?'}"


def _shown(record: Record | None) -> str:
    if record is None:
        return "(end)"
    text = f"{record['code']}:{record['offset']:<5} {rule_name(record):20}"
    for name in ("cycles", "price", "height", "operands", "exception"):
        if record.get(name) not in (None, ""):
            text += f" {name}={record[name]}"
    return text
