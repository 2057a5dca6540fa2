"""The target protocol, version 1: frames and messages (docs: "Target protocol").

A frame is a length of four bytes, little-endian, and that many bytes of UTF-8 JSON.
The harness speaks first (`hello`), the target answers with its own `hello`; then the
harness sends batches of cases and the target answers each case with one `outcome`, in
order; `bye` ends the session.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import final

from diff.canonical import Json, brief, check_fields, parse_json
from diff.case import REVISION, Case
from diff.errors import FormError, HandshakeError, ProtocolError
from diff.outcome import TARGET_STATUSES, Outcome
from diff.targets.target import OBSERVABLE, PROTOCOL_VERSION, Hello, TraceLevel

MAX_FRAME_BYTES = 16 << 20
"""The largest frame either side may send."""
HARNESS = "pvm-reference/0.1.0"

_HELLO_FIELDS = ("type", "protocol", "name", "version", "lanes")
_HELLO_OPTIONAL = ("observes", "marks", "word")


def frame(text: str) -> bytes:
    """The frame of a JSON text."""
    payload = text.encode("utf-8")
    return len(payload).to_bytes(4, "little") + payload


def hello_frame(revision: str = REVISION) -> bytes:
    """The harness's hello."""
    message = {"type": "hello", "protocol": PROTOCOL_VERSION, "harness": HARNESS}
    return frame(json.dumps({**message, "revision": revision}))


def batch_frame(batch: int, trace: TraceLevel, cases: Iterable[Case]) -> bytes:
    """A batch. Cases bring their own text, made once for all targets."""
    texts = ",".join(case.wire_text for case in cases)
    return frame(f'{{"type":"batch","id":{batch},"trace":"{trace}","cases":[{texts}]}}')


BYE_FRAME = frame('{"type":"bye"}')


@final
class FrameReader:
    """Cuts a stream of bytes into frames.

    `add` takes bytes as they come, `frames` gives the JSON of those that are
    complete. Raises ProtocolError on a frame that is too long or not JSON; the
    stream cannot be used after that.
    """

    __slots__ = ("_buffer",)

    def __init__(self) -> None:
        self._buffer = bytearray()

    def add(self, data: bytes | bytearray) -> None:
        """Append bytes of the stream."""
        self._buffer += data

    @property
    def pending(self) -> int:
        """Bytes received that are not part of a frame given out yet."""
        return len(self._buffer)

    def next_frame(self) -> Json | None:
        """The next complete frame's JSON object, or None when there is none yet."""
        buffer = self._buffer
        if len(buffer) < 4:
            return None
        length = int.from_bytes(buffer[:4], "little")
        if length > MAX_FRAME_BYTES:
            start = bytes(buffer[:16])
            raise ProtocolError(
                f"frame of {length} bytes, more than {MAX_FRAME_BYTES}; it starts {start!r}"
            )
        if len(buffer) < 4 + length:
            return None
        payload = bytes(buffer[4 : 4 + length])
        del buffer[: 4 + length]
        try:
            message = parse_json(payload)
        except FormError as error:
            raise ProtocolError(f"frame of {length} bytes: {error}") from None
        if type(message) is not dict or type(message.get("type")) is not str:
            raise ProtocolError(f"expected a message with a type, found {brief(message)}")
        return message

    def frames(self) -> Iterator[Json]:
        """Every complete frame."""
        while (message := self.next_frame()) is not None:
            yield message


def parse_hello(message: Json) -> Hello:
    """Check a target's hello. Raises HandshakeError naming the field."""
    if message.get("type") != "hello":
        raise HandshakeError(f"expected a hello first, found {brief(message.get('type'))}")
    protocol = message.get("protocol")
    if protocol != PROTOCOL_VERSION or type(protocol) is not int:
        raise HandshakeError(
            f"hello: protocol {brief(protocol)} is not {PROTOCOL_VERSION}, the one spoken here"
        )
    try:
        fields = check_fields(message, "hello", _HELLO_FIELDS, _HELLO_OPTIONAL, FormError)
        for key in ("name", "version"):
            if type(fields[key]) is not str or not fields[key]:
                raise FormError(f"hello.{key}", f"expected text, found {brief(fields[key])}")
        word = fields.get("word", 64)
        if type(word) is not int or word not in (32, 64):
            raise FormError("hello.word", f"expected 32 or 64, found {brief(word)}")
        return Hello(
            fields["name"],
            fields["version"],
            _lanes(fields["lanes"]),
            _observes(fields.get("observes", [])),
            frozenset(_texts(fields.get("marks", []), "hello.marks")),
            word,
        )
    except FormError as error:
        raise HandshakeError(str(error)) from None


def _texts(value: Json, path: str) -> list[str]:
    if type(value) is not list or not all(type(item) is str for item in value):
        raise FormError(path, f"expected an array of texts, found {brief(value)}")
    return value


def _observes(value: Json) -> frozenset[str]:
    names = _texts(value, "hello.observes")
    for name in names:
        if name not in OBSERVABLE:
            known = ", ".join(sorted(OBSERVABLE))
            raise FormError("hello.observes", f"{name!r} is not one of {known}")
    return frozenset(names)


def _lanes(value: Json) -> Mapping[str, Mapping[str, Json]]:
    if type(value) is not dict:
        raise FormError("hello.lanes", f"expected an object, found {brief(value)}")
    lanes: dict[str, Mapping[str, Json]] = {}
    for lane, details in value.items():
        path = f"hello.lanes.{lane}"
        if type(details) is not dict:
            raise FormError(path, f"expected an object, found {brief(details)}")
        lanes[lane] = {
            key: frozenset(_texts(item, f"{path}.{key}"))
            if key in ("operations", "profiles")
            else item
            for key, item in details.items()
        }
    return lanes


def parse_outcome(message: Json, batch: int, index: int) -> Outcome:
    """Check the answer to case `index` of `batch`. Raises ProtocolError."""
    if message.get("type") != "outcome":
        raise ProtocolError(f"expected an outcome, found {brief(message.get('type'))}")
    for key, expected in (("batch", batch), ("index", index)):
        if message.get(key) != expected or type(message.get(key)) is not int:
            raise ProtocolError(f"outcome: {key} is {brief(message.get(key))}, expected {expected}")
    try:
        return Outcome.from_json(message.get("outcome"), TARGET_STATUSES)
    except FormError as error:
        raise ProtocolError(f"outcome: {error}") from None
