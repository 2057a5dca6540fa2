"""An exception of a user's class is as true as its methods say, found by a campaign."""

from diff.case import Case
from diff.reference.target import run_case

SOURCE = """
class Counted(KeyError):
    def __len__(self):
        return 0

class False_(KeyError):
    def __bool__(self):
        return False

class Wrong(KeyError):
    def __bool__(self):
        return 3

def main():
    outcome = [not Counted(), not False_(), not KeyError()]
    try:
        if Wrong():
            outcome.append("true")
    except TypeError as error:
        outcome.append(str(error))
    return outcome
"""


def _expected() -> list[object]:
    """What the host's own Python does."""
    names: dict[str, object] = {}
    exec(SOURCE, names)
    result = names["main"]()  # type: ignore[operator]
    assert isinstance(result, list)
    return result


def test_truth_of_exceptions() -> None:
    body = {"source": SOURCE, "arguments": [], "cycles": 10**6, "cells": 10**6}
    outcome = run_case(Case("source", body))

    assert outcome.value is not None, outcome
    assert [content for _, content in outcome.value[1]] == _expected()
