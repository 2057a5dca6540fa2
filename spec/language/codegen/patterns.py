"""`match`: patterns become tests that jump to where the stack is cleaned up."""

from typing import Final, final

from spec.bytecode.instructions import BinaryOp, Comparison, Op
from spec.language.codegen.compiler import Compiler, constant_value
from spec.language.codegen.jumps import compare_operand, jump_if
from spec.language.constants import Constants
from spec.language.intermediate import NEXT_LINE, NO_LINE, AnyOp, Label, Pseudo
from spec.language.tree import (
    Attribute,
    Constant,
    Context,
    Expression,
    JoinedStr,
    Match,
    MatchAs,
    MatchCase,
    MatchClass,
    MatchMapping,
    MatchOr,
    MatchSequence,
    MatchSingleton,
    MatchStar,
    MatchValue,
    Pattern,
    UnaryOp,
    UnaryOperator,
)
from spec.softfloat import OPERATIONS
from spec.softfloat.value import Float

_EQUAL: Final = Comparison.EQ
_AT_LEAST: Final = Comparison.GE


@final
class _State:
    """What a pattern has put on the stack, and where to go when it does not match.

    `stores` are the names captured so far, whose values lie below `on_top` other items;
    `fail_pop[n]` is the place that pops n items.
    """

    __slots__ = ("allow_irrefutable", "fail_pop", "on_top", "stores")

    def __init__(self) -> None:
        self.stores: list[str] = []
        self.fail_pop: list[Label] = []
        self.on_top = 0
        self.allow_irrefutable = False


def is_wildcard(pattern: Pattern) -> bool:
    """Whether it is `_`."""
    return isinstance(pattern, MatchAs) and pattern.pattern is None and pattern.name is None


def _is_star_wildcard(pattern: Pattern) -> bool:
    return isinstance(pattern, MatchStar) and pattern.name is None


def match_statement(c: Compiler, node: Match) -> None:
    c.unit.conditional_depth += 1
    end = Label()
    c.expression(node.subject)
    cases = node.cases
    has_default = len(cases) > 1 and is_wildcard(cases[-1].pattern)
    tested = cases[:-1] if has_default else cases
    for index, case in enumerate(tested):
        state = _State()
        state.allow_irrefutable = case.guard is not None or index == len(cases) - 1
        _case(c, state, case, last=index == len(tested) - 1, end=end)
    if has_default:
        default = cases[-1]
        if len(tested) == 0:
            c.emit(Op.POP_TOP, 0, default.pattern.lineno)
        else:
            c.emit(Op.NOP, 0, default.pattern.lineno)
        if default.guard is not None:
            jump_if(c, default.guard, end, False)
        c.statements(default.body)
    c.use(end)
    c.unit.conditional_depth -= 1


def _case(c: Compiler, state: _State, case: MatchCase, last: bool, end: Label) -> None:
    line = case.pattern.lineno
    if not last:
        c.emit(Op.COPY, 1, line)
    _pattern(c, state, case.pattern)
    for name in state.stores:
        c.name(name, Context.STORE, line)
    if case.guard is not None:
        _ensure_fail_pop(state, 0)
        jump_if(c, case.guard, state.fail_pop[0], False)
    if not last:
        c.emit(Op.POP_TOP, 0, NEXT_LINE)
    c.statements(case.body)
    c.jump(Pseudo.JUMP, end, NO_LINE)
    _use_fail_pop(c, state, line)


# The stack


def _ensure_fail_pop(state: _State, count: int) -> None:
    while len(state.fail_pop) <= count:
        state.fail_pop.append(Label())


def _fail(c: Compiler, state: _State, op: AnyOp, line: int) -> None:
    """Jump, if `op` says so, to where everything of this pattern is popped."""
    count = state.on_top + len(state.stores)
    _ensure_fail_pop(state, count)
    c.jump(op, state.fail_pop[count], line)


