"""What holds for every value and every byte string, by Hypothesis, also through the lane."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diff.cbor_values import to_codec as from_form
from diff.comparing.cbor import explain
from fuzz.choices import Choices, SeededSource
from fuzz.hypothesis_source import HypothesisSource
from fuzz.lanes.cbor import generate
from fuzz.lanes.cbor_bytes import byte_string
from fuzz.lanes.cbor_values import value_form
from reference_vm.cbor import run_cbor
from spec.cbor import (
    PVM_1,
    SDK_0_1,
    CborError,
    Entries,
    KeyOrder,
    NegativeZero,
    Profile,
    decode,
    diagnose,
    encode,
    recode,
)
from spec.cbor.notation import NotationError, parse_notation
from spec.revision import PVM_1 as REVISION
from spec.softfloat.value import Float
from tests.cbor.conversion import shape, to_codec

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**66), 2**66)
    | st.integers(-(2**4096) + 1, 2**4096 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.binary(max_size=30)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(SCALARS, inner, max_size=5),
    max_leaves=25,
)
PROFILES = st.sampled_from([PVM_1, SDK_0_1])


def attempt(action: Callable[[], bytes]) -> bytes | CborError:
    """What `action` gives, or its refusal."""
    try:
        return action()
    except CborError as error:
        return error


@given(VALUES)
@settings(deadline=None)
def test_what_was_encoded_decodes_to_the_value(value: Any) -> None:
    guest = to_codec(value)
    back = decode(encode(guest, PVM_1), PVM_1, Entries)
    assert sorted_shape(shape(back)) == sorted_shape(shape(guest))


def sorted_shape(value: Any) -> Any:
    """A shape with the entries of its maps in one order."""
    kind, content = value
    if kind == "list":
        return (kind, [sorted_shape(item) for item in content])
    if kind == "dict":
        pairs = [(key, sorted_shape(item)) for key, item in content]
        return (kind, sorted(pairs, key=repr))
    return value


@given(VALUES, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_encoding_does_not_depend_on_insertion_order(value: Any, random: Any) -> None:
    def shuffled(item: Any) -> Any:
        if type(item) is list:
            return [shuffled(inner) for inner in item]
        if type(item) is dict:
            pairs = [(key, shuffled(inner)) for key, inner in item.items()]
            random.shuffle(pairs)
            return dict(pairs)
        return item

    for profile in (PVM_1, SDK_0_1):
        assert encode(to_codec(shuffled(value)), profile) == encode(to_codec(value), profile)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_accepted_is_given_back(data: Any) -> None:
    raw = byte_string(Choices(HypothesisSource(data)), "pvm-1")
    try:
        value = decode(raw, PVM_1, Entries)
    except CborError:
        return
    assert encode(value, PVM_1) == raw


@given(st.binary(max_size=64), PROFILES)
@settings(deadline=None)
def test_no_input_raises_anything_else(raw: bytes, profile: Profile) -> None:
    again = attempt(lambda: recode(raw, profile))
    if isinstance(again, CborError):
        assert again.offset is not None
        assert 0 <= again.offset <= len(raw)
    else:
        assert profile is SDK_0_1 or again == raw


@given(st.data(), PROFILES)
@settings(max_examples=300, deadline=None)
def test_no_value_raises_anything_else(data: Any, profile: Profile) -> None:
    form = value_form(Choices(HypothesisSource(data)))
    raw = attempt(lambda: encode(from_form(form), profile))
    if isinstance(raw, CborError):
        assert raw.path is not None
        assert raw.path.startswith("$")
    elif profile is PVM_1:
        assert recode(raw, PVM_1) == raw


@given(st.lists(SCALARS, min_size=3, max_size=3), PROFILES)
@settings(deadline=None)
def test_the_order_of_keys_is_total(keys: list[Any], profile: Profile) -> None:
    """Of three different keys, sorting any two agrees with sorting all three."""

    def order(*chosen: Any) -> list[Any]:
        made = Entries([(to_codec(key), None) for key in chosen])
        back = decode(encode(made, profile), profile, Entries)
        assert isinstance(back, Entries)
        return [shape(key) for key, _ in back.pairs()]

    try:
        whole = order(*keys)
    except CborError:
        return  # two of them are equal
    for left in range(3):
        for right in range(3):
            if left != right:
                pair = order(keys[left], keys[right])
                assert pair == [key for key in whole if key in pair]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_notation_is_read_back(data: Any) -> None:
    raw = byte_string(Choices(HypothesisSource(data)), "pvm-1")
    try:
        text = diagnose(raw)
    except CborError:
        return
    assert parse_notation(text) == raw


@given(st.text(st.sampled_from("[]{}()_:,\"'h0123.5e-/ #ntruefalsNaI\\xsimp"), max_size=40))
@settings(deadline=None)
def test_no_notation_raises_anything_else(text: str) -> None:
    try:
        position = len(parse_notation(text)) * 0
    except NotationError as error:
        position = error.position
    assert 0 <= position <= len(text)


@given(VALUES)
@settings(deadline=None)
def test_the_profiles_differ_only_by_their_parameters(value: Any) -> None:
    """With the parameters of one, the other is the same codec."""
    same = Profile(
        name="other",
        key_order=KeyOrder.LENGTH_FIRST,
        negative_zero=NegativeZero.ERASED,
        encode_keys=SDK_0_1.encode_keys,
        decode_keys=SDK_0_1.decode_keys,
        depth=256,
    )
    guest = to_codec(value)
    assert encode(guest, same) == encode(guest, SDK_0_1)


@pytest.mark.parametrize("seed", range(3))
def test_every_difference_of_the_profiles_has_a_rule(seed: int) -> None:
    """And all the rules are met."""
    rules: set[str] = set()
    for number in range(1500):
        body = generate(Choices(SeededSource(seed * 10_000 + number)))
        rule = explain(body["operation"], body["arguments"][0])
        if rule is not None:
            rules.update(rule.split("+"))
    assert rules >= {"key_order", "negative_zero", "encode_keys", "integer_bits"}


@given(VALUES, PROFILES)
@settings(deadline=None)
def test_prices(value: Any, profile: Profile) -> None:
    """20 cycles and one a byte, each way (CIP-3)."""
    guest = to_codec(value)
    try:
        raw = encode(guest, profile)
    except CborError:
        assert run_cbor("encode", profile, guest).cycles == 20
        return
    assert run_cbor("encode", profile, guest).cycles == 20 + len(raw)
    assert run_cbor("decode", profile, raw).cycles == 20 + len(raw)
    assert run_cbor("recode", profile, raw).cycles == 40 + 2 * len(raw)


def test_a_refused_decode_has_been_paid_for() -> None:
    assert run_cbor("decode", PVM_1, b"\xff\xff").cycles == 22
    assert run_cbor("encode", PVM_1, Float(0x7FF << 52)).cycles == 20


def test_a_revision_has_its_own_profile() -> None:
    changed = REVISION.changed("pvm-2", cbor=SDK_0_1)
    assert (REVISION.cbor, changed.cbor) == (PVM_1, SDK_0_1)
    assert changed.changed("pvm-3").cbor is SDK_0_1
