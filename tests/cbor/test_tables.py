"""Literal bytes, by hand: what each rule says, both ways.

The bytes are those of RFC 8949's rules worked out by hand, and of what the published SDK was
observed to write and refuse.
"""

from typing import Any

import pytest

from spec.cbor import PVM_1, SDK_0_1, CborError, Entries, Profile, Reason, decode, encode, recode
from spec.semantics.values import Dict, List
from spec.softfloat.value import Float
from tests.cbor.conversion import float_of, shape, to_codec

NAN = float("nan")
INFINITY = float("inf")

COMMON: list[tuple[Any, str]] = [
    (None, "f6"),
    (True, "f5"),
    (False, "f4"),
    (0, "00"),
    (1, "01"),
    (23, "17"),
    (24, "1818"),
    (255, "18ff"),
    (256, "190100"),
    (65535, "19ffff"),
    (65536, "1a00010000"),
    (2**32 - 1, "1affffffff"),
    (2**32, "1b0000000100000000"),
    (2**64 - 1, "1bffffffffffffffff"),
    (2**64, "c249010000000000000000"),
    (2**72, "c24a01000000000000000000"),
    (2**184 - 1, "c257" + "ff" * 23),
    (2**184, "c2581801" + "00" * 23),
    (-1, "20"),
    (-24, "37"),
    (-25, "3818"),
    (-256, "38ff"),
    (-257, "390100"),
    (-(2**32), "3affffffff"),
    (-(2**64), "3bffffffffffffffff"),
    (-(2**64) - 1, "c349010000000000000000"),
    (0.0, "fb0000000000000000"),
    (1.0, "fb3ff0000000000000"),
    (1.5, "fb3ff8000000000000"),
    (-2.5, "fbc004000000000000"),
    (5e-324, "fb0000000000000001"),
    (1.7976931348623157e308, "fb7fefffffffffffff"),
    (b"", "40"),
    (b"\x00\xff", "4200ff"),
    (b"x" * 24, "5818" + "78" * 24),
    (b"x" * 256, "590100" + "78" * 256),
    ("", "60"),
    ("a", "6161"),
    ("\u00e9", "62c3a9"),
    ("\ud7ff\ue000", "66ed9fbfee8080"),
    ("\U0001f600", "64f09f9880"),
    ("\U0010ffff", "64f48fbfbf"),
    ("z" * 23, "77" + "7a" * 23),
    ("z" * 24, "7818" + "7a" * 24),
    ("z" * 256, "790100" + "7a" * 256),
    ([], "80"),
    ([1, [2]], "82018102"),
    ([[], {}], "8280a0"),
    ([0] * 24, "9818" + "00" * 24),
    ({}, "a0"),
    ({"a": 2, "b": 1}, "a2616102616201"),
    ({2**64: 0}, "a1c24901000000000000000000"),
    ({None: 1}, "a1f601"),
    ({1.5: 0}, "a1fb3ff800000000000000"),
    ({b"a": 1, "a": 2}, "a2416101616102"),
]
"""The same in both profiles, and the same again when decoded."""


@pytest.mark.parametrize(("value", "hexadecimal"), COMMON, ids=[row[1][:40] for row in COMMON])
@pytest.mark.parametrize("profile", [PVM_1, SDK_0_1], ids=lambda profile: profile.name)
def test_common_encodings(profile: Profile, value: object, hexadecimal: str) -> None:
    guest = to_codec(value)
    data = bytes.fromhex(hexadecimal)
    assert encode(guest, profile) == data
    assert shape(decode(data, profile, Entries)) == shape(guest)


ENCODE_ONLY = [
    (bytearray(b"ab"), "426162", "426162"),
    ((1, 2), "820102", "820102"),
    ({"b": 1, "a": 2}, "a2616102616201", "a2616102616201"),
    ({"aa": 1, "b": 2}, "a261620262616101", "a261620262616101"),
    ({100: 1, -1: 2}, "a21864012002", "a22002186401"),
    ({10: 1, "a": 2, 100: 3, -1: 4}, "a40a011864032004616102", "a40a012004186403616102"),
    ({None: 1, False: 2}, "a2f402f601", "a2f402f601"),
    ({1.0: "f", 2: "i"}, "a2026169fb3ff00000000000006166", "a2026169fb3ff00000000000006166"),
    (
        {"z": 1, "aa": 2, 10: 3, 300: 4, b"": 5, None: 6, -1: 7},
        "a70a0319012c0420074005617a0162616102f606",
        "a70a0320074005f606617a0119012c0462616102",
    ),
    ({2**72: 1, -(2**64) - 1: 2}, None, None),
    (-0.0, "fb8000000000000000", "fb0000000000000000"),
    ([-0.0], "81fb8000000000000000", "81fb0000000000000000"),
]
EXPECTED_BIG_KEYS = (
    "a2c24a0100000000000000000001c34901000000000000000002",
    "a2c34901000000000000000002c24a0100000000000000000001",
)


