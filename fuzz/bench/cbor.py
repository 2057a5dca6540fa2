"""The codec's speed next to the SDK's pure Python codec and cbor2, for `make bench`.

Three documents, encoded and decoded, best of several rounds, all in one run. A ratio above 1
says that ours is faster. Maps are read as `Entries`, without hashing their keys; the SDK's
and cbor2's dicts hash theirs in the host.
"""

import struct
import sys
import time
import types
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Final, TypeAlias

from rich.console import Console
from rich.table import Table

from diff.targets.install import folder_of, is_installed
from diff.targets.packages import PACKAGES, SDK_VERSION
from spec.cbor import PVM_1, SDK_0_1, Entries, decode, encode
from spec.semantics.values import List
from spec.softfloat.value import Float

ROUNDS: Final = 7
OURS: Final = "ours"


def documents() -> dict[str, tuple[Any, int]]:
    """Name -> host value, and how many times a round converts it."""
    message = {
        "method": "transfer",
        "to": bytes(range(20)),
        "amount": 10**18,
        "nonce": 7,
        "memo": "for lunch",
        "flags": [True, None, 1.5],
    }
    state = {
        f"account{number:04d}": {
            "balance": number * 10**15,
            "nonce": number,
            "owner": bytes([number % 256]) * 20,
            "tags": ["a", "b"],
        }
        for number in range(130)
    }
    array = [number * 7919 % 100_003 for number in range(280_000)]
    return {
        "small message": (message, 2_000),
        "10 kB state": (state, 20),
        "1 MB array": (array, 1),
    }


def guest(value: Any) -> Any:
    """The value of the specification that a host value stands for."""
    if type(value) is float:
        return Float(int.from_bytes(struct.pack(">d", value), "big"))
    if type(value) is list:
        return List([guest(item) for item in value])
    if type(value) is dict:
        return Entries([(guest(key), guest(item)) for key, item in value.items()])
    return value


def load_sdk() -> Any:
    """The SDK's codec, or None when it is not installed."""
    package = PACKAGES[f"cowboy-actor-sdk-{SDK_VERSION}"]
    if not is_installed(package):
        return None
    parent = types.ModuleType("cowboy_sdk")  # the package itself would import far more
    parent.__path__ = [str(folder_of(package) / "site" / "cowboy_sdk")]
    sys.modules["cowboy_sdk"] = parent
    return import_module("cowboy_sdk.codec")


def load_cbor2() -> Any:
    """cbor2, or None."""
    try:
        import cbor2
    except ImportError:
        return None
    return cbor2


def seconds(actions: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """The best time of one call of each, over several rounds in which they take turns."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(ROUNDS):
        for name, action in actions.items():
            start = time.process_time()
            for _ in range(times):
                action()
            best[name] = min(best[name], (time.process_time() - start) / times)
    return best


Call: TypeAlias = Callable[[], object]


def peers(value: Any, data: bytes) -> dict[str, dict[str, Call]]:
    """What the other codecs do with a document: direction -> peer -> call."""
    sdk, cbor2 = load_sdk(), load_cbor2()
    calls: dict[str, dict[str, Call]] = {"encode": {}, "decode": {}}
    if sdk is not None:
        assert sdk.encode(value) == data
        calls["encode"]["SDK"] = lambda: sdk.encode(value)
        calls["decode"]["SDK"] = lambda: sdk.decode(data)
    if cbor2 is not None:
        calls["encode"]["cbor2"] = lambda: cbor2.dumps(value, canonical=True)
        calls["decode"]["cbor2"] = lambda: cbor2.loads(data)
    return calls


def measure() -> Iterator[dict[str, Any]]:
    """One row for each document and direction: seconds of ours, and ratios to the others."""
    for name, (value, times) in documents().items():
        ours = guest(value)
        others = peers(value, encode(ours, SDK_0_1))
        data = encode(ours, PVM_1)
        for direction, calls in others.items():
            best = seconds({OURS: _own_call(direction, ours, data), **calls}, times)
            ratios = {peer: best[peer] / best[OURS] for peer in calls}
            row = {"document": name, "bytes": len(data), "direction": direction}
            yield {**row, "seconds": best[OURS], "ratios": ratios}


def _own_call(direction: str, value: Any, data: bytes) -> Call:
    if direction == "encode":
        return lambda: encode(value, PVM_1)
    return lambda: decode(data, PVM_1, Entries)


def cbor_table() -> Table:
    """One row for each document and direction."""
    table = Table(title="CBOR, profile pvm-1; how many times each peer's speed ours is")
    for heading in ("document", "bytes", "direction", "MB/s", "SDK", "cbor2"):
        table.add_column(heading, justify="left" if heading == "document" else "right")
    for row in measure():
        ratios = row["ratios"]
        table.add_row(
            row["document"],
            f"{row['bytes']:,}",
            row["direction"],
            f"{row['bytes'] / row['seconds'] / 1e6:.1f}",
            *(f"{ratios[peer]:.2f} x" if peer in ratios else "-" for peer in ("SDK", "cbor2")),
        )
    return table


if __name__ == "__main__":
    Console().print(cbor_table())
