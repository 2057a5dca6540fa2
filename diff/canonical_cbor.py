"""The canonical form in CBOR, for hashing and for compact storage.

The same tree as in JSON, in canonical CBOR of profile `pvm-1` with room for its nesting: a
value is an array of kind and content; ints are CBOR ints or bignums, byte strings are byte
strings, the fields of exceptions, instances and code objects are maps; floats stay hex text,
since every bit pattern has to survive.
"""

import hashlib
from dataclasses import replace
from typing import Final

from diff.canonical import MAX_DEPTH, Json, check_value, int_form, int_from_form
from diff.errors import FormError
from spec.cbor import PVM_1, CborError, decode, encode
from spec.semantics.values import Dict, List

PROFILE: Final = replace(
    PVM_1, name="canonical", depth=4 * MAX_DEPTH + 16, integer_bits=None, size=None
)
"""pvm-1 without its limits: a form nests two levels for each level of the value."""

_OCTETS: Final = ("bytes", "bytearray")
_SEQUENCES: Final = ("tuple", "list", "set", "frozenset", "range", "slice", "complex", "method")
_HEX_FIELDS: Final = ("code", "linetable", "exceptiontable")
_LINKS: Final = ("cause", "context")
_VALUE_LISTS: Final = ("args", "notes", "consts")


def to_cbor(form: Json) -> bytes:
    """The encoding of a checked canonical value."""
    return encode(_item(form), PROFILE)


def from_cbor(data: bytes) -> Json:
    """The canonical value of an encoding. Raises FormError when it is none."""
    try:
        form = _form(_plain(decode(data, PROFILE)))
    except CborError as error:
        raise FormError("$", str(error)) from None
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        raise FormError("$", "CBOR that is no canonical value") from None
    check_value(form, "$")
    return form


def value_digest(form: Json) -> str:
    """SHA-256 of the encoding, in hex."""
    return hashlib.sha256(to_cbor(form)).hexdigest()


def _item(form: Json) -> object:
    kind, content = form
    if kind == "int":
        content = int_from_form(content)
    elif kind in _OCTETS:
        content = bytes.fromhex(content)
    elif kind in _SEQUENCES:
        content = tuple(map(_item, content))
    elif kind == "dict":
        content = tuple((_item(key), _item(value)) for key, value in content)
    elif kind in ("exception", "code", "instance"):
        pairs = ((key, _field_item(key, value)) for key, value in content.items())
        content = Dict.from_unique_pairs(pairs)
    elif kind == "cell" and content is not None:
        content = _item(content)
    return (kind, content)


def _field_item(key: str, value: Json) -> object:
    """A field of an exception, instance or code object; each name means the same in all."""
    if value is None:
        return None
    if key in _HEX_FIELDS:
        return bytes.fromhex(value)
    if key in _LINKS:
        return _item(value)
    if key in _VALUE_LISTS:
        return tuple(map(_item, value))
    if key == "attributes":
        return tuple((name, _item(held)) for name, held in value)
    return tuple(value) if type(value) is list else value


def _plain(decoded: object) -> Json:
    """What was decoded, with the host's lists and dicts."""
    if isinstance(decoded, List):
        return [_plain(item) for item in decoded.items]
    if isinstance(decoded, Dict):
        return {str(key): _plain(value) for key, value in decoded.pairs()}
    return decoded


def _form(item: Json) -> Json:
    kind, content = item
    if kind == "int":
        content = int_form(content)
    elif kind in _OCTETS:
        content = content.hex()
    elif kind in _SEQUENCES:
        content = [_form(part) for part in content]
    elif kind == "dict":
        content = [[_form(key), _form(value)] for key, value in content]
    elif kind in ("exception", "code", "instance"):
        content = {key: _field_form(key, value) for key, value in content.items()}
    elif kind == "cell" and content is not None:
        content = _form(content)
    return [kind, content]


def _field_form(key: str, value: Json) -> Json:
    if value is None:
        return None
    if key in _HEX_FIELDS:
        return value.hex()
    if key in _LINKS:
        return _form(value)
    if key in _VALUE_LISTS:
        return [_form(part) for part in value]
    if key == "attributes":
        return [[name, _form(held)] for name, held in value]
    return value
