"""Prices of host functions, serialisation, cryptography, tokens and transactions.

An entry in cells has the key of its function and `.cells`, or names what it is charged for. A host
call pays CALL and then these (decision G8).
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import CALL, SERIALISE, Amount, entry
from spec.gas_table.formula import Expression, started
from spec.gas_table.price import CELLS, Price
from spec.gas_table.size_names import (
    AMOUNT,
    KEY,
    LENGTH,
    NAME,
    PAIRS,
    SYMBOL,
    TOPIC,
    TRANSFERS,
    VALUE,
)
from spec.gas_table.sources import (
    BATCH_READ,
    CIP3_HOST,
    CIP5,
    CIP20,
    FEE_AUDIT,
    WHITEPAPER,
    decision,
)

NONE: Final = Amount(0, CIP3_HOST)
STORAGE_READ: Final = Amount(100, BATCH_READ)
STORAGE_WRITE: Final = Amount(200, CIP3_HOST)
SEND: Final = Amount(80, CIP3_HOST)
TIMER: Final = Amount(200, CIP3_HOST)
EVENT: Final = Amount(500, WHITEPAPER)
PER_EVENT_BYTE: Final = 5
CONTEXT: Final = Amount(100, WHITEPAPER)
RANDOMNESS: Final = Amount(1_000, FEE_AUDIT)
SUBMIT_JOB: Final = Amount(100_000, FEE_AUDIT)
SUBMIT_JOB_CELLS: Final = Amount(10_000, FEE_AUDIT)
DEPLOY: Final = Amount(50_000, FEE_AUDIT)
PER_DEPLOYED_BYTE: Final = 100
DEPLOY_CELLS: Final = Amount(10_000, FEE_AUDIT)
CELLS_PER_DEPLOYED_BYTE: Final = 200
INTRINSIC: Final = Amount(5_000, FEE_AUDIT)
INTRINSIC_CELLS: Final = Amount(500, FEE_AUDIT)
PER_BLOB_KIBIBYTE: Final = 40
KIBIBYTE: Final = 1024
PER_KECCAK_WORD: Final = 6
KECCAK_WORD: Final = 32
SHA256: Final = Amount(500, FEE_AUDIT)
PER_SHA256_BLOCK: Final = 8
SHA256_BLOCK: Final = 64
SECP256K1: Final = Amount(10_000, CIP3_HOST)
ED25519: Final = Amount(5_000, FEE_AUDIT)
BLS: Final = Amount(8_000, CIP3_HOST)


def cells(key: str, amount: Amount, surcharge: Expression | None = None) -> Price:
    """Return an entry in cells."""
    return entry(key, amount, surcharge, unit=CELLS)


def read_only(names: str, amount: Amount) -> list[Price]:
    """Return the entries of host functions that read one item of the context."""
    return [entry(f"host.{name}", amount) for name in names.split()]


KECCAK256: Final = entry("crypto.keccak256", NONE, PER_KECCAK_WORD * started(LENGTH, KECCAK_WORD))
CBOR_ENCODE: Final = entry("cbor.encode", SERIALISE, LENGTH, note="length: bytes written")
CBOR_DECODE: Final = entry("cbor.decode", SERIALISE, LENGTH, note="length: bytes read")

STORAGE_PRICES: Final[tuple[Price, ...]] = (
    entry("host.get_state", STORAGE_READ, note="before the look-up, at every call"),
    cells("host.get_state.cells", Amount(0, BATCH_READ), VALUE),
    entry("host.set_state", STORAGE_WRITE),
    cells("host.set_state.cells", NONE, KEY + VALUE),
    entry("host.delete_state", STORAGE_WRITE, source=decision("G4")),
    cells("host.delete_state.cells", Amount(0, decision("G4")), KEY),
    entry("host.scan_state_prefix", STORAGE_READ, STORAGE_READ.value * PAIRS,
          source=decision("G4"), note="each pair in advance of its look-up"),
    cells("host.scan_state_prefix.cells", Amount(0, decision("G4")), KEY + VALUE),
)  # fmt: skip

MESSAGE_PRICES: Final[tuple[Price, ...]] = (
    entry("host.send_message", SEND),
    cells("host.send_message.cells", Amount(0, FEE_AUDIT), LENGTH),
    entry("host.create_deferred_tx", SEND, source=decision("as host.send_message")),
    cells("host.create_deferred_tx.cells", Amount(0, decision("as host.send_message")), LENGTH),
    entry("host.call_actor", CALL, note="the callee pays its own use out of the cycles limit"),
    cells("host.call_actor.arguments.cells", Amount(0, decision("G19")), LENGTH),
    cells("host.call_actor.result.cells", Amount(0, decision("G19")), LENGTH),
    entry("host.schedule_timer", TIMER),
    cells("host.schedule_timer.cells", NONE, LENGTH),
    entry("host.schedule_timer_ex", TIMER),
    cells("host.schedule_timer_ex.cells", NONE, LENGTH),
    entry("host.extend_timer", TIMER, source=CIP5),
    entry("host.cancel_timer", TIMER),
    entry("host.emit_event", EVENT, PER_EVENT_BYTE * (TOPIC + LENGTH), source=decision("G7")),
    cells("host.emit_event.cells", Amount(0, decision("G7")), LENGTH),
    entry("host.submit_job", SUBMIT_JOB),
    cells("host.submit_job.cells", SUBMIT_JOB_CELLS, LENGTH),
    entry("host.upgrade_self", DEPLOY, PER_DEPLOYED_BYTE * LENGTH),
    cells("host.upgrade_self.cells", DEPLOY_CELLS, CELLS_PER_DEPLOYED_BYTE * LENGTH),
    entry("host.put_blob", NONE, PER_BLOB_KIBIBYTE * started(LENGTH, KIBIBYTE),
          note="no host function offers it in this revision (decision A24)"),
    cells("host.put_blob.cells", NONE, LENGTH),
    cells("host.write_scratch.cells", NONE, LENGTH),
)  # fmt: skip

CONTEXT_FUNCTIONS: Final = (
    "context get_sender get_actor_address get_block_height get_timestamp_ms get_block_hash "
    "get_tx_hash get_msg_id get_nonce"
)

OTHER_PRICES: Final[tuple[Price, ...]] = (
    *read_only(CONTEXT_FUNCTIONS, CONTEXT),
    entry("host.randomness", RANDOMNESS),
    entry("host.charge_gas", Amount(0, FEE_AUDIT), AMOUNT),
    entry("host.gas_left", Amount(0, FEE_AUDIT)),
    CBOR_ENCODE,
    CBOR_DECODE,
    CBOR_ENCODE.copy("host.cbor_encode", note="as cbor.encode"),
    CBOR_DECODE.copy("host.cbor_decode", note="as cbor.decode"),
    KECCAK256,
    entry("crypto.sha256", SHA256, PER_SHA256_BLOCK * started(LENGTH, SHA256_BLOCK)),
    entry("crypto.secp256k1_verify", SECP256K1),
    entry("crypto.ed25519_verify", ED25519),
    entry("crypto.bls_verify", BLS),
    KECCAK256.copy("host.keccak256", note="as crypto.keccak256"),
)  # fmt: skip

TRANSACTION_PRICES: Final[tuple[Price, ...]] = (
    entry("transaction.intrinsic", INTRINSIC, note="off unless the case says otherwise (G24)"),
    cells("transaction.intrinsic.cells", INTRINSIC_CELLS),
    cells("transaction.calldata.cells", Amount(0, FEE_AUDIT), LENGTH),
    cells("transaction.return_data.cells", Amount(0, FEE_AUDIT), LENGTH),
)

TOKEN_AMOUNTS: Final[dict[str, tuple[int, int]]] = {
    "create": (10_000, 256),
    "transfer": (1_000, 64),
    "transfer_from": (1_500, 96),
    "approve": (500, 32),
    "mint": (1_000, 64),
    "burn": (500, 64),
    "balance_of": (100, 0),
    "allowance": (100, 0),
    "total_supply": (100, 0),
    "info": (200, 0),
}
"""Cycles and cells of the operations on tokens (CIP-20)."""

TOKEN_ADMINISTRATION: Final = (
    "freeze unfreeze set_hook transfer_ownership increase_allowance decrease_allowance permit"
)
ADMINISTRATION_CYCLES: Final = Amount(2_000, CIP20)
ADMINISTRATION_CELLS: Final = Amount(100, CIP20)
PER_TRANSFER: Final = 500


def token_prices() -> list[Price]:
    """Return the entries of the operations on tokens."""
    found: list[Price] = []
    for name, (cycles, cell_count) in TOKEN_AMOUNTS.items():
        found.append(entry(f"token.{name}", Amount(cycles, CIP20)))
        texts = NAME + SYMBOL if name == "create" else None
        found.append(cells(f"token.{name}.cells", Amount(cell_count, CIP20), texts))
    batch = Amount(PER_TRANSFER, CIP20)
    found.append(entry("token.transfer_batch", batch, PER_TRANSFER * TRANSFERS))
    for name in TOKEN_ADMINISTRATION.split():
        found.append(entry(f"token.{name}", ADMINISTRATION_CYCLES))
        found.append(cells(f"token.{name}.cells", ADMINISTRATION_CELLS))
    return found


HOST_PRICES: Final[tuple[Price, ...]] = (
    *STORAGE_PRICES,
    *MESSAGE_PRICES,
    *OTHER_PRICES,
    *TRANSACTION_PRICES,
    *token_prices(),
)
