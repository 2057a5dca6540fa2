"""Limits: of a profile, of the host's stack, and of what a claimed length may cost."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from spec.cbor import PVM_1, SDK_0_1, CborError, Entries, Profile, Reason, decode, encode
from spec.semantics.values import List
from tests.cbor.conversion import to_codec
from tests.cbor.test_tables import refused, refused_to_encode

BIGNUM = bytes.fromhex("c249010000000000000000")
LARGEST = 10 * 1024 * 1024


def nested(levels: int, inner: object) -> object:
    """`levels` lists around a value."""
    value = inner
    for _ in range(levels):
        value = List([value])
    return value


@pytest.mark.parametrize("profile", [PVM_1, SDK_0_1], ids=lambda profile: profile.name)
class TestDepth:
    """256 levels: each array, map and bignum's tag is one; keys lie as deep as values."""

    def test_decode(self, profile: Profile) -> None:
        decode(b"\x81" * 256 + b"\x00", profile)
        decode(b"\x81" * 255 + b"\x80", profile)
        decode(b"\x81" * 255 + BIGNUM, profile)
        decode(b"\xa1\x00" * 256 + b"\x00", profile)
        for data, offset in (
            (b"\x81" * 257 + b"\x00", 256),
            (b"\x81" * 256 + b"\x80", 256),
            (b"\x81" * 256 + BIGNUM, 256),
            (b"\xa1\x00" * 256 + b"\xa0", 512),
            (b"\x81" * 255 + b"\xa1" + BIGNUM + b"\x00", 256),
        ):
            assert refused(data.hex(), profile) == (Reason.DEPTH, offset)

    def test_encode(self, profile: Profile) -> None:
        assert encode(nested(256, 0), profile) == b"\x81" * 256 + b"\x00"
        assert encode(nested(255, 2**64), profile) == b"\x81" * 255 + BIGNUM
        assert encode(nested(255, Entries([(1, 2)])), profile)[-3:] == b"\xa1\x01\x02"
        for value, steps in (
            (nested(257, 0), 256),
            (nested(256, List([])), 256),
            (nested(256, 2**64), 256),
            (nested(256, ()), 256),
        ):
            assert refused_to_encode(value, profile) == (Reason.DEPTH, "$" + "[0]" * steps)
        keyed = nested(255, Entries([(2**64, 0)]))
        path = "$" + "[0]" * 255 + ".key[0]"
        assert refused_to_encode(keyed, profile) == (Reason.DEPTH, path)

    def test_a_value_inside_itself(self, profile: Profile) -> None:
        endless = List([1])
        endless.items.append(endless)
        assert refused_to_encode(endless, profile) == (Reason.DEPTH, "$" + "[1]" * 256)
        pairs: list[tuple[object, object]] = []
        pairs.append(("a", Entries(pairs)))
        assert refused_to_encode(Entries(pairs), profile)[0] is Reason.DEPTH

    def test_ten_thousand_levels(self, profile: Profile) -> None:
        for wrap, offset in ((b"\x81", 256), (b"\xa1\x00", 512), (b"\x82\x00", 512)):
            assert refused((wrap * 10_000).hex(), profile) == (Reason.DEPTH, offset)
            assert refused((wrap * 10_000 + b"\xff").hex(), profile) == (Reason.DEPTH, offset)
        tags = b"\xc2" * 10_000
        assert refused(tags.hex(), profile) == (Reason.BIGNUM, 0)
        assert refused_to_encode(nested(10_000, 0), profile)[0] is Reason.DEPTH

    def test_a_tuple_as_key_counts_its_levels(self, profile: Profile) -> None:
        key: object = ()
        for _ in range(254):
            key = (key,)
        value = Entries([(key, 0)])
        if profile is PVM_1:
            assert refused_to_encode(value, profile)[0] is Reason.KEY_KIND
            return
        assert len(encode(value, profile)) == 257
        deeper = Entries([((key,), 0)])
        assert refused_to_encode(deeper, profile)[0] is Reason.DEPTH


def measured(action: Callable[[], object]) -> tuple[float, int]:
    """Seconds and peak of allocated bytes."""
    tracemalloc.start()
    start = time.perf_counter()
    action()
    seconds = time.perf_counter() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, peak


CLAIMS = ["5b", "7b", "9b", "bb", "c25b", "815b", "a17b", "9b8000000000000000" * 20 + "9b"]


@pytest.mark.parametrize("start", CLAIMS, ids=lambda start: start[:8])
@pytest.mark.parametrize("claim", ["7fffffffffffffff", "8000000000000000", "ffffffffffffffff"])
def test_claimed_lengths_cost_nothing(start: str, claim: str) -> None:
    data = bytes.fromhex(start + claim) + b"\x00" * 100

    def action() -> None:
        reason, offset = refused(data.hex())
        # Elements of an array are read until there are no more; a map's second key is a repeat.
        assert (reason, offset) == (Reason.TRUNCATED, len(data)) or reason is Reason.DUPLICATE_KEY

    seconds, peak = measured(action)
    assert seconds < 1
    assert peak < 1_000_000


