"""Every change, insertion and deletion of one byte of many encodings.

`PVM_CBOR_ENCODINGS` sets how many encodings (10,000 take seven minutes); every accepted
neighbour has to be given back byte for byte, and everything else a refusal with a place.
"""

import os

import cbor2
import pytest

from fuzz.checks.cbor import check_neighbours, encodings
from spec.cbor import PVM_1, SDK_0_1, CborError, Reason, decode, recode

COUNT = int(os.environ.get("PVM_CBOR_ENCODINGS", "60"))


def test_neighbours_of_encodings() -> None:
    accepted = refused = 0
    for data in encodings(COUNT, longest=40):
        yes, no = check_neighbours(data)
        accepted += yes
        refused += no
    assert accepted > 10 * COUNT
    assert refused > 10 * COUNT


ARGUMENTS = {24: 24, 25: 256, 26: 65536, 27: 1 << 32}
"""The smallest argument for each additional information that has bytes of its own."""


def content(major: int, argument: int) -> bytes:
    """What has to follow the head of a string, an array or a map."""
    if major == 5:
        keys = (cbor2.dumps(number) for number in range(argument))
        return b"".join(key + b"\x00" for key in keys)
    return {2: b"a", 3: b"a", 4: b"\x00"}[major] * argument


def expected(first: int) -> tuple[bytes, Reason | None]:
    """An input that starts so, and what becomes of it (RFC 8949 appendix B and the profile)."""
    major, information = first >> 5, first & 0x1F
    start = bytes((first,))
    if information == 31:
        return start, Reason.INDEFINITE
    if information >= 28:
        return start, Reason.ADDITIONAL_INFORMATION
    if major == 7:
        accepted = information in (20, 21, 22)
        if information == 27:
            return start + bytes.fromhex("3ff0000000000000"), None
        narrow = information in (25, 26)
        refusal = Reason.FLOAT_WIDTH if narrow else Reason.SIMPLE
        return start + bytes(4 if narrow else 0), None if accepted else refusal
    argument = ARGUMENTS.get(information, information)
    width = 1 << (information - 24) if information >= 24 else 0
    start += argument.to_bytes(width, "big") if width else b""
    if major == 6:
        bignum = bytes.fromhex("49010000000000000000")
        return start + bignum, None if argument in (2, 3) else Reason.TAG
    if major < 2:
        return start, None
    if information == 27:
        return start + b"\x00" * 99, Reason.DUPLICATE_KEY if major == 5 else Reason.TRUNCATED
    return start + content(major, argument), None


@pytest.mark.parametrize("first", range(256))
def test_every_first_byte(first: int) -> None:
    data, reason = expected(first)
    if reason is None:
        assert recode(data, PVM_1) == data
        return
    with pytest.raises(CborError) as caught:
        decode(data, PVM_1)
    assert caught.value.reason is reason


def test_truncations_of_everything() -> None:
    """No proper prefix of an encoding is one (encodings are prefix-free)."""
    for data in encodings(300, longest=80):
        for length in range(len(data)):
            for profile in (PVM_1, SDK_0_1):
                with pytest.raises(CborError):
                    decode(data[:length], profile)
