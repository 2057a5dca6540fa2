"""`try`, `except`, `except*`, `finally` and `with`."""

from spec.bytecode.instructions import Intrinsic2, Op, SpecialMethod
from spec.language.codegen.compiler import Compiler
from spec.language.codegen.regions import call_exit_with_nones, forget_name
from spec.language.codegen.unit import Open, Region
from spec.language.intermediate import NO_LINE, Label, Pseudo
from spec.language.tree import Context, ExceptHandler, Try, TryStar, With


def try_statement(c: Compiler, node: Try) -> None:
    c.unit.conditional_depth += 1
    if node.finalbody:
        _try_finally(c, node)
    else:
        _try_except(c, node)
    c.unit.conditional_depth -= 1


def try_star_statement(c: Compiler, node: TryStar) -> None:
    c.unit.conditional_depth += 1
    if node.finalbody:
        _try_finally(c, node)
    else:
        _try_star(c, node)
    c.unit.conditional_depth -= 1


def _cleanup(c: Compiler, label: Label) -> None:
    """The handler of a handler: restore what was handled before, and raise again."""
    c.use(label)
    c.emit(Op.COPY, 3, NO_LINE)
    c.emit(Op.POP_EXCEPT, 0, NO_LINE)
    c.emit(Op.RERAISE, 1, NO_LINE)


def _try_finally(c: Compiler, node: Try | TryStar) -> None:
    """The final body is generated once for every way out."""
    line = node.lineno
    handler, cleanup, end = Label(), Label(), Label()
    c.jump(Pseudo.SETUP_FINALLY, handler, line)
    c.push(Region(Open.FINALLY_TRY, final=node.finalbody), line)
    if not node.handlers:
        c.statements(node.body)
    elif isinstance(node, TryStar):
        _try_star(c, node)
    else:
        _try_except(c, node)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.pop()
    c.statements(node.finalbody)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(handler)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, NO_LINE)
    c.emit(Op.PUSH_EXC_INFO, 0, NO_LINE)
    c.push(Region(Open.FINALLY_END), line)
    c.statements(node.finalbody)
    c.pop()
    c.emit(Op.RERAISE, 0, NO_LINE)
    _cleanup(c, cleanup)
    c.use(end)


def _try_except(c: Compiler, node: Try) -> None:
    handlers, cleanup, end = Label(), Label(), Label()
    c.jump(Pseudo.SETUP_FINALLY, handlers, node.lineno)
    c.push(Region(Open.TRY_EXCEPT), node.lineno)
    c.statements(node.body)
    c.pop()
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.statements(node.orelse)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(handlers)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, NO_LINE)
    c.emit(Op.PUSH_EXC_INFO, 0, NO_LINE)
    c.push(Region(Open.EXCEPTION_HANDLER), node.lineno)
    for index, handler in enumerate(node.handlers):
        if handler.type is None and index < len(node.handlers) - 1:
            raise c.error(handler, "default 'except:' must be last")
        _except(c, handler, end)
    c.pop()
    c.emit(Op.RERAISE, 0, NO_LINE)
    _cleanup(c, cleanup)
    c.use(end)


def _except(c: Compiler, node: ExceptHandler, end: Label) -> None:
    line = node.lineno
    following = Label()
    if node.type is not None:
        c.expression(node.type)
        c.emit(Op.CHECK_EXC_MATCH, 0, line)
        c.jump(Op.POP_JUMP_IF_FALSE, following, line)
    if node.name is None:
        c.emit(Op.POP_TOP, 0, line)
        c.push(Region(Open.HANDLER_CLEANUP), line)
        c.statements(node.body)
        c.pop()
        c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
        c.emit(Op.POP_EXCEPT, 0, NO_LINE)
        c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    else:
        _named_except(c, node, node.name, end)
    c.use(following)


def _named_except(c: Compiler, node: ExceptHandler, name: str, end: Label) -> None:
    line = node.lineno
    cleanup = Label()
    c.name(name, Context.STORE, line)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, line)
    c.push(Region(Open.HANDLER_CLEANUP, name=name), line)
    c.statements(node.body)
    c.pop()
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Op.POP_EXCEPT, 0, NO_LINE)
    forget_name(c, name, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(cleanup)
    forget_name(c, name, NO_LINE)
    c.emit(Op.RERAISE, 1, NO_LINE)


# except*


def _try_star(c: Compiler, node: TryStar) -> None:
    handlers, cleanup, otherwise, end = Label(), Label(), Label(), Label()
    raise_star, rest = Label(), Label()
    c.jump(Pseudo.SETUP_FINALLY, handlers, node.lineno)
    c.push(Region(Open.TRY_EXCEPT), node.lineno)
    c.statements(node.body)
    c.pop()
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, otherwise, NO_LINE)
    c.use(handlers)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, NO_LINE)
    c.emit(Op.PUSH_EXC_INFO, 0, NO_LINE)
    c.push(Region(Open.EXCEPTION_GROUP_HANDLER), node.lineno)
    for index, handler in enumerate(node.handlers):
        if index == 0:
            c.emit(Op.BUILD_LIST, 0, handler.lineno)
            c.emit(Op.COPY, 2, handler.lineno)
        last = index == len(node.handlers) - 1
        _except_star(c, handler, raise_star if last else None)
    c.pop()
    c.use(raise_star)
    c.emit(Op.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR, NO_LINE)
    c.emit(Op.COPY, 1, NO_LINE)
    c.jump(Op.POP_JUMP_IF_NOT_NONE, rest, NO_LINE)
    c.emit(Op.POP_TOP, 0, NO_LINE)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Op.POP_EXCEPT, 0, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, end, NO_LINE)
    c.use(rest)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Op.SWAP, 2, NO_LINE)
    c.emit(Op.POP_EXCEPT, 0, NO_LINE)
    c.emit(Op.RERAISE, 0, NO_LINE)
    _cleanup(c, cleanup)
    c.use(otherwise)
    c.statements(node.orelse)
    c.use(end)


