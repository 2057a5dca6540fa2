"""The lane `cbor`: what is generated, how answers are compared, and the codecs that answer."""

from collections.abc import Callable
from typing import Any

import pytest

from diff.case import Case
from diff.comparing.cbor import compare_cbor, explain, reason_of_words
from diff.comparing.compare import compare
from diff.outcome import CRASHED, PROTOCOL_ERROR, RAISED, REFUSED, RETURNED, Outcome
from diff.reference.cbor import run_cbor_case
from diff.targets.target import Hello, Target
from fuzz.checks.cbor import Tally, bytes_case, compare_batch, value_case
from fuzz.choices import Choices, RecordedSource, SeededSource
from fuzz.lanes.cbor import generate
from spec.cbor import Reason
from spec.marks import MARKS

SDK = Hello("cowboy-sdk", "0.1.6", {}, frozenset({"value"}), frozenset(MARKS), 64)


def case(operation: str, argument: Any, profile: str = "sdk-0.1") -> Case:
    """A case of the lane."""
    return Case("cbor", {"operation": operation, "profile": profile, "arguments": [argument]})


def generated(count: int, seed: int = 0) -> list[Case]:
    """Cases as a campaign draws them."""
    numbers = range(seed * 100_000, seed * 100_000 + count)
    return [Case("cbor", generate(Choices(SeededSource(number)))) for number in numbers]


def test_generated_cases_are_valid_and_survive_a_file() -> None:
    for one in generated(2_000):
        assert Case.from_text(one.to_text()) == one


def test_the_simplest_case_is_small() -> None:
    simplest = generate(Choices(RecordedSource([])))
    assert simplest == {"operation": "encode", "profile": "sdk-0.1", "arguments": [["int", 0]]}


def test_every_reason_and_every_mark_is_reached() -> None:
    """But for limits that the profiles do not have, or that take ten megabytes."""
    reasons: set[str] = set()
    marks: set[str] = set()
    for one in generated(6_000, seed=1):
        outcome = run_cbor_case(one)
        assert outcome.status in (RETURNED, REFUSED)
        if outcome.reason is not None:
            reasons.add(outcome.reason)
        marks.update(mark.name for mark in outcome.marks or ())
    unreachable = {"size-limit", "string-limit", "item-limit"}
    assert reasons == {reason.value for reason in Reason} - unreachable
    assert marks <= set(MARKS)
    described = {name for name in MARKS if name.startswith("cbor-")}
    assert described - marks == {f"cbor-{name}" for name in unreachable}


def test_a_refusal_has_no_value_and_says_where() -> None:
    outcome = run_cbor_case(case("decode", ["bytes", "8200f7"]))
    assert (outcome.status, outcome.reason) == (REFUSED, "simple")
    assert outcome.detail == "CBOR: simple at byte 2"
    assert outcome.cycles == 23


@pytest.mark.parametrize(
    ("operation", "argument", "rule"),
    [
        ("encode", ["int", 1], None),
        ("encode", ["dict", [[["int", 100], ["int", 1]], [["int", -1], ["int", 2]]]], "key_order"),
        ("encode", ["float", "8000000000000000"], "negative_zero"),
        ("decode", ["bytes", "fb8000000000000000"], "negative_zero"),
        ("encode", ["dict", [[["tuple", []], ["int", 1]]]], "encode_keys"),
        ("encode", ["int", str(2**4096)], "integer_bits"),
        ("decode", ["bytes", "a18000"], None),
        (
            "encode",
            ["dict", [[["int", 100], ["float", "8000000000000000"]], [["int", -1], ["int", 2]]]],
            "key_order+negative_zero",
        ),
    ],
)
def test_rules_that_separate_the_profiles(operation: str, argument: Any, rule: str | None) -> None:
    assert explain(operation, argument) == rule


def sdk_refusal(words: str) -> Outcome:
    """What the SDK's target answers for a CodecError."""
    return Outcome(REFUSED, reason="codec-error", detail=words)


def raised(name: str) -> Outcome:
    """An exception that escaped from a codec."""
    return Outcome(RAISED, exception=["exception", {"type": name, "args": [], "text": ""}])


