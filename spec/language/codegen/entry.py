"""A module's tree to its code object."""

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.definitions import body_with_docstring, deferred_annotations
from spec.language.codegen.expressions import EXPRESSIONS
from spec.language.codegen.statements import STATEMENTS
from spec.language.codegen.unit import UnitKind
from spec.language.intermediate import Pseudo, Sequence
from spec.language.symbol_collector import build_symbol_table
from spec.language.symbols import CONDITIONAL_ANNOTATIONS
from spec.language.tree import Module


def generate(module: Module) -> Code:
    """Compile a module. Raises SourceError for faults that only show now."""
    table = build_symbol_table(module)
    c = Compiler(table, STATEMENTS, EXPRESSIONS)
    block = table.blocks[module]
    line = module.body[0].lineno if module.body else 1
    unit = c.enter(UnitKind.MODULE, block, "<module>", 1, None)
    c.emit(Pseudo.ANNOTATIONS_PLACEHOLDER, 0, line)
    if block.has_conditional_annotations:
        c.emit(Op.BUILD_SET, 0, line)
        c.emit(Op.STORE_NAME, unit.name_index(CONDITIONAL_ANNOTATIONS), line)
    body_with_docstring(c, module.body, line)
    if unit.deferred:
        main, unit.sequence = unit.sequence, Sequence()
        deferred_annotations(c, line)
        main.annotations = unit.sequence.instructions
        unit.sequence = main
    return c.leave(module)
