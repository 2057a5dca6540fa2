"""A target for the tests that does what it is told, right or wrong: see `OPERATIONS`.

Started with arguments: the fields of its hello as JSON, and what to do instead of a hello.
"""

import json
import os
import signal
import sys
import time
from typing import Any, BinaryIO

IN: BinaryIO = sys.stdin.buffer
OUT: BinaryIO = sys.stdout.buffer
HELLO = {
    "type": "hello",
    "protocol": 1,
    "name": "rogue",
    "version": "1",
    "lanes": {"float": {}, "bytecode": {}},
    "observes": ["value", "exception-type"],
}


def read() -> Any:
    head = IN.read(4)
    if len(head) < 4:
        sys.exit(0)
    return json.loads(IN.read(int.from_bytes(head, "little")))


def write(message: Any) -> None:
    payload = json.dumps(message).encode()
    OUT.write(len(payload).to_bytes(4, "little") + payload)
    OUT.flush()


def flood_stdout() -> None:
    while True:
        OUT.write(b"spam" * 4096)


def flood_stderr() -> None:
    while True:
        os.write(2, b"spam" * 4096)


def eat() -> None:
    kept = []
    while True:
        kept.append(bytes(b"x" * (8 << 20)))


def touch_and_hold(size: int) -> None:
    kept = bytearray(size)
    kept[::4096] = b"x" * len(kept[::4096])
    time.sleep(60)


def fork_and_die(path: str | None) -> None:
    child = os.fork()
    if child == 0:
        time.sleep(60)
    if path:
        with open(path, "w") as file:
            file.write(str(child))
    os._exit(7)


def mutter(size: int) -> None:
    for _ in range(size // 4096):
        os.write(2, b"x" * 4096)


def slow_once(path: str) -> None:
    if not os.path.exists(path):
        with open(path, "w"):
            pass
        time.sleep(60)


def complain(text: str) -> None:
    os.write(2, text.encode())
    os._exit(3)


def close_and_stay() -> None:
    os.close(1)
    time.sleep(60)


def work(milliseconds: int) -> None:
    end = time.process_time() + milliseconds / 1000
    while time.process_time() < end:
        pass


def hang() -> None:
    while True:
        pass


def run(batch: int, index: int, case: Any, seen: list[str]) -> None:
    """Do the operation of the case; what returns has answered as it should or not."""
    operation = case.get("operation", "echo")
    argument = case["arguments"][0][1] if case["arguments"] else None
    frame = {"type": "outcome", "batch": batch, "index": index}
    outcome: Any = {
        "status": "returned",
        "value": ["int", argument if type(argument) is int else 0],
    }
    if operation == "garbage":
        OUT.write(b"Segmentation fault? No: a print in the wrong place\n")
        OUT.flush()
    elif operation == "not-json":
        OUT.write(b"\x03\x00\x00\x00{]}")
        OUT.flush()
    elif operation == "wrong-index":
        frame["index"] = index + 1
    elif operation == "bad-outcome":
        outcome = {"status": "returned", "value": ["int", "nine"]}
    elif operation == "twice":
        write({**frame, "outcome": outcome})
    elif operation == "twice-at-once":
        payload = json.dumps({**frame, "outcome": outcome}).encode()
        OUT.write((len(payload).to_bytes(4, "little") + payload) * 2)
        OUT.flush()
        return
    elif operation == "claims-crash":
        outcome = {"status": "crashed"}
    elif operation == "seen":
        outcome["value"] = ["int", len(seen)]
    elif operation in ACTIONS:
        ACTIONS[operation](argument)
    write({**frame, "outcome": outcome})


ACTIONS: dict[str, Any] = {
    "segfault": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "exit": lambda _: os._exit(3),
    "exit-zero": lambda _: os._exit(0),
    "complain": complain,
    "hang": lambda _: hang(),
    "stop": lambda _: os.kill(os.getpid(), signal.SIGSTOP),
    "flood-stdout": lambda _: flood_stdout(),
    "flood-stderr": lambda _: flood_stderr(),
    "eat": lambda _: eat(),
    "hold": touch_and_hold,
    "fork-and-die": fork_and_die,
    "mutter": mutter,
    "close": lambda _: close_and_stay(),
    "slow-once": slow_once,
    "work": work,
}


def main() -> None:
    hello = {**HELLO, **json.loads(sys.argv[1] if len(sys.argv) > 1 else "{}")}
    instead = sys.argv[2] if len(sys.argv) > 2 else ""
    if instead:
        ACTIONS[instead](None)
    read()
    write({key: value for key, value in hello.items() if value is not None})
    seen: list[str] = []
    while True:
        message = read()
        if message["type"] == "bye":
            sys.exit(0)
        for index, case in enumerate(message["cases"]):
            run(message["id"], index, case, seen)
            seen.append(case.get("operation", ""))


if __name__ == "__main__":
    main()