def test_the_words_of_a_refusal_are_held_to_its_reason() -> None:
    one = case("decode", ["bytes", "1800"])
    ours = run_cbor_case(one)
    right = sdk_refusal("CBOR: non-minimal integer or length head")
    assert compare(one, ours, right, SDK).verdict == "agree"
    wrong = compare(one, ours, sdk_refusal("CBOR: unexpected end of input"), SDK)
    assert wrong.verdict == "differ"
    assert wrong.difference is not None
    assert wrong.difference.severity == "diagnostic"
    assert wrong.difference.kinds == ("non-minimal", "truncated")
    unknown = compare(one, ours, sdk_refusal("something new"), SDK)
    assert unknown.verdict == "differ"


def test_two_leaks_of_the_sdk_are_accepted_by_name_and_no_others() -> None:
    surrogate = case("encode", ["str-escaped", "\\ud800"])
    ours = run_cbor_case(surrogate)
    verdict = compare(surrogate, ours, raised("UnicodeEncodeError"), SDK)
    assert (verdict.verdict, verdict.marks) == ("marked", ("sdk-leaks-unicode-error",))
    assert compare(surrogate, ours, raised("ValueError"), SDK).verdict == "differ"
    assert (
        compare(surrogate, ours, Outcome(RETURNED, value=["bytes", "60"]), SDK).verdict == "differ"
    )
    decoded = case("decode", ["bytes", "61ff"])
    assert compare(decoded, run_cbor_case(decoded), raised("UnicodeDecodeError"), SDK).verdict == (
        "differ"
    )
    fine = case("encode", ["int", 1])
    assert compare_cbor(fine, run_cbor_case(fine), raised("RecursionError"), SDK) is None


def test_words_that_are_known() -> None:
    assert reason_of_words("CBOR: unsupported tag 4") == {Reason.TAG}
    assert reason_of_words("anything else") == frozenset()


TARGETS = [
    "cowboy-sdk",
    "cowboy-sdk@rustpython-0.6.0",
    "cowboy-sdk@rustpython-0.5.0",
    "cborg-js-6.1.5",
    "cbor2-js-2.3.0",
    "cbor2-6.3.0",
    "ciborium-0.2.2",
]


def stripped_mark(one: Case, ours: Outcome, theirs: Outcome) -> bool:
    """cborg drops a byte order mark at the start of a text: a finding, not ours to explain."""
    return "efbbbf" in str(one.body["arguments"]) or "\ufeff" in str(ours.value)


@pytest.mark.parametrize("name", TARGETS)
def test_codecs_agree_with_the_profile_they_claim(
    name: str, target: Callable[[str], Target]
) -> None:
    running = target(name)
    hello = running.hello()
    cases = [one for one in generated(700, seed=len(name)) if hello.claims(one)]
    verdicts: dict[str, int] = {}
    for one, theirs in zip(cases, running.run(cases), strict=True):
        ours = run_cbor_case(one)
        verdict = compare(one, ours, theirs, hello)
        if verdict.verdict == "differ" and name.startswith("cborg"):
            assert stripped_mark(one, ours, theirs), (one.body, ours, theirs)
            continue
        assert verdict.verdict != "differ", (one.body, ours, theirs)
        verdicts[verdict.verdict] = verdicts.get(verdict.verdict, 0) + 1
    assert verdicts["agree"] > 60


def test_the_check_in_numbers(target: Callable[[str], Target]) -> None:
    tally = Tally()
    running = target("cowboy-sdk")
    for make in (value_case, bytes_case):
        compare_batch(running, [make(3, number) for number in range(400)], tally)
    assert tally.unexplained == []
    assert tally.cases == 800
    assert tally.rules["key_order"] > 10


def test_cbor2_dies_of_ten_thousand_levels_and_the_harness_goes_on(
    target: Callable[[str], Target],
) -> None:
    """Its own encoder or the host's reader of JSON ends the process, by what the host is."""
    running = target("cbor2-6.3.0")
    levels = 9_990
    nested = '["tuple",[' * levels + '["int",0]' + "]]" * levels
    bomb = case("encode", ["None", None])
    bomb.__dict__["wire_text"] = (
        '{"arguments":[' + nested + '],"lane":"cbor","operation":"encode","profile":"sdk-0.1"}'
    )
    plain = case("encode", ["int", 5])
    first, second, third = running.run([plain, bomb, plain])
    assert second.status in (CRASHED, PROTOCOL_ERROR)
    assert first.value == third.value == ["bytes", "05"]
