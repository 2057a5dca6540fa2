"""Mutated code objects that the validator accepts never make the machine itself fail.

`PVM_MUTANTS=1000000 pytest tests/semantics/test_mutations.py -s` runs many and prints the rate.
"""

import os
import time
from typing import Any

from diff.guest import code_to_guest
from fuzz.choices import Choices, SeededSource
from reference_vm.execution import execute
from spec.bytecode.errors import InvalidCode
from spec.bytecode.instructions import OPCODES
from spec.bytecode.validator import validate
from spec.revision import PVM_1
from tests.semantics import oracle

MUTANTS = int(os.environ.get("PVM_MUTANTS", "2500"))
OPERATIONS = sorted(OPCODES)
CONSTANTS: list[Any] = [
    ["int", 5], ["None", None], ["str", "x"], ["tuple", []], ["tuple", [["str", "a"]]],
    ["float", "3ff0000000000000"], ["bool", True],
]  # fmt: skip


def mutated(choices: Choices, code: dict[str, Any]) -> dict[str, Any]:
    """A copy with one to three changes, of this code object or of one nested in it."""
    changed = dict(code)
    inner = [place for place, each in enumerate(code["consts"]) if each[0] == "code"]
    if inner and choices.boolean():
        place = choices.one_of(inner)
        changed["consts"] = list(code["consts"])
        changed["consts"][place] = ["code", mutated(choices, code["consts"][place][1])]
        return changed
    data = bytearray.fromhex(code["code"])
    for _ in range(choices.integer(1, 3)):
        at = 2 * choices.integer(0, len(data) // 2 - 1)
        what = choices.integer(0, 9)
        if what < 4:
            data[at + 1] = choices.integer(0, 6) if choices.boolean() else choices.integer(0, 255)
        elif what < 8:
            data[at] = choices.one_of(OPERATIONS)
        elif what == 8 and len(data) > 8:
            del data[at : at + 2]
        else:
            data[at:at] = data[at : at + 2]
    changed["code"] = data.hex()
    if code["consts"] and choices.chance(1, 10):
        changed["consts"] = list(code["consts"])
        place = choices.integer(0, len(code["consts"]) - 1)
        changed["consts"][place] = choices.one_of(CONSTANTS)
    return changed


def test_mutants() -> None:
    """No host exception, no "impossible": a refusal, or an outcome of the guest."""
    programs = [
        kept["code"] for family in oracle.families() for kept in
        oracle.kept(family)["programs"].values()
    ]  # fmt: skip
    choices = Choices(SeededSource(20))
    accepted = 0
    began = time.perf_counter()
    for _ in range(MUTANTS):
        code = code_to_guest(mutated(choices, choices.one_of(programs)))
        try:
            validate(code, PVM_1)
        except InvalidCode:
            continue
        accepted += 1
        execute(code, [], 3_000, 100_000)
    elapsed = time.perf_counter() - began
    print(f"{MUTANTS} mutants, {accepted} accepted, {MUTANTS / elapsed:.0f} a second")

    assert accepted > MUTANTS // 100
