"""Hard arguments by operation: those whose results lie nearest to a midpoint of two floats.

They stand as hexadecimal floats in `float_hard.txt`, which says where they come from.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

from spec.softfloat.hexadecimal import from_hex
from spec.softfloat.parse import decimal_to_float
from spec.softfloat.round import round_to_float

FILE: Final = Path(__file__).with_name("float_hard.txt")

Arguments: TypeAlias = tuple[int, ...]
"""The patterns of one argument list."""


def read_hard_arguments(text: str) -> dict[str, list[Arguments]]:
    """Lines of an operation's name and its arguments; `#` starts a comment."""
    found: dict[str, list[Arguments]] = {}
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if words:
            found.setdefault(words[0], []).append(tuple(from_hex(word) for word in words[1:]))
    return found


def _decimal(digits: str, exponent: int) -> int:
    """0.DIGITS * 10**exponent."""
    return decimal_to_float(0, digits, exponent)


def _int(n: int) -> int:
    return round_to_float(1 if n < 0 else 0, abs(n), 0, 0)


_OWN: Final[Mapping[str, tuple[Arguments, ...]]] = {
    "math.gamma": tuple(
        (bits,)
        for bits in (
            _decimal("171624376956302", 3),
            _decimal("1716243769563027", 3),
            _decimal("5", 0) | 1 << 63,
            _decimal("1705", 3),
            _decimal("1775", 3) | 1 << 63,
            _decimal("1835", 3) | 1 << 63,
            _int(23),
            _int(24),
            _int(171),
            1 << 50,
            (1 << 50) + 1,
        )
    ),
    "math.lgamma": tuple(
        (bits,)
        for bits in (
            _decimal("24570247382208006", 1) | 1 << 63,
            _decimal("27476826467274127", 1) | 1 << 63,
            _decimal("31435808883499800", 1) | 1 << 63,
            _decimal("14616321449683623", 1),
            (0x3FF << 52) + 1,
            (0x3FF << 52) - 1,
            (0x400 << 52) + 1,
            (0x400 << 52) - 1,
            _decimal("2556348", 306),
        )
    ),
    "float.__pow__": (
        (_int(10), _int(23)),
        (_int(3), _int(34)),
        (_int(9), _decimal("175", 2)),
        (_int(2), _decimal("10745", 4) | 1 << 63),
        (_int(2), _int(-1075)),
        (_decimal("5", 0), _int(1075)),
    ),
    "math.exp2": ((_int(-1075),), (_decimal("10745", 4) | 1 << 63,)),
    "math.degrees": ((_int(1),),),
    "float.__floordiv__": ((0x4340FE54D610CD2A, 0x3FEE2E1EEE816842), (_int(1), _decimal("1", 0))),
}
"""Without a published list: next to thresholds, poles, zeros and exact cases."""


def _gather() -> Mapping[str, tuple[Arguments, ...]]:
    found = read_hard_arguments(FILE.read_text(encoding="ascii"))
    for name, arguments in _OWN.items():
        found.setdefault(name, []).extend(arguments)
    return {name: tuple(arguments) for name, arguments in found.items()}


HARD_ARGUMENTS: Final[Mapping[str, tuple[Arguments, ...]]] = _gather()
"""Operation -> argument lists, the hardest published ones first."""
