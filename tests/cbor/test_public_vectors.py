"""Vectors of others (see data/README.md): RFC 8949 Appendix A, the CBOR working group's."""

import json
import re
from pathlib import Path
from typing import Any

import cbor2
import pytest

from spec.cbor import PVM_1, CborError, Entries, Reason, decode, diagnose, encode
from spec.cbor.notation import parse_notation
from tests.cbor.conversion import to_host

DATA = Path(__file__).parent / "data"
APPENDIX_A = json.loads((DATA / "appendix_a.json").read_text(encoding="utf-8"))
WORKING_GROUP = sorted((DATA / "cbor-wg").glob("*.cbor"))

REFUSED = {
    **dict.fromkeys(("f90000", "f98000", "f93c00", "f93e00", "f97bff"), Reason.FLOAT_WIDTH),
    **dict.fromkeys(
        ("f90001", "f90400", "f9c400", "f97c00", "f97e00", "f9fc00"), Reason.FLOAT_WIDTH
    ),
    **dict.fromkeys(("fa47c35000", "fa7f7fffff", "fa7f800000"), Reason.FLOAT_WIDTH),
    **dict.fromkeys(("fa7fc00000", "faff800000"), Reason.FLOAT_WIDTH),
    **dict.fromkeys(
        ("fb7ff0000000000000", "fb7ff8000000000000", "fbfff0000000000000"), Reason.NON_FINITE
    ),
    **dict.fromkeys(("f7", "f0", "f818", "f8ff"), Reason.SIMPLE),
    "c074323031332d30332d32315432303a30343a30305a": Reason.TAG,
    "c11a514b67b0": Reason.TAG,
    "c1fb41d452d9ec200000": Reason.TAG,
    "d74401020304": Reason.TAG,
    "d818456449455446": Reason.TAG,
    "d82076687474703a2f2f7777772e6578616d706c652e636f6d": Reason.TAG,
}
"""Examples of the appendix that no value of the profile encodes to."""
INDEFINITE = ("5f", "7f", "9f", "bf", "83018202039f", "83019f", "826161bf")


def expected_refusal(hexadecimal: str) -> Reason | None:
    """Why an example is refused; every one with a head of indefinite length is."""
    if hexadecimal.startswith(INDEFINITE):
        return Reason.INDEFINITE
    return REFUSED.get(hexadecimal)


@pytest.mark.parametrize("example", APPENDIX_A, ids=lambda example: example["hex"][:20])
def test_appendix_a(example: dict[str, Any]) -> None:
    data = bytes.fromhex(example["hex"])
    reason = expected_refusal(example["hex"])
    if reason is not None:
        with pytest.raises(CborError) as caught:
            decode(data, PVM_1)
        assert caught.value.reason is reason
        return
    value = decode(data, PVM_1, Entries)
    assert encode(value, PVM_1) == data
    if "decoded" in example:
        assert to_host(value) == example["decoded"]
        assert type(to_host(value)) is type(example["decoded"])
    else:
        assert diagnose(data) == example["diagnostic"]


def test_every_refused_example_is_in_the_appendix() -> None:
    assert set(REFUSED) <= {example["hex"] for example in APPENDIX_A}
    assert len(APPENDIX_A) == 82


@pytest.mark.parametrize(
    "example",
    [example for example in APPENDIX_A if example["hex"] != "f818"],  # well-formed in RFC 7049 only
    ids=lambda example: example["hex"][:20],
)
def test_notation_of_appendix_a(example: dict[str, Any]) -> None:
    data = bytes.fromhex(example["hex"])
    text = diagnose(data)
    assert parse_notation(text) == data
    if "diagnostic" in example:
        assert re.sub(r"_[12]\b", "", text) == example["diagnostic"]


def working_group(name: str) -> dict[str, Any]:
    """A file of the working group, read by cbor2."""
    loaded = cbor2.loads((DATA / "cbor-wg" / f"{name}.cbor").read_bytes(), max_depth=100_000)
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize(
    "test", working_group("rfc8949-bad")["tests"], ids=lambda t: t["description"]
)
def test_what_is_not_well_formed_is_refused(test: dict[str, Any]) -> None:
    data = test["encoded"]
    with pytest.raises(CborError):
        decode(data, PVM_1)
    if not test["description"].startswith("date"):  # those are well-formed, but no dates
        with pytest.raises(CborError):
            diagnose(data)


GOOD = [
    test
    for path in WORKING_GROUP
    if path.stem != "rfc8949-bad"
    for test in working_group(path.stem)["tests"]
]


@pytest.mark.parametrize("test", GOOD, ids=lambda test: test["description"][:40])
def test_what_is_well_formed_has_a_notation_that_is_read_back(test: dict[str, Any]) -> None:
    data = test["encoded"]
    text = diagnose(data)
    assert parse_notation(text) == data
    try:
        value = decode(data, PVM_1, Entries)
    except CborError:
        return
    assert encode(value, PVM_1) == data
    assert to_host(value) == test["decoded"]


def test_enough_of_the_working_groups_vectors_are_accepted() -> None:
    accepted = 0
    for test in GOOD:
        try:
            decode(test["encoded"], PVM_1)
        except CborError:
            continue
        accepted += 1
    assert len(GOOD) > 150
    assert accepted > 55


@pytest.mark.parametrize("path", WORKING_GROUP, ids=lambda path: path.stem)
def test_their_notation_is_read_as_their_bytes(path: Path) -> None:
    """Their two forms of one file; ours has 64-bit floats where theirs are shortest."""
    text = path.with_suffix(".edn").read_text(encoding="utf-8")
    ours = cbor2.loads(parse_notation(text), max_depth=100_000)
    assert cbor2.dumps(ours) == cbor2.dumps(working_group(path.stem))
