"""What kinds of values the parameters of methods want, by the names of the parameters."""

from collections.abc import Mapping
from typing import Final

from diff.canonical import text_form, text_from_form
from fuzz.choices import Choices
from fuzz.lanes import object_values as v
from fuzz.lanes.float_texts import decimal_text, format_spec, hex_text
from fuzz.lanes.object_values import NONE, Drawer, Swarm, Value

_TEXT_OWNERS: Final = ("str", "bytes", "bytearray")


def drawer_of(key: str, name: str, receiver: Value | None) -> Drawer:
    """What draws the parameter `name` of the native `key`."""
    owner, _, member = key.rpartition(".")
    found = _OWN.get(f"{key}({name})")
    if found is not None:
        return found
    if member.startswith("__") and name in ("value", "key"):
        if receiver is None:
            return v.anything
        if member in ("__getitem__", "__setitem__", "__delitem__", "__contains__"):
            return _subscript(member, name, receiver)
        if member in ("__mul__", "__rmul__", "__imul__", "__lshift__", "__rshift__", "__pow__"):
            return v.size
        return lambda choices, swarm: v.related(choices, swarm, receiver)
    if owner in _TEXT_OWNERS and name in _PIECES:
        return _piece_of(owner, receiver)
    if owner in ("set", "frozenset", "dict_keys", "dict_items") and name in ("other", "*"):
        return v.iterable
    if receiver is not None and name in ("value", "elem", "key"):
        if name == "key" and owner == "list":
            return _key
        return lambda choices, swarm: v.element_near(choices, swarm, receiver)
    return _BY_NAME.get(name, v.anything)


def _subscript(member: str, name: str, receiver: Value) -> Drawer:
    def draw(choices: Choices, swarm: Swarm) -> Value:
        if member == "__contains__":
            return v.element_near(choices, swarm, receiver)
        if name == "value":
            return v.anything(choices, swarm)
        if receiver[0] == "dict":
            return v.key_near(choices, swarm, receiver[1])
        return (v.slice_value if choices.chance(1, 3) else v.index)(choices, swarm)

    return draw


_PIECES: Final = frozenset(
    ("sub", "old", "new", "sep", "prefix", "suffix", "chars", "bytes", "fillchar", "delete")
)


def _piece_of(owner: str, receiver: Value | None) -> Drawer:
    """A part of the receiver, or another text of its kind; short ones mostly."""

    def draw(choices: Choices, swarm: Swarm) -> Value:
        if choices.chance(1, 12):
            return NONE
        if choices.chance(1, 14):
            return ["tuple", v.items(choices, swarm, v.text if owner == "str" else v.octets)]
        if receiver is not None and receiver[0] in (owner, f"{owner}-escaped"):
            if choices.chance(1, 2):
                return _part(choices, receiver)
        if choices.chance(1, 2):
            character = choices.one_of(swarm.characters)
            return _like(owner, character)
        return v.text(choices, swarm) if owner == "str" else v.octets(choices, swarm)

    return draw


def _like(owner: str, text: str) -> Value:
    if owner == "str":
        return text_form(text)
    return ["bytes", text.encode("utf-8", "surrogatepass").hex()]


def _part(choices: Choices, receiver: Value) -> Value:
    kind, content = receiver
    if kind in ("bytes", "bytearray"):
        whole = bytes.fromhex(content)
        start = choices.integer(0, min(len(whole), 60))
        return ["bytes", whole[start : start + choices.integer(0, 4)].hex()]
    text = text_from_form(kind, content)
    start = choices.integer(0, min(len(text), 60))
    return text_form(text[start : start + choices.integer(0, 4)])


def _key(choices: Choices, swarm: Swarm) -> Value:
    return NONE if choices.boolean() else v.function_value(choices, swarm)


def _one_text(*texts: str) -> Drawer:
    return lambda choices, swarm: text_form(choices.one_of(texts))


def _spec(choices: Choices, swarm: Swarm) -> Value:
    return text_form(format_spec(choices))


def _string_spec(choices: Choices, swarm: Swarm) -> Value:
    fill = choices.one_of(("", "<", ">", "^", "*^", "=", "\u03a3>", "{<"))
    width = choices.one_of(("", "0", "5", "05", "12", "1_", "99999999999999999999"))
    rest = choices.one_of(("", ".3", ".0", "s", ".2s", "d", ",", "x", "."))
    return text_form(fill + width + rest)


def _name(choices: Choices, swarm: Swarm) -> Value:
    names = ("real", "imag", "numerator", "start", "stop", "step", "append", "nothing", "args")
    more = ("__class__", "__len__", "__name__", "__hash__", "upper", "__dict__", "")
    return text_form(choices.one_of((*names, *more)))


def _codepoint(choices: Choices, swarm: Swarm) -> Value:
    points = (0, 65, 127, 128, 255, 256, 0xD800, 0xFFFF, 0x10000, 0x10FFFF, 0x110000, -1, 1 << 64)
    return v.integer(choices.one_of(points))


def _base(choices: Choices, swarm: Swarm) -> Value:
    return v.integer(choices.one_of((10, 16, 2, 8, 0, 36, 3, 1, 37, -1, 1 << 64)))


def _character(choices: Choices, swarm: Swarm) -> Value:
    return text_form(choices.one_of(swarm.characters))


