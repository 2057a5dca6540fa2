"""`pvm dis` on files of every form."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from diff.case import Case
from diff.code_file import load_code
from diff.targets.target import Target
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import generate
from spec.bytecode.code import number_codes
from spec.bytecode.decoder import decode

BODY = generate(Choices(SeededSource(5)))


def pvm_dis(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pvm.main", "dis", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(Case(lane="bytecode", body=BODY).to_json()))
    return file


def test_a_listing_is_a_file_that_gives_the_same_listing(case_file: Path) -> None:
    shown = pvm_dis(str(case_file))
    listing = case_file.with_suffix(".pvmasm")
    listing.write_text(shown.stdout)
    again = pvm_dis(str(listing))

    assert shown.returncode == again.returncode == 0, shown.stderr
    assert again.stdout == shown.stdout
    assert " ; " in shown.stdout
    assert "[1]" in shown.stdout


def test_json_names_every_instruction(case_file: Path) -> None:
    shown = pvm_dis(str(case_file), "--json")
    codes = json.loads(shown.stdout)
    expected = number_codes(load_code(case_file))

    assert len(codes) == len(expected)
    for given, code in zip(codes, expected, strict=True):
        instructions = decode(code.code)
        assert [(each["offset"], each["mnemonic"]) for each in given["instructions"]] == [
            (each.offset, each.op.name) for each in instructions
        ]


def test_a_bare_code_object_and_a_value_are_taken(tmp_path: Path, case_file: Path) -> None:
    bare, value = tmp_path / "code.json", tmp_path / "value.json"
    bare.write_text(json.dumps(BODY["code"]))
    value.write_text(json.dumps(["code", BODY["code"]]))

    outputs = {pvm_dis(str(file), "--no-prices").stdout for file in (bare, value, case_file)}
    assert len(outputs) == 1


def test_code_that_validation_refuses_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "code.pvmasm"
    file.write_text(
        "code 0\nbegin\n  BINARY_OP 99\n  COMPARE_OP 255\n  CALL_INTRINSIC_1 99\n"
        "  LOAD_CONST 9\n  LOAD_GLOBAL 77\n  GET_AITER\n  SWAP 200\nend\n"
    )
    shown = pvm_dis(str(file))

    assert shown.returncode == 0, shown.stderr
    assert "BINARY_OP 99" in shown.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "{", "a.json"),
        ("a.json", "[1, 2]", "$"),
        ("a.json", '{"format": "pvm-case-1"}', "$"),
        ("a.pvmasm", "code 0\n  nonsense 1\nbegin\nend", "line 2"),
    ],
)
def test_malformed_files_are_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    shown = pvm_dis(str(file))

    assert shown.returncode == 2
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    shown = pvm_dis(str(tmp_path / "nothing.json"))

    assert shown.returncode == 2
    assert "Traceback" not in shown.stderr


def test_a_source_is_compiled_by_cpython(tmp_path: Path, target: Callable[[str], Target]) -> None:
    target("cpython-3.14")
    file = tmp_path / "program.py"
    file.write_text("def f(a):\n    return a + 1\n")
    shown = pvm_dis(str(file))

    assert shown.returncode == 0, shown.stderr
    assert 'name "f"' in shown.stdout
    assert "BINARY_OP 0" in shown.stdout


def test_a_source_that_does_not_compile_is_refused(
    tmp_path: Path, target: Callable[[str], Target]
) -> None:
    target("cpython-3.14")
    file = tmp_path / "program.py"
    file.write_text("def f(:\n")
    shown = pvm_dis(str(file))

    assert shown.returncode == 2
    assert "program.py" in shown.stderr
    assert "Traceback" not in shown.stderr
