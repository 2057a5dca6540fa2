"""A finding's case as a plain Python program, to send to people who do not have this project.

The program needs nothing but an interpreter of the kind that the finding is about, and says
in its comment what the reference expects.
"""

import json
from collections.abc import Mapping
from typing import Final

from diff.canonical import CODE_FIELDS, Json
from diff.case import Case
from diff.guest import from_guest
from diff.outcome import Outcome
from diff.reference.source import ANNOTATE_QUALNAME
from diff.showing.render import call_expression, expression, outcome_line
from reference_vm.compiling import compile_module
from reference_vm.operation import EXPRESSIONS, STATEMENTS, VIEWS
from spec.bytecode.code import Code, number_codes

_CODE_ORDER: Final = (
    *("argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "stacksize", "flags", "code"),
    *("consts", "names", "varnames", "filename", "name", "qualname", "firstlineno"),
    *("linetable", "exceptiontable", "freevars", "cellvars"),
)
_HEX: Final = ("code", "linetable", "exceptiontable")


def reproducer(
    case: Case, expected: Outcome | None = None, difference: Mapping[str, Json] | None = None
) -> str | None:
    """The program, or None where the lane or a value of the case has no plain form.

    `difference` is that of the finding: one in a code object is shown by another program than one
    that a run shows.
    """
    if case.lane == "source":
        body = _source(case, difference or {})
    else:
        makers = {"float": _float, "bytecode": _bytecode, "compile": _compile, "object": _object}
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


def _object(case: Case) -> str | None:
    """The operation on variables, then its value, elements and receiver as they are afterwards."""
    body = case.body
    receiver, (owner, _, member) = body["receiver"], body["method"].partition(".")
    forms = [*([] if receiver is None else [receiver]), *body["arguments"]]
    given = list("abcdefghijkl"[: len(forms)])
    keywords = body["keywords"]
    variables = dict(zip(given, forms, strict=False))
    variables |= {f"{name}_": form for name, form in keywords.items()}
    try:
        lines = [f"{name} = {_plain(form)}" for name, form in variables.items()]
    except _NoPlainForm:
        return None
    if owner == "operator":
        return "\n".join([*lines, *_operator(member)])
    function = member if owner == "builtin" else body["method"]
    if owner == "math":
        lines.insert(0, "import math")
    if owner in VIEWS and receiver is not None and receiver[0] == "dict":
        lines.append(f"view = a.{VIEWS[owner]}()")
        given[0], function = "view", f"type(view).{member}"
    given += [f"{name}={name}_" for name in keywords]
    lines.append(f"value = {function}({', '.join(given)})")
    lines.append('print(list(value) if hasattr(value, "__next__") else repr(value))')
    return "\n".join([*lines, *([] if receiver is None else ["print(repr(a))"])])


def _operator(name: str) -> list[str]:
    if name in STATEMENTS:
        return [STATEMENTS[name], "print(repr(a))"]
    return [f"print(repr({EXPRESSIONS[name]}))"]


def _source(case: Case, difference: Mapping[str, Json]) -> str | None:
    source = case.body["source"]
    lines = [
        f"source = {_written_out(source)}",
        'code = compile(source, "<case>", "exec", 0, True)',
    ]
    if difference.get("field") == "code":
        lines += _code_check(source, difference["path"].removeprefix("code."))
        return "\n".join(lines)
    try:
        arguments = ", ".join(_plain(form) for form in case.body["arguments"])
    except _NoPlainForm:
        return None
    lines += ['names = {"__name__": "__main__"}', "exec(code, names)"]
    if difference.get("path") == "value" or "main" in source:
        lines.append(f"if 'main' in names: print(repr(names['main']({arguments})))")
    return "\n".join(lines)


def _written_out(source: str) -> str:
    """The source as a literal that shows its lines, where it can."""
    plain = source.replace("\n", "").isprintable()
    if not plain or "\n" not in source or "\\" in source or "'''" in source or source[-1:] == "'":
        return repr(source)
    return f"'''\\\n{source}'''"


_CODE_CHECK: Final = """\
def numbered(code):
    yield code
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from numbered(constant)
def shown(value):
    if hasattr(value, "co_code"):
        return "code"
    if isinstance(value, frozenset):
        return "frozenset" + repr(sorted(map(shown, value)))
    if isinstance(value, tuple):
        return "(" + "".join([shown(item) + ", " for item in value]) + ")"
    return value.hex() if isinstance(value, bytes) else repr(value)
for each, wanted in zip(numbered(code), expected):
    found = shown(each.co_{field})
    if found != wanted:
        print(each.co_qualname, "line", each.co_firstlineno, "has {field}", found)
        print("instead of", wanted)"""


def _code_check(source: str, field: str) -> list[str]:
    """What compares one field of all code objects with that of the specification's compiler."""
    field = "qualname" if field == ANNOTATE_QUALNAME else field
    codes = number_codes(compile_module(source.encode("utf-8", "surrogatepass")))
    expected = [_shown(getattr(each, field)) for each in codes]
    rows = "".join(f"    {text!r},\n" for text in expected)
    return [f"expected = [  # {field} of each code object", f"{rows}]", _filled(field)]


def _filled(field: str) -> str:
    return _CODE_CHECK.replace("{field}", field)


def _shown(value: object) -> str:
    """As the program shows a field or constant."""
    if isinstance(value, Code):
        return "code"
    if isinstance(value, bytes):
        return value.hex()
    form = from_guest(value)[0]
    if form[0] == "frozenset":
        return "frozenset" + repr(sorted(map(_shown_form, form[1])))
    return _shown_form(form) if not isinstance(value, tuple) else _shown_items(value)


def _shown_items(items: tuple[object, ...]) -> str:
    return "(" + "".join([_shown(item) + ", " for item in items]) + ")"


def _shown_form(form: Json) -> str:
    if form[0] == "tuple":
        return "(" + "".join([_shown_form(item) + ", " for item in form[1]]) + ")"
    if form[0] == "bytes":
        return str(form[1])
    return expression(form)


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
