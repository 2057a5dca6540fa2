"""Calls: from a callee and arguments to a value or an activation.

Every function here returns a guest value, or an activation that will deliver it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from spec.bytecode.code import Code
from spec.bytecode.instructions import CodeFlag
from spec.semantics.builtin_classes import OBJECT, TYPE, class_of, is_subclass, type_name
from spec.semantics.frame import Frame, NativeFrame, Suspended, after
from spec.semantics.lookup import lookup
from spec.semantics.natives import native_call
from spec.semantics.raising import error, type_error
from spec.semantics.suggestions import closest
from spec.semantics.values import (
    ABSENT,
    UNBOUND,
    BoundMethod,
    Class,
    ClassMethod,
    Dict,
    ExceptionInstance,
    Function,
    Instance,
    Native,
    StaticMethod,
    Value,
)

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

Keywords = dict[str, Value]

_DEEPEST_CHAIN: Final = 1_000
"""Callables that lead to each other (`__call__` of `__call__` ...) before RecursionError."""


def call(
    machine: Machine, callee: Value, arguments: list[Value], keywords: Keywords | None = None
) -> Value:
    """Call `callee` for a native, which pays the price of a call."""
    machine.meter.charge(machine.revision.prices.call)
    return dispatch(machine, callee, arguments, keywords)


def invoke(
    machine: Machine, callee: Value, arguments: list[Value], keywords: Keywords | None = None
) -> Value:
    """Call a special method or hook; entering a user's function is paid (decision D7(d))."""
    target = callee
    while isinstance(target, BoundMethod):
        target = target.function
    if isinstance(target, Function):
        machine.meter.charge(machine.revision.prices.enter)
    return dispatch(machine, callee, arguments, keywords, by_name=False)


def dispatch(
    machine: Machine, callee: Value, arguments: list[Value], keywords: Keywords | None,
    by_name: bool = True,
) -> Value:  # fmt: skip
    """Call `callee`; whoever asks has paid for it. `by_name`: see `native_call`."""
    for _ in range(_DEEPEST_CHAIN):
        if type(callee) is Function:
            return function_frame(machine, callee, arguments, keywords)
        if type(callee) is Native:
            return native_call(machine, callee, arguments, keywords, by_name)
        if type(callee) is BoundMethod:
            arguments = [callee.receiver, *arguments]
            callee = callee.function
        elif type(callee) is Class:
            return call_class(machine, callee, arguments, keywords)
        elif type(callee) is StaticMethod:
            callee = function_inside(callee)
        elif isinstance(callee, (Instance, ExceptionInstance)):
            found = lookup(callee.cls, "__call__")[0]
            if found is ABSENT:
                break
            if type(found) is Function:
                arguments = [callee, *arguments]
                machine.meter.charge(machine.revision.prices.enter)
                callee = found
            else:
                return NativeFrame(_call_bound(machine, found, callee, arguments, keywords))
        else:
            break
    else:
        raise error("RecursionError", "maximum recursion depth exceeded")
    raise type_error(f"'{type_name(callee)}' object is not callable")


def _call_bound(
    machine: Machine, found: Value, receiver: Instance | ExceptionInstance | Class,
    arguments: list[Value],
    keywords: Keywords | None,
) -> Suspended:  # fmt: skip
    from spec.semantics.attributes import bind

    callee = yield bind(machine, found, receiver, receiver.cls)
    return (yield invoke(machine, callee, arguments, keywords))


def function_inside(held: ClassMethod | StaticMethod) -> Value:
    """The callable of a class or static method; RuntimeError before it is initialised."""
    if held.function is ABSENT:
        raise error("RuntimeError", f"uninitialized {type_name(held)} object")
    return held.function


def call_class(
    machine: Machine, cls: Class, arguments: list[Value], keywords: Keywords | None
) -> Value:
    """Call a class: `__call__` of its metaclass, which makes and initialises an instance."""
    if cls.cls is not TYPE:
        found = lookup(cls.cls, "__call__")[0]
        if type(found) is Function:
            return invoke(machine, found, [cls, *arguments], keywords)
        if not isinstance(found, Native):
            return NativeFrame(_call_bound(machine, found, cls, arguments, keywords))
        if found.key != "type.__call__":
            own = [cls, *arguments] if found.binds else arguments
            return native_call(machine, found, own, keywords)
    if cls is OBJECT:  # every other class of the machine has a `__new__` that pays
        machine.pay("builtin.object")
    return instantiate(machine, cls, arguments, keywords)


