"""Comparison uses what both sides observe, and no excuse but a mark."""

from typing import Any

import pytest

from diff.canonical import Json
from diff.case import Case
from diff.comparing.compare import compare
from diff.comparing.comparison import Comparison, first_difference, spared
from diff.comparing.signature import Signature, sign, stands_alone
from diff.outcome import Mark, Outcome, Trace
from spec.bytecode.instructions import Op
from tests.diff.samples import hello, int_case, raised, returned

ONE: Json = ["float", "3ff0000000000000"]
NAN: Json = ["float", "7ff8000000000000"]
BYTECODE = Case("bytecode", {"arguments": []})


def verdict(reference: Outcome, other: Outcome, **fields: Any) -> Comparison:
    return compare(BYTECODE, reference, other, hello(**fields))


def test_equal_outcomes_agree() -> None:
    assert verdict(returned(ONE), returned(ONE)).verdict == "agree"


DIFFERENT: list[tuple[Outcome, Outcome, str, str, tuple[str, str]]] = [
    (returned(ONE), returned(NAN), "value", "value", ("float", "nan")),
    (returned(ONE), returned(["int", 1]), "value", "value", ("float", "int")),
    (
        returned(ONE),
        raised("ValueError"),
        "status",
        "status",
        ("returned float", "raised ValueError"),
    ),
    (returned(ONE), Outcome("crashed"), "status", "status", ("returned float", "crashed")),
    (
        returned(["tuple", [ONE, ["list", [["int", 1]]]]]),
        returned(["tuple", [ONE, ["list", [["str", "1"]]]]]),
        "value",
        "value[1][0]",
        ("int", "str"),
    ),
    (
        returned(["list", [ONE]]),
        returned(["list", [ONE, ONE]]),
        "value",
        "value",
        ("list of another length", "list of another length"),
    ),
    (
        returned(["dict", [[["int", 1], ONE]]]),
        returned(["dict", [[["int", 1], NAN]]]),
        "value",
        "value[0][1]",
        ("float", "nan"),
    ),
    (
        returned(["list", [["list", []], ["ref", 1]]]),
        returned(["list", [["list", []], ["list", []]]]),
        "value",
        "value[1]",
        ("ref", "list"),
    ),
    (
        raised("ValueError", "a"),
        raised("TypeError", "a"),
        "exception-type",
        "exception.type",
        ("ValueError", "TypeError"),
    ),
    (
        raised("ValueError", args=[["str", "a"], ["int", 1]]),
        raised("ValueError", args=[["str", "a"], ["str", "b"]]),
        "exception-args",
        "exception.args[1]",
        ("int", "str"),
    ),
]


@pytest.mark.parametrize(("one", "other", "field", "path", "kinds"), DIFFERENT)
def test_the_first_difference_is_named(
    one: Outcome, other: Outcome, field: str, path: str, kinds: tuple[str, str]
) -> None:
    difference = verdict(one, other).difference

    assert difference is not None
    assert (difference.field, difference.path, difference.kinds) == (field, path, kinds)
    assert difference.severity == "consensus"


def exception(text: str | None, **fields: Json) -> Outcome:
    parts = {"type": "KeyError", "args": [], "text": text, **fields}
    return Outcome("raised", exception=["exception", parts])


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("killed by SIGSEGV", "crashed: SIGSEGV"),
        ("exited with status 3\nstandard error: oops", "crashed: 3"),
        (
            "exited with status 101\nstandard error: thread 'main' (7) panicked at "
            "crates/vm/src/frame.rs:2018:9:\nindex out of bounds",
            "crashed at frame.rs:2018",
        ),
        (
            "killed by SIGABRT\nstandard error: thread 'main' panicked at 'no', vm/src/f.rs:7:1",
            "crashed at f.rs:7",
        ),
        ("killed by SIGABRT\nstandard error: memory allocation of 9 bytes", "crashed: memory"),
        ("memory: resident size 210 MiB, ceiling 200 MiB", "crashed: memory"),
        ("killed by SIGABRT\nthread 'main' has overflowed its stack", "crashed: stack overflow"),
        ("", "crashed"),
    ],
)
def test_crashes_are_told_apart_by_how_and_where(detail: str, kind: str) -> None:
    difference = verdict(returned(ONE), Outcome("crashed", detail=detail)).difference

    assert difference is not None
    assert difference.kinds == ("returned float", kind)


def test_a_text_alone_is_diagnostic() -> None:
    difference = verdict(exception("a"), exception("b")).difference

    assert difference is not None
    assert (difference.field, difference.severity) == ("exception-text", "diagnostic")


def test_the_wording_of_an_error_is_diagnostic() -> None:
    """Whether it is seen in the only argument or in the text."""
    difference = verdict(raised("ValueError", "a"), raised("ValueError", "b")).difference

    assert difference is not None
    assert (difference.field, difference.path) == ("exception-text", "exception.args[0]")


