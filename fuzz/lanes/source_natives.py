"""Programs of the lane `source` that call natives on values written out."""

from fuzz.choices import Choices
from fuzz.lanes.native_calls import draw_calls, spelled


def native_program(choices: Choices) -> str:
    """The source of a module with a function `main` that makes a few calls."""
    calls = draw_calls(choices)
    values = [f"{name} = {spelled(form) or None}" for name, form in calls.values.items()]
    body = [f"    {line}" for line in (*values, *calls.lines)]
    return "\n".join([*calls.definitions, "def main(*given):", *body, ""])
