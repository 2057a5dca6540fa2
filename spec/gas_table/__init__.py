"""Every price of the machine: base, formula over sizes, unit, source; and the size model.

`TABLE` is the table of revision `pvm-1`. An entry is the whole price of what its key names;
composition (what is charged on top of what) is on the page `gas` of the documentation.
"""

from spec.gas_table.price import CELLS, CYCLES, GasTable, Price, PriceError
from spec.gas_table.table import TABLE

__all__ = ["CELLS", "CYCLES", "TABLE", "GasTable", "Price", "PriceError"]
