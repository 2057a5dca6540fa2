"""Prices of the methods of the builtin types: key `TYPE.NAME`.

Operator methods (`int.__add__`) cost what the operation costs when an instruction performs it, so
those entries are copies, not new amounts. Data attributes have no entry: reading one is LOAD_ATTR.
"""

from __future__ import annotations

from typing import Final

from spec.gas_table.amounts import (
    CODEC,
    DICT_ACCESS,
    FURTHER_CLASSES,
    LIST_ACCESS,
    LONGER_OPERAND,
    MAKE_DICT,
    NATIVE,
    PER_DICT_ITEM,
    PER_PAIR,
    PLAIN,
    SORT,
    WORDS,
    Amount,
    entries,
    log_times,
)
from spec.gas_table.builtins import BUILTIN_PRICES
from spec.gas_table.control import CONTROL_PRICES
from spec.gas_table.formula import Expression, maximum
from spec.gas_table.instructions import INSTRUCTION_PRICES
from spec.gas_table.price import Price
from spec.gas_table.size_names import ITEMS, LENGTH, PAIRS, UNITS
from spec.gas_table.sources import Source, decision

TEXT_METHODS: Final = (
    "capitalize center count endswith expandtabs find index isalnum isalpha isascii isdigit "
    "islower isspace istitle isupper ljust lower lstrip partition removeprefix "
    "removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith "
    "strip swapcase title translate upper zfill"
)
"""Of str, bytes and bytearray: 5 and 1 for each unit read or produced, the larger number."""

ITERATOR_TYPES: Final = (
    "str_ascii_iterator str_iterator bytes_iterator bytearray_iterator tuple_iterator "
    "list_iterator list_reverseiterator set_iterator range_iterator longrange_iterator "
    "dict_keyiterator dict_valueiterator dict_itemiterator dict_reversekeyiterator "
    "dict_reversevalueiterator dict_reverseitemiterator callable_iterator iterator map filter "
    "zip enumerate reversed"
)

PLACED_EXCEPTIONS: Final = "OSError UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError"
CARRYING_EXCEPTIONS: Final = "StopIteration SystemExit NameError AttributeError"
SHOWN_TYPES: Final = (
    "type function method builtin_function_or_method classmethod staticmethod super module cell "
    "BaseException NoneType NotImplementedType ellipsis wrapper_descriptor method_descriptor "
    "method-wrapper getset_descriptor member_descriptor classmethod_descriptor"
)

Shape = tuple[Amount, Expression | None, Source | None]
FIXED: Final[Shape] = (NATIVE, None, None)
BY_UNITS: Final[Shape] = (NATIVE, UNITS, decision("G16"))
BY_ITEMS: Final[Shape] = (NATIVE, ITEMS, None)
BY_PAIRS: Final[Shape] = (NATIVE, PER_PAIR * PAIRS, None)
BY_WORDS: Final[Shape] = (NATIVE, WORDS, None)
JOINING: Final[Shape] = (NATIVE, maximum(ITEMS, UNITS), decision("G16"))
TRANSCODING: Final[Shape] = (CODEC, LENGTH, None)
AS_DICT: Final[Shape] = (DICT_ACCESS, None, None)
AS_APPEND: Final[Shape] = (LIST_ACCESS, None, None)
MOVING: Final[Shape] = (LIST_ACCESS, ITEMS, decision("G11"))
MOVING_BYTES: Final[Shape] = (LIST_ACCESS, UNITS, decision("G11"))
SORTING: Final[Shape] = (SORT, log_times(ITEMS), decision("G17"))
LOOKING_UP: Final[Shape] = (NATIVE, FURTHER_CLASSES, None)
ENTERING: Final[Shape] = (PLAIN, None, None)
DIVIDING_BOTH: Final[Shape] = (NATIVE, LONGER_OPERAND, None)
MAKING_DICT: Final[Shape] = (MAKE_DICT, PER_DICT_ITEM * ITEMS, NATIVE.source)