def _use_fail_pop(c: Compiler, state: _State, line: int) -> None:
    """The places that pop, from the deepest on; each falls into the next."""
    if not state.fail_pop:
        return
    for label in reversed(state.fail_pop[1:]):
        c.use(label)
        c.emit(Op.POP_TOP, 0, line)
    c.use(state.fail_pop[0])
    state.fail_pop = []


def _rotate(c: Compiler, count: int, line: int) -> None:
    """Move the top below the `count - 1` items under it."""
    for depth in range(count, 1, -1):
        c.emit(Op.SWAP, depth, line)


def _capture(c: Compiler, state: _State, name: str | None, node: Pattern) -> None:
    if name is None:
        c.emit(Op.POP_TOP, 0, node.lineno)
        return
    if name in state.stores:
        raise c.error(node, f"multiple assignments to name '{name}' in pattern")
    _rotate(c, state.on_top + len(state.stores) + 1, node.lineno)
    state.stores.append(name)


# Patterns


def _pattern(c: Compiler, state: _State, node: Pattern) -> None:
    match node:
        case MatchValue():
            _value(c, state, node)
        case MatchSingleton():
            c.load_const(node.value, node.lineno)
            c.emit(Op.IS_OP, 0, node.lineno)
            _fail(c, state, Op.POP_JUMP_IF_FALSE, node.lineno)
        case MatchSequence():
            _sequence(c, state, node)
        case MatchMapping():
            _mapping(c, state, node)
        case MatchClass():
            _class(c, state, node)
        case MatchStar():
            _capture(c, state, node.name, node)
        case MatchAs():
            _as(c, state, node)
        case MatchOr():
            _or(c, state, node)


def _subpattern(c: Compiler, state: _State, node: Pattern) -> None:
    before, state.allow_irrefutable = state.allow_irrefutable, True
    _pattern(c, state, node)
    state.allow_irrefutable = before


def literal_value(node: Expression) -> object | None:
    """The constant that a value pattern or a key folds to; None if it is no literal."""
    if isinstance(node, UnaryOp) and node.op is UnaryOperator.USub:
        _, operand = constant_value(node.operand)
        if isinstance(operand, Float):
            return OPERATIONS["float.__neg__"](operand)
        return -operand if isinstance(operand, int) else None
    return node.value if isinstance(node, Constant) else None


def _load_value(c: Compiler, node: Expression) -> None:
    if isinstance(node, JoinedStr):
        raise c.error(node, "patterns may only match literals and attribute lookups")
    if isinstance(node, UnaryOp):
        c.load_const(literal_value(node), node.lineno)
    else:
        c.expression(node)


def _value(c: Compiler, state: _State, node: MatchValue) -> None:
    line = node.lineno
    _load_value(c, node.value)
    c.emit(Op.COMPARE_OP, compare_operand(_EQUAL), line)
    c.emit(Op.TO_BOOL, 0, line)
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)


def _as(c: Compiler, state: _State, node: MatchAs) -> None:
    if node.pattern is None:
        if not state.allow_irrefutable:
            what = "wildcard" if node.name is None else f"name capture '{node.name}'"
            raise c.error(node, f"{what} makes remaining patterns unreachable")
        _capture(c, state, node.name, node)
        return
    state.on_top += 1
    c.emit(Op.COPY, 1, node.lineno)
    _pattern(c, state, node.pattern)
    state.on_top -= 1
    _capture(c, state, node.name, node)


# Sequences


def _sequence(c: Compiler, state: _State, node: MatchSequence) -> None:
    line, patterns = node.lineno, node.patterns
    size = len(patterns)
    stars = [index for index, each in enumerate(patterns) if isinstance(each, MatchStar)]
    if len(stars) > 1:
        raise c.error(node, "multiple starred expressions in sequence pattern")
    star = stars[0] if stars else -1
    state.on_top += 1
    c.emit(Op.MATCH_SEQUENCE, 0, line)
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)
    if star < 0:
        _check_length(c, state, size, _EQUAL, line)
    elif size > 1:
        _check_length(c, state, size - 1, _AT_LEAST, line)
    state.on_top -= 1
    if all(is_wildcard(each) or _is_star_wildcard(each) for each in patterns):
        c.emit(Op.POP_TOP, 0, line)
    elif star >= 0 and _is_star_wildcard(patterns[star]):
        _by_subscript(c, state, node, star)
    else:
        _by_unpacking(c, state, node, star)


