"""Which loads of locals may borrow: their value is used up while the local still holds it.

In each reachable block a stack of references is simulated. A load is spoiled when its
reference outlives the block, is stored to a local, or is on the stack while its local
changes.
"""

from typing import Final, final

from spec.bytecode.instructions import Op
from spec.language.flow.blocks import Block, Graph
from spec.language.flow.heights import effect
from spec.language.intermediate import AnyOp, Instruction

_KEEPS_OPERANDS: Final[frozenset[AnyOp]] = frozenset(
    {
        Op.FORMAT_SIMPLE,
        Op.GET_LEN,
        Op.GET_YIELD_FROM_ITER,
        Op.IMPORT_FROM,
        Op.MATCH_KEYS,
        Op.MATCH_MAPPING,
        Op.MATCH_SEQUENCE,
        Op.WITH_EXCEPT_START,
    }
)
_ONLY_POPS: Final[frozenset[AnyOp]] = frozenset(
    {
        Op.DICT_MERGE,
        Op.DICT_UPDATE,
        Op.LIST_APPEND,
        Op.LIST_EXTEND,
        Op.MAP_ADD,
        Op.RERAISE,
        Op.SET_ADD,
        Op.SET_UPDATE,
    }
)
_KEEPS_TOP: Final[frozenset[AnyOp]] = frozenset({Op.END_SEND, Op.SET_FUNCTION_ATTRIBUTE})
_UNDER_TOP: Final[frozenset[AnyOp]] = frozenset({Op.LOAD_SPECIAL, Op.PUSH_EXC_INFO})
_ANONYMOUS: Final = -1
_SUPER_OPERANDS: Final = 3


def borrow_loads(graph: Graph) -> None:
    """Turn unspoiled loads into borrowing ones, in every block that normal control reaches."""
    for block in graph:
        block.visited = False
    graph.entry.visited = True
    waiting = [graph.entry]
    while waiting:
        block = waiting.pop()
        # An empty block hands nothing on, though control would fall through it.
        if block.used and block.falls_through:
            _reach(block.next, waiting)
        for instruction in block.instructions:
            _reach(instruction.target, waiting)
        _Simulation(block).run()


def _reach(block: Block | None, waiting: list[Block]) -> None:
    if block is not None and not block.visited:
        block.visited = True
        waiting.append(block)


@final
class _Reference:
    """A value on the simulated stack: the index of its producer, and the local it came from."""

    __slots__ = ("local", "producer")

    def __init__(self, producer: int, local: int = _ANONYMOUS) -> None:
        self.producer = producer
        self.local = local


@final
class _Simulation:
    """One block's references."""

    __slots__ = ("_instructions", "_spoiled", "_stack")

    def __init__(self, block: Block) -> None:
        self._instructions = block.instructions
        self._spoiled: set[int] = set()
        self._stack = [_Reference(_ANONYMOUS) for _ in range(max(block.depth, 0))]

    def run(self) -> None:
        for index, instruction in enumerate(self._instructions):
            self._step(index, instruction)
        for reference in self._stack:
            self._spoiled.add(reference.producer)
        for index, instruction in enumerate(self._instructions):
            if index in self._spoiled:
                continue
            if instruction.op is Op.LOAD_FAST:
                instruction.op = Op.LOAD_FAST_BORROW
            elif instruction.op is Op.LOAD_FAST_LOAD_FAST:
                instruction.op = Op.LOAD_FAST_BORROW_LOAD_FAST_BORROW

    def _push(self, producer: int, local: int = _ANONYMOUS) -> None:
        self._stack.append(_Reference(producer, local))

    def _kill(self, local: int) -> None:
        """The local changes: references to what it held are spoiled."""
        for reference in self._stack:
            if reference.local == local:
                self._spoiled.add(reference.producer)

    def _store(self, local: int) -> None:
        self._kill(local)
        self._spoiled.add(self._stack.pop().producer)

    def _step(self, index: int, instruction: Instruction) -> None:
        op, arg, stack = instruction.op, instruction.arg, self._stack
        match op:
            case Op.LOAD_FAST:
                self._push(index, arg)
            case Op.LOAD_FAST_AND_CLEAR:
                self._kill(arg)
                self._push(index, arg)
            case Op.LOAD_FAST_LOAD_FAST:
                self._push(index, arg >> 4)
                self._push(index, arg & 15)
            case Op.DELETE_FAST:
                self._kill(arg)
            case Op.STORE_FAST:
                self._store(arg)
            case Op.STORE_FAST_LOAD_FAST:
                self._store(arg >> 4)
                self._push(index, arg & 15)
            case Op.STORE_FAST_STORE_FAST:
                self._store(arg >> 4)
                self._store(arg & 15)
            case Op.COPY:
                stack.append(stack[-arg])
            case Op.SWAP:
                stack[-1], stack[-arg] = stack[-arg], stack[-1]
            case _:
                self._other(index, instruction)

    def _other(self, index: int, instruction: Instruction) -> None:
        op, stack = instruction.op, self._stack
        pops, pushes = effect(instruction)
        if op in _KEEPS_OPERANDS:
            # The producer is counted from 0 and not from here: instruction 0 of the block.
            for position in range(pushes - pops):
                self._push(position)
        elif op in _ONLY_POPS:
            del stack[len(stack) - (pops - pushes) :]
        elif op in _KEEPS_TOP:
            top = stack.pop()
            stack.pop()
            stack.append(top)
        elif op in _UNDER_TOP:
            top = stack.pop()
            self._push(index)
            stack.append(top)
        elif op is Op.FOR_ITER:
            self._push(index)
        elif op in (Op.CHECK_EXC_MATCH, Op.SEND):
            stack.pop()
            self._push(index)
        elif op in (Op.LOAD_ATTR, Op.LOAD_SUPER_ATTR):
            receiver = stack.pop()
            if op is Op.LOAD_SUPER_ATTR:
                del stack[-(_SUPER_OPERANDS - 1) :]
            self._push(index)
            if instruction.arg & 1:
                stack.append(receiver)
        else:
            if pops:
                del stack[-pops:]
            for _ in range(pushes):
                self._push(index)
