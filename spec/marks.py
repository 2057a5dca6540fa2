"""Marks: the decisions in which implementations legitimately differ, by name.

A run that meets such a decision notes its mark; a target that does not honour the mark is
compared only up to that point. What has no mark has no excuse.
"""

from typing import Final

MARKS: Final[dict[str, str]] = {
    "cbor-additional-information": "a head has reserved additional information",
    "cbor-big-integer": "an int beyond 64-bit heads is a bignum (D9)",
    "cbor-bignum": "a bignum is not in its shortest form",
    "cbor-bytewise": "the orders of keys by bytes and by length first differ (D9, L3)",
    "cbor-depth": "containers are nested deeper than the profile allows",
    "cbor-duplicate-key": "an encoded map has a key twice",
    "cbor-empty": "there is nothing to decode",
    "cbor-equal-keys": "two keys of a map are equal as Python values (D9)",
    "cbor-float": "a float is written in 64 bits, whatever its value (D9)",
    "cbor-float-key": "a float is a key of a map",
    "cbor-float-width": "a float of 16 or 32 bits is refused (D9)",
    "cbor-indefinite": "an indefinite length is refused (D9)",
    "cbor-integer-limit": "a bignum exceeds 4,096 bits (D9)",
    "cbor-item-limit": "a container has more entries than the profile allows",
    "cbor-key-kind": "a key is no scalar (D9)",
    "cbor-key-order": "the keys of an encoded map are not in order",
    "cbor-kind": "a value has no encoding",
    "cbor-negative-zero": "-0.0 is kept (D9, L4)",
    "cbor-non-finite": "a NaN or an infinity is refused (D9, L4)",
    "cbor-non-minimal": "a head that is longer than need be is refused (D9)",
    "cbor-simple": "a simple value other than false, true and null is refused (D9)",
    "cbor-size-limit": "an encoding is longer than the profile allows",
    "cbor-string-limit": "a string is longer than the profile allows",
    "cbor-surrogate": "a text has a lone surrogate",
    "cbor-tag": "a tag other than 2 and 3 is refused (D9)",
    "cbor-trailing": "bytes follow the encoded value",
    "cbor-truncated": "an encoding ends too early",
    "cbor-tuple-key": "a tuple is a key of a map",
    "cbor-utf-8": "an encoded text is not UTF-8",
    "correctly-rounded": "an inexact function of `math` is correctly rounded (D5, L7)",
    "error-text": "the text of an exception raised by the machine is worded otherwise (L21)",
    "hash-value": "a hash of text, bytes or an identity is observable (D6, L10, L11)",
    "identity": "`is` compares numbers and text by type and bits (D6, L14)",
    "index-size": "an index, count or size lies beyond 31 bits (D4)",
    "integer-limit": "an int would exceed 4,096 bits: OverflowError (D4, L20)",
    "large": "a value of the outcome exceeds the nodes or the depth of the canonical form",
    "memory-limit": "one object would exceed 10 MiB: MemoryError (D7, G20)",
    "mutation-during-iteration": "a dict or set changes while it is iterated (D6)",
    "nan-bits": "the bits of a NaN are observable (D5, L8)",
    "no-address": "a default representation or `id` would show an address (D6, L12)",
    "out-of-cells": "the run ends for lack of cells (D7)",
    "out-of-cycles": "the run ends for lack of cycles (D7)",
    "refused": "a part of Python outside the profile is used (D11)",
    "recursion-limit": "256 frames of user code, or 10,000 native frames (D12, L15)",
    "set-order": "the order of a set or frozenset is observable (D6, L1)",
    "sort-order": "the sequence of comparisons of a sort is observable (D6)",
    "text-limit": "a decimal text of an int exceeds 1,234 digits (D4)",
    "word-size": "a size or hash depends on 64-bit words (D4)",
}
"""Mark -> what the decision is, with its name in the design or in `spec/decisions.py`."""
