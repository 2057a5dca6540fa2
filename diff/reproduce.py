"""A finding's case as a plain Python program, to send to people who do not have this project.

The program needs nothing but an interpreter of the kind that the finding is about, and says
in its comment what the reference expects.
"""

import json
from typing import Final

from diff.canonical import CODE_FIELDS, Json
from diff.case import Case
from diff.outcome import Outcome
from diff.render import call_expression, expression, outcome_line

_CODE_ORDER: Final = (
    *("argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "stacksize", "flags", "code"),
    *("consts", "names", "varnames", "filename", "name", "qualname", "firstlineno"),
    *("linetable", "exceptiontable", "freevars", "cellvars"),
)
_HEX: Final = ("code", "linetable", "exceptiontable")


def reproducer(case: Case, expected: Outcome | None = None) -> str | None:
    """The program, or None where the lane or a value of the case has no plain form."""
    makers = {"float": _float, "bytecode": _bytecode, "compile": _compile}
    maker = makers.get(case.lane)
    body = None if maker is None else maker(case)
    if body is None:
        return None
    head = f"# case {case.identity} of lane {case.lane}"
    if expected is not None:
        head += f"\n# the reference: {outcome_line(expected, 300)}"
    return f"{head}\n{body}\n"


def _float(case: Case) -> str | None:
    call = call_expression(case)
    if call is None:
        return None
    lines = ["import math"] if "math." in call else []
    return "\n".join([*lines, f"print(repr({call}))"])


def _bytecode(case: Case) -> str | None:
    try:
        code = _code(case.body["code"], 0)
        arguments = ", ".join(_plain(form) for form in case.body["arguments"])
    except _NoPlainForm:
        return None
    lines = [
        "# for CPython 3.14 and interpreters that execute its code objects",
        "from types import CodeType, FunctionType",
        f"code = {code}",
        'function = FunctionType(code, {"__name__": "__main__"})',
        f"print(repr(function({arguments})))",
    ]
    return "\n".join(lines)


def _compile(case: Case) -> str:
    source, mode = case.body["source"], case.body["mode"]
    lines = ["import dis", f'dis.dis(compile({source!r}, "<case>", {mode!r}))']
    return "\n".join(lines)


class _NoPlainForm(Exception):
    pass


def _plain(form: Json) -> str:
    if form[0] == "code":
        return _code(form[1], 1)
    if form[0] in ("tuple", "frozenset"):
        items = "".join(f"{_plain(item)}, " for item in form[1])
        return f"({items})" if form[0] == "tuple" else f"frozenset(({items}))"
    text = expression(form)
    if form[0] not in ("str", "str-escaped", "bytes") and "<" in text:
        raise _NoPlainForm(form[0])
    return text


def _code(fields: Json, depth: int) -> str:
    pad = "    " * (depth + 1)
    lines = []
    for name in _CODE_ORDER:
        if name == "filename":
            text = '"<case>"'
        elif name in _HEX:
            text = f'bytes.fromhex("{fields[name]}")'
        elif name == "consts":
            text = "(" + "".join(f"{_plain(item)}, " for item in fields[name]) + ")"
        elif type(fields[name]) is list:
            text = "(" + "".join(f"{json.dumps(item)}, " for item in fields[name]) + ")"
        else:
            text = json.dumps(fields[name])
        lines.append(f"{pad}{text},  # {name}")
    return "CodeType(\n" + "\n".join(lines) + "\n" + "    " * depth + ")"


assert set(_CODE_ORDER) == {*CODE_FIELDS, "filename"}