METHODS: Final[dict[str, list[tuple[Shape, str]]]] = {
    "str": [
        (BY_UNITS, TEXT_METHODS),
        (BY_UNITS, "casefold format format_map isdecimal isidentifier isnumeric isprintable"),
        (JOINING, "join"),
        (TRANSCODING, "encode"),
        (BY_ITEMS, "maketrans"),
        (BY_UNITS, "__str__ __getnewargs__"),
    ],
    "bytes": [
        (BY_UNITS, TEXT_METHODS + " hex fromhex"),
        (JOINING, "join"),
        (TRANSCODING, "decode"),
        (BY_UNITS, "maketrans __bytes__ __str__ __getnewargs__"),
    ],
    "bytearray": [
        (BY_UNITS, TEXT_METHODS + " hex fromhex clear copy extend resize reverse remove"),
        (JOINING, "join"),
        (TRANSCODING, "decode"),
        (BY_UNITS, "maketrans __str__"),
        (AS_APPEND, "append"),
        (MOVING_BYTES, "insert pop"),
    ],
    "list": [
        (AS_APPEND, "append"),
        (MOVING, "insert pop"),
        (BY_ITEMS, "clear copy count extend index remove reverse"),
        (SORTING, "sort"),
        (FIXED, "__class_getitem__"),
    ],
    "tuple": [(BY_ITEMS, "count index __getnewargs__"), (FIXED, "__class_getitem__")],
    "dict": [
        (AS_DICT, "get pop popitem setdefault"),
        (BY_ITEMS, "clear"),
        (BY_PAIRS, "copy update"),
        (MAKING_DICT, "fromkeys"),
        (FIXED, "items keys values __class_getitem__"),
    ],
    "mappingproxy": [
        (AS_DICT, "get"),
        (BY_PAIRS, "copy"),
        (FIXED, "items keys values __class_getitem__ __new__"),
        (BY_UNITS, "__str__"),
    ],
    "set": [
        (AS_DICT, "add discard remove pop"),
        (BY_ITEMS, "clear copy difference difference_update intersection intersection_update"),
        (BY_ITEMS, "isdisjoint issubset issuperset symmetric_difference"),
        (BY_ITEMS, "symmetric_difference_update union update"),
        (FIXED, "__class_getitem__"),
    ],
    "frozenset": [
        (BY_ITEMS, "copy difference intersection isdisjoint issubset issuperset"),
        (BY_ITEMS, "symmetric_difference union"),
        (FIXED, "__class_getitem__"),
    ],
    "dict_keys": [(BY_ITEMS, "isdisjoint")],
    "dict_items": [(BY_ITEMS, "isdisjoint")],
    "int": [
        (BY_WORDS, "as_integer_ratio bit_count bit_length conjugate is_integer"),
        (BY_UNITS, "from_bytes to_bytes"),
        (BY_WORDS, "__int__ __index__ __float__ __trunc__ __floor__ __ceil__ __round__"),
        (FIXED, "__getnewargs__"),
        (DIVIDING_BOTH, "__divmod__ __rdivmod__"),
    ],
    "float": [
        (FIXED, "as_integer_ratio conjugate is_integer __getnewargs__"),
        (FIXED, "__int__ __float__ __trunc__ __floor__ __ceil__ __round__"),
        (BY_UNITS, "hex fromhex"),
        (BY_WORDS, "from_number"),
        (DIVIDING_BOTH, "__divmod__ __rdivmod__"),
    ],
    "range": [(BY_WORDS, "count index")],
    "slice": [(BY_WORDS, "indices")],
    "object": [
        (LOOKING_UP, "__getattribute__ __setattr__ __delattr__"),
        (FIXED, "__init__ __new__ __init_subclass__ __subclasshook__ __eq__ __ne__"),
        (FIXED, "__lt__ __le__ __gt__ __ge__ __hash__"),
        (BY_ITEMS, "__dir__"),
        (BY_UNITS, "__str__"),
    ],
    "type": [
        (LOOKING_UP, "__getattribute__ __setattr__ __delattr__"),
        (FIXED, "__call__ __init__ __prepare__ __or__ __ror__"),
        (BY_ITEMS, "__new__ __dir__ __instancecheck__ __subclasscheck__ mro"),
    ],
    "function": [(ENTERING, "__call__"), (FIXED, "__get__ __new__")],
    "method": [
        (ENTERING, "__call__"),
        (FIXED, "__new__ __get__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__"),
        (LOOKING_UP, "__getattribute__"),
    ],
    **{
        name: [
            (ENTERING, "__call__"),
            (FIXED, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__"),
        ]
        for name in ("builtin_function_or_method", "method-wrapper")
    },
    **{
        name: [(ENTERING, "__call__"), (FIXED, "__get__")]
        for name in ("wrapper_descriptor", "method_descriptor", "classmethod_descriptor")
    },
    **{
        name: [(FIXED, "__get__ __set__ __delete__")]
        for name in ("getset_descriptor", "member_descriptor")
    },
    "property": [
        (FIXED, "__init__ __get__ __set__ __delete__ __set_name__ getter setter deleter"),
    ],
    "classmethod": [(FIXED, "__init__ __get__ __class_getitem__")],
    "staticmethod": [(FIXED, "__init__ __get__ __class_getitem__"), (ENTERING, "__call__")],
    "super": [(FIXED, "__init__ __get__"), (LOOKING_UP, "__getattribute__")],
    "module": [
        (FIXED, "__init__ __new__"),
        (LOOKING_UP, "__getattribute__"),
        (BY_ITEMS, "__dir__"),
    ],
    "generator": [(FIXED, "send throw close __class_getitem__")],
    "cell": [(FIXED, "__new__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__")],
    "BaseException": [
        (FIXED, "__init__ __new__ add_note with_traceback"),
        (BY_UNITS, "__str__"),
    ],
    "BaseExceptionGroup": [
        (BY_ITEMS, "__new__ derive split subgroup"),
        (FIXED, "__init__ __class_getitem__"),
        (BY_UNITS, "__str__"),
    ],
    **{
        name: [(FIXED, "__init__ __new__"), (BY_UNITS, "__str__")]
        for name in PLACED_EXCEPTIONS.split()
    },
    **{name: [(FIXED, "__init__")] for name in CARRYING_EXCEPTIONS.split()},
    "ImportError": [(FIXED, "__init__"), (BY_UNITS, "__str__")],
    "SyntaxError": [(FIXED, "__init__"), (BY_UNITS, "__str__")],
    "KeyError": [(BY_UNITS, "__str__")],
    "NoneType": [(FIXED, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __new__")],
    "NotImplementedType": [(FIXED, "__bool__ __new__")],
    "ellipsis": [(FIXED, "__new__")],
    "enumerate": [(FIXED, "__class_getitem__")],
    **{
        name: [(FIXED, "__length_hint__")]
        for name in ITERATOR_TYPES.split()
        if name not in ("callable_iterator", "map", "filter", "zip", "enumerate")
    },
}
"""Methods of each type that are no operators, by shape of the price."""

OPERATOR_OF: Final[dict[str, str]] = {
    f"__{stem}__": f"BINARY_OP.{operation}"
    for stem, operation in (
        ("add", "add"), ("sub", "subtract"), ("mul", "multiply"), ("mod", "remainder"),
        ("floordiv", "floor_divide"), ("truediv", "true_divide"), ("pow", "power"),
        ("lshift", "lshift"), ("rshift", "rshift"), ("and", "and"), ("or", "or"), ("xor", "xor"),
    )
}  # fmt: skip
"""Methods that an operator calls; `__radd__` and `__iadd__` follow from `__add__`."""

OTHER_OPERATORS: Final[dict[str, str]] = {
    **{f"__{name}__": f"COMPARE_OP.{name}" for name in ("lt", "le", "eq", "ne", "gt", "ge")},
    "__contains__": "CONTAINS_OP",
    "__getitem__": "BINARY_OP.subscript",
    "__setitem__": "STORE_SUBSCR",
    "__delitem__": "DELETE_SUBSCR",
    "__iter__": "GET_ITER",
    "__reversed__": "GET_ITER",
    "__next__": "FOR_ITER",
}
UNARY_OPERATORS: Final[dict[str, str]] = {
    "__neg__": "UNARY_NEGATIVE",
    "__pos__": "CALL_INTRINSIC_1.unary_positive",
    "__invert__": "UNARY_INVERT",
    "__abs__": "builtin.abs",
    "__bool__": "TO_BOOL",
    "__len__": "builtin.len",
    "__repr__": "builtin.repr",
    "__format__": "builtin.format",
    "__hash__": "builtin.hash",
}

COMPARING: Final = "__lt__ __le__ __eq__ __ne__ __gt__ __ge__"
NUMERIC: Final = f"{COMPARING} __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __mod__ __rmod__"
DIVIDING: Final = "__floordiv__ __rfloordiv__ __truediv__ __rtruediv__ __pow__ __rpow__"
SIGNS: Final = "__neg__ __pos__ __abs__ __bool__ __repr__ __hash__ __format__"
BITWISE: Final = "__and__ __rand__ __or__ __ror__ __xor__ __rxor__"
ITERATOR: Final = "__iter__ __next__"
SET_OPERATORS: Final = f"{BITWISE} __sub__ __rsub__"

OPERATORS: Final[dict[str, str]] = {
    "int": f"{NUMERIC} {DIVIDING} {SIGNS} {BITWISE} __lshift__ __rlshift__ __rshift__ __rrshift__ "
    "__invert__",
    "bool": f"{BITWISE} __invert__ __repr__",
    "float": f"{NUMERIC} {DIVIDING} {SIGNS}",
    "str": f"{COMPARING} __add__ __mul__ __rmul__ __mod__ __rmod__ __contains__ __getitem__ "
    "__iter__ __len__ __repr__ __hash__ __format__",
    "bytes": f"{COMPARING} __add__ __mul__ __rmul__ __mod__ __rmod__ __contains__ __getitem__ "
    "__iter__ __len__ __repr__ __hash__",
    "bytearray": f"{COMPARING} __add__ __iadd__ __mul__ __rmul__ __imul__ __mod__ __rmod__ "
    "__contains__ __getitem__ __setitem__ __delitem__ __iter__ __len__ __repr__",
    "tuple": f"{COMPARING} __add__ __mul__ __rmul__ __contains__ __getitem__ __iter__ __len__ "
    "__repr__ __hash__",
    "list": f"{COMPARING} __add__ __iadd__ __mul__ __rmul__ __imul__ __contains__ __getitem__ "
    "__setitem__ __delitem__ __iter__ __reversed__ __len__ __repr__",
    "dict": "__lt__ __le__ __eq__ __ne__ __gt__ __ge__ __or__ __ror__ __ior__ __contains__ "
    "__getitem__ __setitem__ __delitem__ __iter__ __reversed__ __len__ __repr__",
    "mappingproxy": f"{COMPARING} __or__ __ror__ __ior__ __contains__ __getitem__ __iter__ "
    "__reversed__ __len__ __repr__ __hash__",
    "set": f"{COMPARING} {SET_OPERATORS} __iand__ __ior__ __ixor__ __isub__ __contains__ __iter__ "
    "__len__ __repr__",
    "frozenset": f"{COMPARING} {SET_OPERATORS} __contains__ __iter__ __len__ __repr__ __hash__",
    "dict_keys": f"{COMPARING} {SET_OPERATORS} __contains__ __iter__ __reversed__ __len__ __repr__",
    "dict_items": f"{COMPARING} {SET_OPERATORS} __contains__ __iter__ __reversed__ __len__ "
    "__repr__",
    "dict_values": "__iter__ __reversed__ __len__ __repr__",
    "range": f"{COMPARING} __contains__ __getitem__ __iter__ __reversed__ __len__ __repr__ "
    "__hash__ __bool__",
    "slice": f"{COMPARING} __repr__ __hash__",
    "object": "__repr__ __format__",
    **dict.fromkeys(SHOWN_TYPES.split(), "__repr__"),
    "generator": f"{ITERATOR} __repr__",
    **dict.fromkeys(ITERATOR_TYPES.split(), ITERATOR),
}
"""Operator methods that each type has of its own."""

CONSTRUCTED: Final = (
    "int bool float str bytes bytearray tuple list dict set frozenset range slice map filter zip "
    "enumerate reversed property classmethod staticmethod super"
)
"""Types whose `__new__` costs what calling the type does."""


PAID_AS: Final[dict[str, str]] = {
    "type.__new__": "builtin.type.make",
    **{
        f"{name}.__init__": "BaseException.__init__"
        for name in f"{PLACED_EXCEPTIONS} {CARRYING_EXCEPTIONS} ImportError SyntaxError".split()
    },
}
"""Methods that are paid by another entry, of the same formula."""


def own_methods() -> list[Price]:
    """Return the entries of METHODS."""
    found: list[Price] = []
    for type_name, shapes in METHODS.items():
        for (amount, surcharge, source), names in shapes:
            found += entries(names, amount, surcharge, prefix=f"{type_name}.", source=source)
    return [
        price.copy(price.key, note=f"paid as {PAID_AS[price.key]}")
        if price.key in PAID_AS
        else price
        for price in found
    ]


def operation_of(name: str) -> str | None:
    """Return the operation that an operator method performs, without the kind."""
    found = OTHER_OPERATORS.get(name) or OPERATOR_OF.get(name)
    if found is None and name.startswith("__r"):
        found = OPERATOR_OF.get("__" + name[3:])
    if found is None and name.startswith("__i"):
        plain = OPERATOR_OF.get("__" + name[3:])
        found = None if plain is None else plain.replace("BINARY_OP.", "BINARY_OP.inplace_")
    return found


def operator_methods() -> list[Price]:
    """Return the entries of OPERATORS, each a copy of what the operation costs."""
    known = {price.key: price for price in (*INSTRUCTION_PRICES, *BUILTIN_PRICES, *CONTROL_PRICES)}
    found = []
    for type_name, names in OPERATORS.items():
        for name in names.split():
            operation = operation_of(name)
            unary = UNARY_OPERATORS.get(name)
            if unary is not None:
                price = known[unary]
            else:
                price = known.get(f"{operation}[{type_name}]") or known[f"{operation}[other]"]
            found.append(price.copy(f"{type_name}.{name}", note=f"as {price.key}"))
    return found


def constructors() -> list[Price]:
    """Return `__new__` (and `__init__` of what is filled by it) of the constructed types."""
    known = {price.key: price for price in BUILTIN_PRICES}
    found = []
    for type_name in CONSTRUCTED.split():
        price = known[f"builtin.{type_name}"]
        found.append(price.copy(f"{type_name}.__new__", note=f"as {price.key}"))
        if type_name in ("list", "dict", "set", "bytearray"):
            found.append(price.copy(f"{type_name}.__init__", note=f"as {price.key}"))
    return found


METHOD_PRICES: Final[tuple[Price, ...]] = (*own_methods(), *operator_methods(), *constructors())
