"""Traces aligned to the end: stretches, prices, digests, memory; against a plain computation."""

import json
import random
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from diff.traces.align import WINDOW
from diff.traces.compare import compare_traces, to_text
from diff.traces.reader import TraceError
from reference_vm.compiling import compile_module
from reference_vm.execution import execute
from reference_vm.trace import Tracer
from reference_vm.trace_file import CHECKPOINT, TraceWriter
from spec.revision import PVM_1

Json = dict[str, Any]
SOURCE = b"""
def add(a, b):
    return a + b

def count(n):
    for i in range(n):
        yield i

total = 0
for i in count(60):
    total = add(total, i)
print(total)
"""


def write(path: Path, records: Iterable[Json]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in records))
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trace with header, digests and end."""
    path = tmp_path_factory.mktemp("traces") / "whole.jsonl"
    trace_to(path, SOURCE)
    return path


def trace_to(path: Path, source: bytes) -> None:
    code = compile_module(source)
    with path.open("wb") as out:
        writer, tracer = TraceWriter(out, PVM_1, path.suffix == ".cbor"), Tracer(code, full=True)
        writer.follow(tracer)
        writer.end(execute(code, tracer=tracer).status)


def documents(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def records(path: Path) -> list[Json]:
    return [each for each in documents(path) if "opcode" in each]


def test_every_stretch_is_counted_and_the_first_are_listed(whole: Path, tmp_path: Path) -> None:
    """Insertions, omissions and other operands at places drawn at random are told, each by
    where it is and how long."""
    draw = random.Random(7)
    other: list[Json] = []
    expected = []
    source = records(whole)
    position = 0
    while position < len(source):
        if draw.random() < 0.04 and 20 < position < len(source) - 20:
            kind = draw.choice(("insert", "other operands"))
            if kind == "insert":
                made = draw.randrange(1, 9)
                expected.append(((position, len(other)), (0, made)))
                other += [{**source[position], "offset": 9000 + 2 * k} for k in range(made)]
            else:
                made = draw.randrange(1, 5)
                expected.append(((position, len(other)), (made, made)))
                for _ in range(made):
                    other.append({**source[position], "operands": "0" * 16})
                    position += 1
            other += source[position : position + 5]
            position += 5
        else:
            other.append(source[position])
            position += 1
    found = compare_traces(whole, write(tmp_path / "b.jsonl", other), 2, 10**6, True)

    assert len(expected) > 10
    assert [(each.at, each.only) for each in found.stretches] == expected
    few = compare_traces(whole, tmp_path / "b.jsonl", 2, 3, True)
    assert (few.stretch_count, few.stretches) == (len(expected), found.stretches[:3])
    assert f"and {len(expected) - 3} more" in "\n".join(to_text(few))


def test_prices_are_added_up_also_behind_a_stretch(whole: Path, tmp_path: Path) -> None:
    source = records(whole)
    other = [
        {**each, "price": each["price"] + 3} if each["opcode"] == source[5]["opcode"] else each
        for each in source
    ]
    times = sum(each["opcode"] == source[5]["opcode"] for each in source)
    other[40:40] = [{**source[40], "offset": 9000}]
    found = compare_traces(whole, write(tmp_path / "b.jsonl", other), 2, 10, True)

    assert list(found.prices.values()) == [(times, 3 * times)]
    assert found.stretch_count == 1


def test_prices_come_from_cycles_where_there_are_none(whole: Path, tmp_path: Path) -> None:
    fields = ("code", "offset", "opcode", "cycles")
    foreign = [{name: each[name] for name in fields} for each in records(whole)]
    same = write(tmp_path / "same.jsonl", foreign)
    for each in foreign[30:]:
        each["cycles"] += 6
    found = compare_traces(whole, write(tmp_path / "b.jsonl", foreign), 2, 10, True)

    assert compare_traces(whole, same, 2, 10, True).equal
    assert [more for _, more in found.prices.values()] == [6]
    assert found.differing == ["price"]


def test_a_parting_for_good_is_told(whole: Path, tmp_path: Path) -> None:
    source = records(whole)
    other = source[:50] + [{**source[50], "code": 5}] * (2 * WINDOW) + source[:10]
    found = compare_traces(whole, write(tmp_path / "b.jsonl", other), 2, 10, True)

    assert (found.first, found.lost) == (50, True)
    assert found.steps == (len(source), len(other))
    assert "do not agree again" in "\n".join(to_text(found))


def test_equal_digests_pass_over_what_stands_before(whole: Path, tmp_path: Path) -> None:
    """Records before an equal digest are not read, unless it is asked for; context still is."""
    lines = documents(whole)
    place = next(number for number, each in enumerate(lines) if "digest" in each)
    changed = [dict(each) for each in lines]
    changed[3]["height"] = 99
    changed[place + 1]["height"] = 99
    for each in changed[place + 1 :]:
        if "digest" in each or "end" in each:
            each["full"] = "another"
    other = write(tmp_path / "b.jsonl", changed)
    found = compare_traces(whole, other, 4, 10, True)
    every = compare_traces(whole, other, 4, 10, False)

    assert (found.passed_over, found.first) == (CHECKPOINT, CHECKPOINT)
    assert found.around[0] == CHECKPOINT - 4
    assert found.around[1][0][0] == lines[place - 4]
    assert (every.passed_over, every.first) == (0, 2)


def test_a_program_tells_what_a_foreign_trace_does_not(whole: Path, tmp_path: Path) -> None:
    """With nothing but code and offset, instructions that do nothing are known by the program."""
    code = compile_module(SOURCE)
    resume = {"code": 0, "offset": 0}
    foreign = [resume] + [{name: each[name] for name in resume} for each in records(whole)]
    file = write(tmp_path / "b.jsonl", foreign)

    assert not compare_traces(whole, file, 2, 10, True).equal
    assert compare_traces(whole, file, 2, 10, True, code).equal


def test_how_runs_end_is_compared(whole: Path, tmp_path: Path) -> None:
    lines = documents(whole)
    lines[-1]["status"] = "out-of-cycles"
    found = compare_traces(whole, write(tmp_path / "b.jsonl", lines), 2, 10, True)

    assert not found.equal
    assert "A ends returned, B out-of-cycles" in to_text(found)


def long_trace(path: Path, blocks: int, parted_from: int) -> Path:
    """Many blocks of records; digests tell another story from a block on."""
    record = {"step": 0, "code": 0, "offset": 2, "height": 1, "operands": "0" * 16}
    header = {"format": "pvm-trace", "version": 1, "fields": list(record)}
    with path.open("w") as out:
        out.write(json.dumps(header) + "\n")
        for number in range(blocks):
            line = json.dumps({**record, "height": 2 if number == parted_from else 1}) + "\n"
            out.write(line * CHECKPOINT)
            digest = f"{number}-{number >= parted_from}"
            mark = {"digest": (number + 1) * CHECKPOINT, "path": digest, "full": digest}
            out.write(json.dumps(mark) + "\n")
    return path


def test_memory_does_not_grow_with_the_trace(tmp_path: Path) -> None:
    """Passed over, read, and counted behind a parting: 25 times as long takes no more."""
    peaks = []
    for blocks in (20, 500):
        one = long_trace(tmp_path / "a.jsonl", blocks, blocks + 1)
        two = long_trace(tmp_path / "b.jsonl", blocks, blocks // 2)
        tracemalloc.start()
        found = compare_traces(one, two, 5, 10, True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found.first == blocks // 2 * CHECKPOINT
        assert [each.only for each in found.stretches] == [(CHECKPOINT, CHECKPOINT)]
        assert found.steps == (blocks * CHECKPOINT, blocks * CHECKPOINT)
    assert peaks[1] < 1.2 * peaks[0]


def test_both_forms_are_passed_over_alike(whole: Path, tmp_path: Path) -> None:
    binary = tmp_path / "t.cbor"
    trace_to(binary, SOURCE)
    found = compare_traces(whole, binary, 5, 10, True)

    assert found.equal
    assert found.passed_over == len(records(whole)) // CHECKPOINT * CHECKPOINT > 0


def test_a_file_that_is_not_there_is_named(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(TraceError, match=r"none\.jsonl: No such file"):
        compare_traces(whole, tmp_path / "none.jsonl", 5, 10, True)
