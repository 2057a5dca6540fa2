"""The machine: the configuration that a step transforms, and the step loop.

Control flow is data. A call pushes an activation, a return delivers a value to the one below,
a raised exception unwinds activations one by one; the host's stack stays flat whatever the
program does. Only the end of a run (`MachineEnd`) leaves the loop as a host exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, final

from spec.bytecode.code import Code
from spec.bytecode.instructions import Op
from spec.errors import Impossible, OutOfCycles
from spec.gas_table.instructions import FUSED_INSTRUCTIONS
from spec.gas_table.sizes import FREE_ALLOCATION_BYTES, exceeds_object_limit
from spec.params import NATIVE_FRAME_LIMIT, RECURSION_LIMIT
from spec.semantics.frame import SWITCH, Activation, Frame, NativeFrame, OnReturn
from spec.semantics.hashing import text_hash
from spec.semantics.meter import Meter
from spec.semantics.prepare import Prepared, prepared_for
from spec.semantics.raising import Raise, error, memory_error
from spec.semantics.values import (
    ABSENT,
    ExceptionInstance,
    Finished,
    Generator,
    Handled,
    Module,
    Namespace,
    Value,
)

if TYPE_CHECKING:
    from spec.revision import Revision

REMEMBERED_HASHES: Final = 10_000
_RAISING_AGAIN: Final = frozenset({Op.RERAISE, Op.CLEANUP_THROW, Op.RAISE_VARARGS})
"""Instructions that add nothing to a traceback; RAISE_VARARGS only without an operand."""


@final
class Machine:
    """A configuration: activations, meter, and what the program has made so far.

    `frame` is the activation on top; None when the run is over, and then `result` is its value,
    or `failure` the exception that nothing handled. `in_flight` is the exception that came to a
    frame of user code last. `suspended` holds the generators that stand at a `yield`, with the
    step of it. `arrivals`, when somebody sets it to a list, gets each arrival of an exception at
    a frame of user code: the instruction in progress there and the exception.
    """

    __slots__ = (
        "arrivals",
        "being_shown",
        "builtins",
        "depth",
        "failure",
        "flights",
        "frame",
        "handled",
        "identities",
        "imported",
        "in_flight",
        "log",
        "main_name",
        "marks",
        "meter",
        "native_depth",
        "result",
        "revision",
        "shown_tuples",
        "sorting",
        "steps",
        "suspended",
        "text_hashes",
    )

    def __init__(self, revision: Revision, cycles: int, cells: int) -> None:
        self.revision = revision
        self.meter = Meter(cycles, cells)
        self.builtins: Namespace = revision.builtins()
        self.frame: Activation | None = None
        self.depth = 0
        self.native_depth = 0
        self.handled = Handled()
        self.result: Value = ABSENT
        self.failure: ExceptionInstance | None = None
        self.steps = 0
        self.suspended: dict[Generator, int] = {}
        self.main_name = "__main__"
        self.in_flight: ExceptionInstance | None = None
        self.flights = 0
        self.arrivals: list[tuple[int, ExceptionInstance]] | None = None
        self.log: list[str] = []
        self.marks: list[tuple[str, int]] = []
        self.being_shown: dict[Value, int] = {}
        self.shown_tuples: list[tuple[Value, ...]] = []
        self.sorting: dict[Value, bool] = {}
        self.text_hashes: dict[str, int] = {}
        self.identities: dict[Value, int] = {}
        self.imported: dict[str, Module] = {}

    # --- notes

    def note(self, mark: str) -> None:
        """Note that the run met a decision in which implementations differ."""
        self.marks.append((mark, self.steps))

    def note_unfinished(self) -> None:
        """Note the generators that the run leaves suspended, at the step of their last yield."""
        self.marks.extend(("unfinished-generator", step) for step in self.suspended.values())
        self.marks.sort(key=lambda mark: mark[1])

    def ordinal(self, value: Value) -> int:
        """The ordinal of the first hashing of a value that hashes by identity."""
        found = self.identities.get(value)
        if found is None:
            found = len(self.identities) + 1
            self.identities[value] = found
        return found

    def text_hash(self, text: str) -> int:
        """The hash of a str, remembered, for computing it is slow."""
        found = self.text_hashes.get(text)
        if found is None:
            if len(self.text_hashes) >= REMEMBERED_HASHES:
                self.text_hashes.clear()
            found = text_hash(text)
            self.text_hashes[text] = found
        return found

    def prepared(self, code: Code) -> Prepared:
        """`code` ready to run in the revision of this machine."""
        return prepared_for(code, self.revision)

    def pay(self, key: str, size: int = 0) -> None:
        """Charge a native's own price for one size, before the work."""
        self.meter.charge(self.revision.native_cost(key, size))

    def unit(self, key: str) -> int:
        """What one more unit costs by the entry of a native that has one size."""
        return self.revision.gas.price(key).surcharge(1)

    # --- memory

    def allocate(self, size: int) -> None:
        """Pay for a new object of `size` bytes; raises Raise (MemoryError) above 10 MiB."""
        if size > FREE_ALLOCATION_BYTES:
            self._check_size(size)
            self.meter.charge_cells(self.revision.prices.creation(size))

    def grow(self, before: int, after: int) -> None:
        """Pay for the growth of an object from `before` to `after` bytes."""
        if after > FREE_ALLOCATION_BYTES and after > before:
            self._check_size(after)
            self.meter.charge_cells(self.revision.prices.growth(before, after))

    def _check_size(self, size: int) -> None:
        if exceeds_object_limit(size):
            self.note("memory-limit")
            raise memory_error()

    # --- activations

    def push(self, activation: Activation) -> None:
        """Put an activation on top; raises Raise (RecursionError) beyond the limits (D12, L15).

        Running generators count as frames of user code.
        """
        if isinstance(activation, Frame):
            if self.depth >= RECURSION_LIMIT:
                self.note("recursion-limit")
                raise error("RecursionError", "maximum recursion depth exceeded")
            if activation.prepared.frame_cells:
                self.meter.charge_cells(activation.prepared.frame_cells)
            self.depth += 1
        else:
            if self.native_depth >= NATIVE_FRAME_LIMIT:
                self.note("recursion-limit")
                raise error("RecursionError", "maximum recursion depth exceeded")
            self.native_depth += 1
        activation.back = self.frame
        self.frame = activation
        if isinstance(activation, Frame) and activation.generator is not None:
            self._continue_generator(activation, activation.generator)

    def _continue_generator(self, frame: Frame, generator: Generator) -> None:
        """Note that a generator runs, and give its `yield` the value sent, unless one throws."""
        generator.running = True
        self.suspended.pop(generator, None)
        generator.handled.previous = self.handled
        self.handled = generator.handled
        if frame.pending is None:
            frame.index = frame.instructions[frame.index][3]
            frame.stack.append(frame.sent)
            frame.sent = None

    def leave_generator(self, generator: Generator) -> None:
        """Note that a generator runs no longer: it yielded, returned or raised."""
        generator.running = False
        if generator.frame is not None:
            self.suspended[generator] = self.steps
        previous = generator.handled.previous
        assert previous is not None
        self.handled = previous
        generator.handled.previous = None

    def pop(self) -> None:
        """Take the top activation off."""
        top = self.frame
        if isinstance(top, Frame):
            self.depth -= 1
        else:
            self.native_depth -= 1
        assert top is not None
        self.frame = top.back
        top.back = None

    def enter(self, activation: Activation, on_return: OnReturn | None = None) -> int:
        """Run `activation` on top of the current frame, which gets its value.

        The value is pushed on the frame's stack, or given to `on_return`.
        """
        frame = self.frame
        assert isinstance(frame, Frame)
        frame.on_return = on_return
        try:
            self.push(activation)
        except Raise:
            frame.on_return = None
            raise
        if not isinstance(activation, Frame):
            self.settle(None, None)  # whatever is thrown into a generator, a native throws it
        return SWITCH

    def settle(self, value: Value, raised: Raise | None) -> None:
        """Deliver a value, or an exception, until a frame of user code can go on."""
        while True:
            top = self.frame
            if top is None:
                self.result = value
                self.failure = None if raised is None else raised.error
                return
            if isinstance(top, Frame):
                if raised is not None:
                    if self.unwind(top, raised.error):
                        return
                    continue
                outcome: Value = deliver(self, top, value)
                if outcome is None:
                    return
            else:
                assert isinstance(top, NativeFrame)
                outcome = self._resume_native(top, value, raised)
            raised = outcome if isinstance(outcome, Raise) else None
            if raised is not None:
                self.begin(raised)
                continue
            value = outcome
            if isinstance(outcome, Activation):
                try:
                    self.push(outcome)
                except Raise as failed:
                    self.begin(failed)
                    raised = failed
                    continue
                if isinstance(outcome, Frame):
                    if outcome.pending is None:
                        return
                    raised = thrown(outcome)
                value = None

    def _resume_native(self, native: NativeFrame, value: Value, raised: Raise | None) -> Value:
        """Run a native on: its next request, or what it ends with, a value or a Raise."""
        try:
            if raised is None:
                return native.running.send(value)
            return native.running.throw(raised)
        except StopIteration as stop:
            self.pop()
            return stop.value
        except Raise as found:
            self.pop()
            return found

    # --- exceptions

    def begin(self, raised: Raise) -> None:
        """Charge for an exception of the machine that begins to travel, and set its context."""
        if raised.fresh:
            raised.fresh = False
            if raised.mark:
                self.note(raised.mark)
            self.meter.charge(self.revision.prices.raising)
            self.set_context(raised.error)

    def handled_error(self) -> ExceptionInstance | None:
        """The exception being handled, or None."""
        handled: Handled | None = self.handled
        while handled is not None and handled.error is None:
            handled = handled.previous
        return None if handled is None else handled.error

    def set_context(self, failure: ExceptionInstance) -> None:
        """Make the exception being handled, if any, the context of `failure`."""
        handled = self.handled_error()
        if handled is not None and handled is not failure:
            cut_cycle(handled, failure)
            failure.context = handled

    def unwind(self, frame: Frame, failure: ExceptionInstance) -> bool:
        """Lead `failure` to the handler of `frame`, or take the frame off; whether handled."""
        self.in_flight = failure
        op, oparg = frame.prepared.ops[frame.index], frame.prepared.opargs[frame.index]
        if op not in _RAISING_AGAIN or (op == Op.RAISE_VARARGS and oparg):
            self.flights += 1
            failure.flight = self.flights
        if self.arrivals is not None:
            self.arrivals.append((int(op), failure))
        region = frame.prepared.handler_at(frame.index)
        prices = self.revision.prices
        frame.on_return = None
        if region is None:
            self.meter.charge(prices.unwind)
            if frame.generator is not None:
                frame.generator.frame = None
                self.leave_generator(frame.generator)
            self.pop()
            return False
        self.meter.charge(prices.handler)
        stack = frame.stack
        del stack[region.depth :]
        if region.lasti:
            stack.append(frame.prepared.offsets[frame.index] // 2)
        stack.append(failure)
        frame.index = frame.prepared.numbers[region.target]
        return True


def cut_cycle(chain: ExceptionInstance, failure: ExceptionInstance) -> None:
    """Take `failure` out of the contexts of `chain`, which becomes its own context."""
    seen_slow: ExceptionInstance = chain
    advance_slow = False
    current: ExceptionInstance | None = chain
    while current is not None and current.context is not None:
        if current.context is failure:
            current.context = None
            return
        current = current.context
        if current is seen_slow:
            return
        if advance_slow and seen_slow.context is not None:
            seen_slow = seen_slow.context
        advance_slow = not advance_slow


def thrown(frame: Frame) -> Raise:
    """What was thrown into the generator of `frame`."""
    assert frame.pending is not None
    raised = Raise(frame.pending, fresh=False)
    frame.pending = None
    return raised


def deliver(machine: Machine, frame: Frame, value: Value) -> Raise | Activation | None:
    """Give `frame`, which is on top, the value that its instruction waits for.

    Returns the exception with which that instruction then ends, an activation that it needs
    first, or None.
    """
    index = frame.index
    _, operand, _, following = frame.instructions[index]
    frame.index = following
    on_return = frame.on_return
    if on_return is None:
        if type(value) is Finished:
            raise Impossible("the end of an iteration was delivered as a value")
        frame.stack.append(value)
        return None
    frame.on_return = None
    try:
        needed = on_return(machine, frame, operand, value)
    except Raise as raised:
        frame.index = index
        return raised
    if needed is not None:
        frame.index = index
    return needed


def run(machine: Machine) -> None:
    """Execute steps until the run is over; raises MachineEnd when the meter is empty."""
    meter = machine.meter
    while True:
        frame = machine.frame
        if frame is None:
            return
        assert isinstance(frame, Frame)
        instructions = frame.instructions
        index = frame.index
        try:
            while True:
                rule, operand, price, following = instructions[index]
                frame.index = index
                left = meter.cycles - price
                if left < 0:
                    raise unpaid(machine, frame)
                meter.cycles = left
                machine.steps += 1
                jump = rule(machine, frame, operand)
                if jump is None:
                    index = following
                elif jump >= 0:
                    index = jump
                else:
                    break
        except Raise as raised:
            fail(machine, raised)


def step(machine: Machine) -> None:
    """Execute one step of the frame on top, as `run` does; raises MachineEnd as it does.

    For whoever looks at the machine between steps; `run` spares itself the call.
    """
    frame = machine.frame
    assert isinstance(frame, Frame)
    rule, operand, price, following = frame.instructions[frame.index]
    if machine.meter.cycles < price:
        raise unpaid(machine, frame)
    machine.meter.cycles -= price
    machine.steps += 1
    try:
        jump = rule(machine, frame, operand)
    except Raise as raised:
        fail(machine, raised)
        return
    if jump is None:
        frame.index = following
    elif jump >= 0:
        frame.index = jump


def unpaid(machine: Machine, frame: Frame) -> OutOfCycles:
    """The end of a run that cannot pay the instruction of `frame`, for raising.

    Of an instruction that does the work of two loads or stores the first may still be paid:
    whether the two are one depends on the layout of the source.
    """
    parts = FUSED_INSTRUCTIONS.get(frame.prepared.ops[frame.index].name)
    meter = machine.meter
    if parts is not None:
        meter.cycles -= min(meter.cycles, machine.revision.gas.price(parts[0]).base)
    return OutOfCycles()


def fail(machine: Machine, raised: Raise) -> None:
    """Begin the flight of an exception that the rule in progress raised."""
    machine.begin(raised)
    machine.settle(None, raised)
