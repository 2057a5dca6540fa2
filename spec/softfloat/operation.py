"""What an operation of the registry is, and how guest values reach functions on patterns."""

from collections.abc import Callable
from typing import Final, TypeAlias, final

from spec.params import INTEGER_BITS
from spec.softfloat.convert import from_int
from spec.softfloat.errors import FloatError
from spec.softfloat.value import Float

GuestFunction: TypeAlias = Callable[..., object]

CORRECTLY_ROUNDED: Final = "correctly-rounded"
"""The mark of an operation whose result a libm may give in other last bits."""


@final
class Operation:
    """One operation of the lane `float`: what it takes, gives, costs and how it fails.

    `signature` names the kind of each argument; a `?` after a kind marks an argument
    that may be left out, `*` any number of arguments of the kind:

        float   a Float                     int     an int or a bool
        real    a Float, an int or a bool   str     a str
        reals   a tuple of reals            number  what the format functions take: a real

    `keywords` gives the name of each argument that Python takes by keyword only, by
    its position. `result` is the kind of the value, `errors` the guest exceptions it
    may raise on arguments of these kinds, `price` its key in the gas table, `mark`
    the decision in which implementations legitimately differ, or "".

    Calling it with guest values returns a guest value or raises FloatError.
    """

    __slots__ = (
        "errors", "function", "keywords", "least", "mark", "most", "name", "price", "result",
        "signature",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        signature: tuple[str, ...],
        result: str,
        function: GuestFunction,
        errors: tuple[str, ...],
        price: str,
        mark: str,
        keywords: dict[int, str],
    ) -> None:
        self.name = name
        self.signature = signature
        self.result = result
        self.function = function
        self.errors = errors
        self.price = price
        self.mark = mark
        self.keywords = keywords
        self.least = len([kind for kind in signature if kind[-1] not in "?*"])
        self.most = -1 if any(kind[-1] == "*" for kind in signature) else len(signature)

    def __call__(self, *arguments: object) -> object:
        if len(arguments) < self.least or (self.most >= 0 and len(arguments) > self.most):
            wanted = f"{self.least}" if self.least == self.most else f"at least {self.least}"
            raise FloatError(
                "TypeError", f"{self.name}() takes {wanted} arguments ({len(arguments)} given)"
            )
        return self.function(*arguments)

    @property
    def summary(self) -> str:
        """The first line of the documentation of its function."""
        return (self.function.__doc__ or "").partition("\n")[0]


def type_name(value: object) -> str:
    """The name of the guest type of a value, as errors show it."""
    name = type(value).__name__
    return _TYPE_NAMES.get(name, name)


_TYPE_NAMES: Final = {
    "Float": "float", "List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset",
    "ByteArray": "bytearray",
}  # fmt: skip
"""Classes that stand for guest types under another name."""


def real_bits(value: object) -> int:
    """The pattern of a real number: OverflowError for a huge int, TypeError for another kind."""
    if isinstance(value, Float):
        return value.bits
    if isinstance(value, int):
        return from_int(value)
    raise FloatError("TypeError", f"must be real number, not {type_name(value)}")


def index(value: object) -> int:
    """An int (or bool) where Python asks for an index; TypeError for another kind."""
    if isinstance(value, int):
        return int(value)
    raise FloatError(
        "TypeError", f"'{type_name(value)}' object cannot be interpreted as an integer"
    )


def text(value: object) -> str:
    """A str, or TypeError."""
    if isinstance(value, str):
        return value
    raise FloatError("TypeError", f"a str is required, not {type_name(value)}")


def reals(value: object) -> tuple[object, ...]:
    """The elements of a sequence of numbers: a tuple, or any value with a host list `items`."""
    if isinstance(value, tuple):
        return value
    items = getattr(value, "items", None)
    if isinstance(items, list):
        return tuple(items)
    raise FloatError("TypeError", f"'{type_name(value)}' object is not iterable")


def limited(n: int) -> int:
    """An int of the guest; OverflowError beyond 4,096 bits (decision D4, L20)."""
    if n.bit_length() > INTEGER_BITS:
        raise integer_limit_error()
    return n


def integer_limit_error() -> FloatError:
    """An int would exceed 4,096 bits; raised before it is built where its size is known."""
    return FloatError("OverflowError", "int exceeds 4096 bits").marked("integer-limit")


def unary(function: Callable[[int], int]) -> GuestFunction:
    """A function from a real to a float."""

    def call(x: object) -> object:
        return Float(function(x.bits if isinstance(x, Float) else real_bits(x)))

    return _documented(call, function)


def binary(function: Callable[[int, int], int]) -> GuestFunction:
    """A function from two reals to a float."""

    def call(x: object, y: object) -> object:
        return Float(function(real_bits(x), real_bits(y)))

    return _documented(call, function)


def binary_swapped(function: Callable[[int, int], int]) -> GuestFunction:
    """The reflected form: the second argument stands on the left."""

    def call(x: object, y: object) -> object:
        return Float(function(real_bits(y), real_bits(x)))

    return _documented(call, function)


def ternary(function: Callable[[int, int, int], int]) -> GuestFunction:
    """A function from three reals to a float."""

    def call(x: object, y: object, z: object) -> object:
        return Float(function(real_bits(x), real_bits(y), real_bits(z)))

    return _documented(call, function)


def of_float(function: Callable[[int], object]) -> GuestFunction:
    """A function from a real to a guest value that is not a float."""

    def call(x: object) -> object:
        return function(real_bits(x))

    return _documented(call, function)


def _documented(call: GuestFunction, function: Callable[..., object]) -> GuestFunction:
    if hasattr(call, "__code__"):  # a compiled function takes no documentation
        call.__doc__ = function.__doc__
    return call


def operation(
    name: str,
    signature: str,
    result: str,
    function: GuestFunction,
    errors: str = "",
    price: str = "",
    mark: str = "",
    keywords: dict[int, str] | None = None,
) -> Operation:
    """An entry of the registry; kinds and errors are separated by blanks, the price is the name."""
    return Operation(
        name, tuple(signature.split()), result, function, tuple(errors.split()), price or name,
        mark, keywords or {},
    )  # fmt: skip