@pytest.mark.parametrize(("value", "pvm", "sdk"), ENCODE_ONLY)
def test_encodings_that_differ_or_do_not_come_back(
    value: object, pvm: str | None, sdk: str | None
) -> None:
    pvm, sdk = (pvm, sdk) if pvm and sdk else EXPECTED_BIG_KEYS
    assert encode(to_codec(value), PVM_1).hex() == pvm
    assert encode(to_codec(value), SDK_0_1).hex() == sdk


def test_tuples_are_keys_only_when_the_sdk_writes() -> None:
    value = to_codec({(1, 2): 3})
    assert encode(value, SDK_0_1).hex() == "a182010203"
    assert refused_to_encode(value, PVM_1) == (Reason.KEY_KIND, "$.key[0]")
    for profile in (PVM_1, SDK_0_1):
        assert refused("a182010203", profile) == (Reason.KEY_KIND, 1)
    mixed = {"z": 1, "aa": 2, 10: 3, 300: 4, b"": 5, None: 6, -1: 7, (): 9}
    expected = "a80a03200740058009f606617a0119012c0462616102"
    assert encode(to_codec(mixed), SDK_0_1).hex() == expected


def test_negative_zero() -> None:
    data = "fb8000000000000000"
    assert decode(bytes.fromhex(data), PVM_1) == Float(1 << 63)
    assert decode(bytes.fromhex(data), SDK_0_1) == Float(0)
    assert recode(bytes.fromhex(data), PVM_1).hex() == data
    assert recode(bytes.fromhex(data), SDK_0_1).hex() == "fb0000000000000000"


def refused(hexadecimal: str, profile: Profile = PVM_1) -> tuple[Reason, int | None]:
    """The refusal of an encoding: its reason and offset."""
    with pytest.raises(CborError) as caught:
        decode(bytes.fromhex(hexadecimal), profile)
    return caught.value.reason, caught.value.offset


def refused_to_encode(value: object, profile: Profile = PVM_1) -> tuple[Reason, str | None]:
    """The refusal of a value: its reason and path."""
    with pytest.raises(CborError) as caught:
        encode(value, profile)
    return caught.value.reason, caught.value.path


