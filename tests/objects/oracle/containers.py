"""Calls of methods and operators of list, tuple, dict and set; CPython 3.14 prints the digests.

Sets here are built of elements that every Python keeps in the same order only by chance, so results
that are sets are shown sorted; the order of ours is checked by tests of its own.
"""

import json
import sys

SCALARS = [
    0,
    1,
    2,
    3,
    True,
    False,
    1.0,
    0.0,
    -0.0,
    2.5,
    float("nan"),
    "a",
    "b",
    "",
    b"a",
    None,
    (1, 2),
    (1.0, "a"),
    (),
    10**20,
    -1,
    -2,
    "ab",
    ((1,), 2),
]
INDICES = [-(10**30), -5, -2, -1, 0, 1, 2, 3, 7, 2**31 - 1, None, "a", True, 1.0]


def items(draw, most=5):
    """Return a list of scalars, sometimes with an unhashable one."""
    return [draw.one(SCALARS) for _ in range(draw.below(most + 1))]


def element(draw, held):
    """Return a value that is often in the container, sometimes unhashable."""
    if draw.below(20) == 0:
        return draw.one([[], {}, [1], {1: 2}])
    if held and draw.below(2):
        return draw.one(
            sorted(held, key=repr) if isinstance(held, (set, frozenset)) else list(held)
        )
    return draw.one(SCALARS)


def a_dict(draw):
    """Return a dict."""
    return {draw.one(SCALARS): draw.one(SCALARS) for _ in range(draw.below(5))}


def a_set(draw):
    """Return a set or a frozenset."""
    return draw.one([set, frozenset])(items(draw))


def iterable(draw):
    """Return something to iterate over, or not."""
    return draw.one(
        [
            items(draw),
            tuple(items(draw)),
            a_set(draw),
            a_dict(draw),
            "ab",
            "",
            3,
            None,
            [[1]],
            range(3),
        ]
    )


def pairs(draw):
    """Return what dict.update may be given."""
    return draw.one(
        [
            a_dict(draw),
            [(draw.one(SCALARS), 1), ("a", 2)],
            [[1, 2]],
            ["ab"],
            [(1,)],
            [3],
            3,
            None,
            [(1, 2, 3)],
            [([], 1)],
            (),
        ]
    )


def list_case(draw, name):
    """Return receiver and arguments of a method of list or tuple."""
    held = items(draw, 6)
    if name == "tuple_index" or name == "tuple_count":
        held = tuple(held)
    if name in ("append", "remove", "count", "tuple_count"):
        return held, [element(draw, held)]
    if name in ("index", "tuple_index"):
        return held, [element(draw, held), *(draw.one(INDICES) for _ in range(draw.below(3)))]
    if name == "insert":
        return held, [draw.one(INDICES), 9]
    if name == "pop":
        return held, [draw.one(INDICES)] if draw.below(2) else []
    if name == "extend":
        value = iterable(draw)
        return held, [sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value]
    if name == "sort":
        return draw.one([[3, 1, 2, 1.0, True], ["b", "a", ""], held, [2, 1] * 30, []])[:], []
    return held, []


def dict_case(draw, name):
    """Return receiver and arguments of a method of dict."""
    held = a_dict(draw)
    if name in ("get", "pop", "setdefault"):
        return held, [element(draw, held), *([draw.one(SCALARS)] if draw.below(2) else [])]
    if name == "update":
        return held, [pairs(draw)]
    if name == "fromkeys":
        return {}, [draw.one(["ab", [1, 1.0, "x"], (), 3, [[]]]), *([5] if draw.below(2) else [])]
    if name in ("__or__", "__eq__", "__ne__"):
        return held, [
            draw.one([a_dict(draw), dict(held), dict(reversed(list(held.items()))), 3, []])
        ]
    if name == "__ior__":
        return held, [pairs(draw)]
    return held, []


def set_case(draw, name):
    """Return receiver and arguments of a method of set or frozenset."""
    held = a_set(draw)
    if name in (
        "add",
        "discard",
        "remove",
        "update",
        "intersection_update",
        "difference_update",
        "symmetric_difference_update",
        "clear",
    ):
        held = set(held)
    if name in ("add", "discard", "remove"):
        return held, [element(draw, held)]
    if name in (
        "union",
        "intersection",
        "difference",
        "update",
        "intersection_update",
        "difference_update",
    ):
        return held, [iterable(draw) for _ in range(draw.below(3))]
    if name in (
        "symmetric_difference",
        "symmetric_difference_update",
        "isdisjoint",
        "issubset",
        "issuperset",
    ):
        return held, [draw.one([iterable(draw), set(held), sorted(held, key=repr)[:1]])]
    if name.startswith("__"):
        return held, [
            draw.one(
                [
                    a_set(draw),
                    a_set(draw),
                    set(held),
                    frozenset(sorted(held, key=repr)[:2]),
                    3,
                    [1],
                    {1: 2},
                ]
            )
        ]
    return held, []


LISTS = (
    "append remove count index insert pop extend sort clear copy reverse tuple_index tuple_count"
)
DICTS = "get pop setdefault update fromkeys __or__ __eq__ __ne__ __ior__ popitem clear copy"
SETS = (
    "add discard remove union intersection difference update intersection_update difference_update "
    "symmetric_difference symmetric_difference_update isdisjoint issubset issuperset "
    "__or__ __and__ __sub__ __xor__ "
    "__eq__ __ne__ __lt__ __le__ __gt__ __ge__ clear copy"
)
NAMES = [
    *(("list", name) for name in LISTS.split()),
    *(("dict", name) for name in DICTS.split()),
    *(("set", name) for name in SETS.split()),
]
MAKERS = {"list": list_case, "dict": dict_case, "set": set_case}


def cases(draw, count):
    """Yield method, receiver, arguments."""
    for number in range(count):
        kind, name = NAMES[number % len(NAMES)]
        receiver, arguments = MAKERS[kind](draw, name)
        yield name.removeprefix("tuple_"), receiver, arguments


def shown(value):
    """Return a value as text in which sets are sorted."""
    if isinstance(value, (set, frozenset)):
        return type(value).__name__ + "{" + ", ".join(sorted(map(shown, value))) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(shown, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(shown, value)) + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown(k)}: {shown(v)}" for k, v in value.items()) + "}"
    return repr(value)


def answer(name, receiver, arguments):
    """Return CPython's answer, or its error, and the receiver afterwards, as text."""
    from draw import error_text

    try:
        result = shown(getattr(receiver, name)(*arguments))
    except Exception as error:  # noqa: BLE001
        result = error_text(error)
    return f"{result} -> {shown(receiver)}"


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(*case) for case in cases(Draw(4), 20_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
