"""The table of revision `pvm-1`, put together from its parts."""

from __future__ import annotations

from typing import Final

from spec.gas_table.builtins import BUILTIN_PRICES
from spec.gas_table.control import CONTROL_PRICES
from spec.gas_table.counted import noted
from spec.gas_table.host import HOST_PRICES
from spec.gas_table.instructions import INSTRUCTION_PRICES
from spec.gas_table.mathematics import FLOAT_CONVERSIONS, MATH_PRICES
from spec.gas_table.methods import METHOD_PRICES
from spec.gas_table.price import GasTable
from spec.gas_table.sizes import SIZE_PRICES

SECTIONS: Final = (
    ("Instructions", INSTRUCTION_PRICES),
    ("Exceptions, entries, hashing, advancing", CONTROL_PRICES),
    ("Builtin functions and types", noted(BUILTIN_PRICES)),
    ("Methods", noted(METHOD_PRICES)),
    ("Mathematics", noted((*MATH_PRICES, *FLOAT_CONVERSIONS))),
    ("Host functions, serialisation, cryptography, tokens", HOST_PRICES),
    ("Sizes and memory", SIZE_PRICES),
)
"""The parts of the table in reading order, each with its title."""

TABLE: Final = GasTable(price for _, prices in SECTIONS for price in prices)
