"""Puts the meter of a case where it matters: at what the case costs, and just beside it."""

from typing import Any, Final

from diff.guest import code_to_guest, to_guest
from fuzz.choices import Choices
from reference_vm.execution import execute

_AT_THE_PRICE: Final = (0, -1, 1)


def draw_limit(choices: Choices, body: dict[str, Any]) -> None:
    """Limit the cycles of the case to its price, one less, one more, or any part of it.

    The price is what the reference charges, which a case with less shows to be exact: one
    cycle less, and the last instruction does not happen.
    """
    try:
        arguments = [to_guest(form) for form in body["arguments"]]
        used = execute(code_to_guest(body["code"]), arguments, body["cycles"], body["cells"]).cycles
    except Exception:  # noqa: BLE001  a defect of the specification: the case itself shows it
        return
    if choices.chance(1, 4):
        body["cycles"] = choices.integer(0, used)
    else:
        body["cycles"] = max(0, used + choices.one_of(_AT_THE_PRICE))
