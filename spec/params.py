"""Constants of the protocol, each with unit and source (facts of the public texts as of 2026-07).

`VM` limits bind the machine; the other groups bind what an actor can observe, or only inform.
Where texts disagree the value here is the one that revision `pvm-1` uses; decisions give reasons.
"""

from __future__ import annotations

from typing import Final, final


@final
class Parameter:
    """A constant with its unit and source; `conflict` names other published values."""

    __slots__ = ("conflict", "name", "source", "unit", "value")

    def __init__(self, name: str, value: int, unit: str, source: str, conflict: str = "") -> None:
        self.name = name
        self.value = value
        self.unit = unit
        self.source = source
        self.conflict = conflict


Group = tuple[str, tuple[Parameter, ...]]
P: Final = Parameter

VM_LIMITS: Final[Group] = (
    "Limits of the machine",
    (
        P("INTEGER_BITS", 4_096, "bits of abs(x)", "CIP-3, params"),
        P("INTEGER_LITERAL_DIGITS", 1_234, "decimal digits", "params, PVM page"),
        P("RECURSION_LIMIT", 256, "frames of user code", "WP", "determinism plan 128"),
        P("NATIVE_FRAME_LIMIT", 10_000, "suspended natives", "decision D12"),
        P("OBJECT_BYTES", 10 * 1024 * 1024, "bytes of one object", "WP, decision G20"),
        P("SCRATCH_BYTES", 262_144, "bytes a call", "WP", "never in the node"),
        P("SEQUENTIAL_AWAITS", 8, "awaits a continuation", "CIP-6", "older plan 2"),
        P("CONTINUATION_BYTES", 65_536, "bytes, serialised", "CIP-6"),
        P("CONTINUATION_COUNT", 100, "live, an actor", "CIP-6"),
        P("HASH_SEED", 0, "-", "WP"),
    ),
)

CALLS: Final[Group] = (
    "Transactions, calls and messages",
    (
        P("TRANSACTION_BYTES", 1_048_576, "bytes", "deep audit (code)", "WP 128 KiB"),
        P("CALL_DEPTH", 32, "levels", "WP, CIP-6, params"),
        P("MESSAGE_DEPTH", 32, "levels a transaction", "WP 12.1"),
        P("MESSAGES_PER_TRANSACTION", 1_024, "messages, nested ones included", "WP, SDK plan"),
        P("MAILBOX_MESSAGES", 1_000, "messages", "deep audit (code)"),
        P("MAILBOX_BYTES", 1_000_000, "bytes", "WP"),
        P("DEDUPLICATION_WINDOW", 10_000, "blocks", "WP 13"),
        P("PENDING_DEFERRED", 64, "deferred transactions an actor", "params, CIP-4"),
        P("DEFERRED_AGE", 1_000, "blocks", "params, CIP-4"),
        P("DEFERRED_LIST", 16_384, "entries", "CIP-4"),
        P("DEFERRED_CYCLES", 100_000, "cycles", "bytecode-gas study, CIP-5"),
        P("CALL_CYCLES_DEFAULT", 100_000, "cycles", "CIP-6", "SDK plan 10,000"),
        P("INLINE_BYTES", 65_536, "bytes of an inline blob or return value", "WP 5.4, 7.1"),
    ),
)

STORAGE: Final[Group] = (
    "Storage and rent",
    (
        P("STORAGE_QUOTA", 1_048_576, "bytes an actor", "WP, CIP-4"),
        P("STORAGE_QUOTA_BONDED", 8_388_608, "bytes an actor", "WP, CIP-4"),
        P("KEY_BYTES_MAX", 256, "bytes", "decision A13"),
        P("VERBATIM_KEY_BYTES", 32, "bytes; longer keys are hashed", "CIP-6 12.11"),
        P("SCAN_LIMIT_DEFAULT", 100, "pairs", "CIP-6"),
        P("SCAN_LIMIT_MAX", 1_000, "pairs", "CIP-6"),
        P("RENT_FREE_BYTES", 10_240, "bytes", "WP 17.5, CIP-4"),
        P("RENT_EPOCH", 86_400, "blocks", "CIP-4, WP", "WP 17 older 3,600"),
        P("RENT_GRACE", 7, "rent epochs", "CIP-4"),
        P("RENT_EVICTION", 10, "unpaid rent epochs", "CIP-4", "one WP passage N+11"),
        P("RENT_CATCHUP", 1_000, "basis points", "CIP-4"),
        P("ACTOR_EVENTS", 1_000, "events kept an actor", "CIP-4"),
    ),
)

TIMERS: Final[Group] = (
    "Timers",
    (
        P("TIMERS_PER_ACTOR", 1_024, "live timers", "CIP-5, params, WP"),
        P("TIMER_CYCLES", 550_000, "cycles a fire", "CIP-5, params", "WP auction phase 250,000"),
        P("TIMER_CELLS", 550_000, "cells a fire", "CIP-5, params"),
        P("TIMER_TTL", 2_592_000, "blocks", "CIP-5"),
        P("TIMER_GC_CYCLES", 5_000_000, "cycles a block", "CIP-5"),
        P("TIMER_PAYLOAD", 1_048_576, "bytes", "CIP-5"),
        P("TIMER_ID_BYTES", 256, "bytes", "CIP-5"),
        P("TIMER_HANDLER_BYTES", 256, "bytes", "CIP-5"),
        P("TIMER_CARRY_FORWARD", 256, "skips before the dead letter", "deep audit"),
    ),
)

