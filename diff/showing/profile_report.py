"""A profile for people and for programs: its tables, the most expensive rows first."""

from collections.abc import Mapping

from diff.canonical import Json
from reference_vm.profile import Cost, Profiler


def profile_json(profiler: Profiler) -> dict[str, Json]:
    """Every table, and the total."""
    tables = {**_tables(profiler), "stack": profiler.stacks}
    shown: dict[str, Json] = {
        name: {row: _cost(cost) for row, cost in _by_cycles(table)}
        for name, table in tables.items()
    }
    return {**shown, "total": _cost(profiler.total)}


def profile_lines(profiler: Profiler) -> list[str]:
    """The tables by function, line and instruction as text."""
    total = profiler.total.cycles or 1
    lines = []
    for name, table in _tables(profiler).items():
        lines += ["", f"{'cycles':>12} {'%':>6} {'steps':>10}  {name}"]
        for row, cost in _by_cycles(table):
            share = cost.cycles * 100 / total
            lines.append(f"{cost.cycles:12} {share:6.1f} {cost.steps:10}  {row}")
    return lines


def _tables(profiler: Profiler) -> dict[str, dict[str, Cost]]:
    return {
        "function": profiler.functions,
        "line": profiler.lines,
        "instruction": profiler.instructions,
    }


def _by_cycles(table: Mapping[str, Cost]) -> list[tuple[str, Cost]]:
    return sorted(table.items(), key=lambda row: (-row[1].cycles, row[0]))


def _cost(cost: Cost) -> Json:
    return {"cycles": cost.cycles, "steps": cost.steps}
