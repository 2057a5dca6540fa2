"""The codec held to the published SDK's, in numbers: `python -m fuzz.checks.cbor --count 1000000`.

So many values to encode and so many byte strings to decode (every second one encoded again)
go to the target, in the profile `sdk-0.1`. Whatever the target answers otherwise than the
profile says is unexplained, unless a rule of `diff.comparing.cbor` names it. Where it answers
otherwise than `pvm-1`, the parameter that makes the difference is counted. Then every change,
insertion and deletion of one byte of some encodings, in this process.

Exit status 0 if nothing is unexplained, 1 if something is, 3 if the target cannot be had.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, final

from diff.canonical import Json
from diff.case import Case
from diff.cbor_values import from_codec, to_codec
from diff.comparing.cbor import explain
from diff.comparing.compare import compare
from diff.errors import HarnessError
from diff.outcome import Outcome
from diff.reference.cbor import run_cbor_case
from diff.targets.registry import open_target
from diff.targets.target import Target
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.cbor_bytes import byte_string
from fuzz.lanes.cbor_values import value_form
from spec.cbor import PVM_1, CborError, Entries, decode, encode

PROFILE: Final = "sdk-0.1"
BATCH: Final = 250
SHOWN: Final = 10
_MARK: Final = 0x9E3779B97F4A7C15
"""Keeps the sources of neighbouring numbers apart."""


@final
@dataclass(slots=True)
class Tally:
    """What was counted: verdicts of one kind of case, rules, and what no rule explains."""

    cases: int = 0
    agreed: int = 0
    accepted: Counter[str] = field(default_factory=Counter)
    """Differences to profile sdk-0.1 that a rule names."""
    rules: Counter[str] = field(default_factory=Counter)
    """Differences to profile pvm-1, by parameter."""
    unexplained: list[str] = field(default_factory=list)


def choices_for(seed: int, number: int) -> Choices:
    """The source of case `number`."""
    return Choices(SeededSource(seed + number * _MARK))


def value_case(seed: int, number: int) -> Case:
    """A value to encode."""
    argument = value_form(choices_for(seed, number))
    return Case("cbor", {"operation": "encode", "profile": PROFILE, "arguments": [argument]})


def bytes_case(seed: int, number: int) -> Case:
    """A byte string to decode, or to encode again."""
    operation = "recode" if number % 2 else "decode"
    argument = ["bytes", byte_string(choices_for(seed, number), PROFILE).hex()]
    return Case("cbor", {"operation": operation, "profile": PROFILE, "arguments": [argument]})


def compare_batch(target: Target, cases: list[Case], tally: Tally) -> None:
    """Run `cases` on both sides at once, and count."""
    hello = target.hello()
    target.start(cases)
    references = [run_cbor_case(case) for case in cases]
    for case, ours, theirs in zip(cases, references, target.finish(), strict=True):
        tally.cases += 1
        verdict = compare(case, ours, theirs, hello)
        if verdict.verdict == "agree":
            tally.agreed += 1
        elif verdict.verdict == "marked":
            tally.accepted.update(verdict.marks)
        elif len(tally.unexplained) < 10_000:
            found = json.dumps([case.body, ours.to_json(), theirs.to_json()])
            tally.unexplained.append(found)
        _count_rule(case, theirs, tally)


def _count_rule(case: Case, theirs: Outcome, tally: Tally) -> None:
    """Count by which rule the target's answer is not that of pvm-1."""
    operation, argument = case.body["operation"], case.body["arguments"][0]
    ours = _answer_of_pvm(operation, argument)
    if ours == theirs.value:
        return  # both None: both refuse
    rule = explain(operation, argument)
    if rule is None:
        tally.unexplained.append(json.dumps([case.body, "differs from pvm-1 by no rule"]))
    else:
        tally.rules[rule] += 1


def _answer_of_pvm(operation: str, argument: Json) -> Json:
    """The canonical form of the answer under pvm-1, None for a refusal."""
    try:
        if operation == "encode":
            return ["bytes", encode(to_codec(argument), PVM_1).hex()]
        value = decode(bytes.fromhex(argument[1]), PVM_1, Entries)
        if operation == "recode":
            return ["bytes", encode(value, PVM_1).hex()]
    except CborError:
        return None
    return from_codec(value)[0]


