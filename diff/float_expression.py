"""A Python expression read as one case of the lane `float` (for `pvm float`).

The outermost operation becomes the case; what stands inside it is evaluated by the
specification first. Numbers are read by the specification too, never by the host.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Final

from diff.canonical import Json, int_form, text_form
from diff.case import Case
from diff.errors import HarnessError
from spec.softfloat import OPERATIONS, Float, FloatError
from spec.softfloat.math_operations import CONSTANTS

_BINARY: Final = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv",
    ast.Mod: "mod", ast.Pow: "pow",
}  # fmt: skip
_COMPARED: Final = {
    ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge",
}  # fmt: skip
_REVERSED: Final = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_UNARY: Final = {ast.USub: "neg", ast.UAdd: "pos"}
_METHODS: Final = ("hex", "as_integer_ratio", "is_integer")
_CALLED: Final = {"abs": "abs", "bool": "bool", "int": "int", "repr": "repr", "str": "repr",
                  "hash": "hash", "divmod": "divmod"}  # fmt: skip
_FREE: Final = ("round", "format", "sum")
NAMES: Final = {"inf": CONSTANTS["inf"], "nan": CONSTANTS["nan"]}

Call = tuple[str, list[object]]


class ExpressionError(HarnessError):
    """A text is no expression of one float operation; says what was found and where."""


def read_expression(text: str) -> Case:
    """The case of an expression such as `math.cbrt(2.0)`, `1e16 % 0.1` or `round(2.5, 1)`."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"column {error.offset}: {error.msg}") from None
    name, arguments = _Reader(text.strip()).call(tree.body)
    body = {"operation": name, "arguments": [form_of(value) for value in arguments]}
    return Case("float", body)


def form_of(value: object) -> Json:
    """The canonical form of a guest value of the lane."""
    if isinstance(value, Float):
        return ["float", f"{value.bits:016x}"]
    if isinstance(value, bool):
        return ["bool", value]
    if isinstance(value, int):
        return ["int", int_form(value)]
    if isinstance(value, str):
        return text_form(value)
    assert isinstance(value, tuple)
    return ["tuple", [form_of(item) for item in value]]


class _Reader:
    """Walks one syntax tree."""

    def __init__(self, text: str) -> None:
        self._text = text

    def fault(self, node: ast.AST, what: str) -> ExpressionError:
        """The error at the place of a node."""
        return ExpressionError(f"column {getattr(node, 'col_offset', 0) + 1}: {what}")

    def call(self, node: ast.expr) -> Call:
        """The operation of a node and its values. Raises ExpressionError."""
        if isinstance(node, ast.BinOp):
            return self._binary(node, _BINARY.get(type(node.op)), node.left, node.right)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._comparison(node)
        if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
            return f"float.__{_UNARY[type(node.op)]}__", [self._float(node.operand)]
        if isinstance(node, ast.Call):
            return self._function(node)
        value = self.value(node)
        if isinstance(value, Float):
            return "float.__repr__", [value]
        raise self.fault(node, "no operation on floats")

    def _binary(
        self, node: ast.expr, name: str | None, left_node: ast.expr, right_node: ast.expr
    ) -> Call:
        left, right = self.value(left_node), self.value(right_node)
        if name is None:
            raise self.fault(node, "floats have no such operator")
        if isinstance(left, Float):
            return f"float.__{name}__", [left, right]
        if isinstance(right, Float):
            return f"float.__r{name}__", [right, left]
        if f"int.__{name}__" in OPERATIONS:
            return f"int.__{name}__", [left, right]
        raise self.fault(node, "neither side is a float")

    def _comparison(self, node: ast.Compare) -> Call:
        name = _COMPARED.get(type(node.ops[0]))
        left, right = self.value(node.left), self.value(node.comparators[0])
        if name is None:
            raise self.fault(node, "floats have no such operator")
        if isinstance(left, Float):
            return f"float.__{name}__", [left, right]
        return f"float.__{_REVERSED.get(name, name)}__", [right, left]

    def _function(self, node: ast.Call) -> Call:
        values = [self.value(argument) for argument in node.args]
        function = node.func
        if isinstance(function, ast.Name):
            return self._builtin(node, function.id, values)
        if not isinstance(function, ast.Attribute):
            raise self.fault(node, "no function of floats")
        owner = function.value
        if isinstance(owner, ast.Name) and owner.id in ("math", "float", "int"):
            name = f"{owner.id}.{function.attr}"
            if name not in OPERATIONS:
                raise self.fault(node, f"there is no operation {name}")
            return name, self._with_keywords(node, name, values)
        if function.attr in _METHODS:
            return f"float.{function.attr}", [self._float(owner), *values]
        raise self.fault(node, f"floats have no operation {function.attr}")

    def _with_keywords(self, node: ast.Call, name: str, values: list[object]) -> list[object]:
        given = {keyword.arg: self.value(keyword.value) for keyword in node.keywords}
        for position in sorted(OPERATIONS[name].keywords):
            keyword = OPERATIONS[name].keywords[position]
            if keyword in given and position == len(values):
                values.append(given.pop(keyword))
        if given:
            raise self.fault(node, f"unexpected argument {next(iter(given))!s}")
        return values

    def _builtin(self, node: ast.Call, name: str, values: list[object]) -> Call:
        if name == "Float" and len(values) == 1 and isinstance(values[0], int):
            return "float.__repr__", [Float(values[0])]
        if name == "float" and len(values) == 1:
            kind = "parse" if isinstance(values[0], str) else "from_number"
            return f"float.{kind}", values
        if name in _FREE:
            return name, values
        if name in _CALLED and values:
            return f"float.__{_CALLED[name]}__", values
        raise self.fault(node, f"no function {name} of floats")

    def _float(self, node: ast.expr) -> Float:
        value = self.value(node)
        if not isinstance(value, Float):
            raise self.fault(node, "expected a float")
        return value

    def value(self, node: ast.expr) -> object:
        """The guest value of an inner expression."""
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, (ast.Tuple, ast.List)):
            return tuple(self.value(item) for item in node.elts)
        if isinstance(node, ast.Name) and node.id in NAMES:
            return NAMES[node.id]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "math" and node.attr in CONSTANTS:
                return CONSTANTS[node.attr]
            raise self.fault(node, f"unknown name {node.value.id}.{node.attr}")
        if isinstance(node, ast.Name):
            raise self.fault(node, f"unknown name {node.id}")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            operand = self.value(node.operand)
            if isinstance(operand, int):
                return -operand
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            values: Sequence[object] = [self.value(argument) for argument in node.args]
            if node.func.id == "Float" and len(values) == 1 and isinstance(values[0], int):
                return Float(values[0] & (1 << 64) - 1)
        return self._evaluate(node)

    def _constant(self, node: ast.Constant) -> object:
        if isinstance(node.value, float):
            source = ast.get_source_segment(self._text, node) or repr(node.value)
            return OPERATIONS["float.parse"](source)
        if isinstance(node.value, (bool, int, str)):
            return node.value
        raise self.fault(node, "expected a number or a text")

    def _evaluate(self, node: ast.expr) -> object:
        name, arguments = self.call(node)
        function: Callable[..., object] = OPERATIONS[name]
        try:
            return function(*arguments)
        except FloatError as error:
            raise self.fault(node, f"{error.type_name}: {error.text}") from None
