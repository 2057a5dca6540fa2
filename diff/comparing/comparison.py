"""Do two outcomes of one case agree, as far as both sides observe, and if not, where first?

What a target does not observe is not held against it. A mark that the target does not honour
(a decision in which implementations legitimately differ) excuses what comes after it, and is
counted; nothing else excuses anything (design, "Marks, verdicts and severity").
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, final

from diff.canonical import Json, canonical_json
from diff.comparing.localise import on_path
from diff.outcome import (
    CRASHED,
    OUT_OF_CELLS,
    OUT_OF_CYCLES,
    PROTOCOL_ERROR,
    RAISED,
    RETURNED,
    Outcome,
)
from diff.targets.target import OBSERVABLE, Hello

Verdict: TypeAlias = Literal["agree", "differ", "marked", "unclaimed"]
"""`marked`: compared only up to a mark the target does not honour, or accepted by the lane's
own comparison; `unclaimed`: one side says that it does not do this."""

Severity: TypeAlias = Literal["consensus", "diagnostic"]
"""`consensus`: two nodes would disagree about the state; `diagnostic`: only the text of an
exception differs."""

EVERYTHING = OBSERVABLE
"""What the reference observes."""

_EXCEPTION_LINKS = ("cause", "context", "suppress", "notes")


@final
@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing in which two outcomes differ.

    `field` is the field of the outcome, `path` the place inside it. `expected` and `found` are
    the parts that differ (the first side's and the second's), `kinds` what sort of thing each
    is: signatures are made of them.
    """

    field: str
    path: str
    expected: Json
    found: Json
    kinds: tuple[str, str]

    @property
    def severity(self) -> Severity:
        """How bad a difference in this field is."""
        return "diagnostic" if self.field == "exception-text" else "consensus"

    def to_json(self) -> dict[str, Json]:
        """For the store and for programs."""
        return {
            "field": self.field,
            "path": self.path,
            "expected": self.expected,
            "found": self.found,
            "kinds": list(self.kinds),
            "severity": self.severity,
        }


