"""The meter: cycles and cells that are left (decision D7)."""

from __future__ import annotations

from typing import final

from spec.errors import OutOfCells, OutOfCycles


@final
class Meter:
    """What is left of both limits. A failing charge takes nothing (decision G21)."""

    __slots__ = ("cells", "cells_limit", "cycles", "cycles_limit")

    def __init__(self, cycles: int, cells: int) -> None:
        self.cycles = self.cycles_limit = cycles
        self.cells = self.cells_limit = cells

    def charge(self, cycles: int) -> None:
        """Take cycles; raises OutOfCycles when fewer are left."""
        left = self.cycles - cycles
        if left < 0:
            raise OutOfCycles
        self.cycles = left

    def charge_cells(self, cells: int) -> None:
        """Take cells; raises OutOfCells when fewer are left."""
        left = self.cells - cells
        if left < 0:
            raise OutOfCells
        self.cells = left

    @property
    def cycles_used(self) -> int:
        """Cycles charged so far."""
        return self.cycles_limit - self.cycles

    @property
    def cells_used(self) -> int:
        """Cells charged so far."""
        return self.cells_limit - self.cells
