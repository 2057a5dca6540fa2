"""Two revisions in one process: one changed price and one changed rule."""

from reference_vm.execution import execute
from spec.bytecode.instructions import BinaryOp, Op
from spec.gas_table import Price
from spec.gas_table.sources import decision
from spec.revision import PVM_1
from spec.semantics.frame import Frame
from spec.semantics.machine import Machine
from spec.semantics.values import List, Value
from tests.semantics.assembled import binary, function


def _return_one_more(machine: Machine, frame: Frame, number: int) -> None:
    frame.stack.append(number + 1)


def test_changed_price_and_rule() -> None:
    """Each revision runs by its own prices and rules, on the same code object, in turn."""
    dear = Price("LOAD_SMALL_INT", 7, source=decision("D7(a)"))
    other = PVM_1.changed(
        "pvm-test",
        prices={"LOAD_SMALL_INT": dear},
        rules={Op.LOAD_SMALL_INT: _return_one_more},
    )
    code = function((Op.LOAD_SMALL_INT, 5), (Op.RETURN_VALUE, 0))
    seen = []
    for revision in (PVM_1, other, PVM_1):
        execution = execute(code, [], revision=revision)
        seen.append((execution.value, execution.cycles))

    assert seen == [(5, 2), (6, 8), (5, 2)]


def test_changed_price_of_an_operation() -> None:
    """The price of an operation by kind comes from the revision, on the short path as well."""
    dear = Price("BINARY_OP.add[int]", 50, source=decision("D7(a)"))
    other = PVM_1.changed("pvm-test", prices={"BINARY_OP.add[int]": dear})
    code = binary(BinaryOp.ADD)

    assert execute(code, [1, 2]).cycles == 4
    assert execute(code, [1, 2], revision=other).cycles == 53


def _one_more(machine: Machine, value: Value) -> Value:
    assert isinstance(value, List)
    return len(value.items) + 1


def test_changed_native() -> None:
    """The arguments are bound as before; the function is another."""
    other = PVM_1.changed("pvm-test", natives={"builtin.len": _one_more})
    code = function(
        (Op.LOAD_GLOBAL, 1), (Op.LOAD_FAST, 0), (Op.CALL, 1), (Op.RETURN_VALUE, 0),
        parameters=1, names=("len",),
    )  # fmt: skip

    assert [
        execute(code, [List([7, 8])], revision=revision).value for revision in (PVM_1, other)
    ] == [2, 3]


def test_identity_tells_revisions_apart() -> None:
    """The identity covers name, prices and rules."""
    dear = Price("LOAD_CONST", 2, source=decision("D7(a)"))
    others = [
        PVM_1.changed("pvm-2"),
        PVM_1.changed("pvm-1", prices={"LOAD_CONST": dear}),
        PVM_1.changed("pvm-1", rules={Op.LOAD_SMALL_INT: _return_one_more}),
        PVM_1.changed("pvm-1", natives={"builtin.len": _one_more}),
    ]
    identities = {PVM_1.identity, *(each.identity for each in others)}

    assert len(identities) == 5