def _number(choices: Choices, swarm: Swarm) -> Value:
    return (v.floating if choices.chance(1, 3) else v.whole)(choices, swarm)


def _numeral(choices: Choices, swarm: Swarm) -> Value:
    """Something that a number can be made of."""
    if choices.chance(1, 2):
        return text_form(decimal_text(choices))
    return choices.one_of((v.text, v.octets, _number))(choices, swarm)


def _octet(choices: Choices, swarm: Swarm) -> Value:
    return v.integer(choices.one_of((0, 65, 255, 256, -1, 10, 128)))


def _mapping(choices: Choices, swarm: Swarm) -> Value:
    if choices.chance(1, 4):
        return ["list", [["tuple", v.items(choices, swarm)] for _ in range(2)]]
    return v.dict_value(choices, swarm)


def _table(choices: Choices, swarm: Swarm) -> Value:
    """A table for `str.translate`: code points to texts, code points or None."""
    pairs = []
    for key in v.keys(choices, swarm):
        point = ["int", ord(choices.one_of(swarm.characters))] if choices.boolean() else key
        held = choices.one_of((v.text, _codepoint, v.nothing))(choices, swarm)
        pairs.append([point, held])
    unique = {str(pair[0]): pair for pair in pairs if pair[0][0] == "int"}
    return ["dict", list(unique.values())]


def _octet_table(choices: Choices, swarm: Swarm) -> Value:
    if choices.chance(1, 3):
        return NONE
    shift = choices.integer(0, 255)
    table = bytes((number + shift) % 256 for number in range(256 - choices.integer(0, 1)))
    return ["bytes", table.hex()]


_BY_NAME: Final[Mapping[str, Drawer]] = {
    "abs_tol": v.floating, "rel_tol": v.floating, "b": _number, "a": _number, "base": _base,
    "byteorder": _one_text("big", "little", "native", ""), "bytes_per_sep": v.size,
    "bytes": v.octets, "character": _character,
    "class_or_tuple": v.class_value, "cls": v.class_value, "count": v.size,
    "encoding": _one_text("utf-8", "ascii", "latin-1", "UTF8", "utf_8", "utf-16", "nonsense"),
    "errors": _one_text("strict", "ignore", "replace", "surrogatepass", "nonsense"),
    "end": v.index, "exp": v.size, "format_spec": _spec, "frm": v.octets, "to": v.octets,
    "function": v.function_value, "i": _codepoint, "index": v.index, "item": _octet,
    "iterable": v.iterable, "iterable_of_ints": v.octets, "iterator": v.iterable, "k": v.size,
    "keepends": v.truth, "key": _key, "length": v.size, "mapping": _mapping, "maxsplit": v.size,
    "mod": v.whole, "n": v.size, "name": _name, "ndigits": v.size, "note": v.text,
    "number": _number, "obj": v.anything, "p": v.sequence, "q": v.sequence, "reverse": v.truth,
    "seq": v.iterable, "signed": v.truth, "size": v.size, "source": v.octets, "start": v.index,
    "step": v.index, "stop": v.index, "strict": v.truth, "string": v.text, "tabsize": v.size,
    "width": v.size, "x": _number, "y": _number, "z": _number, "sep": v.text, "other": v.anything,
}  # fmt: skip

_OWN: Final[Mapping[str, Drawer]] = {
    "str.translate(table)": _table, "bytes.translate(table)": _octet_table,
    "bytearray.translate(table)": _octet_table, "str.__format__(format_spec)": _string_spec,
    "str.join(iterable)": v.iterable_of(v.text), "bytes.join(iterable)": v.iterable_of(v.octets),
    "bytearray.join(iterable)": v.iterable_of(v.octets), "str.zfill(width)": v.size,
    "int.__new__(x)": _numeral, "float.__new__(x)": _numeral,
    "float.fromhex(string)": lambda choices, swarm: text_form(hex_text(choices)),
    "bytes.__new__(source)": v.source, "bytearray.__init__(source)": v.source,
    "dict.__init__(*)": _mapping, "dict.update(*)": _mapping, "builtin.sum(iterable)": v.numbers,
    "builtin.format(value)": v.anything, "math.prod(iterable)": v.numbers,
    "math.fsum(seq)": v.numbers, "math.dist(p)": v.numbers, "math.dist(q)": v.numbers,
    "math.sumprod(p)": v.numbers, "math.sumprod(q)": v.numbers, "builtin.chr(i)": _codepoint,
    "builtin.isinstance(obj)": v.anything, "reversed.__new__(object)": v.sequence,
    "builtin.max(*)": v.anything, "builtin.min(*)": v.anything, "zip.__new__(*)": v.iterable,
    "map.__new__(*)": v.iterable, "int.from_bytes(bytes)": v.octets, "str.format(*)": v.anything,
    "slice.indices(length)": v.size, "range.__new__(*)": v.index, "slice.__new__(*)": v.index,
    "str.maketrans(x)": v.dict_value, "str.maketrans(y)": v.text, "str.maketrans(z)": v.text,
    "bytes.fromhex(string)": v.hex_digits, "bytearray.fromhex(string)": v.hex_digits,
}  # fmt: skip
"""Parameters of single natives that want something of their own."""
