"""What a name of the specification means: rule, operation, price, mark or decision."""

import inspect
from collections.abc import Iterator

from diff.errors import HarnessError
from spec.bytecode.instructions import OP_BY_NAME
from spec.decisions import DECISIONS
from spec.gas_table import TABLE
from spec.gas_table.render import row
from spec.marks import MARKS
from spec.semantics.registry import all_rules
from spec.softfloat import OPERATIONS

Section = tuple[str, list[str]]
"""A heading, and the lines below it."""


class UnknownName(HarnessError):
    """Nothing in the specification has this name."""


def explain(name: str) -> list[Section]:
    """Everything that the specification says of a name. Raises UnknownName."""
    found = [*_rule(name), *_operation(name), *_prices(name), *_mark(name), *_decision(name)]
    if not found:
        raise UnknownName(
            f"nothing is called {name!r}: give an instruction (LIST_APPEND), a float operation "
            "(math.sin), a price (builtin.len), a mark (nan-bits) or a decision (G1)"
        )
    return found


def _place(function: object) -> str:
    """Where a function is defined, as `file:line` below the checkout."""
    module = getattr(function, "__module__", "")
    code = getattr(inspect.unwrap(function), "__code__", None)  # type: ignore[arg-type]
    line = f":{code.co_firstlineno}" if code is not None else ""
    return module.replace(".", "/") + ".py" + line


def _rule(name: str) -> Iterator[Section]:
    op = OP_BY_NAME.get(name)
    rule = all_rules().get(op) if op is not None else None
    if rule is None:
        return
    lines = (inspect.getdoc(rule.function) or "").splitlines()
    lines += ["", f"stack    {rule.stack}", f"touches  {rule.effect.value}"]
    lines += [f"raises   {', '.join(rule.raises) or 'nothing itself'}"]
    lines += [f"source   {_place(rule.function)}"]
    yield f"rule {name}", lines


def _operation(name: str) -> Iterator[Section]:
    operation = OPERATIONS.get(name)
    if operation is None:
        return
    lines = (inspect.getdoc(operation.function) or "").splitlines()
    lines += ["", f"takes    {' '.join(operation.signature)}", f"gives    {operation.result}"]
    lines += [f"raises   {' '.join(operation.errors) or 'nothing'}"]
    if operation.mark:
        lines.append(f"mark     {operation.mark}")
    lines.append(f"source   {_place(operation.function)}")
    yield f"operation {name}", lines


def _prices(name: str) -> Iterator[Section]:
    starts = (f"{name}.", f"{name}[")
    rows = [row(price) for price in TABLE if price.key == name or price.key.startswith(starts)]
    if rows:
        yield "price", [f"{key}: {cost} {unit} ({source})" for key, cost, unit, source, _ in rows]


def _mark(name: str) -> Iterator[Section]:
    if name in MARKS:
        yield f"mark {name}", [MARKS[name]]


def _decision(name: str) -> Iterator[Section]:
    for decision in DECISIONS:
        if decision.identifier == name:
            known = ["Some implementation is known to differ."] if decision.known else []
            lines = [decision.question, decision.answer, f"Why: {decision.reason}", *known]
            yield f"decision {name}", lines
