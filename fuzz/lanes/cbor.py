"""The lane `cbor`: values to encode, and byte strings to decode and to encode again.

A case draws its shape first (which profile and operation, which kinds, which faults), so
that single cases are dense in few features instead of thin in all.
"""

from typing import Any

from fuzz.choices import Choices
from fuzz.lanes.cbor_bytes import byte_string
from fuzz.lanes.cbor_values import value_form

_PROFILES = ((2, "sdk-0.1"), (1, "pvm-1"))
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
