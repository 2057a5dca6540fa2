"""Every driver answers within the range asked for, and a record makes the same case again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.choices import BytesSource, Choices, RecordedSource, SeededSource
from fuzz.hypothesis_source import generated
from fuzz.mutation import FRESH, MutatedSource, mutate_record


def _make(choices: Choices) -> list[object]:
    """Uses every kind of draw, one of them without a choice."""
    out: list[object] = [choices.integer(7, 7), choices.one_of(["only"])]
    while choices.more(len(out), 12):
        out.append(choices.weighted([(3, "a"), (1, "b")]))
        out.append(choices.bits(70))
        out.append(choices.byte_string(3))
        out.append(choices.chance(1, 10))
    return out


@given(st.integers(0, 2**64 - 1))
def test_a_record_makes_the_same_case_again(seed: int) -> None:
    first = Choices(SeededSource(seed))
    made = _make(first)
    again = Choices(RecordedSource(first.record))

    assert made == _make(again)
    assert first.record == again.record


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**70))
def test_seeded_draws_stay_in_range(seed: int, maximum: int) -> None:
    source = SeededSource(seed)

    assert all(0 <= source.draw(maximum) <= maximum for _ in range(20))


def test_seeded_source_is_splitmix64() -> None:
    """The reference outputs of the published SplitMix64 for seed 1234567."""
    source = SeededSource(1234567)

    assert [source.next64() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_seeded_draws_reach_both_ends() -> None:
    source = SeededSource(1)

    assert {source.draw(3) for _ in range(200)} == {0, 1, 2, 3}


@given(st.binary(max_size=40), st.integers(0, 2**70))
def test_bytes_stay_in_range_and_end_in_zeros(data: bytes, maximum: int) -> None:
    source = BytesSource(data)
    drawn = [source.draw(maximum) for _ in range(60)]

    assert all(0 <= value <= maximum for value in drawn)
    assert drawn[-1] == 0


def test_a_changed_byte_changes_one_choice() -> None:
    before, after = (BytesSource(bytes([1, changed, 3])) for changed in (2, 9))

    assert [before.draw(255) for _ in range(3)] == [1, 2, 3]
    assert [after.draw(255) for _ in range(3)] == [1, 9, 3]


@given(
    st.integers(0, 2**64 - 1),
    st.lists(st.integers(0, 2**64), max_size=50),
    st.lists(st.integers(0, 2**64), max_size=50),
)
def test_mutated_records_still_make_cases(seed: int, record: list[int], other: list[int]) -> None:
    edited = mutate_record(Choices(SeededSource(seed)), record, other)
    again = mutate_record(Choices(SeededSource(seed)), record, other)
    _make(Choices(MutatedSource(edited, SeededSource(seed))))

    assert edited == again
    assert all(value >= FRESH for value in edited)


def test_mutations_change_most_records() -> None:
    record = [5, 1, 7, 3, 2, 9]
    changed = [mutate_record(Choices(SeededSource(seed)), record, []) for seed in range(100)]

    assert sum(item != record for item in changed) > 80


@settings(max_examples=50)
@given(generated(_make))
def test_hypothesis_drives_a_generator(made: list[object]) -> None:
    assert made[:2] == [7, "only"]