COUNT = 10_000_000
HEAD = b"\x9a" + (COUNT - 5).to_bytes(4, "big")
TEXT = b"\x7a" + (COUNT - 5).to_bytes(4, "big")
TEN_MEGABYTES: dict[str, tuple[Callable[[], bytes], Reason | None]] = {
    "array of zeros": (lambda: HEAD + b"\x00" * (COUNT - 5), None),
    "text": (lambda: TEXT + b"x" * (COUNT - 5), None),
    "text, bad at its end": (lambda: TEXT + b"x" * (COUNT - 6) + b"\xff", Reason.UTF_8),
    "heads of arrays": (lambda: b"\x9b" * COUNT, Reason.DEPTH),
    "no end": (lambda: b"\x9b" + b"\xff" * 8 + b"\x00" * (COUNT - 9), Reason.TRUNCATED),
    "levels": (lambda: b"\x81" * COUNT, Reason.DEPTH),
    "bignum": (
        lambda: b"\xc2\x5a" + (COUNT - 6).to_bytes(4, "big") + b"\x01" * (COUNT - 6),
        Reason.INTEGER_LIMIT,
    ),
    "maps": (lambda: b"\xa1\x00" * (COUNT // 2), Reason.DEPTH),
}


@pytest.mark.parametrize("name", list(TEN_MEGABYTES))
def test_ten_megabytes(name: str) -> None:
    make, reason = TEN_MEGABYTES[name]
    data = make()
    start = time.perf_counter()
    if reason is None:
        assert encode(decode(data, PVM_1), PVM_1) == data
    else:
        with pytest.raises(CborError) as caught:
            decode(data, PVM_1)
        assert caught.value.reason is reason
    assert time.perf_counter() - start < 60


def test_memory_of_a_large_array_is_in_proportion() -> None:
    data = b"\x9a" + (1_000_000).to_bytes(4, "big") + b"\x00" * 1_000_000
    _, peak = measured(lambda: decode(data, PVM_1))
    assert peak < 20 * len(data)


def test_size_limit() -> None:
    exact = b"x" * (LARGEST - 5)
    assert len(encode(exact, PVM_1)) == LARGEST
    assert refused_to_encode(exact + b"x") == (Reason.SIZE_LIMIT, "$")
    assert encode(exact + b"x", SDK_0_1)[5:] == exact + b"x"
    data = b"\x5a" + LARGEST.to_bytes(4, "big") + b"x" * LARGEST
    with pytest.raises(CborError) as caught:
        decode(data, PVM_1)
    assert (caught.value.reason, caught.value.offset) == (Reason.SIZE_LIMIT, LARGEST)
    assert decode(data, SDK_0_1) == b"x" * LARGEST
    lean = replace(PVM_1, size=3)
    assert encode(List([1, 2]), lean) == b"\x82\x01\x02"
    assert refused_to_encode(List([1, 2, 3]), lean) == (Reason.SIZE_LIMIT, "$")
    assert refused_to_encode(List(["abc"]), lean) == (Reason.SIZE_LIMIT, "$")


def test_one_part_many_times_is_refused_before_it_is_written() -> None:
    """Forty lists, each holding the one before twice, would be 2**40 elements."""
    value: object = "a text of some length"
    for _ in range(40):
        value = List([value, value])
    seconds, peak = measured(lambda: refused_to_encode(value))
    assert seconds < 60
    assert peak < 100 * LARGEST
    shared = "x" * 1_000_000
    _, peak = measured(lambda: refused_to_encode(List([shared] * 1_000)))
    assert peak < 5 * LARGEST


def test_integer_limit() -> None:
    largest = 2**4096 - 1
    assert decode(encode(largest, PVM_1), PVM_1) == largest
    assert decode(encode(-largest, PVM_1), PVM_1) == -largest
    for beyond in (largest + 1, -largest - 1, 2**5000):
        assert refused_to_encode(beyond) == (Reason.INTEGER_LIMIT, "$")
        data = encode(beyond, SDK_0_1)
        assert refused(data.hex()) == (Reason.INTEGER_LIMIT, 0)
        assert decode(data, SDK_0_1) == beyond


def test_limits_of_strings_and_containers() -> None:
    lean = replace(PVM_1, string_bytes=10, items=3)
    for value in (b"x" * 10, "x" * 10, "\u00e9" * 5, [1, 2, 3], {1: 0, 2: 0, 3: 0}):
        data = encode(to_codec(value), lean)
        decode(data, lean)
    for value in (b"x" * 11, "x" * 11, "\u00e9" * 6, "x" * 300):
        assert refused_to_encode(value, lean) == (Reason.STRING_LIMIT, "$")
        assert refused(encode(value, PVM_1).hex(), lean) == (Reason.STRING_LIMIT, 0)
    for value in ([1, 2, 3, 4], {1: 0, 2: 0, 3: 0, 4: 0}):
        guest = to_codec(value)
        assert refused_to_encode(guest, lean) == (Reason.ITEM_LIMIT, "$")
        assert refused(encode(guest, PVM_1).hex(), lean) == (Reason.ITEM_LIMIT, 0)
    assert refused_to_encode(Entries([("x" * 11, 0)]), lean) == (Reason.STRING_LIMIT, "$.key[0]")


def test_kinds_of_keys_are_a_parameter() -> None:
    names_only = replace(PVM_1, encode_keys=("str",), decode_keys=("str",))
    assert encode(Entries([("a", 1)]), names_only) == b"\xa1\x61a\x01"
    assert refused_to_encode(Entries([(1, 1)]), names_only) == (Reason.KEY_KIND, "$.key[0]")
    assert refused("a10101", names_only) == (Reason.KEY_KIND, 1)
    no_names = replace(PVM_1, decode_keys=("int",))
    assert refused("a1616101", no_names) == (Reason.KEY_KIND, 1)