@final
@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two outcomes gave. `marks` are those met that the target does not honour."""

    verdict: Verdict
    difference: Difference | None = None
    marks: tuple[str, ...] = ()


FIELD_MARKS: Mapping[str, frozenset[str]] = {
    "annotate-qualname": frozenset(("code.annotate_qualname",)),
    "error-text": frozenset(("exception-text", "exception-args")),
}
"""Marks that excuse some fields only; all others are still compared."""
SIZE_MARKS = frozenset(
    ("integer-limit", "memory-limit", "index-size", "large", "text-limit", "out-of-cycles")
)
"""Marks after which a target that goes on may legitimately run out of memory."""

UNCLAIMED = Comparison("unclaimed")


def compare_generally(reference: Outcome, other: Outcome, hello: Hello) -> Comparison:
    """The comparison of a lane that has none of its own."""
    foreign = foreign_marks(reference, other, hello)
    stopping = {name: step for name, step in foreign.items() if name not in FIELD_MARKS}
    if stopping:
        return _compare_before_marks(reference, other, stopping)
    excused = frozenset().union(*(FIELD_MARKS[name] for name in foreign))
    difference = first_difference(reference, other, hello.observes - excused)
    if difference is not None:
        return Comparison("differ", difference, tuple(sorted(foreign)))
    return Comparison("agree", None, tuple(sorted(foreign)))


def foreign_marks(reference: Outcome, other: Outcome, hello: Hello) -> dict[str, int]:
    """The marks of a case that the target does not honour, each with the step of its first."""
    met: dict[str, int] = {}
    for mark in (*(reference.marks or ()), *(other.marks or ())):
        if mark.name not in hello.marks:
            met[mark.name] = min(mark.step, met.get(mark.name, mark.step))
    ran_out = reference.status in (OUT_OF_CYCLES, OUT_OF_CELLS)
    if ran_out and "cycles" not in hello.observes and "out-of-cycles" not in hello.marks:
        met.setdefault("out-of-cycles", 0)
    return met


def spared(reference: Outcome, hello: Hello) -> tuple[str, ...]:
    """The marks for which a target is not even asked: it might need endless time or memory.

    Such a case counts as marked.
    """
    foreign = foreign_marks(reference, reference, hello)
    return tuple(sorted(SIZE_MARKS.intersection(foreign)))


def _compare_before_marks(
    reference: Outcome, other: Outcome, foreign: Mapping[str, int]
) -> Comparison:
    """Compare the paths up to the first foreign mark.

    A mark is an excuse for another answer, and for none in time; not for nonsense, nor for a
    crash unless the mark is about sizes.
    """
    marks = tuple(sorted(foreign))
    crashed = other.status == CRASHED and SIZE_MARKS.isdisjoint(foreign)
    if crashed or other.status == PROTOCOL_ERROR:
        difference = _difference("status", "status", reference, other, _status_kind)
        return Comparison("differ", difference, marks)
    limit = min(foreign.values())
    ours, theirs = _places(reference, limit), _places(other, None)
    if ours is not None and theirs is not None:
        for step, (expected, found) in enumerate(zip(ours, theirs, strict=False)):
            if expected != found:
                difference = Difference("path", f"path[{step}]", expected, found, ("step", "step"))
                return Comparison("differ", difference, marks)
    return Comparison("marked", None, marks)


def _places(outcome: Outcome, steps: int | None) -> list[tuple[int, int]] | None:
    """The path of the first `steps` steps; not every target records what is outside of it."""
    if outcome.trace is None or outcome.trace.records is None:
        return None
    records = on_path(outcome.trace.records[:steps])
    return [(record["code"], record["offset"]) for record in records]


def first_difference(
    one: Outcome, other: Outcome, observes: frozenset[str] = EVERYTHING
) -> Difference | None:
    """The first field that both sides observed and in which they differ.

    The order is fixed: status, value or exception, meter, log, path, and texts last.
    """
    if one.status != other.status:
        return _difference("status", "status", one, other, _status_kind)
    if one.status not in (RETURNED, RAISED, OUT_OF_CYCLES, OUT_OF_CELLS):
        return None  # both refused, or the same misfortune befell both
    for difference in _fields(one, other, observes):
        if difference is not None:
            return difference
    return None


def _fields(one: Outcome, other: Outcome, observes: frozenset[str]) -> Iterator[Difference | None]:
    if "value" in observes and one.value is not None and other.value is not None:
        yield _value_difference("value", "value", one.value, other.value, texts=False)
    if "value" in observes and None not in (one.receiver, other.receiver):
        yield _value_difference("receiver", "receiver", one.receiver, other.receiver, texts=False)
    exceptions = (one.exception, other.exception)
    both_raised = one.exception is not None and other.exception is not None
    if both_raised:
        yield from _exception_fields(*exceptions, observes)
    for field in ("cycles", "cells"):
        ours, theirs = getattr(one, field), getattr(other, field)
        if field in observes and None not in (ours, theirs) and ours != theirs:
            kinds = ("more", "less") if ours > theirs else ("less", "more")
            yield Difference(field, field, ours, theirs, kinds)
    if "log" in observes and one.log is not None and (one.log != (other.log or ())):
        yield Difference("log", "log", list(one.log), list(other.log or ()), ("log", "log"))
    yield _path_difference(one, other, observes)
    if both_raised and "exception-text" in observes:
        yield _wording_difference(*exceptions, observes)
        yield _text_difference("exception", *exceptions)
    if "value" in observes and one.value is not None and other.value is not None:
        yield _text_difference("value", one.value, other.value)


def _path_difference(one: Outcome, other: Outcome, observes: frozenset[str]) -> Difference | None:
    if one.trace is None or other.trace is None:
        return None
    for level in ("full", "path"):
        ours, theirs = getattr(one.trace, level), getattr(other.trace, level)
        if level in observes and ours is not None and theirs is not None:
            if ours == theirs:
                return None
            return Difference("path", level, ours, theirs, ("path", "path"))
    return None


def _exception_fields(
    one: Json, other: Json, observes: frozenset[str]
) -> Iterator[Difference | None]:
    if one[0] != "exception" or other[0] != "exception":
        yield _value_difference("exception-type", "exception", one, other, texts=False)
        return
    ours, theirs = one[1], other[1]
    if "exception-type" in observes and ours["type"] != theirs["type"]:
        kinds = (ours["type"], theirs["type"])
        yield Difference("exception-type", "exception.type", *kinds, kinds)
    if "exception-args" in observes and not _only_worded(ours, theirs):
        pair = (["tuple", ours["args"]], ["tuple", theirs["args"]])
        yield _value_difference("exception-args", "exception.args", *pair, texts=False)
    if "exception-chain" in observes:
        for link in _EXCEPTION_LINKS:
            if link in ours and link in theirs:
                path = f"exception.{link}"
                yield _link_difference("exception-chain", path, ours[link], theirs[link], False)


def _only_worded(ours: Json, theirs: Json) -> bool:
    """Whether both arguments are one text: what an error of the machine carries is its wording,
    which is graded as a text."""
    return all(
        len(side["args"]) == 1 and side["args"][0][0] in ("str", "str-escaped")
        for side in (ours, theirs)
    )


def _wording_difference(one: Json, other: Json, observes: frozenset[str]) -> Difference | None:
    if one[0] != "exception" or other[0] != "exception" or "exception-args" not in observes:
        return None
    ours, theirs = one[1], other[1]
    if not _only_worded(ours, theirs) or ours["args"] == theirs["args"]:
        return None
    kinds = (ours["type"], theirs["type"])
    return Difference("exception-text", "exception.args[0]", ours["args"], theirs["args"], kinds)


def _text_difference(path: str, one: Json, other: Json) -> Difference | None:
    """A difference in texts, where all else agrees."""
    return _value_difference("exception-text", path, one, other, texts=True)


def _value_difference(
    field: str, path: str, one: Json, other: Json, *, texts: bool
) -> Difference | None:
    """The first difference between two canonical values, in pre-order.

    Without `texts` the texts of exceptions inside are passed over, with it they count where
    both sides have one.
    """
    if one == other:
        return None
    if one[0] != other[0]:
        return Difference(field, path, one, other, (value_kind(one), value_kind(other)))
    kind, ours, theirs = one[0], one[1], other[1]
    if kind == "exception":
        return _inner_exception(field, path, ours, theirs, texts)
    if kind == "instance":
        return _inner_instance(field, path, ours, theirs, texts)
    if kind == "dict":
        ours, theirs = (["tuple", pair] for pair in ours), (["tuple", pair] for pair in theirs)
        return _items_difference(field, path, one, other, list(ours), list(theirs), texts)
    if kind == "cell" and ours is not None and theirs is not None:
        return _value_difference(field, path, ours, theirs, texts=texts)
    if type(ours) is list:
        return _items_difference(field, path, one, other, ours, theirs, texts)
    return Difference(field, path, one, other, (value_kind(one), value_kind(other)))


def _items_difference(
    field: str, path: str, one: Json, other: Json, ours: Json, theirs: Json, texts: bool
) -> Difference | None:
    for index, (left, right) in enumerate(zip(ours, theirs, strict=False)):
        inner = _value_difference(field, f"{path}[{index}]", left, right, texts=texts)
        if inner is not None:
            return inner
    if len(ours) != len(theirs):
        kinds = (f"{one[0]} of another length", f"{other[0]} of another length")
        return Difference(field, path, one, other, kinds)
    return None


def _inner_exception(
    field: str, path: str, ours: Json, theirs: Json, texts: bool
) -> Difference | None:
    if ours["type"] != theirs["type"]:
        kinds = (ours["type"], theirs["type"])
        return Difference(field, f"{path}.type", *kinds, kinds)
    inner = None
    if texts or not _only_worded(ours, theirs):
        pair = (["tuple", ours["args"]], ["tuple", theirs["args"]])
        inner = _value_difference(field, f"{path}.args", *pair, texts=texts)
    for link in _EXCEPTION_LINKS:
        if inner is None and link in ours and link in theirs:
            inner = _link_difference(field, f"{path}.{link}", ours[link], theirs[link], texts)
    if inner is None and texts:
        left, right = ours.get("text"), theirs.get("text")
        if None not in (left, right) and left != right:
            return Difference(field, f"{path}.text", left, right, (ours["type"], theirs["type"]))
    return inner


def _link_difference(
    field: str, path: str, one: Json, other: Json, texts: bool
) -> Difference | None:
    """Causes, contexts and notes: a value, an array of values, a flag, or null."""
    if one == other:
        return None
    if type(one) is bool or one is None or other is None:
        kinds = (_link_kind(one), _link_kind(other))
        return Difference(field, path, one, other, kinds)
    if path.endswith(".notes"):
        one, other = ["tuple", one], ["tuple", other]
    return _value_difference(field, path, one, other, texts=texts)


def _link_kind(link: Json) -> str:
    if link is None or type(link) is bool:
        return canonical_json(link)
    return value_kind(link)


def _inner_instance(
    field: str, path: str, ours: Json, theirs: Json, texts: bool
) -> Difference | None:
    if ours["class"] != theirs["class"]:
        kinds = ("instance", "instance")
        return Difference(field, f"{path}.class", ours["class"], theirs["class"], kinds)
    names = [[name for name, _ in side["attributes"]] for side in (ours, theirs)]
    if names[0] != names[1]:
        kinds = ("attributes", "attributes")
        return Difference(field, f"{path}.attributes", names[0], names[1], kinds)
    for (name, left), (_, right) in zip(ours["attributes"], theirs["attributes"], strict=True):
        inner = _value_difference(field, f"{path}.{name}", left, right, texts=texts)
        if inner is not None:
            return inner
    return None


_SPECIAL_FLOATS = {
    "7ff8000000000000": "nan",
    "7ff0000000000000": "inf",
    "fff0000000000000": "-inf",
    "0000000000000000": "0.0",
    "8000000000000000": "-0.0",
}


def value_kind(value: Json) -> str:
    """The sort of a value for signatures: its kind, a special float's name, an exception's type."""
    if type(value) is not list or len(value) != 2:
        return type(value).__name__
    kind, content = value
    if kind == "float":
        return _SPECIAL_FLOATS.get(content, "float")
    if kind == "exception":
        return str(content["type"])
    return str(kind)


def _status_kind(outcome: Outcome) -> str:
    """The sort of a whole outcome: how it ended, and what came out."""
    if outcome.status == RETURNED and outcome.value is not None:
        return f"returned {value_kind(outcome.value)}"
    if outcome.status == RAISED and outcome.exception is not None:
        return f"raised {value_kind(outcome.exception)}"
    if outcome.status == CRASHED:
        return crash_kind(outcome.detail or "")
    return outcome.status


_PANIC = re.compile(r"panicked at .*?([\w.-]+\.rs:\d+)")
_ENDING = re.compile(r"(?:killed by|exited with status) (\w+)")


def crash_kind(detail: str) -> str:
    """The sort of a crash: where a Rust program panicked, or by what the process ended."""
    if "overflowed its stack" in detail:
        return "crashed: stack overflow"
    if detail.startswith("memory:") or "memory allocation" in detail or "MemoryError" in detail:
        return "crashed: memory"
    panic = _PANIC.search(detail)
    if panic is not None:
        return f"crashed at {panic[1]}"
    ending = _ENDING.search(detail)
    return f"crashed: {ending[1]}" if ending is not None else "crashed"


def _difference(
    field: str, path: str, one: Outcome, other: Outcome, kind_of: Callable[[Outcome], str]
) -> Difference:
    kinds = (kind_of(one), kind_of(other))
    return Difference(field, path, _summary(one), _summary(other), kinds)


def _summary(outcome: Outcome) -> Json:
    """An outcome for people: what it is, without traces and meters."""
    document = outcome.to_json()
    keys = ("status", "value", "exception", "reason", "detail")
    return {key: document[key] for key in keys if key in document}
