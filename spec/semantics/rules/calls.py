"""Calls, returns and the making of functions."""

from __future__ import annotations

from typing import Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import CodeFlag, FunctionAttribute, Op
from spec.params import RECURSION_LIMIT
from spec.semantics.builtin_classes import class_of, type_name
from spec.semantics.callables import callable_text, keywords_of
from spec.semantics.calls import dispatch, function_frame
from spec.semantics.frame import SWITCH, Activation, Frame, NativeFrame, Suspended
from spec.semantics.iteration import collect, surcharge_of
from spec.semantics.lookup import lookup
from spec.semantics.machine import Machine
from spec.semantics.raising import type_error
from spec.semantics.registry import Charge, Effect, rule
from spec.semantics.values import (
    ABSENT,
    NULL,
    Cell,
    Dict,
    Finished,
    Function,
    List,
    Value,
)

_CALL_ERRORS: Final = ("TypeError", "RecursionError", "MemoryError", "user-error")


@rule(
    Op.CALL,
    stack="callable, receiver or null, *arguments -- result",
    raises=_CALL_ERRORS,
    effect=Effect.WRITES,
)
def call(machine: Machine, frame: Frame, count: int) -> int | None:
    """Call with positional arguments; the receiver, if there is one, is the first.

    A function of user code is entered by pushing its frame; the caller goes on when it returns.
    """
    stack = frame.stack
    base = len(stack) - count
    receiver = stack[base - 1]
    callee = stack[base - 2]
    arguments = stack[base:] if receiver is NULL else stack[base - 1 :]
    del stack[base - 2 :]
    if type(callee) is Function:
        entered = function_frame(machine, callee, arguments, None)
        if machine.depth < RECURSION_LIMIT and not entered.prepared.frame_cells:
            machine.depth += 1
            entered.back = frame
            machine.frame = entered
            return SWITCH
        return machine.enter(entered)
    result = dispatch(machine, callee, arguments, None)
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


@rule(
    Op.CALL_KW,
    stack="callable, receiver or null, *arguments, names -- result",
    raises=_CALL_ERRORS,
    effect=Effect.WRITES,
)
def call_kw(machine: Machine, frame: Frame, count: int) -> int | None:
    """Call with positional and keyword arguments; the tuple of names is on top."""
    stack = frame.stack
    names = stack.pop()
    assert isinstance(names, tuple)
    base = len(stack) - count
    receiver = stack[base - 1]
    callee = stack[base - 2]
    arguments = stack[base:] if receiver is NULL else stack[base - 1 :]
    del stack[base - 2 :]
    keywords: dict[str, Value] = {}
    for name, value in zip(names, arguments[len(arguments) - len(names) :], strict=True):
        assert isinstance(name, str)
        keywords[name] = value
    positional = arguments[: len(arguments) - len(names)]
    result = dispatch(machine, callee, positional, keywords)
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


@rule(
    Op.CALL_FUNCTION_EX,
    stack="callable, null, iterable, dict or null -- result",
    charge=Charge.SIZED,
    raises=_CALL_ERRORS,
    effect=Effect.WRITES,
)
def call_function_ex(machine: Machine, frame: Frame, operand: object) -> int | None:
    """Call with `*iterable` and `**dict`."""
    stack = frame.stack
    keyword_dict = stack.pop()
    iterable = stack.pop()
    receiver = stack.pop()
    callee = stack.pop()
    first = [] if receiver is NULL else [receiver]
    if type(iterable) is tuple and not isinstance(keyword_dict, Activation):
        result = _call_ex(machine, callee, [*first, *iterable], keyword_dict)
    else:
        result = NativeFrame(_call_ex_slowly(machine, callee, first, iterable, keyword_dict))
    if isinstance(result, Activation):
        return machine.enter(result)
    stack.append(result)
    return None


def _call_ex(
    machine: Machine, callee: Value, arguments: list[Value], keyword_dict: Value, paid: int = 0
) -> Value:
    """Call with arguments that are together; `paid` of the price is charged already."""
    count = len(arguments) + (keyword_dict.count if isinstance(keyword_dict, Dict) else 0)
    machine.meter.charge(machine.revision.op_price(Op.CALL_FUNCTION_EX).cost(count) - paid)
    keywords = keywords_of(machine, keyword_dict) if isinstance(keyword_dict, Dict) else None
    return dispatch(machine, callee, arguments, keywords)


def _call_ex_slowly(
    machine: Machine, callee: Value, first: list[Value], iterable: Value, keyword_dict: Value
) -> Suspended:
    cls = class_of(iterable)
    plain = isinstance(iterable, (List, str, bytes))
    if (
        not plain
        and lookup(cls, "__iter__")[0] is ABSENT
        and lookup(cls, "__getitem__")[0] is ABSENT
    ):
        machine.meter.charge(machine.revision.op_price(Op.CALL_FUNCTION_EX).base)
        raise type_error(
            f"{callable_text(callee)} argument after * must be an iterable, "
            f"not {type_name(iterable)}"
        )
    price = machine.revision.op_price(Op.CALL_FUNCTION_EX)
    machine.meter.charge(price.base)
    arguments = yield from collect(machine, iterable, surcharge_of(price))
    paid = price.cost(len(arguments))
    return (yield _call_ex(machine, callee, [*first, *arguments], keyword_dict, paid))


@rule(Op.RETURN_VALUE, stack="value --", effect=Effect.WRITES)
def return_value(machine: Machine, frame: Frame, operand: object) -> int:
    """Leave the frame; the activation below gets the value.

    The end of a generator delivers a `Finished` with the value to whoever resumed it.
    """
    value = frame.stack.pop()
    generator = frame.generator
    if generator is not None:
        generator.frame = None
        machine.leave_generator(generator)
        machine.pop()
        machine.settle(Finished(value), None)
        return SWITCH
    back = frame.back
    machine.depth -= 1
    machine.frame = back
    if type(back) is Frame and back.on_return is None:
        back.index = back.instructions[back.index][3]
        back.stack.append(value)
        return SWITCH
    machine.settle(value, None)
    return SWITCH


@rule(Op.MAKE_FUNCTION, stack="code -- function")
def make_function(machine: Machine, frame: Frame, operand: object) -> None:
    """Make a function of a code object and the globals of the frame."""
    code = frame.stack.pop()
    assert isinstance(code, Code)
    made = Function(code, frame.globals)
    if code.flags & CodeFlag.HAS_DOCSTRING and code.consts:
        first = code.consts[0]
        made.doc = first if isinstance(first, str) else None
    frame.stack.append(made)


@rule(Op.SET_FUNCTION_ATTRIBUTE, stack="value, function -- function", effect=Effect.WRITES)
def set_function_attribute(machine: Machine, frame: Frame, which: int) -> None:
    """Give a new function its defaults, keyword defaults, closure or annotations."""
    function = frame.stack.pop()
    value = frame.stack.pop()
    assert isinstance(function, Function)
    if which == FunctionAttribute.DEFAULTS:
        assert isinstance(value, tuple)
        function.defaults = value
    elif which == FunctionAttribute.KEYWORD_DEFAULTS:
        assert isinstance(value, Dict)
        function.keyword_defaults = value
    elif which == FunctionAttribute.CLOSURE:
        assert isinstance(value, tuple)
        function.closure = tuple(cell for cell in value if isinstance(cell, Cell))
    else:
        function.annotate = value
    frame.stack.append(function)
