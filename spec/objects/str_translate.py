"""`str.translate` and `str.maketrans`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.gas_table.sizes import dict_size
from spec.objects.arguments import shown_type, text_or_none
from spec.objects.paying import pay, pay_base, pay_rest
from spec.semantics.builtin_classes import CLASSES, STR, is_subclass
from spec.semantics.frame import Activation, NativeFrame, Suspended
from spec.semantics.natives import method, static_method
from spec.semantics.raising import Raise, type_error, value_error
from spec.semantics.subscripts import get_item
from spec.semantics.values import ABSENT, Dict, Instance, List, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("TypeError", "ValueError", "MemoryError", "user-error")
_KEY: Final = "str.translate"
_LOOKUP_ERROR: Final = CLASSES["LookupError"]


@method(STR, "translate", "self, table, /", _ERRORS)
def str_translate(machine: Machine, text: str, table: Value) -> Value:
    """The text with each character replaced by what `table[code point]` gives.

    A LookupError leaves the character, None deletes it. A dict, list or tuple is asked for each
    character; how often another object is asked is told at `_ask_by_turns`.
    """
    if isinstance(table, (Dict, List, tuple)):
        return NativeFrame(_translate(machine, text, table))
    return NativeFrame(_ask_by_turns(machine, text, table))


def _translate(machine: Machine, text: str, table: Value) -> Suspended:
    pay(machine, _KEY, len(text))
    prices = machine.revision.prices.family("BINARY_OP.subscript")
    parts: list[str] = []
    length = 0
    for character in text:
        try:
            found = get_item(machine, prices, table, ord(character))
            if isinstance(found, Activation):
                found = yield found
        except Raise as raised:
            if not is_subclass(raised.error.cls, _LOOKUP_ERROR):
                raise
            parts.append(character)
            length += 1
            continue
        part = "" if found is None else _replacement(found)
        length += len(part)
        if length > len(text):
            pay_rest(machine, _KEY, 0, len(part))
        parts.append(part)
    pay_rest(machine, _KEY, length, length)
    return "".join(parts)


def _ask_by_turns(machine: Machine, text: str, table: Value) -> Suspended:
    """Ask a table of user code as often as CPython does.

    Of an ASCII text each character is asked for once, as long as the answers are ASCII characters
    or None; the first other answer is asked for again. From there on, and in any other text, each
    character is asked for by itself, and what follows a deleted one twice.
    """
    pay(machine, _KEY, len(text))
    known: dict[str, str] = {}
    parts: list[str] = []
    place = 0
    while text.isascii() and place < len(text):
        character = text[place]
        if character not in known:
            part = yield from _answer(machine, table, character)
            if part is not None and (len(part) != 1 or not part.isascii()):
                break
            known[character] = part or ""
        parts.append(known[character])
        place += 1
    length = sum(map(len, parts))
    while place < len(text):
        part = yield from _answer(machine, table, text[place])
        place += 1
        if part is None:
            while place < len(text) and (yield from _answer(machine, table, text[place])) is None:
                place += 1
            continue
        length += len(part)
        if length > len(text):
            pay_rest(machine, _KEY, 0, len(part))
        parts.append(part)
    pay_rest(machine, _KEY, length, length)
    return "".join(parts)


def _answer(machine: Machine, table: Value, character: str) -> Suspended:
    """What a table has for a character: itself after a LookupError, None if it is deleted."""
    prices = machine.revision.prices.family("BINARY_OP.subscript")
    try:
        found = yield get_item(machine, prices, table, ord(character))
    except Raise as raised:
        if not is_subclass(raised.error.cls, _LOOKUP_ERROR):
            raise
        return character
    return None if found is None else _replacement(found)


def _replacement(found: Value) -> str:
    """Return what stands for a character."""
    text = text_or_none(found)
    if text is not None:
        return text
    number = found.payload if isinstance(found, Instance) else found
    if not isinstance(number, int):
        raise type_error("character mapping must return integer, None or str")
    if not 0 <= number < 0x110000:
        raise value_error("character mapping must be in range(0x110000)")
    return chr(number)


@static_method(STR, "maketrans", "x, y=, z=, /", _ERRORS)
def str_maketrans(machine: Machine, x: Value, y: Value, z: Value) -> Value:
    """A table for translate: from a dict, or from two or three texts."""
    if y is ABSENT:
        return _from_dict(machine, x)
    for place, value in ((2, y), (3, z)):
        if value is not ABSENT and text_or_none(value) is None:
            pay_base(machine, "str.maketrans")
            raise type_error(f"maketrans() argument {place} must be str, not {shown_type(value)}")
    before, after = text_or_none(x), text_or_none(y) or ""
    if before is None:
        pay_base(machine, "str.maketrans")
        raise type_error("first maketrans argument must be a string if there is a second argument")
    if len(before) != len(after):
        pay_base(machine, "str.maketrans")
        raise value_error("the first two maketrans arguments must have equal length")
    deleted = "" if z is ABSENT else text_or_none(z) or ""
    pay(machine, "str.maketrans", len(before) + len(deleted))
    pairs: dict[int, Value] = {
        ord(one): ord(other) for one, other in zip(before, after, strict=True)
    }
    for character in deleted:
        pairs[ord(character)] = None
    return _dict_of(machine, list(pairs.items()))


def _from_dict(machine: Machine, source: Value) -> Value:
    table = source
    if not isinstance(table, Dict):
        pay_base(machine, "str.maketrans")
        raise type_error("if you give only one argument to maketrans it must be a dict")
    pay(machine, "str.maketrans", table.count)
    pairs: dict[int, tuple[Value, Value]] = {}
    for entry in table.entries():
        key = entry.key.payload if isinstance(entry.key, Instance) else entry.key
        if isinstance(key, str):
            if len(key) != 1:
                raise value_error("string keys in translate table must be of length 1")
            key = ord(key)
        if not isinstance(key, int):
            raise type_error("keys in translate table must be strings or integers")
        kept = pairs.get(int(key))
        pairs[int(key)] = (key if kept is None else kept[0], entry.value)
    return _dict_of(machine, list(pairs.values()))


def _dict_of(machine: Machine, pairs: list[tuple[Value, Value]]) -> Dict:
    machine.allocate(dict_size(len(pairs)))
    return Dict.from_unique_pairs(pairs)