def test_a_text_inside_a_value_is_diagnostic_too() -> None:
    """And so is one in an exception's cause; anything else there is consensus."""
    inner = [["list", [outcome.exception]] for outcome in (exception("a"), exception("b"))]
    difference = first_difference(returned(inner[0]), returned(inner[1]))

    assert difference is not None
    assert (difference.field, difference.path) == ("exception-text", "value[0].text")

    causes = [exception("x", cause=outcome.exception) for outcome in (exception("a"), raised("E"))]
    difference = first_difference(causes[0], causes[1])

    assert difference is not None
    assert (difference.field, difference.path) == ("exception-chain", "exception.cause.type")


@pytest.mark.parametrize(
    ("one", "other", "observes"),
    [
        (returned(ONE), returned(NAN), {"exception-type"}),
        (raised("E", "a"), raised("F", "b"), {"value"}),
        (raised("E", "a"), raised("E", "b"), {"exception-type"}),
        (exception("a"), exception(None), {"exception-text"}),
        (returned(ONE, cycles=1), returned(ONE, cycles=2), {"value"}),
        (returned(ONE, cycles=1), returned(ONE), {"value", "cycles"}),
        (returned(ONE), returned(ONE, log=("a",)), {"value", "log"}),
        (returned(ONE, trace=Trace(1, "a")), returned(ONE, trace=Trace(1, "b")), {"value"}),
    ],
)
def test_what_one_side_does_not_observe_is_not_held_against_it(
    one: Outcome, other: Outcome, observes: set[str]
) -> None:
    assert verdict(one, other, observes=frozenset(observes)).verdict == "agree"


@pytest.mark.parametrize(
    ("one", "other", "field"),
    [
        (returned(ONE, cycles=1), returned(ONE, cycles=2), "cycles"),
        (returned(ONE, cells=1), returned(ONE, cells=2), "cells"),
        (returned(ONE, log=("a",)), returned(ONE), "log"),
        (returned(ONE, trace=Trace(1, "a")), returned(ONE, trace=Trace(1, "b")), "path"),
    ],
)
def test_what_both_observe_is_compared(one: Outcome, other: Outcome, field: str) -> None:
    observes = frozenset(("value", "cycles", "cells", "log", "path"))
    difference = verdict(one, other, observes=observes).difference

    assert difference is not None
    assert difference.field == field


def test_a_foreign_mark_excuses_and_is_counted() -> None:
    one, other = returned(ONE, "hash-value", "sort-order"), returned(NAN)

    assert verdict(one, other) == Comparison("marked", None, ("hash-value", "sort-order"))
    both = frozenset(("hash-value", "sort-order"))
    assert verdict(one, other, marks=frozenset(("sort-order",))).marks == ("hash-value",)
    assert verdict(one, other, marks=both).verdict == "differ"
    assert verdict(one, returned(ONE), marks=both).verdict == "agree"


def test_a_mark_is_no_excuse_for_a_crash_or_for_nonsense() -> None:
    """Unless it is about sizes, after which running out of memory is no surprise."""
    for status in ("crashed", "protocol-error"):
        assert verdict(returned(ONE, "hash-value"), Outcome(status)).verdict == "differ"
    assert verdict(returned(ONE, "integer-limit"), Outcome("crashed")).verdict == "marked"
    assert verdict(returned(ONE, "integer-limit"), Outcome("protocol-error")).verdict == "differ"
    assert verdict(returned(ONE, "integer-limit"), Outcome("timed-out")).verdict == "marked"


def test_a_mark_about_wording_excuses_wording_only() -> None:
    one = exception("a")
    marked = Outcome("raised", exception=one.exception, marks=returned(ONE, "error-text").marks)

    assert verdict(marked, exception("b")).verdict == "agree"
    assert verdict(marked, raised("ValueError")).verdict == "differ"


def test_before_a_foreign_mark_the_path_still_counts() -> None:
    def traced(marks: tuple[str, ...], *offsets: int) -> Outcome:
        records = tuple({"code": 0, "offset": offset} for offset in offsets)
        outcome = returned(ONE, trace=Trace(len(records), "x", None, records))
        if not marks:
            return outcome
        noted = tuple({"name": name, "step": 2} for name in marks)
        return Outcome.from_json({**outcome.to_json(), "marks": noted and list(noted)})

    assert verdict(traced(("sort-order",), 2, 4, 6), traced((), 2, 4, 99)).verdict == "marked"
    early = verdict(traced(("sort-order",), 2, 4, 6), traced((), 2, 8, 6))
    assert early.verdict == "differ"
    assert early.difference is not None
    assert early.difference.path == "path[1]"


def test_what_a_target_need_not_record_is_not_compared_before_a_mark() -> None:
    def traced(marked: bool, *steps: tuple[int, Op]) -> Outcome:
        records = tuple({"code": 0, "offset": at, "opcode": int(op)} for at, op in steps)
        marks = (Mark("sort-order", len(steps)),) if marked else None
        return Outcome("returned", ONE, trace=Trace(len(steps), "x", None, records), marks=marks)

    body = ((4, Op.LOAD_FAST), (6, Op.RETURN_VALUE))
    whole = ((0, Op.MAKE_CELL), (2, Op.RESUME), *body)
    assert verdict(traced(True, *whole), traced(False, *body)).verdict == "marked"


