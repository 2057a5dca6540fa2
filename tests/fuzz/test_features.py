"""Cases of rules are derived from an execution; what is new makes a case worth keeping."""

from diff.case import Case
from diff.guest import code_to_guest, to_guest
from diff.reference.target import run_case
from fuzz.campaign.features import operation_features, value_class
from fuzz.choices import Choices, SeededSource
from fuzz.lanes import find_lane
from reference_vm.execution import execute
from reference_vm.rule_cases import STEPS, rule_cases
from spec.bytecode.code import Code


def _case(seed: int) -> Case:
    return Case("bytecode", find_lane("bytecode").generate(Choices(SeededSource(seed))))


def _names(case: Case) -> list[str]:
    body = case.body
    arguments = [to_guest(form) for form in body["arguments"]]
    return rule_cases(code_to_guest(body["code"]), arguments, body["cycles"], body["cells"])


def _code(instructions: bytes, **fields: object) -> Code:
    return Code(code=instructions, stacksize=3, flags=3, **fields)  # type: ignore[arg-type]


def test_one_name_a_step() -> None:
    """As many as `execute` takes, whatever the program does."""
    for seed in range(60):
        case = _case(seed)
        body = case.body
        arguments = [to_guest(form) for form in body["arguments"]]
        execution = execute(code_to_guest(body["code"]), arguments, body["cycles"], body["cells"])
        names = [name for name in _names(case) if not name.startswith("->")]

        assert len(names) == min(execution.steps, STEPS)


def test_many_different_cases_of_rules() -> None:
    names = {name for seed in range(300) for name in _names(_case(seed))}

    assert "BINARY_OP.+(int, int) -> int" in names
    assert any(name.endswith("-> TypeError") for name in names)
    assert any(name.startswith("CALL(") and name.endswith("-> frame") for name in names)
    assert len(names) > 200


def test_features_of_an_operation() -> None:
    arguments = [["float", "0000000000000000"], ["float", "fff0000000000000"]]
    case = Case("float", {"operation": "float.__add__", "arguments": arguments})

    assert list(operation_features(case, run_case(case))) == ["float.__add__(0, -inf) -> -inf"]


def test_value_classes_are_coarse() -> None:
    """So that the corpus does not keep every number."""
    classes = {value_class(["float", f"{bits:016x}"]) for bits in range(0, 2**64, 2**64 // 5000)}

    assert len(classes) < 100
