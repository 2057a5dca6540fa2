"""What each reason of a refusal means: the one text that the book, `explain` and people get."""

from typing import Final, NamedTuple

from spec.cbor.errors import Reason


class Meaning(NamedTuple):
    """When a reason occurs.

    `when` completes the sentence "refused because ...". `place` says what the offset of a
    refused encoding points at; it is empty when only `encode` refuses so. `written` is True
    when `encode` refuses so.
    """

    when: str
    place: str
    written: bool


_HEAD: Final = "the item's first byte"

MEANINGS: Final[dict[Reason, Meaning]] = {
    Reason.EMPTY: Meaning("there is no byte at all", "0", False),
    Reason.TRUNCATED: Meaning("the input ends inside an item", "the length of the input", False),
    Reason.TRAILING: Meaning("bytes follow the item", "the first byte after it", False),
    Reason.NON_MINIMAL: Meaning(
        "a head (of an integer, a length, a count or a tag) is longer than its argument needs",
        _HEAD,
        False,
    ),
    Reason.INDEFINITE: Meaning(
        "additional information 31: an indefinite length, or a break", _HEAD, False
    ),
    Reason.ADDITIONAL_INFORMATION: Meaning(
        "additional information 28, 29 or 30, which RFC 8949 reserves", _HEAD, False
    ),
    Reason.SIMPLE: Meaning(
        "a simple value other than false, true and null; undefined is one", _HEAD, False
    ),
    Reason.FLOAT_WIDTH: Meaning("a float of 16 or 32 bits", _HEAD, False),
    Reason.NON_FINITE: Meaning("a float is an infinity or a NaN", _HEAD, True),
    Reason.UTF_8: Meaning(
        "a text string is not UTF-8", "the first byte of the first ill-formed sequence", False
    ),
    Reason.TAG: Meaning("a tag other than 2 and 3", _HEAD, False),
    Reason.BIGNUM: Meaning(
        "what tag 2 or 3 is on is no byte string, fits 64 bits, or starts with a zero byte",
        "the tag",
        False,
    ),
    Reason.KEY_KIND: Meaning(
        "the key of a map is of a kind that the profile has no keys of", "the key", True
    ),
    Reason.KEY_ORDER: Meaning(
        "a key does not come after the one before it in the profile's order", "the key", False
    ),
    Reason.DUPLICATE_KEY: Meaning("a key is encoded like one before it", "the second one", True),
    Reason.EQUAL_KEYS: Meaning(
        "a key is equal, as a Python value, to one that is encoded otherwise (1, True and 1.0; "
        "0.0 and -0.0)",
        "the later one",
        True,
    ),
    Reason.DEPTH: Meaning(
        "more containers enclose each other than the profile allows",
        "the first array, map or tag beyond the limit, whatever follows",
        True,
    ),
    Reason.KIND: Meaning("the value, or a part of it, is of a kind without encoding", "", True),
    Reason.SURROGATE: Meaning("a str holds a lone surrogate", "", True),
    Reason.INTEGER_LIMIT: Meaning(
        "an integer has more bits than the profile allows", "the tag", True
    ),
    Reason.STRING_LIMIT: Meaning("a string has more bytes than the profile allows", _HEAD, True),
    Reason.ITEM_LIMIT: Meaning(
        "an array or a map has more entries than the profile allows", _HEAD, True
    ),
    Reason.SIZE_LIMIT: Meaning(
        "the whole encoding has more bytes than the profile allows", "the limit", True
    ),
}
"""Every reason, in the order in which the book lists them."""