def instantiate(
    machine: Machine, cls: Class, arguments: list[Value], keywords: Keywords | None
) -> Value:
    """What `type.__call__` does: `__new__`, then `__init__` if that made an instance of `cls`."""
    if cls is TYPE:
        if len(arguments) == 1:
            if keywords:
                raise type_error("type() takes no keyword arguments")
            machine.pay("builtin.type")
            return class_of(arguments[0])
        if len(arguments) != 3:
            raise type_error("type() takes 1 or 3 arguments")
    maker = lookup(cls, "__new__")[0]
    if isinstance(maker, StaticMethod):
        maker = maker.function
    starter = lookup(cls, "__init__")[0]
    if isinstance(maker, Native) and isinstance(starter, Native):
        if cls.builtin and starter.key == "object.__init__":
            return native_call(machine, maker, [cls, *arguments], keywords, by_name=False)
        if starter.key == "BaseException.__init__" and maker.key != "OSError.__new__":
            made = native_call(machine, maker, [cls, *arguments], keywords, by_name=False)
            started = native_call(machine, starter, [made, *arguments], keywords)
            return NativeFrame(after(started, made)) if started is not None else made
    return NativeFrame(_instantiate(machine, cls, maker, arguments, keywords))


def _instantiate(
    machine: Machine, cls: Class, maker: Value, arguments: list[Value], keywords: Keywords | None
) -> Suspended:
    from spec.semantics.attributes import bind

    made = yield invoke(machine, maker, [cls, *arguments], keywords)
    if not is_subclass(class_of(made), cls):
        return made
    starter = lookup(class_of(made), "__init__")[0]
    if isinstance(starter, Function) or (isinstance(starter, Native) and starter.binds):
        answer = yield invoke(machine, starter, [made, *arguments], keywords)
    else:
        bound = yield bind(machine, starter, made, class_of(made))
        answer = yield invoke(machine, bound, arguments, keywords)
    if answer is not None:
        raise type_error(f"__init__() should return None, not '{type_name(answer)}'")
    return made


# --- Functions of user code


def function_frame(
    machine: Machine, function: Function, arguments: list[Value], keywords: Keywords | None
) -> Frame:
    """A frame for a call of `function`; raises TypeError when the arguments do not fit.

    `arguments` may become the frame's slots: it is the caller's no longer.
    """
    code = function.code
    prepared = machine.prepared(code)
    count = len(arguments)
    if keywords or count != code.argcount or code.argcount != prepared.parameters:
        slots = bind_arguments(machine, function, code, arguments, keywords)
        count = len(slots)
    else:
        slots = arguments
    if count < prepared.slot_count:
        slots += [UNBOUND] * (prepared.slot_count - count)
    frame = Frame(prepared, slots, function.globals)
    frame.closure = function.closure
    return frame


def bind_arguments(
    machine: Machine, function: Function, code: Code, arguments: list[Value],
    keywords: Keywords | None,
) -> list[Value]:  # fmt: skip
    """The values of the parameters, in the order of the local slots."""
    total = code.argcount + code.kwonlyargcount
    count = len(arguments)
    slots: list[Value] = arguments[: code.argcount]
    slots += [UNBOUND] * (total - len(slots))
    extra: Dict | None = None
    if code.flags & CodeFlag.VARARGS:
        slots.append(tuple(arguments[code.argcount :]))
    if code.flags & CodeFlag.VARKEYWORDS:
        extra = Dict()
        slots.append(extra)
    if keywords:
        _bind_keywords(function, code, slots, keywords, extra)
    if count > code.argcount and not code.flags & CodeFlag.VARARGS:
        raise _too_many(function, code, slots, count)
    _fill_defaults(machine, function, code, slots, count)
    return slots


