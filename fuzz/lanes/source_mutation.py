"""Real sources with small changes: for what no grammar of ours would think of.

The corpus is the source of the harness itself, cut at definitions. What comes out seldom does work;
what is compared then is the code object and, of one source in eight, which need not compile,
acceptance.
"""

from functools import cache
from pathlib import Path
from typing import Final

from fuzz.choices import Choices
from reference_vm.compiling import compile_module
from spec.language.errors import SourceError

FOLDERS: Final = ("spec/language", "spec/objects", "fuzz/lanes", "diff")
LONGEST: Final = 120
"""Lines of a piece."""

SWAPS: Final = (
    ("==", "!="), ("+", "-"), (" and ", " or "), ("if ", "while "), ("return ", "yield "),
    ("(", "["), (")", ""), (":", ""), ("True", "None"), ("self", "cls"), ("  ", " "), (",", ", *"),
    (" in ", " not in "), ("0", "1_0"), ('"', "'"), ("def ", "class "), ("for ", "async for "),
    ("=", ":="), ("not ", ""), ("    ", "\t"), (" is ", " == "), (".", "()."), ("raise ", "del "),
)  # fmt: skip


@cache
def corpus() -> tuple[str, ...]:
    """Definitions of the harness, each as a source of its own."""
    root = Path(__file__).resolve().parents[2]
    pieces: list[str] = []
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            pieces += _definitions(file.read_text(encoding="utf-8"))
    return tuple(pieces)


def _definitions(text: str) -> list[str]:
    """The parts of a file that start at a definition at the margin."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith(("def ", "class ", "@")) and not (
            found and found[-1][-1:][0][:1] == "@"
        ):
            found.append([])
        if found:
            if line and line[0] not in " )@dc#":
                found.append([])
            found[-1].append(line)
    return ["\n".join(lines) + "\n" for lines in found if 2 < len(lines) <= LONGEST]


def mutated_source(choices: Choices) -> str:
    """One piece, or two pieces put together, with a few changes or none.

    A change after which the source does not compile is taken back, but in one source of eight.
    """
    pieces = corpus()
    lines = choices.one_of(pieces).split("\n")
    anything = choices.chance(1, 8)
    if choices.chance(1, 3):
        other = choices.one_of(pieces).split("\n")
        at = choices.integer(0, len(lines))
        first = choices.integer(0, len(other) - 1)
        added = other[first : first + choices.integer(1, 12)]
        together = lines[:at] + added + lines[at:]
        if anything or _compiles(together):
            lines = together
    changes = 0
    while choices.more(changes, 4, 75):
        changed = list(lines)
        _change(choices, changed)
        if anything or _compiles(changed):
            lines = changed
        changes += 1
    return "\n".join(lines) + "\n"


def _compiles(lines: list[str]) -> bool:
    try:
        compile_module("\n".join(lines).encode() + b"\n")
    except SourceError:
        return False
    return True


def _change(choices: Choices, lines: list[str]) -> None:
    at = choices.integer(0, len(lines) - 1)
    kind = choices.integer(0, 5)
    if kind == 0:
        lines[at : at + 1] = [lines[at], lines[at]]
    elif kind == 1 and len(lines) > 1:
        del lines[at]
    elif kind == 2:
        other = choices.integer(0, len(lines) - 1)
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        lines[at] = "    " + lines[at]
    elif kind == 4:
        cut = choices.integer(0, len(lines[at]))
        lines[at] = lines[at][:cut]
    else:
        old, new = choices.one_of(SWAPS)
        lines[at] = lines[at].replace(old, new, 1)
