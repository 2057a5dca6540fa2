"""The filled vectors of the lane: complete, what the reference gives, and what others give."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from diff.comparing.compare import compare
from diff.outcome import Outcome
from diff.targets.target import Target
from fuzz.vectors.cbor import FOLDER, filled, table
from spec.cbor import PROFILES, Reason


def vectors() -> list[dict[str, Any]]:
    """Every vector of every file."""
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return found


@pytest.mark.parametrize("group", table())
def test_files_are_what_the_reference_gives(group: str) -> None:
    text = (FOLDER / f"{group}.json").read_text(encoding="utf-8")
    assert text == filled(table()[group]), "run `python -m fuzz.vectors.cbor`"


def test_every_refusal_is_there_in_each_profile_that_has_it() -> None:
    """Without the limits that the profiles do not have, and the one that takes 10 MiB."""
    for profile in PROFILES:
        found = {
            vector["outcome"].get("reason")
            for vector in vectors()
            if vector["case"]["profile"] == profile
        }
        missing = {reason.value for reason in Reason} - found
        expected = {"size-limit", "string-limit", "item-limit"}
        assert missing == expected | ({"integer-limit"} if profile == "sdk-0.1" else set())


def test_names_are_unique_and_every_vector_says_why() -> None:
    names = [vector["name"] for vector in vectors()]
    assert len(set(names)) == len(names)
    assert all(vector["why"] for vector in vectors())


@pytest.mark.parametrize(
    ("name", "least"),
    [("cowboy-sdk", 280), ("cowboy-sdk@rustpython-0.6.0", 280), ("cbor2-js-2.3.0", 150)],
)
def test_others_give_the_same(name: str, least: int, target: Callable[[str], Target]) -> None:
    running = target(name)
    hello = running.hello()
    agreed = 0
    for vector in vectors():
        case = Case.from_json(vector["case"])
        if not hello.claims(case):
            continue
        (theirs,) = running.run([case])
        verdict = compare(case, Outcome.from_json(vector["outcome"]), theirs, hello)
        assert verdict.verdict != "differ", (vector, theirs)
        agreed += verdict.verdict == "agree"
    assert agreed >= least