def _except_star(c: Compiler, node: ExceptHandler, raise_star: Label | None) -> None:
    """One clause. `raise_star` is given for the last one: there the rest is raised."""
    line = node.lineno
    following, no_match, on_error, cleanup = Label(), Label(), Label(), Label()
    assert node.type is not None
    c.expression(node.type)
    c.emit(Op.CHECK_EG_MATCH, 0, line)
    c.emit(Op.COPY, 1, line)
    c.jump(Op.POP_JUMP_IF_NONE, no_match, line)
    if node.name is not None:
        c.name(node.name, Context.STORE, line)
    else:
        c.emit(Op.POP_TOP, 0, line)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, line)
    c.push(Region(Open.HANDLER_CLEANUP, name=node.name), line)
    c.statements(node.body)
    c.pop()
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    if node.name is not None:
        forget_name(c, node.name, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, following, NO_LINE)
    c.use(cleanup)
    if node.name is not None:
        forget_name(c, node.name, NO_LINE)
    c.emit(Op.LIST_APPEND, 3, NO_LINE)
    c.emit(Op.POP_TOP, 0, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, on_error, NO_LINE)
    c.use(following)
    c.emit(Op.NOP, 0, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, on_error, NO_LINE)
    c.use(no_match)
    c.emit(Op.POP_TOP, 0, line)
    c.use(on_error)
    if raise_star is not None:
        c.emit(Op.LIST_APPEND, 1, NO_LINE)
        c.jump(Pseudo.JUMP_NO_INTERRUPT, raise_star, NO_LINE)


# with


def with_statement(c: Compiler, node: With) -> None:
    c.unit.conditional_depth += 1
    _with(c, node, 0)
    c.unit.conditional_depth -= 1


def _with(c: Compiler, node: With, index: int) -> None:
    """Item `index`, and inside it the others and the body."""
    item = node.items[index]
    context = item.context_expr
    line = context.lineno
    handler, end, suppressed, cleanup = Label(), Label(), Label(), Label()
    c.expression(context)
    c.emit(Op.COPY, 1, line)
    c.emit(Op.LOAD_SPECIAL, SpecialMethod.EXIT, line)
    c.emit(Op.SWAP, 2, line)
    c.emit(Op.SWAP, 3, line)
    c.emit(Op.LOAD_SPECIAL, SpecialMethod.ENTER, line)
    c.emit(Op.CALL, 0, line)
    c.jump(Pseudo.SETUP_WITH, handler, line)
    c.push(Region(Open.WITH, expression=context), line)
    if item.optional_vars is not None:
        c.expression(item.optional_vars)
    else:
        c.emit(Op.POP_TOP, 0, line)
    if index + 1 < len(node.items):
        _with(c, node, index + 1)
    else:
        c.statements(node.body)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.pop()
    call_exit_with_nones(c, line)
    c.emit(Op.POP_TOP, 0, line)
    c.jump(Pseudo.JUMP, end, line)
    c.use(handler)
    c.jump(Pseudo.SETUP_CLEANUP, cleanup, line)
    c.emit(Op.PUSH_EXC_INFO, 0, line)
    c.emit(Op.WITH_EXCEPT_START, 0, line)
    _after_exit(c, suppressed, cleanup)
    c.use(end)


def _after_exit(c: Compiler, suppressed: Label, cleanup: Label) -> None:
    """`__exit__` was called with an exception: it is raised again unless the answer is true."""
    behind = Label()
    c.emit(Op.TO_BOOL, 0, NO_LINE)
    c.jump(Op.POP_JUMP_IF_TRUE, suppressed, NO_LINE)
    c.emit(Op.RERAISE, 2, NO_LINE)
    c.use(suppressed)
    c.emit(Op.POP_TOP, 0, NO_LINE)
    c.emit(Pseudo.POP_BLOCK, 0, NO_LINE)
    c.emit(Op.POP_EXCEPT, 0, NO_LINE)
    for _ in range(3):
        c.emit(Op.POP_TOP, 0, NO_LINE)
    c.jump(Pseudo.JUMP_NO_INTERRUPT, behind, NO_LINE)
    _cleanup(c, cleanup)
    c.use(behind)
