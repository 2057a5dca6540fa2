"""The list sort of CPython 3.11: which comparisons are made, in which order (decision D6).

Source: listsort.txt and listobject.c of CPython 3.11: natural runs, binary insertion of short
runs, merging with galloping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.semantics.calls import call
from spec.semantics.comparison import compare_truth
from spec.semantics.frame import Suspended
from spec.semantics.values import Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def sort_items(
    machine: Machine, items: list[Value], key: Value, backward: bool
) -> Suspended:
    """The items in order, stable; a merge by binary insertion (a part still to be refined)."""
    keys = list(items)
    if key is not None:
        for position, item in enumerate(items):
            keys[position] = yield call(machine, key, [item])
    machine.note("sort-order")
    pairs = list(zip(keys, items, strict=True))
    if backward:
        pairs.reverse()
    ordered: list[tuple[Value, Value]] = []
    for pair in pairs:
        low, high = 0, len(ordered)
        while low < high:
            middle = (low + high) // 2
            if (yield compare_truth(machine, "lt", pair[0], ordered[middle][0])) is True:
                high = middle
            else:
                low = middle + 1
        ordered.insert(low, pair)
    if backward:
        ordered.reverse()
    return [item for _, item in ordered]
