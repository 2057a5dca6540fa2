"""The coverage-guided driver: what it keeps are cases, and a defect of the reference fails it."""

import sys
from pathlib import Path

import pytest

from diff.case import Case
from diff.findings.store import Store
from diff.identity import identity
from fuzz.atheris_driver import case_of, main, write_cases
from fuzz.choices import Choices
from fuzz.lanes import Lane

pytest.importorskip("atheris")


def _broken(choices: Choices) -> dict[str, object]:
    """An argument that no case may have: the reference meets it unprepared."""
    arguments = [["float", "3ff0000000000000"], ["float", "zz" if choices.bits(8) > 200 else "00"]]
    return {"operation": "float.__add__", "arguments": arguments}


BROKEN = Lane(name="float", generate=_broken)
TOY = "tests.fuzz.toy:ARITHMETIC"


def test_bytes_are_cases(tmp_path: Path) -> None:
    (tmp_path / "bytes").mkdir()
    (tmp_path / "cases").mkdir()
    for data in (b"", b"\x02\x01", b"\x02\x01\x00\x00"):
        (tmp_path / "bytes" / f"i{data.hex()}").write_bytes(data)
        assert case_of(TOY, data) == case_of(TOY, data)
    count = write_cases(TOY, tmp_path)

    assert count == 2  # the last two are the same case
    for file in (tmp_path / "cases").iterdir():
        assert Case.from_text(file.read_text()).identity == file.stem


@pytest.mark.skipif(sys.platform != "linux", reason="libFuzzer")
def test_a_run_keeps_cases_in_the_corpus(tmp_path: Path) -> None:
    store = tmp_path / "s"
    folder = tmp_path / "work"
    options = ["--lane", TOY, "--time", "3", "--folder", str(folder), "--store", str(store)]

    assert main(options) == 0
    cases = list((folder / TOY.replace(":", "-") / "cases").iterdir())
    assert len(cases) > 5
    with Store(store, identity(), writable=False) as opened:
        kept = opened.corpus(TOY, before_campaign=1)
    assert len(kept) >= len(cases)


@pytest.mark.skipif(sys.platform != "linux", reason="libFuzzer")
def test_a_defect_of_the_reference_is_kept(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lane = "tests.fuzz.test_atheris:BROKEN"

    assert main(["--lane", lane, "--time", "20", "--folder", str(tmp_path)]) == 1
    assert "look at it: pvm diff" in capfd.readouterr().out
    assert list((tmp_path / lane.replace(":", "-") / "failures").iterdir())
