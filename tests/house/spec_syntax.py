"""Decision D4, checked on the syntax tree: what the specification may not use.

The specification has no host floats, no host hashing, no host text tables and no
I/O. Each of those is a name, a literal or an operator, so one walk over the tree
finds it.
"""

import ast
from pathlib import Path

FORBIDDEN_MODULES = frozenset(
    {"struct", "decimal", "fractions", "random", "time", "os", "cmath", "numbers", "unicodedata"}
    | {"datetime", "locale", "io", "socket", "subprocess", "threading", "secrets", "ctypes", "ast"}
    | {"tokenize", "pathlib"}
)
ALLOWED_OF_MATH = frozenset({"isqrt", "gcd", "lcm", "comb", "perm", "factorial"})
FORBIDDEN_NAMES = frozenset({"float", "complex", "hash", "id", "open", "input", "eval", "exec"})
HOST_TEXT_METHODS = frozenset(
    {"isalpha", "isalnum", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric"}
    | {"isprintable", "isspace", "istitle", "isupper", "casefold", "capitalize", "lower", "upper"}
    | {"swapcase", "title"}
)


def violations(source: str, path: str) -> list[str]:
    """Every use of something forbidden in `source`, as `path:line: what`."""
    found = []
    for node in ast.walk(ast.parse(source, path)):
        what = _violation(node)
        if what is not None:
            found.append(f"{path}:{getattr(node, 'lineno', 0)}: {what}")
    return found


def _violation(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=float() | complex()):
            return f"literal {node.value!r}"
        case ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
            return "operator /"
        case ast.Name(id=name, ctx=ast.Load()) if name in FORBIDDEN_NAMES:
            return f"name {name}"
        case ast.Call(func=ast.Attribute(attr=name)) if name in HOST_TEXT_METHODS:
            return f"host text method .{name}()"
        case ast.Attribute(value=ast.Name(id="str"), attr=name) if name in HOST_TEXT_METHODS:
            return f"host text method str.{name}"
        case ast.Import(names=names):
            return _forbidden_import([alias.name for alias in names])
        case ast.ImportFrom(module="math", names=names):
            extra = sorted({alias.name for alias in names} - ALLOWED_OF_MATH)
            return f"math.{extra[0]}" if extra else None
        case ast.ImportFrom(module=str(module)):
            return _forbidden_import([module])
    return None


def _forbidden_import(modules: list[str]) -> str | None:
    for module in modules:
        root = module.partition(".")[0]
        if root in FORBIDDEN_MODULES or root == "math":
            return f"import of {root}"
    return None


def check_tree(root: Path) -> list[str]:
    """Every violation in the Python files below `root`."""
    return [
        line
        for path in sorted(root.rglob("*.py"))
        for line in violations(path.read_text(encoding="utf-8"), str(path.relative_to(root.parent)))
    ]
