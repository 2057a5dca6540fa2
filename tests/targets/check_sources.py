"""Sources of the basic cases of the lanes `bytecode` and `compile`."""

FUNCTIONS: dict[str, tuple[str, tuple[object, ...]]] = {
    "a constant": ("def f():\n    return 5\n", ()),
    "arithmetic of ints": ("def f(a, b):\n    return a * b - a // b + a % b\n", (-7, 2)),
    "arithmetic of floats": ("def f(a, b):\n    return (a + b) * a - a / b\n", (1.5, 0.1)),
    "a big int": ("def f(a):\n    return a << 100\n", (3,)),
    "text": ("def f(a):\n    return a + '\\u00e9' + a[0]\n", ("xyz",)),
    "bytes": ("def f(a):\n    return a + b'\\x00\\xff'\n", (b"ab",)),
    "a branch": ("def f(a):\n    if a > 3:\n        return 'big'\n    return 'small'\n", (4,)),
    "a while loop": (
        "def f(n):\n    t = 0\n    while n:\n        t += n\n        n -= 1\n    return t\n",
        (10,),
    ),
    "a for loop over a range": (
        "def f(n):\n    t = []\n    for i in range(n):\n        t.append(i * i)\n    return t\n",
        (5,),
    ),
    "containers": ("def f(a):\n    return (a, [a, None], {'k': a, 1: True})\n", (2.5,)),
    "one list met twice": ("def f():\n    a = [1]\n    return [a, a, [1]]\n", ()),
    "a list in itself": ("def f():\n    a = []\n    a.append(a)\n    return a\n", ()),
    "division by zero": ("def f(a):\n    return a // 0\n", (1,)),
    "an exception of the program": ("def f(a):\n    raise ValueError('bad', a)\n", (7,)),
    "an exception with a cause": (
        "def f(a):\n    try:\n        a[9]\n    except IndexError as e:\n"
        "        raise ValueError('outer') from e\n",
        ([1],),
    ),
    "a handler": (
        "def f(a):\n    try:\n        return a[5]\n    except IndexError:\n        return -1\n",
        ([1],),
    ),
    "finally": (
        "def f(a):\n    t = [a]\n    try:\n        t.append(1)\n        return t\n"
        "    finally:\n        t.append(2)\n",
        (0,),
    ),
    "an unbound local": ("def f():\n    if False:\n        x = 1\n    return x\n", ()),
    "an unknown name": ("def f():\n    return nothing_of_that_name\n", ()),
    "a wrong argument count": ("def f(a, b):\n    return a\n", (1,)),
    "a nested function": (
        "def f(n):\n    def g(x):\n        return x + n\n    return g(1) + g(2)\n",
        (10,),
    ),
    "recursion": (
        "def f(n):\n    def g(x):\n        return x * g(x - 1) if x else 1\n    return g(n)\n",
        (10,),
    ),
    "a closure counter": (
        "def f(n):\n    c = 0\n    def g():\n        nonlocal c\n        c += n\n"
        "        return c\n    g()\n    g()\n    return g()\n",
        (2,),
    ),
    "unpacking": ("def f(a):\n    x, (y, *z) = a\n    return [z, y, x]\n", ((1, (2, 3, 4)),)),
    "a comparison chain": ("def f(a, b):\n    return 0 < a < b <= 10\n", (3, 10)),
    "boolean operators": ("def f(a, b):\n    return (a and b, a or b, not a)\n", (0, "x")),
    "a slice": ("def f(a):\n    return a[1:3] + a[::-1][:1]\n", ((1, 2, 3, 4),)),
    "a slice of a list": (
        "def f(a):\n    a[1:2] = [7, 8]\n    del a[0]\n    return a\n",
        ([1, 2],),
    ),
    "len and bool of containers": ("def f(a):\n    return len(a), bool(a), not a\n", ({},)),
}
"""Name -> source of one function, and its arguments."""

COMPILED = {
    "an empty module": "",
    "assignments and an expression": "x = 1\ny = x + 2.5\n[x, y]\n",
    "a function with defaults": "def f(a, /, b=1, *c, d=2, **e) -> int:\n    return a\n",
    "a class": "class C:\n    x: int = 1\n\n    def m(self):\n        return __class__\n",
    "comprehensions": "a = [i for i in range(3) if i]\nb = {k: v for k, v in a}\n",
    "a generator": "def g():\n    x = yield 1\n    yield from [x]\n",
    "with and try": (
        "with open as f:\n    try:\n        f()\n    except* ValueError:\n        pass\n"
    ),
    "a match statement": (
        "match x:\n    case [1, *_]:\n        y = 1\n    case {'k': v}:\n        y = v\n"
    ),
    "a syntax error": "def f(:\n    pass\n",
}
"""Name -> source of a module, for the lane `compile` only."""
