"""Exception groups: splitting and putting together again (`except*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spec.gas_table import Price
from spec.semantics.attributes import special
from spec.semantics.builtin_classes import CLASSES, is_subclass
from spec.semantics.frame import NativeFrame, Suspended
from spec.semantics.lookup import lookup
from spec.semantics.raising import type_error
from spec.semantics.values import Class, ExceptionInstance, List, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine


def is_group(value: Value) -> bool:
    """Whether `value` is an exception group."""
    return isinstance(value, ExceptionInstance) and is_subclass(
        value.cls, CLASSES["BaseExceptionGroup"]
    )


def split_group(
    machine: Machine, group: ExceptionInstance, wanted: list[Class], price: Price
) -> Suspended:
    """(match, rest) of a group by classes; pays for each exception visited."""
    machine.meter.charge(price.cost(1) - price.cost(0))
    if any(is_subclass(group.cls, each) for each in wanted):
        return group, None
    if not is_group(group):
        return None, group
    matching: list[Value] = []
    rest: list[Value] = []
    for member in group.members():
        match, left = yield NativeFrame(_as_pair(machine, member, wanted, price))
        if match is not None:
            matching.append(match)
        if left is not None:
            rest.append(left)
    found = yield NativeFrame(derived(machine, group, matching))
    remaining = yield NativeFrame(derived(machine, group, rest))
    return found, remaining


def _as_pair(
    machine: Machine, member: ExceptionInstance, wanted: list[Class], price: Price
) -> Suspended:
    return (yield from split_group(machine, member, wanted, price))


def derived(machine: Machine, group: ExceptionInstance, members: list[Value]) -> Suspended:
    """A group like `group` with other members: `derive`, then what else there is of `group`."""
    if not members:
        return None
    found = lookup(group.cls, "derive")[0]
    made = yield from special(machine, found, group, [List(list(members))])
    if not is_group(made):
        raise type_error("derive must return an instance of BaseExceptionGroup")
    made.cause = group.cause
    made.context = group.context
    made.flight = group.flight
    # Setting a cause, be it None, suppresses the context.
    made.suppress = True
    if isinstance(group.notes, List):
        made.notes = List(list(group.notes.items))
    return made


def leaves(error: ExceptionInstance) -> list[ExceptionInstance]:
    """The exceptions in a group that are no groups, in order; of another, itself."""
    found: list[ExceptionInstance] = []
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if is_group(current):
            waiting.extend(reversed(current.members()))
        else:
            found.append(current)
    return found


def projection(
    machine: Machine, original: ExceptionInstance, kept: list[ExceptionInstance]
) -> Suspended:
    """The part of `original` whose leaves are leaves of `kept`; None if there are none."""
    wanted = [leaf for each in kept for leaf in leaves(each)]
    return (yield from _project(machine, original, wanted))


def _project(
    machine: Machine, error: ExceptionInstance, wanted: list[ExceptionInstance]
) -> Suspended:
    if not is_group(error):
        return error if any(error is each for each in wanted) else None
    members: list[Value] = []
    for member in error.members():
        part = yield NativeFrame(_project(machine, member, wanted))
        if part is not None:
            members.append(part)
    return (yield NativeFrame(derived(machine, error, members)))


def prepare_reraise(
    machine: Machine, original: ExceptionInstance, raised: list[Value]
) -> Suspended:
    """What a `try` with `except*` raises at its end, or None (CALL_INTRINSIC_2).

    `raised` holds what the handlers raised and what they left. Those with the traceback, cause
    and context of `original` were raised again and are put together in its shape.
    """
    errors = [each for each in raised if isinstance(each, ExceptionInstance)]
    if not errors:
        return None
    if not is_group(original):
        return errors[0]
    again = [each for each in errors if _is_raised_again(each, original)]
    new = [each for each in errors if not _is_raised_again(each, original)]
    kept: Value = None
    if again:
        kept = yield from projection(machine, original, again)
    if not new:
        return kept
    members: list[Value] = [*new]
    if kept is not None:
        members.append(kept)
    if len(members) == 1:
        return members[0]
    from spec.semantics.calls import invoke

    return (yield invoke(machine, CLASSES["BaseExceptionGroup"], ["", List(members)]))


def _is_raised_again(error: ExceptionInstance, original: ExceptionInstance) -> bool:
    return (
        error.flight == original.flight
        and error.cause is original.cause
        and error.context is original.context
    )