def test_running_out_of_cycles_is_foreign_to_a_target_without_a_meter() -> None:
    out = Outcome("out-of-cycles")

    assert verdict(out, returned(ONE)).verdict == "marked"
    metered = verdict(out, returned(ONE), observes=frozenset(("cycles",)))
    assert metered.verdict == "differ"


@pytest.mark.parametrize("reason", ["unsupported"])
def test_what_one_side_does_not_do_is_unclaimed(reason: str) -> None:
    refusal = Outcome("refused", reason=reason)

    assert verdict(refusal, returned(ONE)).verdict == "unclaimed"
    assert verdict(returned(ONE), refusal).verdict == "unclaimed"
    assert verdict(returned(ONE), Outcome("refused", reason="invalid")).verdict == "differ"


def test_a_target_is_spared_what_it_might_never_end() -> None:
    limited = returned(ONE, "integer-limit", "hash-value")

    assert spared(limited, hello()) == ("integer-limit",)
    assert spared(limited, hello(marks=frozenset(("integer-limit",)))) == ()
    assert spared(Outcome("out-of-cycles"), hello()) == ("out-of-cycles",)
    assert spared(returned(ONE, "hash-value"), hello()) == ()


# Attribution and signatures


def alone(marks: tuple[str, ...] = (), **answers: Json) -> str | None:
    outcomes = {name: returned(value) for name, value in answers.items()}
    outcomes["reference"] = returned(answers["reference"], *marks)
    return stands_alone(outcomes, {name: hello() for name in outcomes})


def test_attribution_takes_three_answers_of_which_two_agree() -> None:
    assert alone(reference=ONE, rust=NAN) is None
    assert alone(reference=ONE, rust=NAN, node=ONE) == "rust"
    assert alone(reference=NAN, rust=ONE, node=ONE) == "reference"
    assert alone(reference=ONE, rust=NAN, node=["int", 3]) is None
    assert alone(reference=ONE, rust=NAN, node=ONE, old=NAN) is None
    assert alone(reference=ONE, rust=ONE, node=ONE) is None
    assert alone(("sort-order",), reference=ONE, rust=NAN, node=NAN) is None


def test_releases_of_one_program_are_no_two_witnesses_against_the_reference() -> None:
    releases = {"rust-0.5.0": ONE, "rust-0.6.0": ONE}
    assert alone(reference=NAN, **releases) is None
    assert alone(reference=NAN, **releases, node=ONE) == "reference"
    assert alone(reference=NAN, **{"cpython": ONE, "cpython-3.14": ONE}) == "reference"
    assert alone(reference=ONE, **{**releases, "rust-0.5.0": NAN}) == "rust-0.5.0"


def test_whom_a_mark_excuses_counts_where_it_agrees_all_the_same() -> None:
    honouring = hello(marks=frozenset(("word-size",)))
    hellos = {"reference": hello(), "node": hello(), "rust": honouring, "old": honouring}
    answers = {name: returned(NAN, "word-size") for name in ("reference", "node")}
    answers |= {name: returned(ONE) for name in ("rust", "old")}

    assert stands_alone(answers, hellos, "value") is None
    answers["node"] = returned(["int", 3], "word-size")
    assert stands_alone(answers, hellos, "value") == "reference"


def test_those_agree_who_differ_only_later() -> None:
    """Two that raise alike are not told apart by their words when the status is in question."""
    answers = {
        "reference": returned(ONE),
        "rust": raised("TypeError", "a"),
        "node": raised("TypeError", "b"),
        "old": raised("ValueError", "c"),
    }
    hellos = {name: hello() for name in answers}

    assert stands_alone(answers, hellos, "status") == "reference"
    assert stands_alone(answers, hellos, "exception-text") is None


def test_a_lane_may_say_that_answers_agree_within_its_bounds() -> None:
    """Last bits differ three ways; the lane accepts one of them and not the other."""
    bits = ("3ff0000000000000", "3ff0000000000001", "3ff0000000000fff")
    names = ("reference", "node", "rust")
    answers = {
        name: returned(["float", pattern], "correctly-rounded")
        for name, pattern in zip(names, bits, strict=True)
    }
    hellos = {name: hello() for name in answers}

    assert stands_alone(answers, hellos, "value") is None
    assert stands_alone(answers, hellos, "value", {"node": True, "rust": False}) == "rust"


def test_a_signature_names_what_stays_the_same() -> None:
    difference = verdict(returned(ONE), returned(NAN)).difference
    assert difference is not None
    signatures = [
        sign(int_case(number, "float.__mod__"), "rust", difference, "rust") for number in (1, 2)
    ]

    assert signatures[0] == signatures[1]
    assert str(signatures[0]) == "float float.__mod__: value: float / nan (rust)"
    assert signatures[0] == Signature.from_json(signatures[0].to_json())
    assert len(signatures[0].key) == 12
    others = [
        sign(int_case(1, "float.__add__"), "rust", difference, None),
        sign(int_case(1, "float.__mod__"), "rust", difference, "reference"),
        sign(int_case(1, "float.__mod__"), "node", difference, None),
    ]
    assert len({signature.key for signature in [signatures[0], *others]}) == 4