EVENTS: Final[Group] = (
    "Events",
    (
        P("EVENT_PAYLOAD", 4_096, "bytes", "CIP-29"),
        P("EVENT_TOPIC", 64, "bytes", "CIP-29"),
        P("SYNC_FIRES_PER_TOPIC", 64, "fires", "CIP-29"),
        P("SUBSCRIBERS_PER_TOPIC", 512, "subscribers", "CIP-29"),
        P("ASYNC_FIRES_PER_DEFERRED", 64, "fires", "CIP-29"),
        P("TOKEN_HOOK_CYCLES", 50_000, "cycles a call", "CIP-20"),
        P("TOKEN_HOOK_CELLS", 50_000, "cells a call", "CIP-20"),
        P("TOKEN_DECIMALS", 18, "digits, at most", "CIP-20"),
    ),
)

BLOCKS: Final[Group] = (
    "Blocks and the fee market (outside the machine)",
    (
        P("BLOCK_CYCLES_TARGET", 20_000_000, "cycles a block", "params, fee audit",
          "CIP-3, WP 10,000,000; gas gaps 5,000,000"),
        P("BLOCK_CELLS_TARGET", 4_000_000, "cells a block", "params, fee audit",
          "CIP-3, WP 500,000"),
        P("BLOCK_CYCLES_CAP", 80_000_000, "cycles a block", "deep audit, genesis memo",
          "WP 2 x target"),
        P("LANE_USER_CYCLES", 22_222_222, "cycles a block", "fee audit, genesis memo",
          "CIP-3, WP 5,000,000"),
        P("LANE_RUNNER_CYCLES", 8_888_888, "cycles a block", "fee audit, genesis memo",
          "CIP-3, WP 2,500,000"),
        P("LANE_TIMER_CYCLES", 8_888_890, "cycles a block", "fee audit, genesis memo",
          "CIP-3, WP 2,000,000"),
        P("LANE_SYSTEM_CYCLES", 40_000_000, "cycles a block", "fee audit, genesis memo",
          "CIP-3, WP 500,000"),
        P("BASEFEE_ALPHA", 96, "divisor", "params, amendments", "CIP-3, WP 8"),
        P("BASEFEE_MAX_CHANGE", 96, "divisor", "params, amendments", "CIP-3, WP 8"),
        P("BASEFEE_MIN", 10_000, "attoCBY", "params, fee audit", "WP 1"),
        P("BASEFEE_MAX", 10**24, "attoCBY", "params, fee audit"),
        P("BASEFEE_INITIAL", 100_000, "attoCBY", "fee audit", "repair plan 10^9"),
        P("CBY_DECIMALS", 18, "digits", "gas gaps, conflicts", "storage texts 9"),
        P("BLOCK_SECONDS", 1, "seconds", "WP, params", "CIP-23 0.5, CIP-11 5"),
        P("EPOCH_BLOCKS", 3_600, "blocks", "WP"),
        P("FAILED_TRANSACTION_CYCLES", 5_000, "cycles counted to the block", "fee audit"),
        P("READ_ONLY_CYCLES_MAX", 100_000_000, "cycles a query", "CIP-14"),
        P("READ_ONLY_CYCLES_DEFAULT", 10_000_000, "cycles a query", "CIP-14"),
    ),
)  # fmt: skip

RUNNERS: Final[Group] = (
    "Runners (what an actor can observe)",
    (
        P("COMMITTEE", 5, "runners", "WP"),
        P("COMMITTEE_THRESHOLD", 3, "runners", "WP"),
        P("DISPUTE_WINDOW", 75, "blocks", "params", "WP 900"),
        P("CHALLENGE_BOND", 100, "CBY", "WP"),
        P("JOB_RETRIES", 3, "retries", "CIP-2"),
    ),
)

GROUPS: Final[tuple[Group, ...]] = (
    VM_LIMITS, CALLS, STORAGE, TIMERS, EVENTS, BLOCKS, RUNNERS,
)  # fmt: skip
"""All parameters in reading order, each group with its title."""

PARAMETERS: Final[dict[str, Parameter]] = {
    parameter.name: parameter for _, group in GROUPS for parameter in group
}


def parameter(name: str) -> int:
    """Return the value of a parameter.

    Raises:
        KeyError: There is no parameter of that name.
    """
    return PARAMETERS[name].value


INTEGER_BITS: Final = parameter("INTEGER_BITS")
INTEGER_LIMIT: Final = 1 << INTEGER_BITS
"""Every int of the guest is below this, in absolute value."""
INTEGER_LITERAL_DIGITS: Final = parameter("INTEGER_LITERAL_DIGITS")
RECURSION_LIMIT: Final = parameter("RECURSION_LIMIT")
NATIVE_FRAME_LIMIT: Final = parameter("NATIVE_FRAME_LIMIT")
OBJECT_BYTES: Final = parameter("OBJECT_BYTES")
