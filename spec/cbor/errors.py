"""Why a codec refuses: one closed list of reasons, and the error that carries one."""

from enum import StrEnum, unique
from typing import final


@unique
class Reason(StrEnum):
    """The reason of a refusal. The text is what vectors, outcomes and users see.

    `MEANINGS` of `spec.cbor.reasons` says for each when it occurs and what its place is.
    """

    EMPTY = "empty"
    TRUNCATED = "truncated"
    TRAILING = "trailing"
    NON_MINIMAL = "non-minimal"
    INDEFINITE = "indefinite"
    ADDITIONAL_INFORMATION = "additional-information"
    SIMPLE = "simple"
    FLOAT_WIDTH = "float-width"
    NON_FINITE = "non-finite"
    UTF_8 = "utf-8"
    TAG = "tag"
    BIGNUM = "bignum"
    KEY_KIND = "key-kind"
    KEY_ORDER = "key-order"
    DUPLICATE_KEY = "duplicate-key"
    EQUAL_KEYS = "equal-keys"
    DEPTH = "depth"
    KIND = "kind"
    SURROGATE = "surrogate"
    INTEGER_LIMIT = "integer-limit"
    STRING_LIMIT = "string-limit"
    ITEM_LIMIT = "item-limit"
    SIZE_LIMIT = "size-limit"


@final
class CborError(Exception):
    """A refusal by `encode` or `decode`.

    `reason` is its name. `offset` is the position in bytes of what is refused (decode
    only). `path` leads from the value's root to the part that is refused, such as
    `$[3]{"balance"}` (encode only): `[i]` is an element, `{key}` the value of a key in
    diagnostic notation, `.key[i]` the i-th key itself in insertion order.
    """

    def __init__(self, reason: Reason, offset: int | None = None, path: str | None = None) -> None:
        self.reason = reason
        self.offset = offset
        self.path = path
        place = f"at byte {offset}" if path is None else f"at {path}"
        super().__init__(f"CBOR: {reason.value} {place}")
