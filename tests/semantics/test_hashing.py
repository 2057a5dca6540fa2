"""Hashes equal those of a 64-bit CPython with PYTHONHASHSEED=0."""

import json
import os
import subprocess
import sys

import pytest

from spec.revision import PVM_1
from spec.semantics.hashing import (
    bytes_hash,
    frozenset_hash,
    int_hash,
    scalar_hash,
    text_hash,
    tuple_hash,
)
from spec.semantics.machine import REMEMBERED_HASHES, Machine

TEXTS = [
    "", "a", "abc", "abcdefg", "abcdefgh", "abcdefghi", "é", "ÿ" * 9, "λx", "\U0001f600a", "x" * 99,
]  # fmt: skip
NUMBERS = [0, 1, -1, -2, 2**61 - 1, 2**61, -(2**61), 2**64, 10**30, -(10**30), 2**4096 - 1]

_SCRIPT = """
import json, sys
texts, numbers = json.load(sys.stdin)
print(json.dumps({
    "texts": [hash(t) for t in texts], "bytes": [hash(t.encode()) for t in texts],
    "ints": [hash(n) for n in numbers],
    "tuples": [hash(()), hash((1,)), hash((1, 2, 3)), hash(("a", (1, "b"), 2)), hash((-1,) * 20)],
    "frozensets": [hash(frozenset(x)) for x in ((), (1,), range(10), "abc")],
}))
"""


@pytest.fixture(scope="module")
def cpython() -> dict[str, list[int]]:
    """What the host's CPython says with a hash seed of 0."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=json.dumps([TEXTS, NUMBERS]), capture_output=True, text=True, env=environment,
        check=True,
    )  # fmt: skip
    found: dict[str, list[int]] = json.loads(done.stdout)
    return found


def _frozenset(items: list[object]) -> int:
    return frozenset_hash([scalar_hash(item) for item in items])


def test_text_and_bytes(cpython: dict[str, list[int]]) -> None:
    """SipHash-1-3, where the host's CPython uses it (3.11 and later)."""
    assert [text_hash(text) for text in TEXTS] == cpython["texts"]
    assert [bytes_hash(text.encode()) for text in TEXTS] == cpython["bytes"]


def test_numbers(cpython: dict[str, list[int]]) -> None:
    """Modulo 2**61 - 1, and -2 for -1."""
    assert [int_hash(number) for number in NUMBERS] == cpython["ints"]


def test_tuples_and_frozensets(cpython: dict[str, list[int]]) -> None:
    """Made of the hashes of the items."""
    inner = tuple_hash([1, text_hash("b")])
    tuples = [
        tuple_hash([]), tuple_hash([1]), tuple_hash([1, 2, 3]),
        tuple_hash([text_hash("a"), inner, 2]), tuple_hash([-2] * 20),
    ]  # fmt: skip
    frozensets = [_frozenset(x) for x in ([], [1], list(range(10)), list("abc"))]

    assert tuples == cpython["tuples"]
    assert frozensets == cpython["frozensets"]


def test_only_so_many_hashes_are_remembered() -> None:
    """What is forgotten is computed again."""
    machine = Machine(PVM_1, 1, 1)
    for number in range(REMEMBERED_HASHES + 2):
        assert machine.text_hash(f"t{number}") == text_hash(f"t{number}")

    assert len(machine.text_hashes) == 2
    assert machine.text_hash("t0") == text_hash("t0")
