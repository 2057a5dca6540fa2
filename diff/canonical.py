"""The one canonical form of values: checked, read and hashed (design, "Case, outcome, trace").

A value is an array of two, kind and content: `["int", 5]`, `["list", [["None", null]]]`.
The form is the same in cases, in outcomes, in the store and on the wire, and every
kind has exactly one spelling, so two values are equal when their forms are.
Mutable containers, instances and the like are numbered 0, 1, 2 ... where they are first
met (in pre-order, anew for each argument, constant and outcome; of an exception: args,
cause, context, notes); a later visit is `["ref", number]`, which makes sharing and
cycles part of the value.

`diff.guest` maps the form to and from values of the specification.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias, final

from diff.errors import FormError

Json: TypeAlias = Any
"""A JSON document, or part of one; what is inside is known only once it was checked."""

MAX_NODES = 10_000
"""Values in one canonical value; what lies beyond is `["large", null]`."""
MAX_DEPTH = 200
"""Nesting of one canonical value; what lies deeper is `["large", null]`."""
MAX_JSON_INT = (1 << 53) - 1
"""The largest magnitude written as a JSON number; larger ints are decimal text."""
CANONICAL_NAN = "7ff8000000000000"

_CONTAINER_KINDS = ("list", "dict", "set", "bytearray", "instance", "exception")
_GENERATOR_KINDS = ("generator", "coroutine", "async_generator")
NUMBERED_KINDS = frozenset((*_CONTAINER_KINDS, *_GENERATOR_KINDS, "iterator", "function"))
"""Kinds whose identity is observable, hence numbered at first visit."""

_NULL_KINDS = frozenset(("None", "Ellipsis", "NotImplemented", "large"))
_NAME_KINDS = frozenset((*_GENERATOR_KINDS, "class", "function", "native", "module", "iterator"))
_SEQUENCE_KINDS = frozenset(("tuple", "list", "set", "frozenset"))
_FIXED_KINDS = {"range": 3, "slice": 3, "method": 2, "complex": 2}
_EXCEPTION_FIELDS = ("type", "args", "cause", "context", "suppress", "notes", "text")

_HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")
_FLOAT = re.compile(r"[0-9a-f]{16}\Z")
_DECIMAL = re.compile(r"-?[1-9][0-9]*\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical_json(document: Json) -> str:
    """The one JSON text of a document: sorted keys, no spaces, ASCII only."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(document: Json) -> str:
    """SHA-256 of the canonical JSON text, in hex."""
    return hashlib.sha256(canonical_json(document).encode("ascii")).hexdigest()


def int_form(value: int) -> Json:
    """The content of kind `int`: a number up to 53 bits, decimal text beyond."""
    return value if -MAX_JSON_INT <= value <= MAX_JSON_INT else _decimal(value)


def int_from_form(content: Json) -> int:
    """The int that a checked content of kind `int` stands for."""
    return content if type(content) is int else _from_decimal(content)


_CHUNK_DIGITS = 4_000  # below the limit that CPython puts on int <-> str conversions
_CHUNK = 10**_CHUNK_DIGITS


def _decimal(value: int) -> str:
    sign, magnitude, parts = "-" if value < 0 else "", abs(value), []
    while magnitude >= _CHUNK:
        magnitude, low = divmod(magnitude, _CHUNK)
        parts.append(str(low).zfill(_CHUNK_DIGITS))
    return sign + str(magnitude) + "".join(reversed(parts))


def _from_decimal(text: str) -> int:
    negative, digits = text.startswith("-"), text.lstrip("-")
    value = 0
    for start in range(0, len(digits), _CHUNK_DIGITS):
        part = digits[start : start + _CHUNK_DIGITS]
        value = value * 10 ** len(part) + int(part)
    return -value if negative else value


def text_form(text: str) -> list[Json]:
    """The value of a str: kind `str`, or `str-escaped` when it holds a lone surrogate."""
    if not _SURROGATE.search(text):
        return ["str", text]
    escaped = text.replace("\\", "\\\\")
    return ["str-escaped", _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", escaped)]


_ESCAPE = re.compile(r"\\(?:\\|u(d[89a-f][0-9a-f]{2}))")


def text_from_form(kind: str, content: str) -> str:
    """The str that a checked value of kind `str` or `str-escaped` stands for."""
    if kind == "str":
        return content
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else "\\", content)


def check_value(
    value: Json, path: str, error: type[FormError] = FormError, max_depth: int = MAX_DEPTH
) -> None:
    """Raise `error` with the JSON path of the first thing in `value` that has no meaning."""
    _Checker(error, max_depth).value(value, path, 0)


