"""How the arguments of a native are bound to its parameters, and what is said when they do not fit.

CPython parses arguments in a few ways, each with wordings of its own; which one a native uses
follows from its signature:

- a receiver alone, or one parameter, without keywords: `takes no arguments`, `takes exactly one`;
- several parameters without keywords: `NAME expected at most 2 arguments, got 3`;
- parameters that may come by keyword: the number of all, then the number of positional ones,
  then what is missing, then what came twice or is unknown;
- a special method that stands for a slot of the type: `expected 1 argument, got 0`.

Source: Python/getargs.c (`_PyArg_CheckPositional`, `_PyArg_UnpackKeywords`) and
Objects/typeobject.c (`check_num_args`, `wrapper_call`) of CPython 3.14.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.semantics.raising import type_error
from spec.semantics.values import ABSENT, Value

if TYPE_CHECKING:
    from spec.semantics.natives import NativeEntry

COUNTED: Final = frozenset({"int", "str", "reversed", "sorted", "classmethod", "staticmethod"})
"""Natives whose positional arguments CPython counts by themselves, as it does for several."""
ANY_KEYWORDS: Final = frozenset(("builtin.print",))
"""Natives of any number of arguments for which CPython does not count the keywords."""


def bind_native(
    entry: NativeEntry, arguments: list[Value], keywords: dict[str, Value] | None
) -> list[Value]:
    """The arguments in the order of the signature; raises TypeError when they do not fit."""
    signature = entry.signature
    count, names = len(arguments), len(signature.names)
    plain = not (signature.rest or signature.keyword_only or signature.rest_keywords)
    if plain and not keywords:
        if count == names:
            return arguments
        if signature.required <= count < names:
            return arguments + [ABSENT] * (names - count)
    if signature.rest and not keywords and not signature.keyword_only and count >= names:
        bound = [*arguments[:names], arguments[names:]]
        return [*bound, {}] if signature.rest_keywords else bound
    return _bind(entry, arguments, dict(keywords) if keywords else {})


def _bind(entry: NativeEntry, arguments: list[Value], keywords: dict[str, Value]) -> list[Value]:
    signature = entry.signature
    names = signature.names
    count = len(arguments)
    if entry.key == "enumerate.__new__":
        _check_enumerate(names[1:], count - 1, list(keywords))
    if keywords and not entry.takes_keywords:
        raise _no_keywords(entry)
    _check_number(entry, count, len(keywords))
    bound = arguments[: len(names)]
    for position in range(len(bound), len(names)):
        name = names[position]
        value: Value = ABSENT
        if position >= entry.unnamed and name in keywords:
            value = keywords.pop(name)
        elif position < signature.required:
            place = position + 1 - entry.shift
            raise type_error(f"{entry.bare}() missing required argument '{name}' (pos {place})")
        bound.append(value)
    if signature.rest:
        bound.append(arguments[len(names) :])
    bound.extend(keywords.pop(name, ABSENT) for name in signature.keyword_only)
    if signature.rest_keywords:
        bound.append(keywords)
    elif keywords:
        raise _left_over(entry, keywords, count)
    return bound


def _no_keywords(entry: NativeEntry) -> Exception:
    if entry.slot:
        return type_error(f"wrapper {entry.bare}() takes no keyword arguments")
    return type_error(f"{entry.label}() takes no keyword arguments")


def _left_over(entry: NativeEntry, keywords: dict[str, Value], count: int) -> Exception:
    """The error for keywords that no parameter is left for."""
    names = entry.signature.names
    for position in range(entry.unnamed, min(count, len(names))):
        if names[position] in keywords:
            return type_error(
                f"argument for {entry.bare}() given by name ('{names[position]}') "
                f"and position ({position + 1 - entry.shift})"
            )
    first = next(iter(keywords))
    return type_error(f"{entry.bare}() got an unexpected keyword argument '{first}'")


# --- Numbers of arguments


def _check_number(entry: NativeEntry, count: int, named: int) -> None:
    """Refuse too many and too few arguments, before any is looked at."""
    signature = entry.signature
    alone = not named or entry.unnamed == len(signature.names)
    if not entry.takes_keywords or signature.rest or (alone and entry.bare in COUNTED):
        too_many = count > len(signature.names) and not signature.rest
        if count < signature.required or too_many:
            raise _wrong_count(entry, count)
    if (
        not named
        and signature.rest_keywords
        and not signature.rest
        and count > len(signature.names)
    ):
        raise _wrong_count(entry, count)
    if not entry.takes_keywords or signature.rest_keywords or entry.key in ANY_KEYWORDS:
        return
    # The receiver is not counted; of any number of arguments, the keywords are parsed alone.
    given = 0 if signature.rest else count - entry.shift
    places = 0 if signature.rest else len(signature.names) - entry.shift
    most = places + len(signature.keyword_only)
    if given + named > most:
        kind = "keyword argument" if given == 0 else "argument"
        raise type_error(
            f"{entry.bare}() takes at most {_counted(most, kind)} ({given + named} given)"
        )
    least = 0 if signature.rest else min(entry.unnamed, signature.required) - entry.shift
    if least <= given <= places:
        return
    if places == 0:
        raise type_error(f"{entry.bare}() takes no positional arguments")
    if given > places:
        limit = "at most" if signature.required - entry.shift < places else "exactly"
        wanted = places
    else:
        limit, wanted = ("at least" if least < places else "exactly"), least
    number = _counted(wanted, "positional argument")
    raise type_error(f"{entry.bare}() takes {limit} {number} ({given} given)")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _wrong_count(entry: NativeEntry, count: int) -> Exception:
    """The error for a wrong number of arguments where none may come by keyword."""
    signature = entry.signature
    least, given = signature.required - entry.shift, count - entry.shift
    most = len(signature.names) - entry.shift
    if entry.slot:
        return _wrong_slot_count(entry.bare, least, most, given)
    if most == 0:
        return type_error(f"{entry.label}() takes no arguments ({given} given)")
    if least == most == 1 and not signature.rest and entry.bare not in COUNTED:
        return type_error(f"{entry.label}() takes exactly one argument ({given} given)")
    bare = "super()" if entry.bare == "super" else entry.bare
    wanted = most if given > most else least
    limit = "at most " if given > most else "at least "
    if least == most and not signature.rest:
        limit = ""
    return type_error(f"{bare} expected {limit}{_counted(wanted, 'argument')}, got {given}")


def _wrong_slot_count(name: str, least: int, most: int, given: int) -> Exception:
    """The wording of a special method that CPython makes of a slot."""
    if least == most:
        lead = "" if least < 2 else f"{name} "
        return type_error(f"{lead}expected {_counted(least, 'argument')}, got {given}")
    if name in ("__pow__", "__rpow__"):
        return type_error(f"expected 1 or 2 arguments, got {given}")
    limit, bound = ("least", least) if given < least else ("most", most)
    return type_error(f"{name} expected at {limit} {_counted(bound, 'argument')}, got {given}")


def _check_enumerate(names: list[str], given: int, keywords: list[str]) -> None:
    """`enumerate` parses its arguments by hand, in words of its own."""
    total = given + len(keywords)
    if given == 0 and not 0 < total <= len(names):
        raise type_error(f"enumerate() missing required argument '{names[0]}'")
    if total > len(names):
        raise type_error(f"enumerate() takes at most {len(names)} arguments ({total} given)")
    for keyword in keywords:
        if keyword not in names[given:total]:
            raise type_error(f"'{keyword}' is an invalid keyword argument for enumerate()")
