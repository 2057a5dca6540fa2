"""Folding: operations on constants are done when compiling.

An operation that raises is left as it is. Guards keep results small; they are CPython's.
"""

from typing import Final, final

from spec.bytecode.instructions import BinaryOp, Op
from spec.language.constants import MAX_WORK, Constants
from spec.language.errors import beyond_limit
from spec.language.flow.blocks import Block
from spec.language.flow.evaluate import NOT_FOLDED, binary_constant, frozen_constant, unary_constant
from spec.language.flow.loads import constant_of, is_small_int
from spec.language.intermediate import NO_LINE, Instruction

STACK_GUIDELINE: Final = 30
"""Elements of a display that are all put on the stack at once."""
_FEWEST: Final = 3
"""Constant elements from which a list or set display is worth folding."""
_CONSUMERS: Final = (Op.GET_ITER, Op.CONTAINS_OP)


@final
class Folder:
    """Folds instructions of a block into loads of constants."""

    __slots__ = ("_constants",)

    def __init__(self, constants: Constants) -> None:
        self._constants = constants

    # What is loaded before

    def _operands(self, block: Block, index: int, count: int) -> list[Instruction] | None:
        """The `count` loads of constants right before `index`, NOPs apart, if there are."""
        found: list[Instruction] = []
        position = index - 1
        while len(found) < count:
            if position < 0:
                return None
            instruction = block.slots[position]
            if instruction.op in (Op.LOAD_CONST, Op.LOAD_SMALL_INT):
                found.append(instruction)
            elif instruction.op is not Op.NOP:
                return None
            position -= 1
        found.reverse()
        return found

    def _values(self, loads: list[Instruction]) -> list[object]:
        return [constant_of(load, self._constants) for load in loads]

    def _replace(self, loads: list[Instruction], at: Instruction, value: object) -> None:
        """The operands vanish without a line, and the operator loads the result."""
        for load in loads:
            load.to_nop()
            load.line = NO_LINE
        if type(value) is int and is_small_int(value):
            at.become(Op.LOAD_SMALL_INT, value)
        else:
            at.become(Op.LOAD_CONST, self._constants.add(value))
            if self._constants.work > MAX_WORK:
                message = f"constants of more than {MAX_WORK} items and characters"
                raise beyond_limit("code-size", message, max(at.line, 1), 0)

    # Operators

    def unary(self, block: Block, index: int) -> None:
        """`-`, `~`, `not`, and `+` as an intrinsic, on a constant."""
        instruction = block.slots[index]
        loads = self._operands(block, index, 1)
        if loads is None:
            return
        value = unary_constant(instruction.op, self._values(loads)[0])
        if value is not NOT_FOLDED:
            self._replace(loads, instruction, value)

    def binary(self, block: Block, index: int) -> None:
        """A binary operator, or a subscript, on two constants."""
        instruction = block.slots[index]
        loads = self._operands(block, index, 2)
        if loads is None:
            return
        left, right = self._values(loads)
        value = binary_constant(BinaryOp(instruction.arg), left, right)
        if value is not NOT_FOLDED:
            self._replace(loads, instruction, value)

    # Displays

    def tuple_display(self, block: Block, index: int) -> None:
        """A tuple of constants."""
        instruction = block.slots[index]
        if instruction.arg > STACK_GUIDELINE:
            return
        loads = self._operands(block, index, instruction.arg)
        if loads is not None:
            self._replace(loads, instruction, tuple(self._values(loads)))

    def display(self, block: Block, index: int) -> None:
        """A list or a set: one constant where it is only looked through, else filled from one."""
        this = block.slots[index]
        following = block.slots[index + 1] if index + 1 < block.used else None
        consumed = following is not None and following.op in _CONSUMERS
        count = this.arg
        loads = self._operands(block, index, count) if count <= STACK_GUIDELINE else None
        if loads is None:
            if consumed and this.op is Op.BUILD_LIST:
                this.op = Op.BUILD_TUPLE
            return
        if count < _FEWEST and not consumed:
            return
        values = self._values(loads)
        is_list = this.op is Op.BUILD_LIST
        constant: object = tuple(values) if is_list else frozen_constant(values)
        place = self._constants.add(constant)
        for load in loads:
            load.to_nop()
            load.line = NO_LINE
        if consumed:
            this.become(Op.LOAD_CONST, place)
            return
        first, second = block.slots[index - 2], block.slots[index - 1]
        first.become(this.op, 0)
        first.line = this.line
        second.become(Op.LOAD_CONST, place)
        second.line = this.line
        this.become(Op.LIST_EXTEND if is_list else Op.SET_UPDATE, 1)

    def appended_tuple(self, block: Block, index: int) -> None:
        """A list built element by element from constants and made a tuple: one constant."""
        appends: list[Instruction] = []
        loads: list[Instruction] = []
        expect_append = True
        for position in range(index - 1, -1, -1):
            instruction = block.slots[position]
            if instruction.op is Op.NOP:
                continue
            if instruction.op is Op.BUILD_LIST and instruction.arg == 0 and expect_append:
                self._fold_appended(block.slots[index], [instruction, *appends], loads)
                return
            if expect_append:
                if instruction.op is not Op.LIST_APPEND or instruction.arg != 1:
                    return
                appends.append(instruction)
            else:
                if instruction.op not in (Op.LOAD_CONST, Op.LOAD_SMALL_INT):
                    return
                loads.append(instruction)
            expect_append = not expect_append

    def _fold_appended(
        self, at: Instruction, others: list[Instruction], loads: list[Instruction]
    ) -> None:
        loads.reverse()
        value = tuple(self._values(loads))
        self._replace([*loads, *others], at, value)