@final
class _Checker:
    """One walk over one value: counts nodes, numbers containers, names the first fault."""

    __slots__ = ("_error", "_max_depth", "_nodes", "_numbered")

    def __init__(self, error: type[FormError], max_depth: int = MAX_DEPTH) -> None:
        self._error = error
        self._max_depth = max_depth
        self._nodes = 0
        self._numbered = 0

    def value(self, value: Json, path: str, depth: int) -> None:
        if type(value) is not list or len(value) != 2 or type(value[0]) is not str:
            raise self._error(path, f"expected [kind, content], found {brief(value)}")
        if value == ["large", None]:  # stands for what lies beyond the limits
            return
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._error(path, f"more than {MAX_NODES} values")
        if depth > self._max_depth:
            raise self._error(path, f"nested deeper than {self._max_depth}")
        kind, content = value
        check = _CHECKS.get(kind)
        if check is None:
            raise self._error(path, f"unknown kind {brief(kind)}")
        if kind in NUMBERED_KINDS:
            self._numbered += 1
        check(self, kind, content, path, depth)

    def fail(self, path: str, expected: str, found: Json) -> FormError:
        return self._error(path, f"expected {expected}, found {brief(found)}")

    def null(self, kind: str, content: Json, path: str, depth: int) -> None:
        if content is not None:
            raise self.fail(path, f"[{kind!r}, null]", content)

    def boolean(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not bool:
            raise self.fail(path, "true or false", content)

    def integer(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is int:
            if -MAX_JSON_INT <= content <= MAX_JSON_INT:
                return
            raise self._error(path, "an int beyond 53 bits is written as decimal text")
        if type(content) is not str or not _DECIMAL.match(content):
            raise self.fail(path, "an integer or its decimal text", content)
        if len(content) < 17 and abs(int(content)) <= MAX_JSON_INT:
            raise self._error(path, "an int within 53 bits is written as a number")

    def floating(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not str or not _FLOAT.match(content):
            raise self.fail(path, "16 lower-case hex digits", content)
        bits = int(content, 16) & ((1 << 63) - 1)
        if bits > 0x7FF << 52 and content != CANONICAL_NAN:
            raise self._error(path, f"NaN is written {CANONICAL_NAN}")

    def text(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not str:
            raise self.fail(path, "text", content)
        if _SURROGATE.search(content):
            raise self._error(path, "a lone surrogate is written in kind 'str-escaped'")

    def escaped(self, kind: str, content: Json, path: str, depth: int) -> None:
        self.text(kind, content, path, depth)
        if "\\" in _ESCAPE.sub("", content) or "\\u" not in content.replace("\\\\", ""):
            raise self.fail(path, "text with escaped surrogates (\\ud800)", content)

    def octets(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not str or not _HEX.match(content):
            raise self.fail(path, "pairs of lower-case hex digits", content)

    def sequence(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not list:
            raise self.fail(path, "an array of values", content)
        for index, item in enumerate(content):
            self.value(item, f"{path}[1][{index}]", depth + 1)

    def fixed(self, kind: str, content: Json, path: str, depth: int) -> None:
        size = _FIXED_KINDS[kind]
        if type(content) is not list or len(content) != size:
            raise self.fail(path, f"an array of {size} values", content)
        self.sequence(kind, content, path, depth)

    def pairs(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not list:
            raise self.fail(path, "an array of [key, value]", content)
        for index, pair in enumerate(content):
            here = f"{path}[1][{index}]"
            if type(pair) is not list or len(pair) != 2:
                raise self.fail(here, "[key, value]", pair)
            self.value(pair[0], here + "[0]", depth + 1)
            self.value(pair[1], here + "[1]", depth + 1)

    def name(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not str or not content:
            raise self.fail(path, "a name", content)

    def cell(self, kind: str, content: Json, path: str, depth: int) -> None:
        if content is not None:
            self.value(content, path + "[1]", depth + 1)

    def reference(self, kind: str, content: Json, path: str, depth: int) -> None:
        if type(content) is not int or not 0 <= content < self._numbered:
            raise self.fail(path, "the number of a container met before", content)

    def instance(self, kind: str, content: Json, path: str, depth: int) -> None:
        fields = check_fields(content, path + "[1]", ("class", "attributes"), (), self._error)
        self.name(kind, fields["class"], path + "[1].class", depth)
        attributes = fields["attributes"]
        if type(attributes) is not list:
            raise self.fail(path + "[1].attributes", "an array of [name, value]", attributes)
        for index, pair in enumerate(attributes):
            here = f"{path}[1].attributes[{index}]"
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str:
                raise self.fail(here, "[name, value]", pair)
            self.value(pair[1], here + "[1]", depth + 1)

    def exception(self, kind: str, content: Json, path: str, depth: int) -> None:
        here = path + "[1]"
        fields = check_fields(content, here, ("type", "args"), _EXCEPTION_FIELDS[2:], self._error)
        self.name(kind, fields["type"], here + ".type", depth)
        self._values(fields["args"], here + ".args", depth)
        for key in ("cause", "context"):
            if fields.get(key) is not None:
                self.value(fields[key], f"{here}.{key}", depth + 1)
        if type(fields.get("suppress", False)) is not bool:
            raise self.fail(here + ".suppress", "true or false", fields["suppress"])
        if fields.get("notes") is not None:
            self._values(fields["notes"], here + ".notes", depth)
        text = fields.get("text")  # absent where a class of the case has a say in it
        if text is not None and type(text) is not str:
            raise self.fail(here + ".text", "text", text)

    def _values(self, content: Json, path: str, depth: int) -> None:
        if type(content) is not list:
            raise self.fail(path, "an array of values", content)
        for index, item in enumerate(content):
            self.value(item, f"{path}[{index}]", depth + 1)

    def code(self, kind: str, content: Json, path: str, depth: int) -> None:
        self.code_fields(content, path + "[1]", depth)

    def code_fields(self, content: Json, path: str, depth: int) -> None:
        fields = check_fields(content, path, CODE_FIELDS, (), self._error)
        for key, value in fields.items():
            here = f"{path}.{key}"
            if key in _CODE_INTS:
                if type(value) is not int or not 0 <= value <= 0x7FFFFFFF:
                    raise self.fail(here, "an integer from 0 to 2147483647", value)
            elif key in _CODE_HEX:
                self.octets("bytes", value, here, depth)
            elif key in _CODE_NAMES:
                if type(value) is not list or not all(type(name) is str for name in value):
                    raise self.fail(here, "an array of names", value)
            elif key == "consts":
                self._values(value, here, depth)
            elif type(value) is not str:
                raise self.fail(here, "a name", value)


_CODE_INTS = (
    *("argcount", "posonlyargcount", "kwonlyargcount", "nlocals", "stacksize", "flags"),
    "firstlineno",
)
_CODE_HEX = ("code", "linetable", "exceptiontable")
_CODE_NAMES = ("names", "varnames", "freevars", "cellvars")
CODE_FIELDS = (*_CODE_INTS, *_CODE_HEX, *_CODE_NAMES, "consts", "name", "qualname")
"""The fields of a code object, all required; its file name is always `<case>`."""

_Check: TypeAlias = Callable[["_Checker", str, Json, str, int], None]


def _checks() -> dict[str, _Check]:
    table: dict[str, _Check] = {
        "bool": _Checker.boolean,
        "int": _Checker.integer,
        "float": _Checker.floating,
        "str": _Checker.text,
        "str-escaped": _Checker.escaped,
        "bytes": _Checker.octets,
        "bytearray": _Checker.octets,
        "dict": _Checker.pairs,
        "exception": _Checker.exception,
        "instance": _Checker.instance,
        "cell": _Checker.cell,
        "code": _Checker.code,
        "ref": _Checker.reference,
    }
    table.update(dict.fromkeys(_NULL_KINDS, _Checker.null))
    table.update(dict.fromkeys(_NAME_KINDS, _Checker.name))
    table.update(dict.fromkeys(_SEQUENCE_KINDS, _Checker.sequence))
    table.update(dict.fromkeys(_FIXED_KINDS, _Checker.fixed))
    return table


_CHECKS = _checks()

KINDS = frozenset(_CHECKS)
"""Every kind that the canonical form knows."""


def check_code(content: Json, path: str, error: type[FormError] = FormError) -> None:
    """Check the fields of a code object (the content of kind `code`), nested ones included."""
    _Checker(error).code_fields(content, path, 0)


def check_fields(
    content: Json,
    path: str,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    error: type[FormError],
) -> dict[str, Json]:
    """`content` as an object that has all `required` fields and no others than `optional`."""
    if type(content) is not dict:
        raise error(path, f"expected an object, found {brief(content)}")
    for key in required:
        if key not in content:
            raise error(path, f"field {key!r} is missing")
    for key in content:
        if key not in required and key not in optional:
            raise error(f"{path}.{key}", "unknown field")
    return content


def brief(found: Json) -> str:
    """A short description of a JSON part, for messages."""
    if type(found) is dict:
        return "an object"
    if type(found) is list:
        return f"an array of {len(found)}"
    text = json.dumps(found)
    return text if len(text) <= 60 else text[:57] + "..."


def parse_json(text: str | bytes, error: type[FormError] = FormError) -> Json:
    """Read a JSON text; what is not JSON, or nested beyond reason, is `error` at `$`."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise error("$", "nested too deeply") from None
    except UnicodeDecodeError as problem:
        raise error("$", f"not UTF-8 at byte {problem.start}") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno} column {problem.colno}"
        raise error("$", f"not JSON: {problem.msg} at {where}") from None
    except ValueError as problem:
        raise error("$", f"not JSON: {problem}") from None


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not JSON")
