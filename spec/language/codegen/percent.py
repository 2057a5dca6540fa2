"""`"text" % (a, b)` with plain conversions becomes an f-string."""

import re
from typing import Final

from spec.language.codegen.compiler import constant_value
from spec.language.intermediate import NO_LINE
from spec.language.parse_strings import CONVERSIONS
from spec.language.tree import (
    BinOp,
    Constant,
    Expression,
    FormattedValue,
    JoinedStr,
    Operator,
    Starred,
    Tuple,
)

_CONVERSION: Final = re.compile(r"%([-+ #0]*)([0-9]{0,2})(?:\.([0-9]{0,2}))?([sra])")
_NOWHERE: Final = (NO_LINE, 0, NO_LINE, 0)


def as_f_string(node: BinOp) -> JoinedStr | None:
    """The f-string that means the same, if every conversion is a plain one."""
    known, text = constant_value(node.left)
    elements = node.right
    if node.op is not Operator.Mod or not known or not isinstance(text, str):
        return None
    if not isinstance(elements, Tuple) or any(isinstance(each, Starred) for each in elements.elts):
        return None
    values = _pieces(text, elements.elts)
    if values is None:
        return None
    return JoinedStr(node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, values)


def _pieces(text: str, elements: list[Expression]) -> list[Expression] | None:
    """Literal text and replacement fields; None if a conversion is not plain, or missing."""
    values: list[Expression] = []
    literal: list[str] = []
    waiting = list(reversed(elements))
    position = 0
    while position < len(text):
        percent = text.find("%", position)
        if percent < 0:
            literal.append(text[position:])
            break
        literal.append(text[position:percent])
        if text.startswith("%%", percent):
            literal.append("%")
            position = percent + 2
            continue
        match = _CONVERSION.match(text, percent)
        if match is None or not waiting:
            return None
        _flush(literal, values)
        values.append(_field(match, waiting.pop()))
        position = match.end()
    _flush(literal, values)
    return None if waiting else values


def _flush(literal: list[str], values: list[Expression]) -> None:
    joined = "".join(literal)
    if joined:
        values.append(Constant(*_NOWHERE, joined))
    literal.clear()


def _field(match: re.Match[str], value: Expression) -> Expression:
    flags, width, precision, letter = match.groups()
    specification = ""
    if width and int(width):
        specification = ("" if "-" in flags else ">") + str(int(width))
    if precision is not None:
        specification += "." + str(int(precision or "0"))
    span = (value.lineno, value.col_offset, value.end_lineno, value.end_col_offset)
    formatted = None
    if specification:
        formatted = JoinedStr(*_NOWHERE, [Constant(*_NOWHERE, specification)])
    return FormattedValue(*span, value, CONVERSIONS[letter], formatted)
