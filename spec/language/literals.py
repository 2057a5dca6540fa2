"""The values of literals: numbers, text, bytes."""

import re
from typing import Final

from spec.language.cursor import Cursor
from spec.language.errors import SourceError, beyond_limit
from spec.language.tokens import Token
from spec.params import INTEGER_BITS, INTEGER_LITERAL_DIGITS
from spec.softfloat.parse import parse
from spec.softfloat.value import Float

_SIMPLE_ESCAPES: Final = {
    "\n": "",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}
_TEXT_ESCAPE: Final = re.compile(
    r"\\(?:([\n\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})"
    r"|([xuUN]))"
)
_BYTES_ESCAPE: Final = re.compile(r"\\(?:([\n\\'\"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|(x))")
_LAST_CODE_POINT: Final = 0x10FFFF


def number(p: Cursor, token: Token) -> int | Float:
    """The value of a NUMBER token. An imaginary literal is noted as refused."""
    text = token.text.replace("_", "")
    if text[:2] in ("0x", "0X", "0o", "0O", "0b", "0B"):
        return _checked(token, int(text, 0))
    if text[-1] in "jJ":
        p.refuse("complex-literal", token)
        return 0
    if "." in text or "e" in text or "E" in text:
        return Float(parse(text))
    if len(text) > INTEGER_LITERAL_DIGITS:
        raise _too_large(token, f"an integer of more than {INTEGER_LITERAL_DIGITS} digits")
    return _checked(token, int(text))


def _checked(token: Token, value: int) -> int:
    if value.bit_length() > INTEGER_BITS:
        raise _too_large(token, f"an integer of more than {INTEGER_BITS} bits")
    return value


def _too_large(token: Token, message: str) -> SourceError:
    return beyond_limit("integer-size", message, token.line, token.col)


def decoded(text: str) -> str:
    """Source text, which is held one character a byte, as the characters that it encodes."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8")


def text_value(p: Cursor, token: Token, body: str, raw: bool) -> str:
    """The value of the inside of a str literal, or of literal text in an f-string."""
    body = decoded(body)
    return body if raw or "\\" not in body else _unescaped(p, token, body, _TEXT_ESCAPE)


def bytes_value(p: Cursor, token: Token, body: str, raw: bool) -> bytes:
    """The value of the inside of a bytes literal."""
    if not body.isascii():
        raise p.error_at(token, "bytes can only contain ASCII literal characters")
    if not raw and "\\" in body:
        body = _unescaped(p, token, body, _BYTES_ESCAPE)
        return bytes([ord(character) & 0xFF for character in body])
    return body.encode("latin-1")


def _unescaped(p: Cursor, token: Token, body: str, pattern: re.Pattern[str]) -> str:
    """`body` with its escapes replaced; an unknown escape stands for itself."""

    def value(match: re.Match[str]) -> str:
        simple, octal, *hexadecimal, malformed = match.groups()
        if simple is not None:
            return _SIMPLE_ESCAPES[simple]
        if octal is not None:
            return chr(int(octal, 8))
        if malformed == "N":
            p.refuse("named-escape", token)
            return ""
        if malformed is not None:
            raise p.error_at(token, f"malformed \\{malformed} escape")
        code_point = int(next(digits for digits in hexadecimal if digits is not None), 16)
        if code_point > _LAST_CODE_POINT:
            raise p.error_at(token, "a \\U escape beyond the last code point")
        return chr(code_point)

    # A backslash before anything else escapes nothing, but it keeps the next character from
    # being read as the start of an escape: "\\d" holds a backslash, and so does "\d".
    parts = []
    start = 0
    while (at := body.find("\\", start)) >= 0:
        parts.append(body[start:at])
        match = pattern.match(body, at)
        if match is None:
            parts.append(body[at : at + 2])
            start = at + 2
        else:
            parts.append(value(match))
            start = match.end()
    parts.append(body[start:])
    return "".join(parts)
