"""The filled vectors of the lane: every operation, what the reference gives, what CPython gives."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from diff.comparing.compare import compare
from diff.outcome import Outcome
from diff.targets.target import Target
from fuzz.vectors.float import FOLDER, files, filled
from spec.softfloat import OPERATIONS


def vectors(name: str) -> list[dict[str, Any]]:
    """The vectors of a file."""
    loaded: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))[
        "vectors"
    ]
    return loaded


@pytest.mark.parametrize("name", files())
def test_files_are_what_the_reference_gives(name: str) -> None:
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8")

    assert text == filled(files()[name]), "run `python -m fuzz.vectors.float`"


def test_every_operation_has_vectors() -> None:
    covered = {vector["case"]["operation"] for name in files() for vector in vectors(name)}

    assert covered == set(OPERATIONS)


@pytest.mark.parametrize("name", files())
def test_cpython_gives_the_same(name: str, target: Callable[[str], Target]) -> None:
    """Where it honours the marks, CPython 3.14 answers every vector alike."""
    running = target("cpython-3.14")
    hello = running.hello()
    cases = [Case.from_json(vector["case"]) for vector in vectors(name)]
    asked = [place for place, case in enumerate(cases) if hello.claims(case)]
    answers = running.run([cases[place] for place in asked])
    expected = [Outcome.from_json(vector["outcome"]) for vector in vectors(name)]

    differing = [
        vectors(name)[place]["name"]
        for place, answer in zip(asked, answers, strict=True)
        if compare(cases[place], expected[place], answer, hello).verdict == "differ"
    ]
    assert differing == []
    assert len(asked) > len(cases) // 2
