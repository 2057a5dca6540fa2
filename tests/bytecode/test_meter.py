"""The meter at the price of generated programs, and just beside it."""

from diff.canonical import canonical_json
from diff.guest import code_to_guest, from_guest, to_guest
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.bytecode import PLENTY_OF_CELLS, PLENTY_OF_CYCLES, generate
from reference_vm.execution import Execution, execute


def run(seed: int, cycles: int) -> Execution:
    body = generate(Choices(SeededSource(seed)))
    arguments = [to_guest(form) for form in body["arguments"]]
    return execute(code_to_guest(body["code"]), arguments, cycles, PLENTY_OF_CELLS)


def shown(execution: Execution) -> str:
    """Everything a run shows but its limit."""
    exception = None if execution.exception is None else from_guest(execution.exception)[0]
    value = from_guest(execution.value)[0] if execution.status == "returned" else None
    return canonical_json([execution.status, value, exception, execution.cycles, execution.steps])


def test_the_price_suffices_and_one_cycle_less_does_not() -> None:
    for seed in range(400):
        plenty = run(seed, PLENTY_OF_CYCLES)
        if plenty.status == "out-of-cells" or not plenty.cycles:
            continue
        exact, short = run(seed, plenty.cycles), run(seed, plenty.cycles - 1)

        assert shown(exact) == shown(plenty), seed
        assert short.status == "out-of-cycles", seed
        assert short.cycles < plenty.cycles
        assert short.steps <= plenty.steps


def test_some_cases_put_the_meter_at_the_price() -> None:
    limits = [generate(Choices(SeededSource(seed)))["cycles"] for seed in range(600)]

    assert 10 < sum(limit != PLENTY_OF_CYCLES for limit in limits) < 100
