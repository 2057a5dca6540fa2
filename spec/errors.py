"""What can go wrong in the specification itself, by name.

An exception of the guest program is a value (`ExceptionInstance`), never one of these. What
is here ends a run, or refuses an input before it runs.
"""

from typing import final


class MachineEnd(Exception):
    """Ends the run at once: no handler, `finally` or generator of the program runs after it."""


@final
class OutOfCycles(MachineEnd):
    """A charge of cycles exceeds what is left.

    The failing charge is not added; the effect it was for does not happen; the world rolls
    back to the start of the call (decisions D7, G21).
    """


@final
class OutOfCells(MachineEnd):
    """A charge of cells exceeds what is left; otherwise as `OutOfCycles`."""


@final
class Impossible(Exception):
    """A state that validated code can never reach: always a defect of this specification."""


@final
class RevisionError(Exception):
    """A revision lacks a price or a rule that it needs; the text names each."""
