"""`make float-check N=...`: every float operation against independent implementations.

Inexact functions against MPFR (gmpy2, the context `ieee(64)`, subnormals included), N random
and structured inputs each; basic arithmetic and `fma` against MPFR and the processor;
conversions against CPython on N values. Exit status 1 if anything differs.

    python -m fuzz.checks.float --count 100000 [--seed 1] [--only math.sin,repr] [--jobs 2]
"""

import argparse
import math
import multiprocessing
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, final

from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float_hard import HARD_ARGUMENTS
from fuzz.lanes.float_texts import decimal_text
from fuzz.lanes.float_values import draw_float, draw_int, few_bits, partner, wide
from spec.softfloat import OPERATIONS, Float, FloatError
from spec.softfloat.round import INFINITY, MAGNITUDE_MASK, NAN, round_to_float

Answer: TypeAlias = "int | str | tuple[object, ...]"
"""A pattern, a text, a tuple, or the name of an exception."""

DEFAULT_COUNT: Final = 1_000_000
_SHOWN: Final = 5

UNARY: Final[dict[str, tuple[float, float]]] = {
    "exp": (-746, 710), "exp2": (-1076, 1025), "expm1": (-40, 40), "log": (0, 10), "log2": (0, 10),
    "log10": (0, 1000), "log1p": (-1, 10), "cbrt": (-10, 10), "sin": (-10, 10), "cos": (-10, 10),
    "tan": (-10, 10), "asin": (-1, 1), "acos": (-1, 1), "atan": (-10, 10), "sinh": (-10, 10),
    "cosh": (-10, 10), "tanh": (-20, 20), "asinh": (-10, 10), "acosh": (1, 10), "atanh": (-1, 1),
    "erf": (-6, 6), "erfc": (-6, 28), "gamma": (-185, 172), "lgamma": (-20, 100),
}  # fmt: skip
"""Inexact functions of one argument, each with the interval where its work is typical."""
BINARY: Final = ("pow", "atan2", "hypot")
ARITHMETIC: Final = ("add", "sub", "mul", "truediv")
CONVERSIONS: Final = ("repr", "parse", "round", "format", "from_int", "floordiv", "mod", "fmod",
                      "remainder")  # fmt: skip


def to_host(bits: int) -> float:
    """The host's float of a pattern."""
    number: float = struct.unpack("<d", bits.to_bytes(8, "little"))[0]
    return number


def from_host(number: float) -> int:
    """The pattern of the host's float; every NaN is the canonical one."""
    if number != number:
        return NAN
    return int.from_bytes(struct.pack("<d", number), "little")


class Mpfr:
    """MPFR through gmpy2: correctly rounded, with binary64's exponents and subnormals."""

    def __init__(self) -> None:
        import gmpy2  # type: ignore[import-untyped]

        self._gmpy2: Any = gmpy2
        self._context: Any = gmpy2.ieee(64)

    def call(self, name: str, arguments: Sequence[int]) -> int:
        """The pattern of a function's value; poles and invalid arguments as MPFR has them."""
        gmpy2 = self._gmpy2
        gmpy2.set_context(self._context)
        numbers = [gmpy2.mpfr(to_host(bits)) for bits in arguments]
        if name == "lgamma":
            value = gmpy2.lgamma(numbers[0])[0]
        elif name == "pow":
            value = numbers[0] ** numbers[1]
        elif name == "add":
            value = numbers[0] + numbers[1]
        else:
            value = getattr(gmpy2, name)(*numbers)
        return self.pattern(value)

    def pattern(self, value: Any) -> int:
        """The pattern of a value of the context, from its integers, not through `float`."""
        if self._gmpy2.is_nan(value):
            return NAN
        sign = 1 if self._gmpy2.is_signed(value) else 0
        if self._gmpy2.is_infinite(value):
            return sign << 63 | INFINITY
        if not value:
            return sign << 63
        mantissa, exponent = value.as_mantissa_exp()
        return round_to_float(sign, abs(int(mantissa)), int(exponent), 0)


def ours(name: str, *arguments: object) -> Answer:
    """The specification's answer: pattern, text, tuple, or the name of the exception."""
    try:
        value = OPERATIONS[name](*arguments)
    except FloatError as error:
        return error.type_name
    return value.bits if isinstance(value, Float) else value  # type: ignore[return-value]


