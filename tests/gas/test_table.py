"""The table as an object: formulas, families, changes, identity, other forms."""

import json
import re
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec.gas_table import TABLE, GasTable, Price, PriceError
from spec.gas_table.formula import (
    CeilLog2,
    IfAbove,
    Number,
    Size,
    excess,
    maximum,
    started,
)
from spec.gas_table.render import json_text, record, row, size_rows
from spec.gas_table.size_names import SIZE_MEANINGS
from spec.gas_table.sizes import creation_cells, growth_cells, int_size
from spec.gas_table.sources import decision

BY_OPERATOR = {
    "+": lambda one, other: one + other,
    "*": lambda one, other: one * other,
    "max": max,
    "excess": lambda one, other: max(one - other, 0),
    "//": lambda one, other: one // other,
    "ceil": lambda one, other: one // other + (one % other != 0),
}


def by_tree(tree, sizes):
    """Evaluate the exported tree on its own, as a reader of the JSON would."""
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return sizes[tree]
    operator, *operands = tree
    if operator == "ceil_log2":
        value = by_tree(operands[0], sizes)
        return next(power for power in range(200) if 2**power >= value)
    if operator == "if_above":
        tested, limit, amount = operands
        return by_tree(amount, sizes) if by_tree(tested, sizes) > limit else 0
    return BY_OPERATOR[operator](*(by_tree(operand, sizes) for operand in operands))


def by_text(formula, sizes):
    """Evaluate the formula as printed: it is a Python expression."""
    names = {"ceil": ceil, "ceil_log2": lambda n: max(n - 1, 0).bit_length(), "max": max}
    return eval(re.sub(r"(?<=\d),(?=\d{3})", "", formula), names, sizes)


sizes_of_all = st.lists(st.integers(0, 1 << 20), min_size=3, max_size=3)


@given(st.sampled_from(list(TABLE)), sizes_of_all)
def test_closure_tree_and_text_agree(price, values):
    sizes = dict(zip(price.sizes, values, strict=False))
    cost = price.cost(*sizes.values())
    assert cost == by_tree(price.whole.tree(), sizes)
    assert cost == by_text(price.formula, sizes)
    assert cost == price.base + price.surcharge(*sizes.values())


def test_every_price_takes_at_most_three_sizes_all_with_a_meaning():
    assert max(len(price.sizes) for price in TABLE) <= 3
    assert {name for price in TABLE for name in price.sizes} <= set(SIZE_MEANINGS)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ((Size("items") + 1) * 3, "(items + 1) * 3"),
        (maximum(Size("left_bits"), Size("right_bits")) // 64, "max(left_bits, right_bits) // 64"),
        (started(Size("length"), 32) * 6, "ceil(length / 32) * 6"),
        (excess(Size("items"), 1), "max(items - 1, 0)"),
        (IfAbove(Size("size"), 4096, Size("size")), "(size if size > 4,096 else 0)"),
        (Size("items") * CeilLog2(Size("items")), "items * ceil_log2(items)"),
        (2 + 3 * Size("items"), "2 + 3 * items"),
    ],
)
def test_text_of_formulas(expression, text):
    assert expression.text() == text


def test_a_wrong_number_of_sizes_is_refused():
    with pytest.raises(TypeError):
        TABLE.price("BINARY_OP.add[int]").cost(1)
    with pytest.raises(TypeError):
        TABLE.price("CALL").cost(1)


def test_negative_amounts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        Number(-1)
    with pytest.raises(ValueError, match="malformed"):
        Price("X", -1, source=decision("test"))


def test_unknown_key():
    with pytest.raises(PriceError, match="no entry 'NO_SUCH'"):
        TABLE.price("NO_SUCH")
    with pytest.raises(PriceError):
        TABLE.family("CALL")


def test_family_has_an_entry_for_all_other_kinds():
    family = TABLE.family("BINARY_OP.add")
    assert family["int"] is TABLE.price("BINARY_OP.add[int]")
    names = {price.key.partition("[")[0] for price in TABLE if price.kind}
    without_other = {name for name in names if "other" not in TABLE.family(name)}
    assert without_other == set()


def test_replace_makes_another_table_and_identity():
    changed = TABLE.replace({"CALL": Price("CALL", 11, source=decision("test"))})
    assert (TABLE.price("CALL").cost(), changed.price("CALL").cost()) == (10, 11)
    assert changed.identity != TABLE.identity
    assert len(changed) == len(TABLE)
    with pytest.raises(ValueError, match="under the key"):
        TABLE.replace({"CALL": Price("CALL_KW", 11, source=decision("test"))})


def test_identity_is_of_what_is_charged():
    same = TABLE.price("CALL").copy("CALL", note="another sentence")
    assert TABLE.replace({"CALL": same}).identity == TABLE.identity
    assert GasTable(reversed(list(TABLE))).identity == TABLE.identity


def test_double_entries_are_refused():
    with pytest.raises(ValueError, match="two entries"):
        GasTable([TABLE.price("CALL"), TABLE.price("CALL")])


def test_json_is_complete():
    document = json.loads(json_text(TABLE, "pvm-1"))
    assert (document["format"], document["identity"]) == ("pvm-gas-1", TABLE.identity)
    assert [entry["key"] for entry in document["entries"]] == TABLE.keys()
    for entry in document["entries"]:
        sizes = dict.fromkeys(entry["sizes"], 1000)
        assert by_tree(entry["tree"], sizes) == TABLE.price(entry["key"]).cost(*sizes.values())


def test_rows_and_records():
    price = TABLE.price("LIST_APPEND")
    assert row(price) == ("LIST_APPEND", "2", "cycles", "CIP-3 instruction classes", "")
    assert record(price)["ours"] is False
    assert size_rows([TABLE.price("CALL")]) == []


@given(st.integers(0, 1 << 24), st.integers(0, 1 << 24), st.integers(0, 5000))
def test_size_functions_are_those_of_the_entries(before, after, bits):
    assert creation_cells(after) == TABLE.price("cells.creation").cost(after)
    assert growth_cells(before, after) == TABLE.price("cells.growth").cost(before, after)
    assert int_size(bits) == TABLE.price("size.int").cost(bits)
