"""The table against the numbers of the protocol's texts, typed here a second time.

Each row is written from the public texts and the decisions alone, as a Python expression over the
sizes; the table's own formulas are not looked at.
"""

from math import ceil

import pytest

from spec.gas_table import CELLS, CYCLES, TABLE


def log2_up(count: int) -> int:
    """Return the smallest power whose 2**power reaches the count."""
    power = 0
    while 2**power < count:
        power += 1
    return power


SAMPLES = (0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 128, 136, 1000, 1024, 1025, 4096, 4097, 99999)

FIXED = {
    # instruction classes: CIP-3, and the decisions that fill its gaps
    "CALL": 10, "CALL_KW": 10, "LIST_APPEND": 2, "MAP_ADD": 3, "LOAD_FAST": 1, "STORE_FAST": 1,
    "LOAD_CONST": 1, "JUMP_BACKWARD": 1, "POP_JUMP_IF_FALSE": 1, "RETURN_VALUE": 1,
    "LOAD_GLOBAL": 1,
    "LOAD_FAST_LOAD_FAST": 2, "STORE_FAST_STORE_FAST": 2, "STORE_FAST_LOAD_FAST": 2,
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": 2,
    "NOP": 0, "CACHE": 0, "EXTENDED_ARG": 0, "RESUME": 0, "NOT_TAKEN": 0, "JUMP_FORWARD": 0,
    "BINARY_OP.subscript[dict]": 3, "STORE_SUBSCR[dict]": 3, "DELETE_SUBSCR[dict]": 3,
    "CONTAINS_OP[dict]": 3, "IMPORT_NAME.first": 100, "IMPORT_NAME.again": 5,
    "IMPORT_NAME.refused": 50, "RAISE_VARARGS": 10, "raise": 10, "unwind": 2, "handler": 5,
    "enter": 10,
    # builtins: docs metering page
    "builtin.len": 5, "builtin.callable": 5, "builtin.iter": 5,
    "list.append": 2, "dict.get": 3, "dict.setdefault": 3,
    # host functions
    "host.get_state": 100, "host.set_state": 200, "host.delete_state": 200,
    "host.send_message": 80, "host.create_deferred_tx": 80, "host.call_actor": 10,
    "host.schedule_timer": 200, "host.schedule_timer_ex": 200, "host.extend_timer": 200,
    "host.cancel_timer": 200, "host.context": 100, "host.get_block_height": 100,
    "host.randomness": 1000, "host.gas_left": 0, "host.submit_job": 100_000,
    "crypto.secp256k1_verify": 10_000, "crypto.ed25519_verify": 5_000, "crypto.bls_verify": 8_000,
    "transaction.intrinsic": 5_000,
    "token.create": 10_000, "token.transfer": 1_000, "token.transfer_from": 1_500,
    "token.approve": 500, "token.mint": 1_000, "token.burn": 500, "token.balance_of": 100,
    "token.allowance": 100, "token.total_supply": 100, "token.info": 200, "token.freeze": 2_000,
    "token.set_hook": 2_000,
}  # fmt: skip
"""Cycles that depend on no size."""

FIXED_CELLS = {
    "transaction.intrinsic.cells": 500, "token.transfer.cells": 64, "token.transfer_from.cells": 96,
    "token.approve.cells": 32, "token.mint.cells": 64, "token.burn.cells": 64,
    "token.balance_of.cells": 0, "token.permit.cells": 100,
}  # fmt: skip

ONE_SIZE = {
    # containers: 1 and 1 an element, 2 a pair; list access 2; text 1 a code point
    "BUILD_LIST": lambda n: 1 + n,
    "BUILD_TUPLE": lambda n: 1 + n,
    "BUILD_SET": lambda n: 1 + n,
    "BUILD_MAP": lambda n: 1 + 2 * n,
    "BUILD_STRING": lambda n: 1 + n,
    "UNPACK_SEQUENCE": lambda n: 1 + n,
    "BINARY_OP.subscript[list]": lambda n: 2 + n,
    "STORE_SUBSCR[list]": lambda n: 2 + n,
    "BINARY_OP.add[list]": lambda n: 1 + n,
    "BINARY_OP.add[str]": lambda n: 1 + n,
    "BINARY_OP.multiply[str]": lambda n: 1 + n,
    "COMPARE_OP.eq[str]": lambda n: 1 + ceil(n / 64),
    "COMPARE_OP.lt[bytes]": lambda n: 1 + ceil(n / 64),
    "COMPARE_OP.eq[list]": lambda n: 1 + n,
    "COMPARE_OP.eq[dict]": lambda n: 1 + 2 * n,
    "hash[str]": lambda n: n // 8,
    "hash[tuple]": lambda n: n,
    "identity[str]": lambda n: n // 64,
    "FORMAT_SIMPLE": lambda n: 5 + n,
    "UNARY_NEGATIVE": lambda bits: 1 + bits // 64,
    "LOAD_ATTR": lambda classes: classes if classes else 1,
    "STORE_ATTR": lambda classes: classes if classes else 1,
    # builtins: docs metering page
    "builtin.sum": lambda n: 10 + n - 1 if n else 10,
    "builtin.max": lambda n: 10 + n - 1 if n else 10,
    "builtin.min": lambda n: 10 + n - 1 if n else 10,
    "builtin.sorted": lambda n: 20 + n * log2_up(n),
    "builtin.str": lambda n: 10 + n,
    "builtin.bytes": lambda n: 10 + n,
    "builtin.list": lambda n: 10 + 2 * n,
    "builtin.set": lambda n: 15 + 5 * n,
    "builtin.dict": lambda n: 15 + 8 * n,
    "builtin.int": lambda digits: 10 + digits,
    "builtin.all": lambda n: 5 + n,
    "builtin.repr": lambda n: 5 + n,
    "str.encode": lambda n: 10 + n,
    "bytes.decode": lambda n: 10 + n,
    "str.upper": lambda n: 5 + n,
    "str.find": lambda n: 5 + n,
    "cbor.encode": lambda n: 20 + n,
    "cbor.decode": lambda n: 20 + n,
    "crypto.keccak256": lambda n: ceil(n / 32) * 6,
    "host.keccak256": lambda n: ceil(n / 32) * 6,
    "crypto.sha256": lambda n: 500 + 8 * ceil(n / 64),
    "host.scan_state_prefix": lambda pairs: 100 + 100 * pairs,
    "host.upgrade_self": lambda n: 50_000 + 100 * n,
    "host.put_blob": lambda n: 40 * ceil(n / 1024),
    "host.charge_gas": lambda n: n,
    "token.transfer_batch": lambda n: 500 + 500 * n,
}

