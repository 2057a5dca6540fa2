"""A complete target in one page: the lane `float`, five operations, nothing but this file.

Copy it to begin a target of your own, in any language; `pvm targets check` says what is
still wrong. The protocol is described in `docs/target-protocol.md`.
"""

import json
import operator
import struct
import sys

OPERATIONS = {
    "float.__add__": operator.add,
    "float.__mul__": operator.mul,
    "float.__truediv__": operator.truediv,
    "float.__neg__": operator.neg,
    "float.__lt__": operator.lt,
}
HELLO = {
    "type": "hello",
    "protocol": 1,
    "name": "minimal",
    "version": "1.0",
    "lanes": {"float": {"operations": list(OPERATIONS)}},
    "observes": ["value", "exception-type"],
    "marks": [],
    "word": 64,
}


def read():
    """The next message, or None at the end of the input."""
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        return None
    return json.loads(sys.stdin.buffer.read(int.from_bytes(head, "little")))


def write(message):
    body = json.dumps(message).encode()
    sys.stdout.buffer.write(len(body).to_bytes(4, "little") + body)
    sys.stdout.buffer.flush()


def encode(value):
    if value is True or value is False:
        return ["bool", value]
    if value != value:
        return ["float", "7ff8000000000000"]
    return ["float", struct.pack(">d", value).hex()]


def decode(form):
    kind, content = form
    return float(content) if kind == "int" else struct.unpack(">d", bytes.fromhex(content))[0]


def run(case):
    """The outcome of a case, whatever it holds."""
    operation = OPERATIONS.get(case.get("operation"))
    if case.get("lane") != "float" or operation is None:
        return {"status": "refused", "reason": "unsupported"}
    try:
        arguments = [decode(form) for form in case["arguments"]]
        return {"status": "returned", "value": encode(operation(*arguments))}
    except ArithmeticError as error:
        exception = {"type": type(error).__name__, "args": []}
        return {"status": "raised", "exception": ["exception", exception]}
    except (KeyError, TypeError, ValueError) as error:
        return {"status": "refused", "reason": f"malformed: {error}"}


while (message := read()) is not None and message["type"] != "bye":
    if message["type"] == "hello":
        write(HELLO)
    for index, case in enumerate(message.get("cases", [])):
        outcome = run(case)
        write({"type": "outcome", "batch": message["id"], "index": index, "outcome": outcome})
