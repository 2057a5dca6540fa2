"""Diagnostic notation: literal pairs of text and bytes, and what is refused with its position."""

import struct

import pytest

from spec.cbor import CborError, Reason, diagnose
from spec.cbor.narrow_floats import narrow, widen
from spec.cbor.notation import NotationError, parse_notation

PAIRS = [
    ("1", "01"),
    ("-1", "20"),
    ("1_0", "1801"),
    ("1_1", "190001"),
    ("1_2", "1a00000001"),
    ("1_3", "1b0000000000000001"),
    ("18446744073709551616", "c249010000000000000000"),
    ("-18446744073709551617", "c349010000000000000000"),
    ("2(h'01')", "c24101"),
    ("2(h'000000000000000001')", "c249000000000000000001"),
    ("2(h'00010000000000000000')", "c24a00010000000000000000"),
    ("2_0(h'010000000000000000')", "d80249010000000000000000"),
    ("24(h'00')", "d8184100"),
    ("1.5", "fb3ff8000000000000"),
    ("1.5_1", "f93e00"),
    ("1.5_2", "fa3fc00000"),
    ("-0.0", "fb8000000000000000"),
    ("5.960464477539063e-08_1", "f90001"),
    ("NaN", "fb7ff8000000000000"),
    ("NaN_1", "f97e00"),
    ("-Infinity_2", "faff800000"),
    ("float'7e01'", "f97e01"),
    ("float'7ff0000000000001'", "fb7ff0000000000001"),
    ("simple(16)", "f0"),
    ("simple(255)", "f8ff"),
    ("undefined", "f7"),
    ("[]", "80"),
    ("[_]", "9fff"),
    ("[_ 1, [2]]", "9f018102ff"),
    ("[_1 1]", "99000101"),
    ("{}", "a0"),
    ('{"a": 1, 2: {}}', "a261610102a0"),
    ("{_ 1: 2}", "bf0102ff"),
    ("h'00ff'", "4200ff"),
    ("h'00'_1", "59000100"),
    ('"\\u0000\\"\\\\\\n"', "6400225c0a"),
    ('"\u00e9\U0001f600"', "66c3a9f09f9880"),
    ("''_", "5fff"),
    ('""_', "7fff"),
    ("(_ h'01', h'')", "5f410140ff"),
    ('(_ "a", "b")', "7f61616162ff"),
    ("1, 2", "0102"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "hexadecimal"), PAIRS)
def test_pairs(text: str, hexadecimal: str) -> None:
    assert parse_notation(text).hex() == hexadecimal
    assert diagnose(bytes.fromhex(hexadecimal)) == text


READ_ONLY = [
    ("  [ 1 2 , 3 , ] ", "83010203"),
    ("/ a comment / 1 # another", "01"),
    ("{1: 2 3: 4}", "a201020304"),
    ("0x1F", "181f"),
    ("-0x1", "20"),
    ("'ab'", "426162"),
    ("h'00 \n ff'", "4200ff"),
    ('"\\ud83d\\ude00"', "64f09f9880"),
    ('"\\u{1f600}\\/"', "65f09f98802f"),
    ("1e3", "fb408f400000000000"),
]


@pytest.mark.parametrize(("text", "hexadecimal"), READ_ONLY)
def test_other_spellings(text: str, hexadecimal: str) -> None:
    assert parse_notation(text).hex() == hexadecimal


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("[1, 2", 5),
        ("]", 0),
        ("{1}", 2),
        ("{1: }", 4),
        ("1_4", 2),
        ("nul", 0),
        ("256_0", 5),
        ("18446744073709551616_3", 0),
        ("18446744073709551616(1)", 0),
        ("1.1_1", 0),
        ("1.5_0", 0),
        ("-0", 0),
        ('"abc', 0),
        ('"a\\x"', 2),
        ('"\\ud800"', 1),
        ("h'0'", 0),
        ("simple(24)", 0),
        ("24(1", 4),
        ("h'01'_", 0),
        ("1 /open", 2),
    ],
)
def test_what_is_no_notation(text: str, position: int) -> None:
    with pytest.raises(NotationError) as caught:
        parse_notation(text)
    assert caught.value.position == position


@pytest.mark.parametrize(
    ("hexadecimal", "reason", "offset"),
    [
        ("18", Reason.TRUNCATED, 1),
        ("8201", Reason.TRUNCATED, 2),
        ("9f01", Reason.TRUNCATED, 2),
        ("1c", Reason.ADDITIONAL_INFORMATION, 0),
        ("ff", Reason.INDEFINITE, 0),
        ("81ff", Reason.INDEFINITE, 1),
        ("bf01ff", Reason.INDEFINITE, 2),
        ("5f6161ff", Reason.INDEFINITE, 1),
        ("5f5f4101ffff", Reason.INDEFINITE, 1),
        ("61ff", Reason.UTF_8, 0),
        ("f818", Reason.SIMPLE, 0),
    ],
)
def test_what_is_not_well_formed_has_no_notation(
    hexadecimal: str, reason: Reason, offset: int
) -> None:
    with pytest.raises(CborError) as caught:
        diagnose(bytes.fromhex(hexadecimal))
    assert (caught.value.reason, caught.value.offset) == (reason, offset)


def test_every_float_of_16_bits_widens_and_narrows_as_the_host_does() -> None:
    for bits in range(1 << 16):
        raw = bits.to_bytes(2, "big")
        wide = widen(bits, 2)
        (number,) = struct.unpack(">e", raw)
        if number == number:
            assert wide.to_bytes(8, "big") == struct.pack(">d", number)
        assert narrow(wide, 2) == bits
    assert narrow(0x3FF199999999999A, 2) is None
    assert narrow(0x3FF0000000000001, 4) is None
    assert narrow(0x47EFFFFFF0000000, 4) is None
    assert narrow(0x36A0000000000000, 4) == 1


def test_depth_is_no_limit() -> None:
    data = b"\x81" * 50_000 + b"\x00"
    assert parse_notation(diagnose(data)) == data