def _check_length(c: Compiler, state: _State, size: int, comparison: Comparison, line: int) -> None:
    c.emit(Op.GET_LEN, 0, line)
    c.load_const(size, line)
    c.emit(Op.COMPARE_OP, compare_operand(comparison), line)
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)


def _by_unpacking(c: Compiler, state: _State, node: MatchSequence, star: int) -> None:
    size = len(node.patterns)
    if star >= 0:
        c.emit(Op.UNPACK_EX, star + (size - star - 1 << 8), node.lineno)
    else:
        c.emit(Op.UNPACK_SEQUENCE, size, node.lineno)
    state.on_top += size
    for pattern in node.patterns:
        state.on_top -= 1
        _subpattern(c, state, pattern)


def _by_subscript(c: Compiler, state: _State, node: MatchSequence, star: int) -> None:
    """Only the elements that matter are looked at: a starred wildcard builds no list."""
    line, size = node.lineno, len(node.patterns)
    state.on_top += 1
    for index, pattern in enumerate(node.patterns):
        if is_wildcard(pattern) or index == star:
            continue
        c.emit(Op.COPY, 1, line)
        if index < star:
            c.load_const(index, line)
        else:
            c.emit(Op.GET_LEN, 0, line)
            c.load_const(size - index, line)
            c.emit(Op.BINARY_OP, BinaryOp.SUBTRACT, line)
        c.emit(Op.BINARY_OP, BinaryOp.SUBSCR, line)
        _subpattern(c, state, pattern)
    state.on_top -= 1
    c.emit(Op.POP_TOP, 0, line)


# Mappings and classes


def _mapping(c: Compiler, state: _State, node: MatchMapping) -> None:
    line, size = node.lineno, len(node.keys)
    state.on_top += 1
    c.emit(Op.MATCH_MAPPING, 0, line)
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)
    if not size and node.rest is None:
        state.on_top -= 1
        c.emit(Op.POP_TOP, 0, line)
        return
    if size:
        _check_length(c, state, size, _AT_LEAST, line)
    _refuse_repeated_keys(c, node)
    for key in node.keys:
        if not isinstance(key, (Constant, UnaryOp, Attribute)):
            message = "mapping pattern keys may only match literals and attribute lookups"
            raise c.error(key, message)
        _load_value(c, key)
    c.emit(Op.BUILD_TUPLE, size, line)
    c.emit(Op.MATCH_KEYS, 0, line)
    state.on_top += 2
    _fail_if_none(c, state, line)
    c.emit(Op.UNPACK_SEQUENCE, size, line)
    state.on_top += size - 1
    for pattern in node.patterns:
        state.on_top -= 1
        _subpattern(c, state, pattern)
    state.on_top -= 2
    if node.rest is None:
        c.emit(Op.POP_TOP, 0, line)
        c.emit(Op.POP_TOP, 0, line)
    else:
        _rest(c, state, node, node.rest)


def _fail_if_none(c: Compiler, state: _State, line: int) -> None:
    c.emit(Op.COPY, 1, line)
    c.load_const(None, line)
    c.emit(Op.IS_OP, 1, line)
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)


def _refuse_repeated_keys(c: Compiler, node: MatchMapping) -> None:
    seen = Constants()
    for count, key in enumerate(node.keys):
        if isinstance(key, (Constant, UnaryOp)):
            if seen.add(literal_value(key)) < len(seen.values) - 1:
                raise c.error(key, "mapping pattern checks duplicate key")
        else:
            seen.add(("attribute", count))


