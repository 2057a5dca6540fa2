"""What distinguishes one CBOR dialect from another: a value with a handful of parameters.

Everything else is common to all profiles: shortest heads, definite lengths, 64-bit
finite floats, valid UTF-8, the bignum tags 2 and 3 and no others.
"""

from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final


@unique
class KeyOrder(StrEnum):
    """How the encoded keys of a map are ordered; both orders are total on encodings."""

    BYTEWISE = "bytewise"
    """Lexicographic by bytes: RFC 8949 section 4.2.1."""
    LENGTH_FIRST = "length-first"
    """Shorter before longer, then by bytes: RFC 8949 section 4.2.3, RFC 7049's canonical form."""


@unique
class NegativeZero(StrEnum):
    """What becomes of -0.0."""

    KEPT = "kept"
    ERASED = "erased"
    """Written as +0.0, and read as +0.0 without a refusal."""


SCALAR_KINDS: Final = ("None", "bool", "int", "float", "str", "bytes")


@dataclass(frozen=True)
class Profile:
    """The parameters of a dialect. `None` as a limit means that there is none.

    name: what cases, vectors and the command line call it.
    encode_keys, decode_keys: kinds that may be keys of a map in each direction. The kind
        "tuple" may only be in the first: an array never decodes to a tuple.
    depth: how many containers may enclose each other. An array, a map and a bignum's tag
        take one level; a key lies one level deeper than its map, as a value does.
    integer_bits: limit of `abs(n).bit_length()`.
    size: limit of one whole encoding, in bytes.
    string_bytes: limit of one byte or text string, in bytes of its content.
    items: limit of the elements of one array or the entries of one map.
    """

    name: str
    key_order: KeyOrder
    negative_zero: NegativeZero
    encode_keys: tuple[str, ...]
    decode_keys: tuple[str, ...]
    depth: int
    integer_bits: int | None = None
    size: int | None = None
    string_bytes: int | None = None
    items: int | None = None
    bytewise: bool = field(init=False, repr=False, compare=False)
    """Whether `key_order` is bytewise; this and the next two are derived, for speed."""
    reads_every_scalar_key: bool = field(init=False, repr=False, compare=False)
    end_of_short_text: int = field(init=False, repr=False, compare=False)
    """Up to this first byte a text string is read without asking for its limit."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bytewise", self.key_order is KeyOrder.BYTEWISE)
        every = all(kind in self.decode_keys for kind in SCALAR_KINDS)
        object.__setattr__(self, "reads_every_scalar_key", every)
        object.__setattr__(self, "end_of_short_text", 0x78 if self.string_bytes is None else 0x60)


PVM_1: Final = Profile(
    name="pvm-1",
    key_order=KeyOrder.BYTEWISE,
    negative_zero=NegativeZero.KEPT,
    encode_keys=SCALAR_KINDS,
    decode_keys=SCALAR_KINDS,
    depth=256,
    integer_bits=4096,
    size=10 * 1024 * 1024,
)
"""The profile of revision pvm-1 (decision D9). `size` is the limit of one object (10 MiB,
decision G20); within it a string or a container needs no limit of its own."""

SDK_0_1: Final = Profile(
    name="sdk-0.1",
    key_order=KeyOrder.LENGTH_FIRST,
    negative_zero=NegativeZero.ERASED,
    encode_keys=(*SCALAR_KINDS, "tuple"),
    decode_keys=SCALAR_KINDS,
    depth=256,
)
"""The codec of the published SDK, `cowboy-actor-sdk` 0.1.6, as it was measured."""

PROFILES: Final = {PVM_1.name: PVM_1, SDK_0_1.name: SDK_0_1}
