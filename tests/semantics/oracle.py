"""Programs of `programs/`, what CPython 3.14 makes of them, and the comparison with the machine.

Each top-level function of a file is a program. `python -m tests.semantics.oracle` compiles and
runs them all on CPython 3.14 and keeps code and outcome in `data/`, so that the tests run
without Node as well.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from diff.canonical import CODE_FIELDS
from diff.case import Case
from diff.guest import code_to_guest, from_guest
from diff.targets.registry import open_target
from diff.targets.target import Target
from reference_vm.execution import Execution, exception_text, execute
from reference_vm.trace import Tracer

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
DATA = HERE / "data"
CYCLES = CELLS = 50_000_000
LIMITS = "limits"
"""The programs that run into limits of the profile: what CPython 3.14 does there is not kept."""
Json = Any


def families() -> list[str]:
    """Names of the files of programs."""
    return sorted(path.stem for path in PROGRAMS.glob("*.py"))


def source_of(family: str) -> str:
    """The source of a file of programs."""
    return (PROGRAMS / f"{family}.py").read_text()


def source_hash(family: str) -> str:
    """Which source the kept outcomes belong to."""
    return hashlib.sha256(source_of(family).encode()).hexdigest()[:16]


def compiled(target: Target, family: str) -> dict[str, Json]:
    """The code objects of the programs of a file, by name."""
    case = Case(lane="compile", body={"source": source_of(family), "mode": "exec"})
    outcome = target.run([case])[0]
    assert outcome.status == "returned", (family, outcome)
    constants = outcome.value[1]["consts"]
    return {constant[1]["name"]: constant[1] for constant in constants if constant[0] == "code"}


def asked(target: Target, codes: dict[str, Json]) -> dict[str, Json]:
    """The outcomes of CPython 3.14, by name."""
    cases = [
        Case(
            lane="bytecode",
            body={"code": code, "arguments": [], "cycles": CYCLES, "cells": CELLS},
        )
        for code in codes.values()
    ]
    outcomes = target.run(cases, "path")
    return {name: outcome.to_json() for name, outcome in zip(codes, outcomes, strict=True)}


def kept(family: str) -> Json:
    """What `data/` holds of a file of programs."""
    return json.loads((DATA / f"{family}.json").read_text())


def fill(target: Target, family: str) -> None:
    """Compile and run a file of programs, and keep the result."""
    codes = compiled(target, family)
    outcomes = {} if family == LIMITS else asked(target, codes)
    programs = {
        name: {"code": code, **({"outcome": outcomes[name]} if outcomes else {})}
        for name, code in codes.items()
    }
    document = {"source": source_hash(family), "programs": programs}
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    (DATA / f"{family}.json").write_text(text.replace('"outcome"', '\n"outcome"') + "\n")


def run_reference(code: Json) -> tuple[Execution, str | None]:
    """Run a program on the machine: the execution, and the digest of its path."""
    assert set(code) == set(CODE_FIELDS)
    entry = code_to_guest(code)
    execution = execute(entry, [], CYCLES, CELLS, tracer=Tracer(entry))
    return execution, execution.path


def outcome_of(execution: Execution) -> Json:
    """What is compared of a run of the machine."""
    found: Json = {"status": execution.status}
    if execution.status == "returned":
        found["value"] = from_guest(execution.value)[0]
    if execution.exception is not None:
        form = from_guest(execution.exception)[0]
        form[1]["text"] = exception_text(execution)
        found["exception"] = form
    found["path"] = execution.path
    return found


def expected_of(outcome: Json) -> Json:
    """The same fields of an outcome of CPython 3.14."""
    found: Json = {"status": outcome["status"]}
    for field in ("value", "exception"):
        if outcome.get(field) is not None:
            found[field] = outcome[field]
    found["path"] = (outcome.get("trace") or {}).get("path")
    return found


def without_texts(form: Json) -> Json:
    """A canonical value without the texts of the exceptions inside, which are checked on top."""
    if isinstance(form, list):
        return [without_texts(each) for each in form]
    if isinstance(form, dict):
        return {key: without_texts(each) for key, each in form.items() if key != "text"}
    return form


def differences(expected: Json, found: Json) -> dict[str, Json]:
    """Fields in which two outcomes differ."""
    differing = {}
    for field in ("status", "value", "exception", "path"):
        one, other = expected.get(field), found.get(field)
        if field == "exception" and one and other and "text" in one[1]:
            if one[1]["text"] != other[1].get("text"):
                differing["text"] = (one[1]["text"], other[1].get("text"))
        if without_texts(one) != without_texts(other):
            differing[field] = (one, other)
    return differing


def main(names: list[str]) -> None:
    """Fill the data of some or all files."""
    for family in names or families():
        target = open_target("cpython-3.14")
        fill(target, family)
        target.close()


if __name__ == "__main__":
    main(sys.argv[1:])
