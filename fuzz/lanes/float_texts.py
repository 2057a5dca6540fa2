"""Texts for the lane `float`: decimal and hexadecimal numbers, right and nearly right."""

from typing import Final

from fuzz.choices import Choices
from fuzz.lanes.float_values import draw_float
from spec.softfloat.characters import TO_ASCII
from spec.softfloat.hexadecimal import to_hex
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, unpack
from spec.softfloat.shortest import represent

SPELLINGS: Final = (
    "inf", "nan", "-inf", "+inf", "-nan", "Infinity", "INFINITY", "iNf", "NaN", "infinit", "infin",
    "nan(1)", "snan", "in", "n", "1inf", "inf1", "- inf", "_inf", "in_f",
)  # fmt: skip
SPACES: Final = (
    " ", "\t", "\n", "\r", "\f", "\v", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u3000",
    "\x1c", "\x1f", "\x00", "\u200b", "\ufeff", "\u180e",
)  # fmt: skip
INSERTED: Final = (
    "_", ".", "e", "E", "+", "-", "x", "p", "0", "__", ",", " ", "f", "L", "\x00", "\u0661",
    "\u2212", "\u066b", "\u00b2", "i", "j", "'", '"', "\\", "\u017f", "\u0131",
)  # fmt: skip
_SPEC_INSERTED: Final = (",", "_", ".", "0", "z", "#", "\u0661", "9" * 25, "!", "e")
_UNICODE_DIGITS: Final = tuple(
    tuple(character for character, plain in TO_ASCII.items() if plain == str(digit))
    for digit in range(10)
)


def decimal_text(choices: Choices) -> str:
    """A text for float(): mostly a number, sometimes mutilated."""
    return mutated(choices, choices.weighted(_NUMBER_KINDS)(choices))


def mutated(choices: Choices, number: str) -> str:
    """The number with a few characters put in, put out, spelled otherwise or surrounded."""
    if choices.chance(1, 6):
        number = "".join(
            [
                choices.one_of(_UNICODE_DIGITS[ord(character) - 48])
                if "0" <= character <= "9" and choices.boolean()
                else character
                for character in number[:60]
            ]
        )
    if choices.chance(1, 5):
        place = choices.integer(0, min(len(number), 60))
        number = number[:place] + "_" + number[place:]
    if choices.chance(1, 8):
        place = choices.integer(0, min(len(number), 60))
        number = number[:place] + choices.one_of(INSERTED) + number[place:]
    if choices.chance(1, 12):
        place = choices.integer(0, min(len(number), 60))
        number = number[:place] + number[place + 1 :]
    if choices.chance(1, 6):
        number = choices.one_of(SPACES) + number
    if choices.chance(1, 8):
        number = number + choices.one_of(SPACES)
    return number


def _digits(choices: Choices, limit: int) -> str:
    return str(choices.integer(0, int("9" * max(1, choices.integer(1, limit)))))


def _sign(choices: Choices) -> str:
    return choices.one_of(("", "", "-", "+"))


def short_number(choices: Choices) -> str:
    """A few digits, perhaps a point or an exponent; either side of the point may be empty."""
    whole = _digits(choices, 4) if choices.chance(5, 6) else ""
    fraction = choices.one_of(("", ".")) + (_digits(choices, 4) if choices.boolean() else "")
    exponent = choices.one_of(("", "", "e", "E"))
    if exponent:
        exponent += choices.one_of(("", "-", "+")) + _digits(choices, 3)
    return _sign(choices) + whole + fraction + exponent


def repr_of_float(choices: Choices) -> str:
    """The shortest text of some float."""
    return represent(draw_float(choices))


def free_number(choices: Choices) -> str:
    """Up to 25 digits and an exponent anywhere in the range of floats."""
    return f"{_sign(choices)}{_digits(choices, 25)}e{choices.integer(0, 700) - 350}"


