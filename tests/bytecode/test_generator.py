"""The generator of the lane `bytecode`: valid, deterministic, shrinkable, and wide."""

import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from diff.canonical import canonical_json, digest
from diff.case import Case
from diff.guest import code_to_guest
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.lanes.bytecode import generate
from spec.bytecode.code import number_codes
from spec.bytecode.decoder import decode
from spec.bytecode.instructions import OUTSIDE_PROFILE, BinaryOp, Op
from spec.bytecode.validator import validate

from .rules import AllRules

CASES = 4000


@pytest.fixture(scope="module")
def bodies() -> list[Any]:
    return [generate(Choices(SeededSource(seed))) for seed in range(CASES)]


def test_every_case_is_valid(bodies: list[Any]) -> None:
    for body in bodies:
        validate(code_to_guest(body["code"]), AllRules())


def test_every_case_has_the_form_of_its_lane(bodies: list[Any]) -> None:
    for body in bodies[:500]:
        Case.from_json(Case(lane="bytecode", body=body).to_json())


def test_every_instruction_and_operation_of_the_profile_is_reached(bodies: list[Any]) -> None:
    seen: Counter[Op] = Counter()
    operations: Counter[int] = Counter()
    for body in bodies:
        for code in number_codes(code_to_guest(body["code"])):
            for instruction in decode(code.code):
                seen[instruction.op] += 1
                if instruction.start != instruction.offset:
                    seen[Op.EXTENDED_ARG] += 1
                if instruction.op is Op.BINARY_OP:
                    operations[instruction.oparg] += 1

    missing = [op.name for op in Op if op not in seen and op not in OUTSIDE_PROFILE]
    assert missing == []
    assert set(operations) == {int(op) for op in BinaryOp}


def test_the_same_choices_make_the_same_case() -> None:
    for seed in range(200):
        choices = Choices(SeededSource(seed))
        made = canonical_json(generate(choices))

        assert canonical_json(generate(Choices(RecordedSource(choices.record)))) == made


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_cases_do_not_depend_on_the_hash_seed(bodies: list[Any], hash_seed: str) -> None:
    program = (
        "from diff.canonical import digest\n"
        "from fuzz.choices import Choices, SeededSource\n"
        "from fuzz.lanes.bytecode import generate\n"
        "print(digest([generate(Choices(SeededSource(s))) for s in range(300)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONHASHSEED": hash_seed, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == digest(bodies[:300])


def test_fewer_choices_make_smaller_valid_cases() -> None:
    """Any record, cut anywhere, makes a valid case; the empty one makes the smallest."""

    def size(body: Any) -> int:
        return sum(len(code.code) for code in number_codes(code_to_guest(body["code"])))

    assert size(generate(Choices(RecordedSource([])))) == 6  # RESUME, LOAD_SMALL_INT, RETURN_VALUE

    for seed in range(300):
        choices = Choices(SeededSource(seed))
        generate(choices)
        record = choices.record
        for cut in (len(record) // 2, len(record) // 4, 1):
            body = generate(Choices(RecordedSource(record[:cut])))
            validate(code_to_guest(body["code"]), AllRules())
