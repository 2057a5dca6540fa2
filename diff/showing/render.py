"""Cases, values and outcomes as a person reads them: Python expressions, listings, one-liners."""

import math
import re
import struct
from typing import Final

from diff.canonical import Json, canonical_json, int_from_form, text_from_form
from diff.case import Case
from diff.guest import code_to_guest
from diff.outcome import RAISED, REFUSED, RETURNED, Outcome
from reference_vm.operation import EXPRESSIONS, VIEWS
from spec.bytecode.listing import disassemble
from spec.softfloat import OPERATIONS

_BRACKETS: Final = {"list": ("[", "]"), "set": ("{", "}")}
_LONGEST_INT_BITS = 4096

INFIX: Final = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "truediv": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
    "lt": "<",
    "le": "<=",
    "eq": "==",
    "ne": "!=",
    "gt": ">",
    "ge": ">=",
    "and": "&",
    "or": "|",
    "xor": "^",
    "lshift": "<<",
    "rshift": ">>",
}
_PREFIX: Final = {"neg": "-", "pos": "+", "invert": "~"}
_CALLED: Final = {
    "divmod": "divmod",
    "abs": "abs",
    "bool": "bool",
    "int": "int",
    "float": "float",
    "index": "int",
    "trunc": "math.trunc",
    "floor": "math.floor",
    "ceil": "math.ceil",
    "round": "round",
    "repr": "repr",
    "str": "str",
    "hash": "hash",
    "format": "format",
}
_DUNDER = re.compile(r"(?:float|int|str)\.__([a-z]+)__\Z")


def expression(value: Json) -> str:
    """A canonical value as a Python expression; what has none is written in angle brackets."""
    kind, content = value
    if kind in ("None", "Ellipsis", "NotImplemented"):
        return str(kind)
    if kind == "bool":
        return str(content)
    if kind == "int":
        bits = int_from_form(content).bit_length()
        return str(content) if bits <= _LONGEST_INT_BITS else f"<int of {bits} bits>"
    if kind == "float":
        return float_expression(content)
    if kind in ("str", "str-escaped"):
        return repr(text_from_form(kind, content))
    if kind == "bytes":
        return repr(bytes.fromhex(content))
    if kind == "bytearray":
        return f"bytearray({bytes.fromhex(content)!r})"
    return _container(kind, content)


def float_expression(digits: str) -> str:
    """The float of 16 hex digits: its shortest repr, or a call for what has no literal."""
    number = float_of(digits)
    if math.isnan(number):
        return "float('nan')"
    if math.isinf(number):
        return f"float('{number}')"
    return repr(number)


def float_of(digits: str) -> float:
    """The host's float with that bit pattern."""
    value: float = struct.unpack(">d", bytes.fromhex(digits))[0]
    return value


def _container(kind: str, content: Json) -> str:
    if kind in ("tuple", "list", "set", "frozenset"):
        items = ", ".join(map(expression, content))
        if kind == "tuple":
            return f"({items},)" if len(content) == 1 else f"({items})"
        if kind == "frozenset" or (not content and kind == "set"):
            return f"{kind}([{items}])" if content else f"{kind}()"
        left, right = _BRACKETS[kind]
        return f"{left}{items}{right}"
    if kind == "dict":
        pairs = (f"{expression(key)}: {expression(item)}" for key, item in content)
        return "{" + ", ".join(pairs) + "}"
    if kind in ("range", "slice", "complex"):
        return f"{kind}({', '.join(map(expression, content))})"
    if kind == "exception":
        return f"{content['type']}({', '.join(map(expression, content['args']))})"
    if kind == "instance":
        pairs = (f"{name}={expression(item)}" for name, item in content["attributes"])
        return f"<{content['class']}: {', '.join(pairs)}>"
    if kind in ("class", "native"):
        return str(content)
    if kind == "method":
        return f"<method {expression(content[0])} of {expression(content[1])}>"
    if kind == "code":
        return f"<code {content['qualname']}>"
    if kind == "ref":
        return f"<again number {content}>"
    return f"<{kind}>" if content is None else f"<{kind} {brief_content(content)}>"


def brief_content(content: Json) -> str:
    """The content of a kind that has no expression."""
    return content if type(content) is str else canonical_json(content)


def outcome_line(outcome: Outcome, width: int = 200) -> str:
    """An outcome in one line."""
    return shorten(_outcome_text(outcome), width)


def _outcome_text(outcome: Outcome) -> str:
    if outcome.status == RETURNED:
        shown = "" if outcome.value is None else " " + value_text(outcome.value)
        return f"returned{shown}{_meter(outcome)}"
    if outcome.status == RAISED:
        if outcome.exception is None:
            return "raised"
        return f"raised {_exception_text(outcome.exception)}{_meter(outcome)}"
    if outcome.status == REFUSED:
        return f"refused: {outcome.reason}"
    detail = (outcome.detail or "").strip().replace("\n", " | ")
    return f"{outcome.status}: {detail}" if detail else outcome.status


