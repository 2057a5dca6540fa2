"""What can be wrong with a code object or with the text of one."""

from typing import Final, final

REASONS: Final[dict[str, str]] = {
    "argument-counts": "the argument counts contradict each other or the local names",
    "cache": "an inline cache unit is not zero, or is cut off",
    "closure": "a function is made without the cells that its code needs, or with others",
    "code-length": "the code is empty, of odd length or beyond the limit",
    "constant": "a constant of a type, size or nesting that a code object may not hold",
    "depth": "the paths to an instruction disagree on the height of the stack",
    "end": "control can run past the last instruction",
    "exception-state": "handled exceptions are not entered and left in pairs",
    "exception-table": "the exception table is malformed",
    "field": "a field of the code object has the wrong type",
    "flags": "a flag outside the profile, or flags that contradict each other",
    "handler-depth": "an exception region keeps more of the stack than there is",
    "instruction-outside-profile": "a base instruction that the profile leaves out",
    "jump-target": "a jump does not lead to the start of an instruction",
    "kind": "an operand on the stack may be of a kind that the instruction cannot take",
    "line-table": "the line table is malformed or of another length than the code",
    "local": "a local slot may be empty, or is not a cell, where the instruction needs it",
    "names": "names are missing, repeated or not text",
    "nesting": "code objects are nested beyond the limit",
    "no-rule": "the revision has no rule for the instruction",
    "operand": "the operand of an instruction is outside its range",
    "overflow": "the stack grows beyond the declared or the greatest size",
    "prefix": "the code does not begin, or a resumption is not placed, as the machine needs",
    "prefix-unit": "EXTENDED_ARG without an instruction after it, or more than three",
    "states": "code and slots together are beyond the limit",
    "underflow": "the stack holds fewer items than the instruction takes",
    "unknown-opcode": "no base instruction has this opcode",
}
"""The reason of a refusal, by name."""


@final
class InvalidCode(Exception):
    """A code object that validation refuses; it never reaches the machine.

    `reason` is a key of `REASONS`, `code_number` the pre-order number of the code
    object, `offset` a byte offset in its code (0 where no instruction is to blame),
    `detail` says what was found.
    """

    reason: str
    code_number: int
    offset: int
    detail: str

    def __init__(self, reason: str, code_number: int, offset: int, detail: str = "") -> None:
        assert reason in REASONS, reason
        super().__init__(reason, code_number, offset, detail)
        self.reason = reason
        self.code_number = code_number
        self.offset = offset
        self.detail = detail

    def __str__(self) -> str:
        text = self.detail or REASONS[self.reason]
        return f"{self.reason}: {text} (code {self.code_number}, offset {self.offset})"


@final
class AssemblyError(Exception):
    """An assembler program, or its text, that makes no code object.

    `line` is the line of the text, from 1, or 0 for a program that has no text.
    """

    line: int

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message if not line else f"line {line}: {message}")
        self.line = line
