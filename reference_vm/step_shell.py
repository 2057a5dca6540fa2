"""The commands of the stepper, on any streams."""

from __future__ import annotations

import cmd
import signal
from collections.abc import Callable
from typing import Final, TextIO

from reference_vm.execution import RAISED, RETURNED
from reference_vm.lines import line_at, lines_of_code
from reference_vm.rule_text import rule_text
from reference_vm.stepper import Stepper
from reference_vm.trace import operand_text
from spec.bytecode.code import Code, number_codes
from spec.bytecode.decoder import decode
from spec.bytecode.instructions import OP_BY_NAME
from spec.bytecode.listing import operand_note
from spec.revision import PVM_1
from spec.semantics.frame import Frame
from spec.semantics.registry import Charge, Rule

AROUND: Final = 5
"""Instructions that `list` shows on either side."""


class StepShell(cmd.Cmd):
    """One rule at a time. `help` lists the commands; an empty line repeats the last one."""

    prompt = "(step) "

    def __init__(self, stepper: Stepper, entry: Code, source: TextIO, out: TextIO) -> None:
        super().__init__(stdin=source, stdout=out)
        self.use_rawinput = False
        self._echoes = not source.isatty()
        self._lines: dict[Code, list[int]] = {}
        self.stepper = stepper
        self.breakpoints: list[str] = []
        self._codes = number_codes(entry)
        self._interrupted = False
        self._show()

    def say(self, text: str) -> None:
        self.stdout.write(text + "\n")

    def precmd(self, line: str) -> str:
        """Show a command that nobody typed behind the prompt."""
        if self._echoes or line == "EOF":
            self.say("" if line == "EOF" else line.rstrip("\n"))
        return line

    def default(self, line: str) -> None:
        self.say(f"no command {line.split()[0]!r}; `help` lists them")

    def do_EOF(self, text: str) -> bool:
        """The end of the input: leave."""
        return True

    def do_step(self, text: str) -> None:
        """step [N]: execute one rule, or N."""
        if text and not text.isdecimal():
            self.say(f"step: expected a number, found {text!r}")
            return
        left = int(text or 1)

        def done() -> bool:
            nonlocal left
            left -= 1
            return left <= 0

        self._go(done, breaks=False)

    def do_next(self, text: str) -> None:
        """next: execute one rule, and all of the frames that it enters."""
        depth = len(self.stepper.frames())
        self._go(lambda: len(self.stepper.frames()) <= depth)

    def do_finish(self, text: str) -> None:
        """finish: run until the frame on top has ended."""
        depth = len(self.stepper.frames())
        self._go(lambda: len(self.stepper.frames()) < depth)

    def do_continue(self, text: str) -> None:
        """continue: run to a breakpoint or to the end."""
        self._go(lambda: False)

    def do_back(self, text: str) -> None:
        """back: stand one step earlier, by running again from the start."""
        if self.stepper.back():
            self._show()
        else:
            self.say("this is the beginning")

    def do_break(self, text: str) -> None:
        """break CODE:OFFSET | line N | RULE: stop there; without argument, list them."""
        if not text:
            self.say("\n".join(self.breakpoints) or "no breakpoints")
            return
        number, colon, offset = text.partition(":")
        place = bool(colon) and number.isdecimal() and offset.isdecimal()
        if place and not self._exists(int(number), int(offset)):
            self.say(f"break: no instruction at {text}")
        elif (
            place
            or text in OP_BY_NAME
            or (text.startswith("line ") and text[len("line ") :].isdecimal())
        ):
            self.breakpoints.append(text)
        else:
            self.say(f"break: {text!r} is no CODE:OFFSET, `line N`, or instruction")

    def do_clear(self, text: str) -> None:
        """clear: forget all breakpoints."""
        self.breakpoints.clear()

    def do_list(self, text: str) -> None:
        """list: the instructions around the next one."""
        frame = self._frame()
        if frame is None:
            return
        code, at = frame.prepared.code, frame.index
        constants = [operand_text(value) for value in code.consts]
        decoded = decode(code.code)
        for index in range(max(0, at - AROUND), min(len(decoded), at + AROUND + 1)):
            each = decoded[index]
            note = operand_note(each, code, constants)
            sign = ">" if index == at else " "
            self.say(f"{sign} {each.offset:6} {each.op.name:28} {each.oparg:5}  {note}".rstrip())

    def do_stack(self, text: str) -> None:
        """stack: the items of the frame on top, the top first."""
        frame = self._frame()
        for position, value in enumerate(reversed(frame.stack if frame else [])):
            self.say(f"  {position:3}  {operand_text(value)}")

    def do_locals(self, text: str) -> None:
        """locals: the slots of the frame on top; of a module, its names."""
        frame = self._frame()
        if frame is None:
            return
        named = list(zip(frame.prepared.slot_names, frame.slots, strict=False))
        names = frame.names
        if not named and isinstance(names, dict):
            named = list(names.items())
        for name, value in named:
            self.say(f"  {name} = {operand_text(value)}")

    def do_where(self, text: str) -> None:
        """where: the frames, the outermost first."""
        for frame in self.stepper.frames():
            self.say("  " + self._place(frame))

    def do_meter(self, text: str) -> None:
        """meter: steps, cycles and cells so far."""
        machine = self.stepper.machine
        used = machine.meter
        self.say(f"{machine.steps} steps, {used.cycles_used} cycles, {used.cells_used} cells")

    def do_rule(self, text: str) -> None:
        """rule: the text of the rule that comes next."""
        op = self.stepper.op()
        if op is not None:
            self.say(rule_text(PVM_1.rules[op].function))

    def do_quit(self, text: str) -> bool:
        """quit: leave."""
        return True

    def _go(self, done: Callable[[], bool], breaks: bool = True) -> None:
        """Take steps until `done`, a breakpoint, the end, or Ctrl-C, between two steps."""
        self._interrupted = False
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            while self.stepper.step():
                if done() or (breaks and self._at_breakpoint()) or self._interrupted:
                    break
        finally:
            signal.signal(signal.SIGINT, before)
        self._show()

    def _interrupt(self, number: int, frame: object) -> None:
        self._interrupted = True

    def _at_breakpoint(self) -> bool:
        frame = self.stepper.frame
        if frame is None or not self.breakpoints:
            return False
        places = (
            f"{self._number(frame.prepared.code)}:{frame.prepared.offsets[frame.index]}",
            f"line {self._line(frame)}",
            frame.prepared.ops[frame.index].name,
        )
        return any(place in self.breakpoints for place in places)

    def _exists(self, number: int, offset: int) -> bool:
        if number >= len(self._codes):
            return False
        return any(each.offset == offset for each in decode(self._codes[number].code))

    def _number(self, code: Code) -> int:
        return next((at for at, other in enumerate(self._codes) if other is code), -1)

    def _line(self, frame: Frame) -> int:
        code = frame.prepared.code
        if code not in self._lines:
            self._lines[code] = lines_of_code(code)
        return line_at(self._lines[code], frame.prepared.offsets[frame.index])

    def _place(self, frame: Frame) -> str:
        code = frame.prepared.code
        offset = frame.prepared.offsets[frame.index]
        return f"{code.qualname}, {self._number(code)}:{offset}, line {self._line(frame) or '?'}"

    def _frame(self) -> Frame | None:
        frame = self.stepper.frame
        if frame is None:
            self.say(f"the run is over: {self.stepper.status}{self._result()}")
        return frame

    def _result(self) -> str:
        machine = self.stepper.machine
        if self.stepper.status == RETURNED:
            return f" {operand_text(machine.result)}"
        failure = machine.failure if self.stepper.status == RAISED else None
        if failure is None:
            return ""
        return f" {failure.cls.name}({', '.join(map(operand_text, failure.args))})"

    def _show(self) -> None:
        frame = self._frame()
        if frame is None:
            self.do_meter("")
            return
        rule = PVM_1.rules[frame.prepared.ops[frame.index]]
        text = rule_text(rule.function).partition("\n")[0]
        self.say(f"{self._place(frame)}: {self._instruction(frame)}")
        self.say(f"  {text} [{self._price(frame, rule)}]")
        self.do_meter("")

    def _instruction(self, frame: Frame) -> str:
        code, offset = frame.prepared.code, frame.prepared.offsets[frame.index]
        each = next(each for each in decode(code.code) if each.offset == offset)
        note = operand_note(each, code, [operand_text(value) for value in code.consts])
        return f"{each.op.name} {each.oparg}" + (f" ({note})" if note else "")

    def _price(self, frame: Frame, rule: Rule) -> str:
        if rule.charge is Charge.KINDS:
            return "by kind and size"
        if rule.charge is Charge.SIZED:
            return "by size"
        return str(frame.instructions[frame.index][2])