def value_text(value: Json) -> str:
    """A value for people: its expression, and the bits of a float, which repr may hide."""
    if value[0] == "float":
        return f"{expression(value)} (0x{value[1]})"
    return expression(value)


def _exception_text(value: Json) -> str:
    if value[0] != "exception":
        return expression(value)
    fields = value[1]
    text = expression(value)
    for link, word in (("cause", "from"), ("context", "during")):
        if fields.get(link) is not None:
            text += f" {word} {expression(fields[link])}"
    said = fields.get("text")
    args = fields["args"]
    if said and (len(args) != 1 or args[0] != ["str", said]):
        text += f", text {said!r}"
    return text


def _meter(outcome: Outcome) -> str:
    parts = [
        f"{getattr(outcome, name)} {name}"
        for name in ("cycles", "cells")
        if getattr(outcome, name) is not None
    ]
    return f"; {', '.join(parts)}" if parts else ""


def shorten(text: str, width: int) -> str:
    """`text` on one line of at most `width` characters."""
    line = text.replace("\n", " ")
    return line if len(line) <= width else line[: width - 1] + "…"


def case_title(case: Case, width: int = 120) -> str:
    """A case in one line: the call that it is."""
    if case.lane == "float":
        return shorten(call_expression(case) or _plain_call(case), width)
    if case.lane == "cbor":
        return shorten(_plain_call(case), width)
    if case.lane == "object":
        return shorten(object_call(case), width)
    if "code" in case.body:
        size = len(case.body["code"]["code"]) // 4
        arguments = ", ".join(map(expression, case.body["arguments"]))
        return shorten(f"f({arguments}), {size} code units", width)
    return shorten(str(case.body.get("source", case.identity)), width)


def _plain_call(case: Case) -> str:
    arguments = ", ".join(map(expression, case.body.get("arguments", [])))
    profile = case.body.get("profile")
    name = f"{case.operation}[{profile}]" if profile else str(case.operation)
    return f"{name}({arguments})"


def object_call(case: Case) -> str:
    """A case of the lane `object` as the call or operator that it is."""
    body = case.body
    forms = [] if body["receiver"] is None else [body["receiver"]]
    values = [expression(form) for form in (*forms, *body["arguments"])]
    owner, _, member = body["method"].partition(".")
    if owner == "operator" and member in EXPRESSIONS:
        operands = dict(zip("ab", map(_operand, values), strict=False))
        return _OPERAND_NAME.sub(lambda found: operands[found[0]], EXPRESSIONS[member])
    if owner in VIEWS and forms and forms[0][0] == "dict":
        values[0] += f".{VIEWS[owner]}()"
    values += [f"{name}={expression(form)}" for name, form in body["keywords"].items()]
    function = member if owner == "builtin" else body["method"]
    return f"{function}({', '.join(values)})"


_OPERAND_NAME = re.compile(r"\b[ab]\b")


def case_text(case: Case) -> str:
    """A case in full, for people: a call, or the listing of its code object."""
    if "code" not in case.body:
        return str(case.body["source"]) if "source" in case.body else case_title(case, 10_000)
    try:
        listing = disassemble(code_to_guest(case.body["code"]))
    except Exception as error:  # noqa: BLE001  shown to a person: a broken listing is not fatal
        listing = f"(no listing: {type(error).__name__}: {error})\n"
    arguments = ", ".join(map(expression, case.body["arguments"]))
    limits = f"cycles {case.body['cycles']}, cells {case.body['cells']}"
    return f"{listing}\narguments ({arguments})\n{limits}"


def call_expression(case: Case) -> str | None:
    """A case of the float lane as a Python expression; None where there is none."""
    operation, forms = case.operation or "", case.body["arguments"]
    if any(not _has_expression(form) for form in forms):
        return None
    known = OPERATIONS.get(operation)
    keywords = {} if known is None else known.keywords
    arguments = [
        f"{keywords[index]}={expression(form)}" if index in keywords else expression(form)
        for index, form in enumerate(forms)
    ]
    joined = ", ".join(arguments)
    if operation in ("float.parse", "float.from_int"):
        return f"float({joined})"
    dunder = _DUNDER.match(operation)
    if dunder is None:
        return f"{operation}({joined})"
    name = dunder[1]
    if name in INFIX and len(arguments) == 2:
        return f"{_operand(arguments[0])} {INFIX[name]} {_operand(arguments[1])}"
    if name[:1] == "r" and name[1:] in INFIX and len(arguments) == 2 and name != "round":
        return f"{_operand(arguments[1])} {INFIX[name[1:]]} {_operand(arguments[0])}"
    if name in _PREFIX and len(arguments) == 1:
        return f"{_PREFIX[name]}{_operand(arguments[0])}"
    if name == "rdivmod" and len(arguments) == 2:
        return f"divmod({arguments[1]}, {arguments[0]})"
    return f"{_CALLED[name]}({joined})" if name in _CALLED else f"{operation}({joined})"


def _operand(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _has_expression(form: Json) -> bool:
    return "<" not in _PLAIN_TEXT.sub("", expression(form))


_PLAIN_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