def encodings(count: int, longest: int, seed: int = 1) -> Iterator[bytes]:
    """`count` different encodings of profile pvm-1, none longer than `longest` bytes."""
    seen: set[bytes] = set()
    number = 0
    while len(seen) < count:
        data = byte_string(choices_for(seed, number), PVM_1.name)
        number += 1
        if len(data) > longest or data in seen:
            continue
        try:
            decode(data, PVM_1, Entries)
        except CborError:
            continue
        seen.add(data)
        yield data


def check_neighbours(data: bytes) -> tuple[int, int]:
    """How many neighbours of an encoding at a distance of one byte are accepted and refused.

    Each that is accepted must be given back byte for byte, each refusal lie inside the input;
    else AssertionError.
    """
    accepted = refused = 0
    for neighbour in neighbours(data):
        value, offset = _attempt(neighbour)
        if offset is None:
            accepted += 1
            again = encode(value, PVM_1)
            assert again == neighbour, f"{neighbour.hex()} was accepted and became {again.hex()}"
        else:
            refused += 1
            assert 0 <= offset <= len(neighbour), f"{neighbour.hex()} was refused at {offset}"
    return accepted, refused


def _attempt(data: bytes) -> tuple[object, int | None]:
    """The value, or the offset of the refusal."""
    try:
        return decode(data, PVM_1, Entries), None
    except CborError as error:
        return None, error.offset


def neighbours(data: bytes) -> Iterator[bytes]:
    """Every change, insertion and deletion of one byte."""
    for place in range(len(data) + 1):
        before, after = data[:place], data[place + 1 :]
        for byte in range(256):
            new = bytes((byte,))
            yield before + new + data[place:]
            if place < len(data) and byte != data[place]:
                yield before + new + after
        if place < len(data):
            yield before + after


def run(target: Target, count: int, seed: int) -> dict[str, Tally]:
    """Compare `count` values and `count` byte strings."""
    tallies = {"values": Tally(), "byte strings": Tally()}
    makers = {"values": value_case, "byte strings": bytes_case}
    for name, tally in tallies.items():
        start = time.monotonic()
        for first in range(0, count, BATCH):
            numbers = range(first, min(first + BATCH, count))
            compare_batch(target, [makers[name](seed, number) for number in numbers], tally)
            if first // BATCH % 200 == 199:
                rate = tally.cases / (time.monotonic() - start)
                print(f"  {tally.cases:,} {name}, {rate:,.0f} a second", file=sys.stderr)
    return tallies


def show(name: str, tally: Tally) -> None:
    """Print one tally."""
    print(f"{name}: {tally.cases:,}, of which {tally.agreed:,} agree with profile {PROFILE}")
    for rule, count in sorted(tally.accepted.items()):
        print(f"  differs, accepted by rule {rule}: {count:,}")
    for rule, count in sorted(tally.rules.items()):
        print(f"  differs from profile {PVM_1.name} by {rule}: {count:,}")
    print(f"  unexplained: {len(tally.unexplained):,}")
    for line in tally.unexplained[:SHOWN]:
        print(f"    {line[:2000]}")


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.cbor", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="values, and byte strings")
    parser.add_argument("--encodings", type=int, help="encodings whose neighbours are tried")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", default="cowboy-sdk")
    options = parser.parse_args()
    try:
        target = open_target(options.target)
        tallies = run(target, options.count, options.seed)
        target.close()
    except HarnessError as error:
        print(error, file=sys.stderr)
        return 3
    for name, tally in tallies.items():
        show(name, tally)
    wanted = options.count // 100 if options.encodings is None else options.encodings
    accepted = refused = 0
    for data in encodings(wanted, longest=64, seed=options.seed + 1):
        yes, no = check_neighbours(data)
        accepted, refused = accepted + yes, refused + no
    print(
        f"neighbours of {wanted:,} encodings: {accepted + refused:,}; {accepted:,} accepted and "
        f"given back byte for byte, {refused:,} refused"
    )
    return 1 if any(tally.unexplained for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
