"""Prices from the exported table alone: an evaluator of its formulas, and what a run pays for.

`pvm gas --json` is the only source of amounts. A run in the *recording* revision takes, for each
price that it asks for, a number of its own far beyond every other; what it paid then tells which
entries it charged, how often, and for which sizes. `expected` adds up the formulas of the export
for those, to be compared with what the same run costs in `pvm-1`.
"""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import typer
from typer.testing import CliRunner

from pvm.gas import command
from spec.gas_table import TABLE
from spec.revision import PVM_1

WEIGHT = 64
"""Bits for how often an entry is charged."""
BASES = 2_000
"""Places for the bases of entries; calls of formulas come behind them."""
UNNAMED = "(no entry)"
"""What was paid for no entry of the table: a number in the code. Place 0 is theirs."""
PLACES = 12_000
LIMIT = 1 << (WEIGHT * PLACES)
"""Cycles and cells of a recording run."""


@dataclass(frozen=True)
class Exported:
    """An entry as `pvm gas --json` gives it."""

    key: str
    unit: str
    base: int
    sizes: tuple[str, ...]
    tree: Any


@cache
def exported() -> dict[str, Exported]:
    """The exported table by key."""
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, ["--json"])
    assert result.exit_code == 0, result.output
    entries = json.loads(result.output)["entries"]
    return {
        each["key"]: Exported(
            each["key"], each["unit"], each["base"], tuple(each["sizes"]), each["tree"]
        )
        for each in entries
    }


def evaluate(tree: Any, sizes: dict[str, int]) -> int:
    """A formula of the export for sizes by name."""
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return sizes[tree]
    operator, *parts = tree
    if operator == "if_above":
        tested, limit, amount = parts
        return evaluate(amount, sizes) if evaluate(tested, sizes) > limit else 0
    values = [evaluate(part, sizes) for part in parts]
    if operator == "ceil_log2":
        exponent = 0
        while 1 << exponent < values[0]:
            exponent += 1
        return exponent
    one, other = values
    return {
        "+": lambda: one + other,
        "*": lambda: one * other,
        "max": lambda: max(one, other),
        "excess": lambda: max(one - other, 0),
        "//": lambda: one // other,
        "ceil": lambda: (one + other - 1) // other,
    }[operator]()


def price(key: str, *sizes: int) -> int:
    """The exported price of a key for sizes in the exported order."""
    entry = exported()[key]
    assert len(sizes) == len(entry.sizes), key
    return evaluate(entry.tree, dict(zip(entry.sizes, sizes, strict=True)))


# --- What a run pays for


@dataclass(frozen=True)
class Charge:
    """One price that was paid: `sizes` is None where the machine took the base alone."""

    key: str
    sizes: tuple[int, ...] | None
    whole: bool = True
    """Whether the base is part of it."""

    def amount(self) -> int:
        """What the export says that it costs."""
        if self.key == UNNAMED:
            return 1
        base = exported()[self.key].base
        if self.sizes is None:
            return base
        return price(self.key, *self.sizes) - (0 if self.whole else base)


class Recorder:
    """Gives each price that is asked for a number of its own, and reads them back."""

    def __init__(self) -> None:
        self.bases: list[str] = [UNNAMED]
        self.places: dict[str, int] = {}
        self.calls: list[Charge] = []

    def base(self, key: str) -> int:
        """The number that stands for the base of an entry."""
        if key not in self.places:
            self.places[key] = len(self.bases)
            self.bases.append(key)
        return 1 << (WEIGHT * self.places[key])

    def call(self, charge: Charge) -> int:
        """The number that stands for one use of a formula."""
        self.calls.append(charge)
        return 1 << (WEIGHT * (BASES + len(self.calls) - 1))

    def read(self, paid: int) -> Counter[Charge]:
        """What was paid, and how often; less than 0 where a part paid before was taken off."""
        found: Counter[Charge] = Counter()
        place = 0
        while paid:
            digit = paid & ((1 << WEIGHT) - 1)
            if digit >> (WEIGHT - 1):
                digit -= 1 << WEIGHT
            paid = (paid - digit) >> WEIGHT
            if digit and place < BASES:
                found[Charge(self.bases[place], None)] += digit
            elif digit:
                found[self.calls[place - BASES]] += digit
            place += 1
        return found


class Recorded:
    """Stands in for a price of the table."""

    def __init__(self, entry: Any, recorder: Recorder) -> None:
        self.key, self.unit, self.sizes = entry.key, entry.unit, entry.sizes
        self.kind, self.fixed, self.whole = entry.kind, entry.fixed, entry.whole
        self._recorder = recorder

    @property
    def base(self) -> int:
        return self._recorder.base(self.key)

    def cost(self, *sizes: int) -> int:
        if not self.sizes:
            return self.base
        assert len(sizes) == len(self.sizes), self.key
        return self._recorder.call(Charge(self.key, sizes))

    def surcharge(self, *sizes: int) -> int:
        return self._recorder.call(Charge(self.key, sizes, whole=False))


RECORDER = Recorder()
RECORDING = PVM_1.changed(
    "recording",
    prices={entry.key: Recorded(entry, RECORDER) for entry in TABLE if entry.unit != "bytes"},
)


def expected(charges: Counter[Charge]) -> int:
    """What the export says that charges cost."""
    return sum(charge.amount() * count for charge, count in charges.items())