def agrees(answer: Answer, expected: int) -> bool:
    """Whether an answer is what MPFR's value means in Python: infinities and NaN as errors."""
    if answer == expected:
        return True
    magnitude = expected & MAGNITUDE_MASK
    if answer == "OverflowError":
        return magnitude == INFINITY
    return answer == "ValueError" and magnitude >= INFINITY


def inputs(name: str, count: int, seed: int) -> Iterator[tuple[int, ...]]:
    """Arguments of a function: its hard ones, then random and structured ones, in turn."""
    arity = 2 if name in BINARY else 1
    yield from HARD_ARGUMENTS.get(f"math.{name}", ())
    choices = Choices(SeededSource(seed))
    low, high = UNARY.get(name, (-10.0, 10.0))
    for number in range(count):
        choices.record.clear()
        kind = number % 4
        if kind == 0:
            drawn = [wide(choices) for _ in range(arity)]
        elif kind == 1:
            drawn = [
                from_host(low + (high - low) * choices.bits(53) / (1 << 53)) for _ in range(arity)
            ]
        elif kind == 2:
            drawn = [draw_float(choices) for _ in range(arity)]
        else:
            drawn = [few_bits(choices)]
            drawn += [partner(choices, drawn[0]) for _ in range(arity - 1)]
        yield tuple(drawn)


@final
@dataclass(frozen=True, slots=True)
class Report:
    """What checking one operation gave."""

    name: str
    checked: int
    wrong: int
    examples: tuple[str, ...]
    seconds: float


def check_function(name: str, count: int, seed: int) -> Report:
    """An inexact function of `math` against MPFR."""
    oracle = Mpfr()
    full = f"math.{name}"

    def compare(arguments: tuple[int, ...]) -> str:
        answer = ours(full, *[Float(bits) for bits in arguments])
        expected = oracle.call(name, arguments)
        return "" if agrees(answer, expected) else f"{_show(answer)}, MPFR {expected:016x}"

    return _run(full, inputs(name, count, seed), compare)


def check_arithmetic(name: str, count: int, seed: int) -> Report:
    """`+ - * /`, sqrt and fma against MPFR, on related operands and on boundary pairs."""
    oracle = Mpfr()
    choices = Choices(SeededSource(seed))
    operation = {"fma": "math.fma", "sqrt": "math.sqrt"}.get(name, f"float.__{name}__")
    method = {"truediv": "div"}.get(name, name)

    def draw() -> Iterator[tuple[int, ...]]:
        for _ in range(count):
            choices.record.clear()
            a = draw_float(choices)
            b = partner(choices, a)
            c = partner(choices, b) if choices.boolean() else draw_float(choices)
            yield (a, b, c)[: {"fma": 3, "sqrt": 1}.get(name, 2)]

    def compare(arguments: tuple[int, ...]) -> str:
        answer = ours(operation, *[Float(bits) for bits in arguments])
        expected = oracle.call(method, arguments)
        if answer == "ZeroDivisionError":
            return "" if arguments[1] & MAGNITUDE_MASK == 0 else "ZeroDivisionError"
        return "" if agrees(answer, expected) else f"{_show(answer)}, MPFR {expected:016x}"

    return _run(operation, draw(), compare)


def _host_call(function: Callable[..., object], *arguments: object) -> Answer:
    try:
        value = function(*arguments)
    except (ValueError, OverflowError, ZeroDivisionError, MemoryError) as error:
        return type(error).__name__
    if isinstance(value, float):
        return from_host(value)
    return value  # type: ignore[return-value]


def check_conversion(name: str, count: int, seed: int) -> Report:
    """Conversions and the exact functions of two floats against the CPython that runs this."""
    choices = Choices(SeededSource(seed))
    draw, compare = _CONVERSIONS[name](choices)

    def stream() -> Iterator[tuple[object, ...]]:
        for _ in range(count):
            choices.record.clear()
            yield draw()

    return _run(name, stream(), compare)


Conversion: TypeAlias = tuple[Callable[[], tuple[object, ...]], Callable[..., str]]


def _conversion(
    operation: str,
    host: Callable[..., object],
    draw: Callable[[Choices], tuple[object, ...]],
    to_guest: Callable[[tuple[object, ...]], list[object]],
) -> Callable[[Choices], Conversion]:
    def make(choices: Choices) -> Conversion:
        def compare(arguments: tuple[object, ...]) -> str:
            answer = ours(operation, *to_guest(arguments))
            expected = _host_call(host, *arguments)
            return "" if answer == expected else f"{_show(answer)}, CPython {_show(expected)}"

        return lambda: draw(choices), compare

    return make


