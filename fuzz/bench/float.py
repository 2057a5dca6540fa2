"""The softfloat's part of `make bench`: operations a second, next to its peers in the same run.

Measured on the functions over 64-bit patterns, on typical arguments (everyday magnitudes,
full precision), best of three runs; `registry` is the same through `OPERATIONS[...]` on
guest values. Peers: mpmath at 53 bits (pure Python), softfloatpy (Berkeley SoftFloat in C),
gmpy2 (MPFR in C), the host's `math`. The second table has the slowest argument known of
each function: published hard arguments, thresholds, extremes.

    python -m fuzz.bench.float
"""

import math
import operator
import os
import struct
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from fuzz.checks.float import UNARY, from_host, to_host
from fuzz.choices import Choices, SeededSource
from fuzz.lanes.float_hard import HARD_ARGUMENTS
from fuzz.lanes.float_values import BOUNDARIES, DECIMALS
from fuzz.timing import shortest
from spec.softfloat import OPERATIONS, Float, FloatError
from spec.softfloat.arithmetic import add, divide, fused_multiply_add, multiply, square_root
from spec.softfloat.division import floor_divide, modulo
from spec.softfloat.error_function import erf, erfc
from spec.softfloat.exponential import cosh, exp, exp2, expm1, sinh, tanh
from spec.softfloat.gamma import gamma, lgamma
from spec.softfloat.logarithm import acosh, asinh, atanh, log, log1p, log2, log10
from spec.softfloat.parse import decimal_to_float, parse
from spec.softfloat.power import power
from spec.softfloat.roots import cbrt, hypot
from spec.softfloat.shortest import represent
from spec.softfloat.trigonometric import acos, asin, atan, atan2, cos, sin, tan

COUNT: Final = 1500
ALLOWED_FACTOR: Final = 50

Arguments = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation: its function on patterns, its name in the registry, its goal in k/s."""

    name: str
    function: Callable[..., object]
    registry: str
    goal: int
    arity: int = 1


def _hypot2(a: int, b: int) -> int:
    return hypot((a, b))


BASIC: Final = (
    Entry("add", add, "float.__add__", 300, 2),
    Entry("mul", multiply, "float.__mul__", 300, 2),
    Entry("div", divide, "float.__truediv__", 300, 2),
    Entry("sqrt", square_root, "math.sqrt", 300),
    Entry("fma", fused_multiply_add, "math.fma", 300, 3),
    Entry("floordiv", floor_divide, "float.__floordiv__", 20, 2),
    Entry("mod", modulo, "float.__mod__", 20, 2),
    Entry("repr", represent, "float.__repr__", 20),
    Entry("parse", parse, "float.parse", 20),
)
_GOALS: Final = {"exp": 100, "log": 100, "sin": 100, "gamma": 5, "lgamma": 5}
_UNARY_FUNCTIONS: Final[dict[str, Callable[[int], int]]] = {
    function.__name__: function
    for function in (
        exp, exp2, expm1, log, log2, log10, log1p, cbrt, sin, cos, tan, asin, acos, atan, sinh,
        cosh, tanh, asinh, acosh, atanh, erf, erfc, gamma, lgamma,
    )
}  # fmt: skip
ELEMENTARY: Final = (
    *(
        Entry(name, function, f"math.{name}", _GOALS.get(name, 20))
        for name, function in _UNARY_FUNCTIONS.items()
    ),
    Entry("pow", power, "math.pow", 50, 2),
    Entry("atan2", atan2, "math.atan2", 20, 2),
    Entry("hypot", _hypot2, "math.hypot", 20, 2),
)


def typical(entry: Entry) -> list[Arguments]:
    """Arguments of everyday magnitude and full precision."""
    choices = Choices(SeededSource(7))
    low, high = UNARY.get(entry.name, (0.0, 10.0))

    def draw() -> int:
        return from_host(low + (high - low) * choices.bits(53) / (1 << 53))

    found: list[Arguments] = [tuple(draw() for _ in range(entry.arity)) for _ in range(COUNT)]
    return [(represent(bits),) for (bits,) in found] if entry.name == "parse" else found


def _quietly(function: Callable[..., object], arguments: Sequence[Arguments]) -> None:
    for drawn in arguments:
        with suppress(FloatError, ValueError, OverflowError, ZeroDivisionError):
            function(*drawn)


def per_second(function: Callable[..., object], arguments: Sequence[Arguments]) -> float:
    """Calls a second, best of a few runs, in time of the processor."""
    return len(arguments) / max(shortest(lambda: _quietly(function, arguments)), 1e-9)


def _through_registry(entry: Entry) -> Callable[..., object]:
    return OPERATIONS[entry.registry]


def _guest(arguments: Sequence[Arguments]) -> list[Arguments]:
    return [
        tuple(Float(value) if isinstance(value, int) else value for value in drawn)
        for drawn in arguments
    ]


def _host(arguments: Sequence[Arguments]) -> list[Arguments]:
    return [
        tuple(to_host(value) if isinstance(value, int) else value for value in drawn)
        for drawn in arguments
    ]


def _host_function(name: str) -> Callable[..., object] | None:
    own: dict[str, Callable[..., object]] = {
        "add": operator.add, "mul": operator.mul, "div": operator.truediv, "repr": repr,
        "parse": float, "floordiv": operator.floordiv, "mod": operator.mod,
    }  # fmt: skip
    return own.get(name) or getattr(math, name, None)


def _mpmath_rate(name: str, arguments: Sequence[Arguments]) -> float | None:
    os.environ["MPMATH_NOGMPY"] = "1"
    try:
        import mpmath  # type: ignore[import-untyped]
    except ImportError:
        return None
    own = {"add": operator.add, "mul": operator.mul, "div": operator.truediv, "lgamma": None,
           "pow": operator.pow, "log2": lambda x: mpmath.log(x, 2)}  # fmt: skip
    function = own.get(name, getattr(mpmath, name, None))
    if function is None or name in ("repr", "parse"):
        return None
    numbers = [tuple(map(mpmath.mpf, drawn)) for drawn in _host(arguments)]
    return per_second(function, numbers)


def _gmpy2_rate(name: str, arguments: Sequence[Arguments]) -> float | None:
    try:
        import gmpy2  # type: ignore[import-untyped]
    except ImportError:
        return None
    gmpy2.set_context(gmpy2.ieee(64))
    own = {"pow": operator.pow}
    function = own.get(name, getattr(gmpy2, name, None))
    if function is None or name in ("repr", "parse"):
        return None
    mpfr = gmpy2.mpfr
    if name == "lgamma":
        return per_second(lambda x: float(gmpy2.lgamma(mpfr(x))[0]), _host(arguments))
    return per_second(lambda *xs: float(function(*[mpfr(x) for x in xs])), _host(arguments))


def _softfloat_rate(name: str, arguments: Sequence[Arguments]) -> float | None:
    try:
        import softfloatpy
    except ImportError:
        return None
    function = {
        "add": "f64_add", "mul": "f64_mul", "div": "f64_div", "sqrt": "f64_sqrt",
        "fma": "f64_mul_add",
    }.get(name)  # fmt: skip
    if function is None:
        return None
    make = softfloatpy.Float64.from_bytes
    numbers = [tuple(make(struct.pack(">Q", value)) for value in drawn) for drawn in arguments]
    return per_second(getattr(softfloatpy, function), numbers)


def speed_table() -> Table:
    """Operations a second and ratios: how many times the peer's speed ours is."""
    table = Table(title="Softfloat on typical arguments, thousand operations a second")
    headings = ("operation", "goal", "k/s", "registry", "mpmath", "softfloatpy", "gmpy2", "host")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "operation" else "right")
    for entry in (*BASIC, *ELEMENTARY):
        arguments = typical(entry)
        ours = per_second(entry.function, arguments)
        registry = per_second(_through_registry(entry), _guest(arguments))
        host = _host_function(entry.name)
        peers = (
            _mpmath_rate(entry.name, arguments),
            _softfloat_rate(entry.name, arguments),
            _gmpy2_rate(entry.name, arguments),
            None if host is None else per_second(host, _host(arguments)),
        )
        reached = "" if ours >= entry.goal * 1000 else " below the goal"
        table.add_row(
            entry.name,
            f"{entry.goal}",
            f"{ours / 1000:,.0f}{reached}",
            f"{registry / 1000:,.0f}",
            *("-" if peer is None else f"{ours / peer:.3g} x" for peer in peers),
        )
    return table


