"""Guest values and the canonical form, both ways; the agent's own implementation is the oracle."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from diff.canonical import MAX_NODES, check_value
from diff.case import Case
from diff.errors import FormError
from diff.guest import code_from_guest, code_to_guest, from_guest, to_guest
from diff.outcome import RECORD_FIELDS
from diff.reference.target import ReferenceTarget
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import find_lane
from spec.semantics import values as v
from spec.softfloat.value import Float

AGENT = Path(__file__).parents[2] / "targets" / "agent.py"


@pytest.fixture(scope="module")
def agent() -> ModuleType:
    """The agent, which makes host values of the same form and writes them again."""
    spec = importlib.util.spec_from_file_location("agent_for_tests", AGENT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scalar(choices: Choices) -> Any:
    kind = choices.one_of(("None", "bool", "int", "float", "str", "bytes"))
    if kind == "int":
        size = choices.one_of((3, 20, 60, 200))
        number = choices.bits(size) - choices.bits(size)
        return ["int", number if abs(number) < 2**53 else str(number)]
    if kind == "float":
        return ["float", f"{choices.integer(0, 2047) << 52:016x}"]
    if kind == "str":
        text = choices.one_of(("", "a", "\\", "\ud800x\\", "\U0001f600", "é"))
        escaped = text.replace("\\", "\\\\").replace("\ud800", "\\ud800")
        return ["str-escaped", escaped] if "\ud800" in text else ["str", text]
    if kind == "bytes":
        return ["bytes", choices.byte_string(6).hex()]
    return ["bool", choices.boolean()] if kind == "bool" else ["None", None]


def value(choices: Choices, depth: int, numbered: list[int]) -> Any:
    """A random value: containers, sharing and cycles included."""
    if depth == 0 or choices.chance(1, 3):
        if numbered[0] and choices.chance(1, 4):
            return ["ref", choices.integer(0, numbered[0] - 1)]
        return scalar(choices)
    kind = choices.one_of(("tuple", "list", "dict", "bytearray", "range", "slice"))
    if kind == "range":
        return ["range", [["int", choices.bits(4)], ["int", choices.bits(9)], ["int", 2]]]
    if kind == "slice":
        return ["slice", [scalar(choices), ["None", None], scalar(choices)]]
    if kind != "tuple":
        numbered[0] += 1
    if kind == "bytearray":
        return [kind, choices.byte_string(4).hex()]
    count = choices.integer(0, 3)
    if kind == "dict":
        return [kind, [[["int", n], value(choices, depth - 1, numbered)] for n in range(count)]]
    return [kind, [value(choices, depth - 1, numbered) for _ in range(count)]]


@pytest.mark.parametrize("seed", range(300))
def test_values_survive_both_ways_and_as_the_agent_has_them(seed: int, agent: ModuleType) -> None:
    form = value(Choices(SeededSource(seed)), 4, [0])
    check_value(form, "$")
    assert from_guest(to_guest(form)) == (form, False)
    made = agent.Builder().build(form)
    assert json.loads(agent.Writer().write(made)) == form


def test_special_values() -> None:
    nan = Float(0xFFF8000000000001)

    assert from_guest(nan)[0] == ["float", "7ff8000000000000"]
    assert from_guest(Ellipsis)[0] == ["Ellipsis", None]
    assert from_guest(v.Cell(v.UNBOUND))[0] == ["cell", None]
    items = v.List([])
    items.items.append((items, items))
    assert from_guest(items)[0] == ["list", [["tuple", [["ref", 0], ["ref", 0]]]]]


def test_what_is_too_large_is_said_to_be() -> None:
    long = v.List([None] * (MAX_NODES + 50))
    form, large = from_guest(long)

    assert large
    assert form[1][-1] == ["large", None]
    assert len(form[1]) == MAX_NODES
    deep: object = ()
    for _ in range(300):
        deep = (deep,)
    form, large = from_guest(deep)
    assert large
    check_value(from_guest((1,) * 50)[0], "$")


@pytest.mark.parametrize("form", [["generator", "g"], ["instance", {"class": "C"}]])
def test_what_no_program_can_be_given_is_refused(form: Any) -> None:
    with pytest.raises(FormError, match="cannot be given"):
        to_guest(form)


@pytest.mark.parametrize("seed", range(40))
def test_code_objects_survive(seed: int) -> None:
    body = find_lane("bytecode").generate(Choices(SeededSource(seed)))

    assert code_from_guest(code_to_guest(body["code"])) == body["code"]


# The reference as a target


def test_the_reference_claims_its_lanes_and_nothing_else() -> None:
    hello = ReferenceTarget().hello()

    assert set(hello.lanes) == {"float", "cbor", "bytecode", "object", "source"}
    assert hello.claims(Case("float", {"operation": "float.__mod__", "arguments": []}))
    assert not hello.claims(Case("float", {"operation": "math.nonsense", "arguments": []}))
    assert not hello.claims(Case("actor", {}))


def run(lane: str, **body: Any) -> Any:
    return ReferenceTarget().run([Case(lane, body)])[0]


def test_the_reference_answers_each_lane() -> None:
    one, half = ["float", "3ff0000000000000"], ["float", "3fe0000000000000"]
    assert run("float", operation="float.__add__", arguments=[half, half]).value == one
    raised = run("float", operation="float.__mod__", arguments=[one, ["int", 0]])
    assert raised.exception[1]["type"] == "ZeroDivisionError"
    encoded = run("cbor", operation="encode", profile="pvm-1", arguments=[["list", [["int", 1]]]])
    assert encoded.value == ["bytes", "8101"]
    assert run("float", operation="nothing", arguments=[]).unsupported
    printed = run("source", source="print(1)\n", arguments=[], cycles=1000, cells=1000)
    assert printed.log == ("1",)
    assert run("actor").unsupported


def test_invalid_code_is_refused_with_its_place() -> None:
    body = find_lane("bytecode").generate(Choices(SeededSource(3)))
    broken = {**body["code"], "code": "ff" + body["code"]["code"][2:]}
    outcome = run("bytecode", **{**body, "code": broken})

    assert outcome.status == "refused"
    assert outcome.reason == "unknown-opcode"
    assert "offset 0" in outcome.detail


def test_a_full_trace_has_the_documented_fields() -> None:
    body = find_lane("bytecode").generate(Choices(SeededSource(3)))
    outcome = ReferenceTarget().run([Case("bytecode", body)], "full")[0]
    assert outcome.trace is not None
    assert outcome.trace.records is not None

    assert set(outcome.trace.records[0]) == set(RECORD_FIELDS)
    assert [record["step"] for record in outcome.trace.records] == list(range(outcome.trace.steps))


def test_a_defect_of_the_specification_does_not_end_a_campaign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import diff.reference.target

    def broken(case: Case, trace: str) -> Any:
        raise AssertionError("impossible")

    monkeypatch.setattr(diff.reference.target, "LANES", {"float": broken})
    outcome = run("float", operation="float.__add__", arguments=[])

    assert outcome.status == "crashed"
    assert "impossible" in outcome.detail