def _bind_keywords(
    function: Function, code: Code, slots: list[Value], keywords: Keywords, extra: Dict | None
) -> None:
    from spec.semantics.hashing import text_hash

    total = code.argcount + code.kwonlyargcount
    names = code.varnames
    for name, value in keywords.items():
        position = -1
        for candidate in range(code.posonlyargcount, total):
            if names[candidate] == name:
                position = candidate
                break
        if position < 0:
            if extra is None:
                raise _unexpected(function, code, name, keywords)
            extra.insert(text_hash(name), name, value)
        elif slots[position] is not UNBOUND:
            raise type_error(f"{function.qualname}() got multiple values for argument '{name}'")
        else:
            slots[position] = value


def _unexpected(function: Function, code: Code, name: str, keywords: Keywords) -> Exception:
    positional = code.varnames[: code.posonlyargcount]
    wrong = [each for each in positional if each in keywords]
    if wrong:
        listed = ", ".join(wrong)
        return type_error(
            f"{function.qualname}() got some positional-only arguments passed as keyword "
            f"arguments: '{listed}'"
        )
    total = code.argcount + code.kwonlyargcount
    text = f"{function.qualname}() got an unexpected keyword argument '{name}'"
    guess = closest(name, list(code.varnames[code.posonlyargcount : total]))
    return type_error(text if guess is None else f"{text}. Did you mean '{guess}'?")


def _fill_defaults(
    machine: Machine, function: Function, code: Code, slots: list[Value], count: int
) -> None:
    defaults = function.defaults or ()
    first = code.argcount - len(defaults)
    if count < code.argcount:
        missing = [
            code.varnames[position]
            for position in range(count, first)
            if slots[position] is UNBOUND
        ]
        if missing:
            raise _missing(function, missing, "positional")
        for position in range(max(count, first), code.argcount):
            if slots[position] is UNBOUND:
                slots[position] = defaults[position - first]
    if not code.kwonlyargcount:
        return
    missing = []
    for position in range(code.argcount, code.argcount + code.kwonlyargcount):
        if slots[position] is UNBOUND:
            name = code.varnames[position]
            value = _keyword_default(machine, function.keyword_defaults, name)
            if value is ABSENT:
                missing.append(name)
            else:
                slots[position] = value
    if missing:
        raise _missing(function, missing, "keyword-only")


def _keyword_default(machine: Machine, defaults: Dict | None, name: str) -> Value:
    """The default of a keyword-only parameter, or ABSENT; only keys that are text are looked at."""
    entry = None if defaults is None else defaults.index.get(machine.text_hash(name))
    while entry is not None and not (isinstance(entry.key, str) and entry.key == name):
        entry = entry.same_hash
    return ABSENT if entry is None else entry.value


def _missing(function: Function, names: list[str], kind: str) -> Exception:
    quoted = [f"'{name}'" for name in names]
    if len(quoted) == 1:
        listed = quoted[0]
    elif len(quoted) == 2:
        listed = f"{quoted[0]} and {quoted[1]}"
    else:
        listed = ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    plural = "" if len(names) == 1 else "s"
    return type_error(
        f"{function.qualname}() missing {len(names)} required {kind} argument{plural}: {listed}"
    )


def _too_many(function: Function, code: Code, slots: list[Value], count: int) -> Exception:
    total = code.argcount + code.kwonlyargcount
    keyword_only = sum(1 for slot in slots[code.argcount : total] if slot is not UNBOUND)
    optional = len(function.defaults or ())
    if optional:
        plural, takes = True, f"from {code.argcount - optional} to {code.argcount}"
    else:
        plural, takes = code.argcount != 1, f"{code.argcount}"
    given = f"{count}"
    verb = "was" if count == 1 and not keyword_only else "were"
    if keyword_only:
        many = "s" if count != 1 else ""
        more = "s" if keyword_only != 1 else ""
        given = (
            f"{count} positional argument{many} (and {keyword_only} keyword-only argument{more})"
        )
    return type_error(
        f"{function.qualname}() takes {takes} positional argument{'s' if plural else ''} "
        f"but {given} {verb} given"
    )