def _extremes(entry: Entry) -> list[Arguments]:
    """Arguments that may be slow: hard, at thresholds, of extreme exponents."""
    singles = [bits for bits in BOUNDARIES if bits != 0x7FF8 << 48]
    singles += [decimal_to_float(0, digits, exponent) for digits, exponent in DECIMALS]
    singles += [exponent << 52 | 0x921FB54442D18 for exponent in range(0, 2047, 23)]
    singles += [bits ^ 1 << 63 for bits in singles]
    if entry.arity == 1:
        return [*HARD_ARGUMENTS.get(entry.registry, ()), *((bits,) for bits in singles)]
    chosen = singles[::5]
    pairs = [(a, b) for a in chosen for b in chosen[::3]]
    if entry.arity == 3:
        return [(a, b, multiply(a, b) ^ 1 << 63) for a, b in pairs]
    return [*HARD_ARGUMENTS.get(entry.registry, ()), *pairs]


def slowest(entry: Entry) -> tuple[Arguments, float]:
    """The slowest argument list known, with its time in seconds (best of several)."""
    timed = []
    for drawn in _extremes(entry):
        timed.append((_time_of(entry.function, drawn, 1), drawn))
    timed.sort(key=lambda pair: pair[0], reverse=True)
    again = [(_time_of(entry.function, drawn, 7), drawn) for _, drawn in timed[:12]]
    seconds, drawn = max(again, key=lambda pair: pair[0])
    return drawn, seconds


def _time_of(function: Callable[..., object], drawn: Arguments, runs: int) -> float:
    return shortest(lambda: _quietly(function, [drawn]), time.perf_counter, runs)


def worst_table() -> Table:
    """The slowest known argument of each operation against its typical time."""
    table = Table(title="Slowest known arguments")
    for heading in ("operation", "arguments", "microseconds", "times the typical"):
        left = heading in ("operation", "arguments")
        table.add_column(heading, justify="left" if left else "right")
    for entry in (*BASIC[:-1], *ELEMENTARY):
        drawn, seconds = slowest(entry)
        factor = seconds * per_second(entry.function, typical(entry))
        shown = ", ".join(to_host(bits).hex() for bits in drawn)
        mark = " beyond the allowance" if factor > ALLOWED_FACTOR else ""
        table.add_row(entry.name, shown, f"{seconds * 1e6:,.0f}", f"{factor:.0f}{mark}")
    return table


def main() -> int:
    """Print both tables."""
    console = Console(width=130) if not sys.stdout.isatty() else Console()
    console.print(speed_table())
    console.print(worst_table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
