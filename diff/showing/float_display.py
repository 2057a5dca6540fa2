"""How `pvm float` shows the answers to one operation: bits, decimal, distance in ULP."""

from typing import Final

from rich.console import Console
from rich.table import Table

from diff.canonical import Json
from diff.comparing.float import ulp_distance
from diff.comparing.signature import REFERENCE
from diff.findings.session import Answers
from diff.outcome import RAISED, RETURNED, Outcome
from diff.showing.render import case_title, outcome_line
from spec.gas_table import TABLE
from spec.softfloat import OPERATIONS
from spec.softfloat.shortest import represent

_FAR: Final = 1 << 53
"""Distances beyond it are not worth a number."""


def print_float(answers: Answers, console: Console) -> None:
    """What the operation is and costs, then each answer in bits beside the reference's."""
    operation = OPERATIONS[str(answers.case.operation)]
    console.print(case_title(answers.case), markup=False, style="bold")
    console.print(operation.summary, markup=False)
    details = [f"({', '.join(operation.signature)}) -> {operation.result}"]
    if operation.mark:
        details.append(f"mark {operation.mark}")
    details.append(f"price {operation.price}: {_price(operation.price)}")
    console.print("; ".join(details), markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("who", "version", "bits", "value", "from the reference"):
        table.add_column(name, overflow="fold")
    reference = answers.answers[REFERENCE]
    for name, outcome in answers.answers.items():
        hello = answers.hellos.get(name)
        version = "" if hello is None else hello.version
        bits, shown = _cells(outcome)
        apart = "" if name == REFERENCE else distance_text(reference, outcome)
        table.add_row(name, version, bits, shown.replace("[", r"\["), apart)
    console.print(table)
    for line in answers.left_out:
        console.print(f"left out: {line}", markup=False, soft_wrap=True)


def _price(key: str) -> str:
    try:
        return f"{TABLE.price(key).formula} cycles"
    except Exception:  # noqa: BLE001  an operation without a price of its own is still shown
        return "of its caller"


def _floats(outcome: Outcome) -> list[int] | None:
    """The patterns of a returned float or tuple of floats, else None."""
    if outcome.status != RETURNED or outcome.value is None:
        return None
    kind, content = outcome.value
    items = content if kind == "tuple" else [outcome.value]
    if not items or not all(item[0] == "float" for item in items):
        return None
    return [int(item[1], 16) for item in items]


def _cells(outcome: Outcome) -> tuple[str, str]:
    patterns = _floats(outcome)
    if patterns is None:
        return "", outcome_line(outcome, 300)
    bits = " ".join(f"{pattern:016x}" for pattern in patterns)
    return bits, ", ".join(represent(pattern) for pattern in patterns)


def distance_text(reference: Outcome, outcome: Outcome) -> str:
    """`same`, a distance in ULP, or `differs`."""
    if reference.status == outcome.status == RAISED:
        same = reference.exception and outcome.exception
        if same and reference.exception[1]["type"] == outcome.exception[1]["type"]:
            return "same"
        return "differs"
    ours, theirs = _floats(reference), _floats(outcome)
    if ours is None or theirs is None or len(ours) != len(theirs):
        same_value = reference.status == outcome.status and reference.value == outcome.value
        return "same" if same_value else "differs"
    distances = [ulp_distance(a, b) for a, b in zip(ours, theirs, strict=True)]
    if ours == theirs:
        return "same"
    return f"{max(distances)} ULP" if 0 < max(distances) < _FAR else "differs"


def float_document(answers: Answers) -> dict[str, Json]:
    """The same for programs: the answers of `pvm diff`, with the distances."""
    reference = answers.answers[REFERENCE]
    document = answers.to_json()
    document["distances"] = {
        name: distance_text(reference, outcome)
        for name, outcome in answers.answers.items()
        if name != REFERENCE
    }
    return document
