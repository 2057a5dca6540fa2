"""Constants that nothing loads any more are dropped; the first one always stays."""

from spec.bytecode.instructions import Op
from spec.language.constants import Constants
from spec.language.flow.blocks import Graph


def remove_unused_constants(graph: Graph, constants: Constants) -> list[object]:
    """Renumber the loads; the constants that are left, in order."""
    loads = [each for block in graph for each in block.instructions if each.op is Op.LOAD_CONST]
    used = {0} | {load.arg for load in loads}
    kept = [index for index in range(len(constants.values)) if index in used]
    renumbered = {old: new for new, old in enumerate(kept)}
    for load in loads:
        load.arg = renumbered[load.arg]
    return [constants.values[index] for index in kept]