def _rest(c: Compiler, state: _State, node: MatchMapping, rest: str) -> None:
    """A dict of what is left: a copy of the subject without the matched keys."""
    line = node.lineno
    c.emit(Op.BUILD_MAP, 0, line)
    c.emit(Op.SWAP, 3, line)
    c.emit(Op.DICT_UPDATE, 2, line)
    c.emit(Op.UNPACK_SEQUENCE, len(node.keys), line)
    for size in range(len(node.keys), 0, -1):
        c.emit(Op.COPY, 1 + size, line)
        c.emit(Op.SWAP, 2, line)
        c.emit(Op.DELETE_SUBSCR, 0, line)
    _capture(c, state, rest, node)


def _class(c: Compiler, state: _State, node: MatchClass) -> None:
    line = node.lineno
    names = node.kwd_attrs
    for index, name in enumerate(names):
        if name in names[:index]:
            raise c.error(node, f"attribute name repeated in class pattern: {name}")
    c.expression(node.cls)
    c.load_const(tuple(names), line)
    c.emit(Op.MATCH_CLASS, len(node.patterns), line)
    c.emit(Op.COPY, 1, line)
    c.load_const(None, line)
    c.emit(Op.IS_OP, 1, line)
    state.on_top += 1
    _fail(c, state, Op.POP_JUMP_IF_FALSE, line)
    patterns = [*node.patterns, *node.kwd_patterns]
    c.emit(Op.UNPACK_SEQUENCE, len(patterns), line)
    state.on_top += len(patterns) - 1
    for pattern in patterns:
        state.on_top -= 1
        if is_wildcard(pattern):
            c.emit(Op.POP_TOP, 0, line)
        else:
            _subpattern(c, state, pattern)


# Alternatives


def _or(c: Compiler, state: _State, node: MatchOr) -> None:
    """Each alternative works on a copy; all leave the same names in the same order."""
    line = node.lineno
    end = Label()
    control: list[str] = []
    saved_stores, saved_fail, saved_top = state.stores, state.fail_pop, state.on_top
    allow = state.allow_irrefutable
    for index, alternative in enumerate(node.patterns):
        state.stores, state.fail_pop, state.on_top = [], [], 0
        state.allow_irrefutable = allow and index == len(node.patterns) - 1
        c.emit(Op.COPY, 1, alternative.lineno)
        _pattern(c, state, alternative)
        if index == 0:
            control = state.stores
        else:
            _reorder(c, state.stores, control, node, alternative.lineno)
        c.jump(Pseudo.JUMP, end, alternative.lineno)
        _use_fail_pop(c, state, alternative.lineno)
    state.stores, state.fail_pop, state.on_top = saved_stores, saved_fail, saved_top
    state.allow_irrefutable = allow
    c.emit(Op.POP_TOP, 0, line)
    _fail(c, state, Pseudo.JUMP, line)
    c.use(end)
    rotations = len(control) + 1 + state.on_top + len(state.stores)
    for name in control:
        _rotate(c, rotations, line)
        if name in state.stores:
            raise c.error(node, f"multiple assignments to name '{name}' in pattern")
        state.stores.append(name)
    c.emit(Op.POP_TOP, 0, line)


def _reorder(c: Compiler, stores: list[str], control: list[str], node: MatchOr, line: int) -> None:
    """Bring the captured values into the order of the first alternative."""
    if len(stores) != len(control) or set(stores) != set(control):
        raise c.error(node, "alternative patterns bind different names")
    for position in range(len(control) - 1, -1, -1):
        name = control[position]
        found = stores.index(name)
        if found == position:
            continue
        # The top `found + 1` stores go below those that lie between the two places.
        rotated = stores[: found + 1]
        del stores[: found + 1]
        stores[position - found : position - found] = rotated
        for _ in range(found + 1):
            _rotate(c, position + 1, line)