REFUSALS = [
    ("", Reason.EMPTY, 0),
    # Heads longer than need be, of every major type and width.
    *((f"{first:02x}17", Reason.NON_MINIMAL, 0) for first in range(0x18, 0xE0, 0x20)),
    *((f"{first:02x}00ff", Reason.NON_MINIMAL, 0) for first in range(0x19, 0xE0, 0x20)),
    *((f"{first:02x}0000ffff", Reason.NON_MINIMAL, 0) for first in range(0x1A, 0xE0, 0x20)),
    *((f"{first:02x}00000000ffffffff", Reason.NON_MINIMAL, 0) for first in range(0x1B, 0xE0, 0x20)),
    ("d802490100000000000000ff", Reason.NON_MINIMAL, 0),
    # Reserved additional information, of every major type.
    *(
        (f"{major << 5 | information:02x}", Reason.ADDITIONAL_INFORMATION, 0)
        for major in range(8)
        for information in (28, 29, 30)
    ),
    *((f"{major << 5 | 31:02x}", Reason.INDEFINITE, 0) for major in range(8)),
    ("9fff", Reason.INDEFINITE, 0),
    ("5f4101ff", Reason.INDEFINITE, 0),
    ("81ff", Reason.INDEFINITE, 1),
    # Simple values: all but false, true and null.
    *((f"{0xE0 + value:02x}", Reason.SIMPLE, 0) for value in range(20)),
    ("f7", Reason.SIMPLE, 0),
    ("f8", Reason.SIMPLE, 0),
    ("f800", Reason.SIMPLE, 0),
    ("f818", Reason.SIMPLE, 0),
    ("f8ff", Reason.SIMPLE, 0),
    ("f90000", Reason.FLOAT_WIDTH, 0),
    ("f9", Reason.FLOAT_WIDTH, 0),
    ("fa3f800000", Reason.FLOAT_WIDTH, 0),
    ("fb7ff0000000000000", Reason.NON_FINITE, 0),
    ("fbfff0000000000000", Reason.NON_FINITE, 0),
    ("fb7ff8000000000000", Reason.NON_FINITE, 0),
    ("fb7ff0000000000001", Reason.NON_FINITE, 0),
    ("fbfff8000000000000", Reason.NON_FINITE, 0),
    # Truncation: the offset is the length of the input.
    *(
        (text, Reason.TRUNCATED, len(text) // 2)
        for text in (
            *("18", "19ff", "1affffff", "1bffffffffffffff", "41", "4201", "6261", "81", "8201"),
            *("a1", "a101", "a2010203", "c2", "c249010000", "fb", "fb3ff00000000000"),
            *("5bffffffffffffffff", "7b8000000000000000", "9bffffffffffffffff"),
            *("bbffffffffffffffff", "9a00ffffff", "9b8000000000000000", "c25b8000000000000000"),
        )
    ),
    ("0000", Reason.TRAILING, 1),
    ("f6f6", Reason.TRAILING, 1),
    ("800000", Reason.TRAILING, 1),
    ("616100", Reason.TRAILING, 2),
    # UTF-8: the offset is that of the first byte that is wrong.
    ("61ff", Reason.UTF_8, 1),
    ("6261ff", Reason.UTF_8, 2),
    ("61c3", Reason.UTF_8, 1),
    ("62c080", Reason.UTF_8, 1),
    ("62c1bf", Reason.UTF_8, 1),
    ("63e09fbf", Reason.UTF_8, 1),
    ("63eda080", Reason.UTF_8, 1),
    ("63edbfbf", Reason.UTF_8, 1),
    ("64f08fbfbf", Reason.UTF_8, 1),
    ("64f4908080", Reason.UTF_8, 1),
    ("7818" + "61" * 23 + "ff", Reason.UTF_8, 25),
    # Tags other than 2 and 3, and bignums that are not in their shortest form.
    *((f"c{tag:x}00", Reason.TAG, 0) for tag in (0, 1, *range(4, 16))),
    ("d81800", Reason.TAG, 0),
    ("d9d9f7f6", Reason.TAG, 0),
    ("da0001000000", Reason.TAG, 0),
    ("81c100", Reason.TAG, 1),
    ("c240", Reason.BIGNUM, 0),
    ("c24100", Reason.BIGNUM, 0),
    ("c248ffffffffffffffff", Reason.BIGNUM, 0),
    ("c349000000000000000000", Reason.BIGNUM, 0),
    ("c24a00010000000000000000", Reason.BIGNUM, 0),
    ("c260", Reason.BIGNUM, 0),
    ("c2f6", Reason.BIGNUM, 0),
    ("c200", Reason.BIGNUM, 0),
    ("c2c249010000000000000000", Reason.BIGNUM, 0),
    ("c269616263646566676869", Reason.BIGNUM, 0),
    ("c25f49010000000000000000ff", Reason.INDEFINITE, 1),
    ("c25809010000000000000000", Reason.NON_MINIMAL, 1),
    # Keys.
    ("a2616201616102", Reason.KEY_ORDER, 4),
    ("a2616101616102", Reason.DUPLICATE_KEY, 4),
    ("a3010002000200", Reason.DUPLICATE_KEY, 5),
    ("a20100f500", Reason.EQUAL_KEYS, 3),
    ("a20000f400", Reason.EQUAL_KEYS, 3),
    ("a20100fb3ff000000000000000", Reason.EQUAL_KEYS, 3),
    ("a2f500fb3ff000000000000000", Reason.EQUAL_KEYS, 3),
    ("a2fb000000000000000000fb800000000000000000", Reason.EQUAL_KEYS, 11),
    ("a2c24901000000000000000000fb43f000000000000000", Reason.EQUAL_KEYS, 13),
    ("a21a7fffffff00fb41dfffffffc0000000" + "00", Reason.EQUAL_KEYS, 7),
    ("a22000fbbff000000000000000", Reason.EQUAL_KEYS, 3),
    ("a18000", Reason.KEY_KIND, 1),
    ("a1a000", Reason.KEY_KIND, 1),
    ("a1818000", Reason.KEY_KIND, 1),
    # The first fault from left to right is the one that is named.
    ("82f7ff", Reason.SIMPLE, 1),
    ("820100f7", Reason.TRAILING, 3),
    ("a2f500616100f7", Reason.KEY_ORDER, 3),
]


@pytest.mark.parametrize(("hexadecimal", "reason", "offset"), REFUSALS)
def test_refusals_to_decode(hexadecimal: str, reason: Reason, offset: int) -> None:
    assert refused(hexadecimal) == (reason, offset)


def test_the_two_orders() -> None:
    bytewise, length_first = "a21864012002", "a22002186401"
    assert shape(decode(bytes.fromhex(bytewise), PVM_1, Entries))[1][0] == (
        ("int", 100),
        ("int", 1),
    )
    assert shape(decode(bytes.fromhex(length_first), SDK_0_1, Entries))[1][0][0] == ("int", -1)
    assert refused(length_first, PVM_1) == (Reason.KEY_ORDER, 3)
    assert refused(bytewise, SDK_0_1) == (Reason.KEY_ORDER, 4)


def test_a_bignum_key_after_the_float_it_equals() -> None:
    """Length first puts 2.0**64 before 2**64; both orders find them equal."""
    data = "a2fb43f000000000000000c24901000000000000000000"
    assert refused(data, SDK_0_1) == (Reason.EQUAL_KEYS, 11)
    assert refused(data, PVM_1) == (Reason.KEY_ORDER, 11)


@pytest.mark.parametrize(
    ("value", "reason", "path"),
    [
        (NAN, Reason.NON_FINITE, "$"),
        ([INFINITY], Reason.NON_FINITE, "$[0]"),
        ({"a": [1, -INFINITY]}, Reason.NON_FINITE, '${"a"}[1]'),
        ("\ud800", Reason.SURROGATE, "$"),
        (["x", "\udfff" + "y" * 300], Reason.SURROGATE, "$[1]"),
        ({"\ud800": 1}, Reason.SURROGATE, "$.key[0]"),
        ({1: 2, NAN: 3}, Reason.NON_FINITE, "$.key[1]"),
        ([...], Reason.KIND, "$[0]"),
        ({1: {2: ...}}, Reason.KIND, "${1}{2}"),
        (({2**64: ...},), Reason.KIND, "$[0]{18446744073709551616}"),
        ({(1, (2, ...)): 1}, Reason.KEY_KIND, "$.key[0]"),
    ],
)
def test_refusals_to_encode(value: object, reason: Reason, path: str) -> None:
    assert refused_to_encode(to_codec(value)) == (reason, path)


def test_a_refusal_inside_a_tuple_key_names_its_place() -> None:
    value = to_codec({"x": 1, (1, (2, ...)): 1})
    assert refused_to_encode(value, SDK_0_1) == (Reason.KIND, "$.key[1][1][1]")
    list_inside = Entries([((List([]),), 1)])
    assert refused_to_encode(list_inside, SDK_0_1) == (Reason.KEY_KIND, "$.key[0][0]")


def test_keys_that_are_equal_are_not_written() -> None:
    """A guest dict never holds such keys; entries from elsewhere might."""
    for keys in ((1, True), (0, float_of(-0.0)), (float_of(0.0), float_of(-0.0)), (False, 0)):
        assert refused_to_encode(Entries([(key, 0) for key in keys])) == (Reason.EQUAL_KEYS, "$")
    twice = List([Entries([("a", 0), ("b", 0), ("a", 1)])])
    assert refused_to_encode(twice) == (Reason.DUPLICATE_KEY, "$[0]")
    kept: list[tuple[object, object]] = [
        (1, 0),
        ("1", 0),
        (b"1", 0),
        (float_of(1.5), 0),
        (None, 0),
        (False, 0),
    ]
    assert encode(Entries(kept), PVM_1).hex() == ("a60100413100613100f400f600fb3ff800000000000000")


def test_floats_and_integers_of_other_value_are_other_keys() -> None:
    for text in (
        "a20100fbbff000000000000000",  # 1 and -1.0
        "a22000fb3ff000000000000000",  # -1 and 1.0
        "a20100fb3ff800000000000000",  # 1 and 1.5
        "a21bffffffffffffffff00fb43f000000000000000",  # 2**64 - 1 and 2.0**64
        "a2f500fb400000000000000000",  # True and 2.0
    ):
        assert recode(bytes.fromhex(text), PVM_1).hex() == text


def test_maps_become_guest_dicts_unless_asked_otherwise() -> None:
    data = bytes.fromhex("a401f61903e8806161a10203f600")
    made = decode(data, PVM_1)
    assert isinstance(made, Dict)
    assert [shape(key) for key, _ in made.pairs()] == [
        ("int", 1),
        ("int", 1000),
        ("str", "a"),
        ("NoneType", None),
    ]
    assert encode(made, PVM_1) == data
