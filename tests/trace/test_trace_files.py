"""Traces in files and side by side; profiles add up to the meter."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import cbor2
import pytest

from diff.guest import code_to_guest
from diff.traces.align import Alignment
from diff.traces.compare import compare_traces, to_text
from diff.traces.reader import TraceError, TraceReader
from reference_vm.compiling import compile_module
from reference_vm.execution import execute
from reference_vm.lines import lines_of_code
from reference_vm.profile import Profiler
from reference_vm.trace_file import CHECKPOINT
from tests.semantics import oracle

SOURCE = """
def add(a, b):
    return a + b

total = 0
for i in range(40):
    total = add(total, i)
    try:
        len(3)
    except TypeError:
        pass
print(sorted([3, total, 1], key=lambda x: -x))
"""


def pvm(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pvm.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("traces")
    source = folder / "p.py"
    source.write_text(SOURCE)
    for name in ("t.jsonl", "t.cbor"):
        ran = pvm("run", source, "--trace", folder / name)
        assert ran.returncode == 0, ran.stderr
    return folder / "t.jsonl", folder / "t.cbor"


def records_of(path: Path) -> list[dict[str, object]]:
    with TraceReader(path) as reader:
        return list(reader.records())


def compared(one: Path, two: Path, listed: int = 10, trusting: bool = True) -> Alignment:
    return compare_traces(one, two, 5, listed, trusting)


def documents(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_both_forms_hold_the_same_documents(traces: tuple[Path, Path]) -> None:
    """The CBOR form is read here by another library."""
    found = []
    with traces[1].open("rb") as data:
        while data.peek(1):  # type: ignore[attr-defined]
            found.append(cbor2.loads(cbor2.load(data)))

    assert found == documents(traces[0])
    assert pvm("trace", *traces).returncode == 0


def test_digests_stand_every_256_steps_and_at_the_end(traces: tuple[Path, Path]) -> None:
    found = documents(traces[0])
    steps = sum("opcode" in each for each in found)
    digests = [each["digest"] for each in found if "digest" in each]

    assert digests == list(range(CHECKPOINT, steps + 1, CHECKPOINT))
    assert digests
    assert (found[-1]["end"], found[-1]["status"]) == (steps, "returned")


def changed(path: Path, tmp_path: Path, number: int, **fields: object) -> Path:
    lines = [each for each in documents(path) if "opcode" in each]
    lines[number] |= fields
    out = tmp_path / "changed.jsonl"
    out.write_text("".join(json.dumps(each) + "\n" for each in lines))
    return out


def test_a_price_that_differs_is_named_with_its_rule(
    traces: tuple[Path, Path], tmp_path: Path
) -> None:
    other = changed(traces[0], tmp_path, 5, price=77)
    found = compared(traces[0], other)

    assert (found.first, found.differing) == (5, ["price"])
    assert len(found.prices) == 1
    assert found.stretch_count == 0
    assert "prices that differ" in "\n".join(to_text(found))
    shown = pvm("trace", traces[0], other, "--json")
    assert shown.returncode == 1
    assert json.loads(shown.stdout)["first"] == 5
    program = traces[0].with_name("p.py")
    assert "<module>:6" in pvm("trace", traces[0], other, "--code", program).stdout


def test_fewer_fields_and_steps_that_do_nothing_are_no_difference(
    traces: tuple[Path, Path], tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign.jsonl"
    records = [each for each in documents(traces[0]) if "opcode" in each]
    lines = [{"code": 0, "offset": 0, "opcode": 128}]  # RESUME
    lines += [{name: each[name] for name in ("code", "offset", "opcode")} for each in records]  # type: ignore[misc]
    foreign.write_text("".join(json.dumps(each) + "\n" for each in lines))

    assert pvm("trace", traces[0], foreign).returncode == 0


def test_a_beginning_and_an_insertion_are_told(traces: tuple[Path, Path], tmp_path: Path) -> None:
    records = [each for each in documents(traces[0]) if "opcode" in each]
    short, longer = tmp_path / "short.jsonl", tmp_path / "longer.jsonl"
    short.write_text("".join(json.dumps(each) + "\n" for each in records[:50]))
    inserted = [*records[:9], {**records[9], "offset": 9998}, *records[9:]]
    longer.write_text("".join(json.dumps(each) + "\n" for each in inserted))

    assert compared(traces[0], short).ended == "B"
    found = compared(traces[0], longer)
    assert (found.first, [each.only for each in found.stretches]) == (9, [(0, 1)])
    assert (found.lost, found.ended) == (False, None)
    assert found.steps == (len(records), len(inserted))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"code":0}', ":1: field 'offset' is missing"),
        ('{"code":0,"offset":0}\nx', ":2: not JSON"),
        ('{"code":0,"offset":"0"}', ":1: offset: expected an integer"),
        ('{"format":"pvm-trace","version":9}', ":1: version 9, expected 1"),
        ('{"code":0,"offset":0}\n{"end":3}', ":2: the end says 3 steps, not 1"),
        ("[]", ":1: expected an object"),
        ('{"format":"pvm-trace","version":1,"fields":["code"]}', ":1: fields: 'offset' is missing"),
        ('{"code":0,"offset":0}\n{"code":0,"offset":2,"price":1}', ":2: field 'price', which"),
        ('{"code":0,"offset":0,"price":1}\n{"code":0,"offset":2}', ":2: field 'price' is missing"),
        ('{"code":-2,"offset":0}', ":1: code: -2 is below -1"),
        ('{"code":0,"offset":true}', ":1: offset: expected an integer"),
        ('{"code":0,"offset":0}\n\n{"code":0,"offset":2}', ":2: not JSON"),
        ('{"code":0,"offset":' + "9" * 5000 + "}", ":1: not JSON"),
        ("[" * 100_000, ":1: not JSON"),
        ('{"code":0,"offset":0}\n{"end":1}\n{"code":0,"offset":2}', ":3: something follows"),
        ('{"code":0,"offset":0,"note":"' + "x" * (1 << 20) + '"}', ":1: a line of more than"),
        ('{"hello":1}', ":1: neither a record"),
    ],
)
def test_a_malformed_trace_is_named(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text)
    with pytest.raises(TraceError) as caught:
        records_of(file)
    assert problem in str(caught.value)


def test_a_malformed_cbor_trace_is_named(traces: tuple[Path, Path], tmp_path: Path) -> None:
    file = tmp_path / "bad.cbor"
    for data in (traces[1].read_bytes()[:-1], b"\x00", b"\x41\xff"):
        file.write_bytes(data)
        with pytest.raises(TraceError, match="byte"):
            records_of(file)


@pytest.mark.parametrize("name", ["t.jsonl", "t.cbor"])
def test_an_interruption_leaves_a_well_formed_beginning(tmp_path: Path, name: str) -> None:
    source, out = tmp_path / "p.py", tmp_path / name
    source.write_text("i = 0\nwhile True:\n    i += 1\n")
    arguments = ["run", str(source), "--cycles", str(10**12), "--trace", str(out)]
    running = subprocess.Popen(
        [sys.executable, "-m", "pvm.main", *arguments], stderr=subprocess.PIPE
    )
    for _ in range(600):
        if out.exists() and out.stat().st_size > 100_000:
            break
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)

    assert running.returncode == 130
    with TraceReader(out) as reader:
        assert sum(1 for _ in reader.records()) > 100
        assert reader.end is None


def test_profiles_add_up_to_the_meter() -> None:
    """Every kept program, also those that raise; and a meter that runs out."""
    programs = [
        code_to_guest(each["code"])
        for family in ("calls", "exceptions", "generators", "classes")
        for each in oracle.kept(family)["programs"].values()
    ]
    for code in programs:
        for limit in (1_000_000, 100):
            plain, profiler = execute(code, cycles=limit), Profiler()
            execution = execute(code, cycles=limit, profiler=profiler)
            assert (execution.status, execution.cycles) == (plain.status, plain.cycles)
            tables = (profiler.functions, profiler.lines, profiler.instructions, profiler.stacks)
            for table in tables:
                assert sum(cost.cycles for cost in table.values()) == execution.cycles
                assert sum(cost.steps for cost in table.values()) == profiler.total.steps


def test_folded_stacks_name_frames_and_natives(tmp_path: Path) -> None:
    source, out = tmp_path / "p.py", tmp_path / "folded"
    source.write_text(SOURCE)
    ran = pvm("run", source, "--profile", "--profile-out", out, "--json")
    document = json.loads(ran.stdout)
    rows = dict(line.rsplit(" ", 1) for line in out.read_text().splitlines())

    assert "<module>;add" in rows
    assert "<module>;builtin.len" in rows
    assert sum(map(int, rows.values())) == document["cycles"]
    assert document["profile"]["total"]["cycles"] == document["cycles"]


def test_lines_are_those_of_the_source() -> None:
    """Each statement below stands on a line of its own, after blank ones."""
    code = compile_module(b"a = 1\n\n\nb = 2\n" + b"\n" * 100 + b"c = 3\n")
    assert {line for line in lines_of_code(code) if line} == {1, 4, 105}
