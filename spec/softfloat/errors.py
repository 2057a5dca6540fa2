"""How an operation on floats ends without a value: a guest exception, named."""

from typing import final


@final
class FloatError(Exception):
    """An operation raises a guest exception instead of returning.

    `type_name` is the guest's builtin exception type and `arguments` its `args`:
    one text, or (number, text) for the one error that Python takes from the
    system, the overflow of `float ** float`. The texts are those of CPython 3.14
    on 64-bit Linux. `mark` names the decision behind the error, or is "".
    """

    def __init__(self, type_name: str, *arguments: object) -> None:
        super().__init__(type_name, *arguments)
        self.type_name = type_name
        self.arguments: tuple[object, ...] = arguments
        self.mark = ""

    def marked(self, mark: str) -> "FloatError":
        """The error, noting the decision in which implementations legitimately differ here."""
        self.mark = mark
        return self

    @property
    def text(self) -> str:
        """What `str()` of the guest exception gives."""
        if len(self.arguments) == 1:
            return str(self.arguments[0])
        return "" if not self.arguments else f"[Errno {self.arguments[0]}] {self.arguments[1]}"


@final
class PrecisionExhausted(Exception):
    """Ziv's loop reached its stated cap without an answer.

    Only `gamma` and `lgamma` off the integers have a cap, because nobody has
    proved that they never return the midpoint of two floats. No argument is known
    that comes near it. It ends the run as a defect of the specification, never as
    an error of the guest's program.
    """


def range_error() -> FloatError:
    """A finite argument of a `math` function has a result above the largest float."""
    return FloatError("OverflowError", "math range error")


def domain_error() -> FloatError:
    """A `math` function that reports no value was asked outside its domain."""
    return FloatError("ValueError", "math domain error")