ONE_SIZE_CELLS = {
    "host.get_state.cells": lambda n: n,
    "host.delete_state.cells": lambda n: n,
    "host.send_message.cells": lambda n: n,
    "host.schedule_timer.cells": lambda n: n,
    "host.emit_event.cells": lambda n: n,
    "host.call_actor.arguments.cells": lambda n: n,
    "host.call_actor.result.cells": lambda n: n,
    "host.submit_job.cells": lambda n: 10_000 + n,
    "host.upgrade_self.cells": lambda n: 10_000 + 200 * n,
    "host.put_blob.cells": lambda n: n,
    "host.write_scratch.cells": lambda n: n,
    "transaction.calldata.cells": lambda n: n,
    "transaction.return_data.cells": lambda n: n,
    "cells.creation": lambda size: size if size > 4096 else 0,
}

TWO_SIZES = {
    "BINARY_OP.add[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.subtract[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.multiply[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.floor_divide[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.remainder[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.true_divide[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.and[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.rshift[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "BINARY_OP.add[float]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "COMPARE_OP.lt[int]": (CYCLES, lambda a, b: 1 + max(a, b) // 64),
    "builtin.pow.modular": (CYCLES, lambda e, m: 10 + e * (1 + m // 64)),
    "host.emit_event": (CYCLES, lambda payload, topic: 500 + 5 * (topic + payload)),
    "host.set_state.cells": (CELLS, lambda key, value: key + value),
    "host.scan_state_prefix.cells": (CELLS, lambda key, value: key + value),
    "token.create.cells": (CELLS, lambda name, symbol: 256 + name + symbol),
    "cells.growth": (CELLS, lambda old, new: max(new - old, 0) if new > 4096 else 0),
}


@pytest.mark.parametrize("key", FIXED)
def test_fixed_cycles(key):
    price = TABLE.price(key)
    assert price.unit == CYCLES
    assert price.cost(*(0 for _ in price.sizes)) == FIXED[key]
    assert price.fixed


@pytest.mark.parametrize("key", FIXED_CELLS)
def test_fixed_cells(key):
    price = TABLE.price(key)
    assert (price.unit, price.cost(), price.fixed) == (CELLS, FIXED_CELLS[key], True)


@pytest.mark.parametrize("key", [*ONE_SIZE, *ONE_SIZE_CELLS])
def test_prices_of_one_size(key):
    price = TABLE.price(key)
    expected = ONE_SIZE.get(key) or ONE_SIZE_CELLS[key]
    assert price.unit == (CELLS if key in ONE_SIZE_CELLS else CYCLES)
    assert [price.cost(size) for size in SAMPLES] == [expected(size) for size in SAMPLES]


@pytest.mark.parametrize("key", TWO_SIZES)
def test_prices_of_two_sizes(key):
    price = TABLE.price(key)
    unit, expected = TWO_SIZES[key]
    pairs = [(one, other) for one in SAMPLES for other in SAMPLES]
    assert price.unit == unit
    assert [price.cost(*pair) for pair in pairs] == [expected(*pair) for pair in pairs]


@pytest.mark.parametrize("operation", ["lshift", "power"])
def test_growing_operations_also_pay_for_the_result(operation):
    price = TABLE.price(f"BINARY_OP.{operation}[int]")
    assert price.sizes == ("left_bits", "right_bits", "result_bits")
    assert price.cost(3, 10, 63) == 1
    assert price.cost(3, 10, 64) == 2
    assert price.cost(640, 10, 64) == 11
    assert price.cost(3, 10, 4096) == 65


@pytest.mark.parametrize(
    ("key", "size", "expected"),
    [
        ("size.str", 7, 28), ("size.bytes", 7, 7), ("size.int", 0, 0), ("size.int", 1, 8),
        ("size.int", 64, 8), ("size.int", 65, 16), ("size.int", 4096, 512), ("size.list", 3, 24),
        ("size.tuple", 3, 24), ("size.dict", 3, 72), ("size.set", 3, 48), ("size.frame", 3, 24),
        ("size.instance", 3, 24),
    ],
)  # fmt: skip
def test_size_model(key, size, expected):
    assert TABLE.price(key).cost(size) == expected


def test_public_amounts_are_not_marked_as_ours():
    public = ("CALL", "LIST_APPEND", "builtin.len", "builtin.sorted", "host.send_message",
              "cbor.encode", "token.mint", "IMPORT_NAME.first", "crypto.sha256")  # fmt: skip
    decided = (
        "LOAD_FAST",
        "RAISE_VARARGS",
        "unwind",
        "handler",
        "builtin.chr",
        "math.sin",
        "enter",
    )
    assert [key for key in public if TABLE.price(key).ours] == []
    assert [key for key in decided if not TABLE.price(key).ours] == []
