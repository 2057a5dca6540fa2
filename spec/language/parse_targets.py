"""Expressions that turn out to be targets: of an assignment, a loop, a deletion."""

from spec.language.cursor import Cursor
from spec.language.errors import syntax_error
from spec.language.tree import (
    Attribute,
    Call,
    Compare,
    Constant,
    Context,
    Expression,
    List,
    Name,
    Starred,
    Subscript,
    Tuple,
)


def as_target(p: Cursor, node: Expression, context: Context) -> Expression:
    """Mark `node`, and what is inside it, as a target. Raises SourceError if it cannot be one."""
    match node:
        case Name() | Attribute() | Subscript():
            node.ctx = context
        case Starred() if context is Context.STORE:
            node.ctx = context
            as_target(p, node.value, context)
        case List() | Tuple():
            node.ctx = context
            for element in node.elts:
                as_target(p, element, context)
        case _:
            verb = "delete" if context is Context.DEL else "assign to"
            raise syntax_error(f"cannot {verb} {described(node)}", node.lineno, node.col_offset)
    return node


def described(node: Expression) -> str:
    """What an expression is, for messages."""
    match node:
        case Constant(value=None | True | False):
            return str(node.value)
        case Constant():
            return "literal"
        case Call():
            return "function call"
        case Compare():
            return "comparison"
        case Starred():
            return "starred"
    return "expression"
