"""Activations: what waits for a value on the machine's own stack."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Generator as HostGenerator
from typing import TYPE_CHECKING, Any, Final, TypeAlias, final

from spec.semantics.prepare import Instructions, Prepared
from spec.semantics.values import ExceptionInstance, Generator, Namespace, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

OnReturn: TypeAlias = "Callable[[Machine, Frame, Any, Value], Activation | None]"
"""What a frame does with a value delivered to it: (machine, frame, operand of the instruction
in progress, value). The next instruction is already set; it may set another. It
returns None, or an activation whose value the frame pushes."""

Suspended: TypeAlias = HostGenerator[Any, Any, Any]
"""A native in progress: yields activations to run, is sent their results, returns its own."""

SWITCH: Final = -1
"""Answer of a rule after which another activation, or none, is on top."""


class Activation:
    """Something that runs and gives its value to the activation below it."""

    __slots__ = ("back",)

    back: Activation | None


@final
class Frame(Activation):
    """An activation of user code.

    `index` is the instruction in progress; when the frame comes back on top, the one to
    execute next. `slots` holds variables, cells and free variables (CPython's merged layout);
    `names` the namespace of a module or class body, else that of the globals. Of a generator,
    `sent` is the value its `yield` will give, `pending` the exception it will raise instead.
    """

    __slots__ = (
        "closure",
        "generator",
        "globals",
        "index",
        "instructions",
        "names",
        "on_return",
        "pending",
        "prepared",
        "sent",
        "slots",
        "stack",
    )

    def __init__(self, prepared: Prepared, slots: list[Value], names: Namespace) -> None:
        self.back = None
        self.prepared = prepared
        self.instructions: Instructions = prepared.instructions
        self.index = prepared.first
        self.slots = slots
        self.stack: list[Value] = []
        self.globals = names
        self.names: Value = names
        self.closure: tuple[Value, ...] = ()
        self.generator: Generator | None = None
        self.on_return: OnReturn | None = None
        self.pending: ExceptionInstance | None = None
        self.sent: Value = None


def user_frames(top: Activation | None) -> list[Frame]:
    """The frames of user code from the outermost to `top`."""
    found = []
    while top is not None:
        if isinstance(top, Frame):
            found.append(top)
        top = top.back
    return found[::-1]


@final
class NativeFrame(Activation):
    """An activation of a native that is suspended while user code runs for it (D12)."""

    __slots__ = ("running",)

    def __init__(self, running: Suspended) -> None:
        self.back = None
        self.running = running


def after(started: Value, made: Value) -> Suspended:
    """`made`, once what was started is over."""
    yield started
    return made
