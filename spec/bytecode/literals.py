"""Constants as text, for listings: one notation, written and read.

`None`, `True`, `False`, `Ellipsis`; integers in decimal; floats as `float:` and 16 hex
digits; text in double quotes with `\\u{...}`; bytes as `bytes:` and hex digits; tuples in
parentheses, every item followed by a comma; `code:N`. Kinds that this layer does not
know are written by the caller's `Extension`, as `name:(item, ...)`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from spec.bytecode.code import MAXIMUM_NESTING, Code
from spec.bytecode.errors import AssemblyError
from spec.softfloat.value import Float

TakeApart: TypeAlias = Callable[[object], tuple[str, Sequence[object]] | None]
"""Name and items of a constant of a further kind, or None for an unknown one."""
PutTogether: TypeAlias = Callable[[str, Sequence[object]], object]
"""The constant of a further kind from its name and items; raises KeyError for an unknown name."""

_PLAIN: Final[dict[str, object]] = {
    "None": None,
    "True": True,
    "False": False,
    "Ellipsis": ...,
}


def quote(text: str) -> str:
    """Text in double quotes, in printable ASCII."""
    out = ['"']
    for character in text:
        point = ord(character)
        if 32 <= point < 127 and character not in '"\\':
            out.append(character)
        else:
            out.append(f"\\u{{{point:x}}}")
    out.append('"')
    return "".join(out)


def write_constant(
    value: object,
    number_of: Callable[[Code], int],
    take_apart: TakeApart | None = None,
) -> str:
    """The text of a constant; `number_of` gives the number of a code object."""
    for name, plain in _PLAIN.items():
        if value is plain:
            return name
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Float):
        return f"float:{value.bits:016x}"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bytes):
        return f"bytes:{value.hex()}"
    if isinstance(value, Code):
        return f"code:{number_of(value)}"
    if isinstance(value, tuple):
        name, items = "", tuple(value)
    else:
        apart = None if take_apart is None else take_apart(value)
        if apart is None:
            raise AssemblyError(f"a constant of type {type(value).__name__} has no text")
        name, items = apart[0] + ":", tuple(apart[1])
    inner = "".join(f"{write_constant(item, number_of, take_apart)}, " for item in items)
    return f"{name}({inner.rstrip()})"


class LiteralReader:
    """Reads constants from one line of text."""

    __slots__ = ("_codes", "_line", "_nesting", "_position", "_put_together", "_text")

    def __init__(
        self,
        text: str,
        codes: Mapping[int, Code],
        put_together: PutTogether | None = None,
        line: int = 0,
    ) -> None:
        self._text = text
        self._position = 0
        self._nesting = 0
        self._codes = codes
        self._put_together = put_together
        self._line = line

    def rest(self) -> str:
        """What has not been read yet, without surrounding spaces."""
        return self._text[self._position :].strip()

    def read(self) -> object:
        """The next constant."""
        self._skip_spaces()
        if self._looking_at('"'):
            return self.read_quoted()
        if self._looking_at("("):
            return tuple(self._read_items())
        word = self._read_word()
        if word in _PLAIN:
            return _PLAIN[word]
        name, colon, content = word.partition(":")
        if not colon:
            return self._integer(word, 10)
        if name == "float":
            return Float(self._integer(content, 16) & (1 << 64) - 1)
        if name == "bytes":
            return self._bytes(content)
        if name == "code":
            return self._code(self._integer(content, 10))
        if self._put_together is None or not self._looking_at("("):
            raise self._error(f"no constant begins with {word!r}")
        items = self._read_items()
        try:
            return self._put_together(name, items)
        except KeyError:
            raise self._error(f"no kind of constant is called {name!r}") from None

    def read_quoted(self) -> str:
        """The next text in double quotes."""
        self._skip_spaces()
        if not self._looking_at('"'):
            raise self._error("text in double quotes expected")
        self._position += 1
        out: list[str] = []
        while not self._looking_at('"'):
            if self._position >= len(self._text):
                raise self._error("the closing quote is missing")
            if self._text.startswith("\\u{", self._position):
                end = self._text.find("}", self._position)
                if end < 0:
                    raise self._error("'}' is missing")
                point = self._integer(self._text[self._position + 3 : end], 16)
                if not 0 <= point <= 0x10FFFF:
                    raise self._error(f"{point:#x} is no code point")
                out.append(chr(point))
                self._position = end + 1
            else:
                out.append(self._text[self._position])
                self._position += 1
        self._position += 1
        return "".join(out)

    def _code(self, number: int) -> Code:
        code = self._codes.get(number)
        if code is None:
            raise self._error(f"code {number} is not there, or comes before its owner")
        return code

    def _read_items(self) -> list[object]:
        self._position += 1
        self._nesting += 1
        if self._nesting > MAXIMUM_NESTING:
            raise self._error(f"displays are nested more than {MAXIMUM_NESTING} deep")
        items: list[object] = []
        while True:
            self._skip_spaces()
            if self._looking_at(")"):
                self._position += 1
                self._nesting -= 1
                return items
            items.append(self.read())
            self._skip_spaces()
            if not self._looking_at(","):
                raise self._error("',' expected after an item")
            self._position += 1

    def _read_word(self) -> str:
        start = self._position
        while self._position < len(self._text) and self._text[self._position] not in " ,()":
            self._position += 1
        if start == self._position:
            raise self._error("a constant is missing")
        return self._text[start : self._position]

    def _skip_spaces(self) -> None:
        while self._looking_at(" "):
            self._position += 1

    def _looking_at(self, character: str) -> bool:
        return self._text.startswith(character, self._position)

    def _integer(self, text: str, base: int) -> int:
        try:
            return int(text, base)
        except ValueError:
            raise self._error(f"{text!r} is no number") from None

    def _bytes(self, text: str) -> bytes:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise self._error(f"{text!r} is no string of hex digits") from None

    def _error(self, message: str) -> AssemblyError:
        return AssemblyError(message, self._line)