def _floats_to_guest(arguments: tuple[object, ...]) -> list[object]:
    return [Float(from_host(value)) if isinstance(value, float) else value for value in arguments]


def _one(choices: Choices) -> tuple[object, ...]:
    return (to_host(draw_float(choices)),)


def _two(choices: Choices) -> tuple[object, ...]:
    first = draw_float(choices)
    return to_host(first), to_host(partner(choices, first))


def _rounded(choices: Choices) -> tuple[object, ...]:
    return to_host(draw_float(choices)), choices.integer(0, 650) - 325


def _formatted(choices: Choices) -> tuple[object, ...]:
    precision = choices.integer(0, choices.one_of((6, 20, 60, 1100)))
    kind = choices.one_of(("e", "f", "g", "%", "", "G", "E"))
    sign = choices.one_of(("", "+", " "))
    alternate = choices.one_of(("", "#"))
    group = choices.one_of(("", ",", "_"))
    width = choices.one_of(("", "012", "40", "031"))
    spec = f"{sign}{alternate}{width}{group}.{precision}{kind}"
    return to_host(draw_float(choices)), spec


def _text(choices: Choices) -> tuple[object, ...]:
    while True:
        text = decimal_text(choices)
        if text.isascii():  # the host may know fewer digits than Unicode 16
            return (text,)


_CONVERSIONS: Final[dict[str, Callable[[Choices], Conversion]]] = {
    "repr": _conversion("float.__repr__", repr, _one, _floats_to_guest),
    "parse": _conversion("float.parse", float, _text, list),
    "round": _conversion("round", round, _rounded, _floats_to_guest),
    "format": _conversion("format", format, _formatted, _floats_to_guest),
    "from_int": _conversion("float.from_int", float, lambda c: (draw_int(c),), list),
    "floordiv": _conversion("float.__floordiv__", lambda a, b: a // b, _two, _floats_to_guest),
    "mod": _conversion("float.__mod__", lambda a, b: a % b, _two, _floats_to_guest),
    "fmod": _conversion("math.fmod", math.fmod, _two, _floats_to_guest),
    "remainder": _conversion("math.remainder", math.remainder, _two, _floats_to_guest),
}


def _show(answer: object) -> str:
    return f"{answer:016x}" if isinstance(answer, int) else repr(answer)


def _run(
    name: str, arguments: Iterator[tuple[Any, ...]], compare: Callable[[tuple[Any, ...]], str]
) -> Report:
    started = time.perf_counter()
    checked = wrong = 0
    examples: list[str] = []
    for drawn in arguments:
        checked += 1
        complaint = compare(drawn)
        if complaint:
            wrong += 1
            if len(examples) < _SHOWN:
                shown = ", ".join(_show(value) for value in drawn)
                examples.append(f"{name}({shown}): {complaint}")
    return Report(name, checked, wrong, tuple(examples), time.perf_counter() - started)


def check(name: str, count: int, seed: int) -> Report:
    """Check one operation by its short name."""
    if name in UNARY or name in BINARY:
        return check_function(name, count, seed)
    if name in (*ARITHMETIC, "fma", "sqrt"):
        return check_arithmetic(name, count, seed)
    return check_conversion(name, count, seed)


NAMES: Final = (*ARITHMETIC, "fma", "sqrt", *UNARY, *BINARY, *CONVERSIONS)
"""All that can be checked, by short name."""


def _check_job(job: tuple[str, int, int]) -> Report:
    return check(*job)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and print a line for each; 1 if anything differs."""
    parser = argparse.ArgumentParser(prog="python -m fuzz.checks.float", description=__doc__)
    parser.add_argument("--count", type=int, default=DEFAULT_COUNT, help="inputs an operation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="short names, separated by commas")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    names = [name for name in options.only.split(",") if name] or list(NAMES)
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    jobs = [(name, options.count, options.seed) for name in names]
    wrong = 0
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        for report in pool.imap(_check_job, jobs):
            rate = report.checked / max(report.seconds, 1e-9) / 1000
            print(f"{report.name:22} {report.checked:>9,} checked {report.wrong:>5} wrong "
                  f"{rate:7.1f} k/s", flush=True)  # fmt: skip
            for example in report.examples:
                print(f"    {example}")
            wrong += report.wrong
    print(f"{wrong} wrong" if wrong else "no difference")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
