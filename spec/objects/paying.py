"""How a native pays: by the entry of its key in the gas table, before its effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table import Price
from spec.gas_table.sizes import exceeds_object_limit, str_size

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def price_of(machine: Machine, key: str) -> Price:
    """Return the entry of a key in the machine's revision."""
    found: Price = machine.revision.prices.table.price(key)
    return found


def pay(machine: Machine, key: str, *sizes: int) -> None:
    """Charge a native's price for known sizes."""
    machine.meter.charge(price_of(machine, key).cost(*sizes))


def pay_base(machine: Machine, key: str) -> None:
    """Charge the part of a native's price that depends on no size."""
    machine.meter.charge(price_of(machine, key).base)


def pay_text(machine: Machine, key: str, read: int, produced: int) -> None:
    """Charge for a text of known length: the larger of what is read and produced, and its cells.

    A text above the limit of one object is MemoryError before anything is built.
    """
    if exceeds_object_limit(str_size(produced)):
        machine.allocate(str_size(produced))
    machine.meter.charge(price_of(machine, key).cost(max(read, produced)))
    machine.allocate(str_size(produced))


def pay_more(machine: Machine, key: str, size: int) -> None:
    """Charge for a portion of a native whose base is paid."""
    machine.meter.charge(price_of(machine, key).surcharge(size))


def pay_rest(machine: Machine, key: str, read: int, produced: int) -> None:
    """Charge for a text whose reading is paid: for what is longer than that, and its cells."""
    if exceeds_object_limit(str_size(produced)):
        machine.allocate(str_size(produced))
    pay_more(machine, key, max(produced - read, 0))
    machine.allocate(str_size(produced))
