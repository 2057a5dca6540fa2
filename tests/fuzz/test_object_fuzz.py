"""Operations on hostile operands: cases are a function of the seed, and a few of them pass."""

import json
from typing import Any

import pytest

from fuzz.checks import objects as object_fuzz
from fuzz.checks.hostile_cases import Case, Unmade, drawn, operands, operations
from fuzz.checks.hostile_operands import LARGE, MORE_RECEIVERS, OBJECTS, UPSETTING
from fuzz.checks.objects import Fuzzer, Tally
from spec.semantics.natives import all_natives

CASES = 60


def test_cases_are_a_function_of_seed_and_number() -> None:
    assert [str(drawn(n, 5)) for n in range(50)] == [str(drawn(n, 5)) for n in range(50)]
    assert str(drawn(3, 5)) != str(drawn(3, 6))


def test_operations_come_from_the_registry() -> None:
    keys = {each.key for each in operations() if each.key}
    assert len(keys) > 0.9 * sum(not key.endswith("=") for key in all_natives())


def test_nearly_every_operand_can_be_made() -> None:
    """An expression with a slip of the pen would silently test nothing."""
    failing = []
    pools = [*LARGE.values(), *MORE_RECEIVERS.values(), OBJECTS, UPSETTING]
    small = [text for pool in pools for text in pool if not any(c.isdigit() for c in text)]
    for text in small:
        try:
            operands(Case("builtin.repr", "[1]", (text,)))
        except Unmade as unmade:
            failing.append(str(unmade))
    assert failing == []


def test_a_few_cases_without_timing() -> None:
    fuzzer = Fuzzer(timed=False)
    tally = Tally()
    for number in range(CASES):
        case = drawn(number, 3)
        tally.add(number, case, fuzzer.run(case))
    assert tally.defects == {}
    assert tally.cases == CASES


@pytest.mark.parametrize(
    ("operation", "receiver", "arguments"),
    [
        ("enumerate.__next__", "wrapped(enumerate, naturals(), 9000)", ()),
        ("builtin.getattr", "wrapped(staticmethod, plain, 20000)", ("'__qualname__'",)),
        ("builtin.getattr", "wrapped(property, plain, 20000)", ("'__name__'",)),
        ("builtin.repr", "deep_tuple(9000)", ()),
        ("frozenset.__new__", "", ("5", "[1]")),
        ("dict_keys.__sub__", "{1: 2}.keys()", ("naturals()",)),
        ("list.sort", "troubled(list, 20, 'clear')", ()),
    ],
)
def test_what_it_found_once(operation: str, receiver: str, arguments: tuple[str, ...]) -> None:
    assert Fuzzer(timed=False).run(Case(operation, receiver, arguments)).defect == ""


def test_a_host_exception_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: Any) -> None:
        raise KeyError("host")

    monkeypatch.setattr(object_fuzz, "run_operation", broken)
    seen = Fuzzer(timed=False).run(Case("builtin.len", "[1]", ()))
    assert seen.defect.startswith("KeyError")


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert object_fuzz.main(["--cases", "3", "--seed", "9", "--json", "--memory", "0"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["defects"] == []
    assert document["cases"] >= 3
