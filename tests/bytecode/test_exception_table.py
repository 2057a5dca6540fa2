"""The exception table's codec against the one in the host's `dis`."""

import dis
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec.bytecode.code import Code, number_codes
from spec.bytecode.errors import InvalidCode
from spec.bytecode.exception_table import (
    Region,
    decode_exception_table,
    encode_exception_table,
)


def read_by_host(table: bytes) -> list[Region]:
    """The entries as CPython 3.11 and later read them."""
    entries = dis._parse_exception_table(SimpleNamespace(co_exceptiontable=table))
    return [Region(e.start, e.end, e.target, e.depth, bool(e.lasti)) for e in entries]


units = st.one_of(st.integers(0, 70), st.integers(0, 1 << 20))


@given(st.lists(st.tuples(units, units, units, st.integers(0, 200), st.booleans()), max_size=5))
def test_what_is_encoded_reads_back_here_and_there(
    entries: list[tuple[int, int, int, int, bool]],
) -> None:
    regions = [
        Region(2 * start, 2 * (start + length), 2 * target, depth, lasti)
        for start, length, target, depth, lasti in entries
    ]
    table = encode_exception_table(regions)

    assert decode_exception_table(table) == regions
    assert read_by_host(table) == regions


def test_tables_of_the_compiler_read_alike(compiled: list[Code]) -> None:
    for module in compiled:
        for code in number_codes(module):
            assert decode_exception_table(code.exceptiontable) == read_by_host(code.exceptiontable)


@pytest.mark.parametrize(
    "table",
    [
        b"\x00",  # no entry mark
        b"\x80",  # cut off
        b"\x80\x01\x02",  # three numbers
        b"\x80\x01\x02\x40",  # a number that does not end
        b"\x80\x01\x02\x80",  # the mark inside an entry
        b"\xc0\x00\x01\x02\x00",  # not the shortest form
        b"\xff" + b"\x7f" * 40,
    ],
)
def test_malformed_tables_are_refused(table: bytes) -> None:
    with pytest.raises(InvalidCode, match="exception-table"):
        decode_exception_table(table)
