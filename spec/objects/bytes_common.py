"""What bytes and bytearray share: arguments that are bytes, results of the receiver's type.

Methods are registered once for both types. A method gets the receiver's content as host bytes and
`make`, which turns a result into the receiver's type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from spec.gas_table.sizes import bytes_size, exceeds_object_limit
from spec.objects.paying import pay, price_of
from spec.semantics.builtin_classes import BYTEARRAY, BYTES, type_name
from spec.semantics.natives import method
from spec.semantics.raising import type_error
from spec.semantics.values import ByteArray, Class, Instance, Value

if TYPE_CHECKING:
    from spec.semantics.machine import Machine

Make: TypeAlias = Callable[[bytes], Value]
BOTH: Final = ((BYTES, "bytes"), (BYTEARRAY, "bytearray"))


def content_or_none(machine: Machine, value: Value) -> bytes | None:
    """Return the content of a bytes or bytearray, or of an instance of a subclass, else None.

    That of a bytearray is copied, for user code may change it meanwhile, and the copy is paid.
    """
    held = value.payload if isinstance(value, Instance) else value
    if isinstance(held, bytes):
        return held
    if not isinstance(held, ByteArray):
        return None
    pay(machine, "content", len(held.data))
    return bytes(held.data)


def is_bytes_like(value: Value) -> bool:
    """Whether a value is a bytes or bytearray, or an instance of a subclass."""
    return isinstance(value.payload if isinstance(value, Instance) else value, (bytes, ByteArray))


def needs_bytes(machine: Machine, value: Value) -> bytes:
    """Return the content of an argument; raises TypeError for anything but bytes."""
    content = content_or_none(machine, value)
    if content is None:
        raise type_error(f"a bytes-like object is required, not '{type_name(value)}'")
    return content


def plain(content: bytes) -> Value:
    """Make bytes."""
    return content


def changeable(content: bytes) -> Value:
    """Make a bytearray."""
    return ByteArray(bytearray(content))


def pay_result(machine: Machine, key: str, read: int, produced: int) -> None:
    """Charge for the larger of what is read and produced, and for the memory of the result."""
    if exceeds_object_limit(bytes_size(produced)):
        machine.allocate(bytes_size(produced))
    machine.meter.charge(price_of(machine, key).cost(max(read, produced)))
    machine.allocate(bytes_size(produced))


def pay_produced(machine: Machine, key: str, read: int, produced: int) -> None:
    """Charge for a result whose reading is paid."""
    if exceeds_object_limit(bytes_size(produced)):
        machine.allocate(bytes_size(produced))
    price = price_of(machine, key)
    machine.meter.charge(price.cost(max(produced - read, 0)) - price.base)
    machine.allocate(bytes_size(produced))


Work: TypeAlias = Callable[..., Any]
"""(machine, key of the price, content, make, *arguments) -> value or activation."""


def shared(name: str, signature: str, raises: tuple[str, ...] = ()) -> Callable[[Work], Work]:
    """Register a method of both types."""

    def register(work: Work) -> Work:
        for owner, type_key in BOTH:
            _register(owner, f"{type_key}.{name}", name, signature, raises, work)
        return work

    return register


def _register(
    owner: Class, key: str, name: str, signature: str, raises: tuple[str, ...], work: Work
) -> None:
    make: Make = plain if owner is BYTES else changeable

    def run(machine: Machine, receiver: Value, *arguments: Value) -> Any:
        content = receiver if isinstance(receiver, bytes) else needs_bytes(machine, receiver)
        return work(machine, key, content, make, *arguments)

    run.__doc__ = work.__doc__
    method(owner, name, signature, raises)(run)
