"""The lane `cbor`: values to encode, and byte strings to decode and to encode again.

A case draws its shape first (which profile and operation, which kinds, which faults), so
that single cases are dense in few features instead of thin in all.
"""

from collections.abc import Iterator
from typing import Any

from diff.case import Case
from diff.outcome import Outcome
from fuzz.campaign.features import answer_class
from fuzz.choices import Choices
from fuzz.lanes.cbor_bytes import byte_string
from fuzz.lanes.cbor_values import value_form

_PROFILES = ((3, "sdk-0.1"), (1, "pvm-1"))
_OPERATIONS = ((5, "encode"), (4, "decode"), (2, "recode"))


def generate(choices: Choices) -> dict[str, Any]:
    """The body of a case."""
    profile = choices.weighted(_PROFILES)
    operation = choices.weighted(_OPERATIONS)
    if operation == "encode":
        argument = value_form(choices)
    else:
        argument = ["bytes", byte_string(choices, profile).hex()]
    return {"operation": operation, "profile": profile, "arguments": [argument]}


def features(case: Case, outcome: Outcome) -> Iterator[str]:
    """What a case reached: the answer or the reason, alone and with each decision that it met."""
    name = f"{case.operation}/{case.body['profile']}"
    answer = outcome.reason or answer_class(outcome)
    yield f"{name} -> {answer}"
    for mark in outcome.marks or ():
        yield f"{name} {mark.name} -> {answer}"
