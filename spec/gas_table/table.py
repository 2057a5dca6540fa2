"""The table of revision `pvm-1`, put together from its parts."""

from __future__ import annotations

from spec.gas_table.control import CONTROL_PRICES
from spec.gas_table.instructions import INSTRUCTION_PRICES
from spec.gas_table.price import GasTable
from spec.gas_table.sizes import SIZE_PRICES

TABLE = GasTable((*SIZE_PRICES, *INSTRUCTION_PRICES, *CONTROL_PRICES))
