"""Methods of str: case mappings and predicates, on the pinned character tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from spec.objects.paying import pay, pay_rest
from spec.objects.unicode_tables import casing, properties
from spec.semantics.builtin_classes import STR
from spec.semantics.natives import method
from spec.semantics.values import Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

_ERRORS: Final = ("MemoryError",)


def _map(machine: Machine, name: str, text: str, mapping: Callable[[str], str]) -> Value:
    """Pay for what is read, map it, pay for what is produced beyond."""
    key = f"str.{name}"
    pay(machine, key, len(text))
    result = mapping(text)
    pay_rest(machine, key, len(text), len(result))
    return result


@method(STR, "lower", "self, /", _ERRORS)
def str_lower(machine: Machine, text: str) -> Value:
    """The text in lower case; a capital sigma at the end of a word becomes a final one."""
    return _map(machine, "lower", text, casing.in_lower_case)


@method(STR, "upper", "self, /", _ERRORS)
def str_upper(machine: Machine, text: str) -> Value:
    """The text in upper case, by the full mappings (one character may become three)."""
    return _map(machine, "upper", text, casing.in_upper_case)


@method(STR, "title", "self, /", _ERRORS)
def str_title(machine: Machine, text: str) -> Value:
    """Each character in title case, or in lower case after a cased one."""
    return _map(machine, "title", text, casing.in_title_case)


@method(STR, "capitalize", "self, /", _ERRORS)
def str_capitalize(machine: Machine, text: str) -> Value:
    """The first character in title case, the others in lower case."""
    return _map(machine, "capitalize", text, casing.capitalised)


@method(STR, "swapcase", "self, /", _ERRORS)
def str_swapcase(machine: Machine, text: str) -> Value:
    """Upper case in lower case and the other way round."""
    return _map(machine, "swapcase", text, casing.in_swapped_case)


@method(STR, "casefold", "self, /", _ERRORS)
def str_casefold(machine: Machine, text: str) -> Value:
    """The text for comparison without regard to case."""
    return _map(machine, "casefold", text, casing.in_folded_case)


def _test(machine: Machine, name: str, text: str, test: Callable[[str], bool]) -> Value:
    pay(machine, f"str.{name}", len(text))
    return test(text)


@method(STR, "isalpha", "self, /")
def str_isalpha(machine: Machine, text: str) -> Value:
    """Whether all characters are letters and there is one."""
    return _test(machine, "isalpha", text, properties.is_alphabetic)


@method(STR, "isalnum", "self, /")
def str_isalnum(machine: Machine, text: str) -> Value:
    """Whether all characters are letters or numeric and there is one."""
    return _test(machine, "isalnum", text, properties.is_alphanumeric)


@method(STR, "isascii", "self, /")
def str_isascii(machine: Machine, text: str) -> Value:
    """Whether all characters are below U+0080; also true of the empty text."""
    return _test(machine, "isascii", text, str.isascii)


@method(STR, "isdecimal", "self, /")
def str_isdecimal(machine: Machine, text: str) -> Value:
    """Whether all characters are decimal digits and there is one."""
    return _test(machine, "isdecimal", text, properties.is_decimal)


@method(STR, "isdigit", "self, /")
def str_isdigit(machine: Machine, text: str) -> Value:
    """Whether all characters are digits, superscripts included, and there is one."""
    return _test(machine, "isdigit", text, properties.is_digit)


@method(STR, "isnumeric", "self, /")
def str_isnumeric(machine: Machine, text: str) -> Value:
    """Whether all characters have a numeric value and there is one."""
    return _test(machine, "isnumeric", text, properties.is_numeric)


@method(STR, "isspace", "self, /")
def str_isspace(machine: Machine, text: str) -> Value:
    """Whether all characters are white space and there is one."""
    return _test(machine, "isspace", text, properties.is_space)


@method(STR, "isprintable", "self, /")
def str_isprintable(machine: Machine, text: str) -> Value:
    """Whether repr shows all characters as they are; also true of the empty text."""
    return _test(machine, "isprintable", text, properties.is_printable)


@method(STR, "islower", "self, /")
def str_islower(machine: Machine, text: str) -> Value:
    """Whether some character is in lower case and none in upper or title case."""
    return _test(machine, "islower", text, properties.is_lower_case)


@method(STR, "isupper", "self, /")
def str_isupper(machine: Machine, text: str) -> Value:
    """Whether some character is in upper case and none in lower or title case."""
    return _test(machine, "isupper", text, properties.is_upper_case)


@method(STR, "istitle", "self, /")
def str_istitle(machine: Machine, text: str) -> Value:
    """Whether words begin, and only begin, in upper or title case."""
    return _test(machine, "istitle", text, properties.is_title_case)


@method(STR, "isidentifier", "self, /")
def str_isidentifier(machine: Machine, text: str) -> Value:
    """Whether the text can be a name; keywords can."""
    return _test(machine, "isidentifier", text, properties.is_identifier)
