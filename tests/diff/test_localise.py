"""Localisation names the instruction after which two traces part."""

from dataclasses import replace

from diff.canonical import Json
from diff.comparing.localise import first_parting
from diff.outcome import RECORD_FIELDS, Outcome, Trace
from spec.bytecode.instructions import BinaryOp, Op
from tests.diff.samples import raised

LOAD, ADD, JUMP, RETURN = Op.LOAD_FAST, Op.BINARY_OP, Op.POP_JUMP_IF_FALSE, Op.RETURN_VALUE


def traced(*steps: tuple[int, Op, int], tops: tuple[str, ...] = ()) -> Outcome:
    records = []
    for index, (offset, op, operand) in enumerate(steps):
        record: dict[str, Json] = {"step": index, "code": 0, "offset": offset}
        record |= {"opcode": int(op), "oparg": operand}
        if tops:
            record |= dict.fromkeys(RECORD_FIELDS[6:], 0) | {"operands": tops[index], "depth": 1}
        records.append(record)
    value = ["None", None]
    return Outcome("returned", value=value, trace=Trace(len(records), records=tuple(records)))


STRAIGHT = ((2, LOAD, 0), (4, ADD, int(BinaryOp.REMAINDER)), (16, JUMP, 2), (20, RETURN, 0))


def test_another_way_is_the_doing_of_the_last_common_instruction() -> None:
    place = first_parting(traced(*STRAIGHT), traced(*STRAIGHT[:3], (30, RETURN, 0)))

    assert place is not None
    assert (place.step, place.offset, place.rule, place.how) == (2, 16, "POP_JUMP_IF_FALSE", "path")
    assert (place.expected, place.found) == ([0, 20], [0, 30])


def test_an_execution_that_ends_early_ended_in_its_last_instruction() -> None:
    place = first_parting(traced(*STRAIGHT), traced(*STRAIGHT[:2]))

    assert place is not None
    assert (place.step, place.rule, place.found) == (1, "BINARY_OP %", None)


def test_with_operands_the_instruction_that_made_them_is_found() -> None:
    ours = traced(*STRAIGHT, tops=("a", "b", "c", "d"))
    theirs = traced(*STRAIGHT, tops=("a", "b", "X", "d"))
    place = first_parting(ours, theirs)

    assert place is not None
    assert (place.rule, place.how, place.field) == ("BINARY_OP %", "records", "operands")
    assert (place.expected, place.found) == ("c", "X")


def test_on_the_same_path_the_last_computation_is_a_guess() -> None:
    place = first_parting(traced(*STRAIGHT), traced(*STRAIGHT))

    assert place is not None
    assert (place.rule, place.how) == ("BINARY_OP %", "guess")
    assert "last computation" in str(place)


def test_what_both_raised_came_from_the_last_instruction_that_can_raise() -> None:
    steps = (*STRAIGHT[:2], (16, Op.LOAD_FAST_CHECK, 1))
    ended = replace(traced(*steps), status="raised", value=None)
    place = first_parting(ended, ended)

    assert place is not None
    assert place.rule == "LOAD_FAST_CHECK"
    stored = (*STRAIGHT[:2], (16, Op.STORE_SUBSCR, 0), (20, LOAD, 0), (22, RETURN, 0))
    place = first_parting(traced(*stored), traced(*stored))

    assert place is not None
    assert place.rule == "STORE_SUBSCR"


def test_what_handlers_passed_on_came_from_where_it_was_raised() -> None:
    """As the reference's records tell, which name the exception of each step."""
    steps = ((2, Op.LOAD_FAST_CHECK, 1), (4, Op.PUSH_EXC_INFO, 0), (6, Op.CHECK_EXC_MATCH, 0))
    outcome = traced(*steps, (8, Op.RERAISE, 0))
    assert outcome.trace is not None
    assert outcome.trace.records is not None
    errors = ("UnboundLocalError", "", "", "UnboundLocalError")
    records = tuple(
        {**record, "exception": error}
        for record, error in zip(outcome.trace.records, errors, strict=True)
    )
    ours = replace(raised("UnboundLocalError"), trace=replace(outcome.trace, records=records))
    place = first_parting(ours, replace(raised("UnboundLocalError", "?"), trace=outcome.trace))

    assert place is not None
    assert (place.rule, place.how) == ("LOAD_FAST_CHECK", "guess")


def test_without_records_there_is_no_place() -> None:
    assert first_parting(traced(*STRAIGHT), Outcome("crashed")) is None