def midpoint(choices: Choices) -> str:
    """The exact decimal midpoint of two neighbouring floats, or a hair beside it.

    Up to 768 significant digits; half of the time written with an exponent.
    """
    bits = draw_float(choices) & MAGNITUDE_MASK
    if bits >= INFINITY:
        bits = INFINITY - 1
    magnitude, exponent = unpack(bits)
    magnitude, exponent = 2 * magnitude + 1, exponent - 1
    if exponent >= 0:
        digits, point = str(magnitude << exponent), 0
    else:
        point = -exponent
        digits = str(magnitude * 5**point).rjust(point + 1, "0")
    whole, fraction = digits[: len(digits) - point], digits[len(digits) - point :]
    hair = choices.integer(0, 2)
    if hair == 1:
        fraction += "0" * choices.integer(0, 40) + "1"
    elif hair == 2:
        shortened = str(int("1" + whole + fraction) - 1)[1:]
        whole, fraction = shortened[: len(whole)], shortened[len(whole) :]
        fraction += "9" * choices.integer(0, 40)
    if choices.boolean():
        return f"{_sign(choices)}{whole}.{fraction}"
    return f"{_sign(choices)}{whole}{fraction}e-{len(fraction)}"


def long_number(choices: Choices) -> str:
    """Hundreds or thousands of digits, most of them equal."""
    run = choices.one_of("0193") * choices.integer(1, choices.one_of((50, 900, 5000)))
    whole = choices.one_of(("0.", "", "1", "0.0"))
    return f"{whole}{run}{_digits(choices, 3)}e{choices.integer(0, 800) - 400}"


def exponent_number(choices: Choices) -> str:
    """An exponent of any length, which no implementation may follow in memory or time."""
    exponent = choices.one_of("0159") * choices.integer(1, 40)
    number = choices.one_of(("1", "0", "0.0", "9.9", "1" + "0" * 300, "0." + "0" * 300 + "1"))
    return f"{_sign(choices)}{number}e{choices.one_of(('', '-', '+'))}{exponent}"


def special(choices: Choices) -> str:
    """A spelling of infinity or NaN, or nearly one."""
    return choices.one_of(SPELLINGS)


_NUMBER_KINDS: Final = (
    (20, short_number), (10, repr_of_float), (15, free_number), (15, midpoint), (8, long_number),
    (8, exponent_number), (4, special),
)  # fmt: skip


def hex_text(choices: Choices) -> str:
    """A text for float.fromhex()."""
    kind = choices.integer(0, 3)
    if kind == 0:
        number = to_hex(draw_float(choices))
    elif kind == 1:
        number = special(choices)
    else:
        mantissa = f"{choices.bits(choices.integer(1, 70 if kind == 2 else 300)):x}"
        point = choices.integer(0, len(mantissa))
        mantissa = mantissa[:point] + choices.one_of((".", "")) + mantissa[point:]
        number = _sign(choices) + choices.one_of(("0x", "", "0X")) + mantissa
        if choices.chance(4, 5):
            exponent = choices.integer(0, 2400) - 1200
            number += choices.one_of("pP") + choices.one_of(("", "+")) + str(exponent)
    return mutated(choices, number) if choices.chance(1, 4) else number


def format_spec(choices: Choices) -> str:
    """A format specification: by the grammar, now and then with a wrong character."""
    spec = ""
    if choices.chance(1, 4):
        spec += choices.one_of(("", "*", "0", " ", "\u00e9", "<", "{")) + choices.one_of("<>=^")
    spec += choices.one_of(("", "", "+", "-", " "))
    spec += "z" if choices.chance(1, 6) else ""
    spec += "#" if choices.chance(1, 5) else ""
    spec += "0" if choices.chance(1, 5) else ""
    if choices.boolean():
        spec += str(choices.integer(0, choices.one_of((12, 40, 400))))
    spec += choices.one_of(("", "", "", ",", "_"))
    if choices.chance(3, 5):
        spec += "." + str(choices.integer(0, choices.one_of((8, 20, 60, 1100))))
        spec += choices.one_of(("", "", "", "", ",", "_"))
    spec += choices.one_of(("", "e", "f", "g", "%", "E", "F", "G", "n", "d", "x", "b", "o", "X",
                            "c", "s", "r"))  # fmt: skip
    if choices.chance(1, 20):
        place = choices.integer(0, len(spec))
        spec = spec[:place] + choices.one_of(_SPEC_INSERTED) + spec[place:]
    return spec
