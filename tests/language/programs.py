"""Sources whose code objects show the rules of the compiler that are easiest to get wrong."""

PROGRAMS: dict[str, str] = {
    "negative literal keeps its operand": "def f():\n    return -1\n",
    "docstring and one tuple": 'def f():\n    """Doc.\n\n      more\n    """\n    return 1.0, 1, True, -0.0\n',
    "lambda": "f = lambda: x\n",
    "endless loop": "def f(x):\n    while True:\n        g()\n        if x:\n            break\n    h()\n",
    "dead branch": "def f(x):\n    if 0:\n        a = foo(lambda: 1)\n    return x + x\n",
    "assert 0": "def f(x):\n    assert 0\n    y = x\n    return z\n",
    "two passes": "def f(x):\n    if x:\n        pass\n    else:\n        pass\n",
    "chain over lines": "def f(x):\n    return (x\n            .a\n            .b(1)\n            .c(k=2))\n",
    "return over lines": "def f(x):\n    for i in x:\n        return (\n            1)\n",
    "tuple assignment": "def f(x):\n    a, b, c = 1, x, 2\n    d, e = 1, 2\n    p, q, r, s = 1, 2, 3, 4\n",
    "same target twice": "def f(x):\n    (a, a) = x, x\n",
    "fusion within a line": "def f(x):\n    x = x; y = x\n    z = x\n    return z\n",
    "conditional": "def f(a, b, x):\n    return a if x else b\n",
    "f-strings": 'def f(x):\n    y = f"{x}"\n    return f"{x!r:>{y}}{x=}"\n',
    "handlers": (
        "def f(x):\n    try:\n        return g(x)\n    except (A, B) as e:\n        return e\n"
        "    except C:\n        pass\n    else:\n        h()\n    finally:\n        k()\n"
    ),
    "finally and break": (
        "def f(x):\n    for i in x:\n        try:\n            continue\n"
        "        finally:\n            break\n"
    ),
    "handler of a try that is never reached": (
        "def f(x):\n    for i in x:\n        return 0\n        try:\n            pass\n"
        "        finally:\n            pass\n    return x\n"
    ),
    "tuple of a generator in a handler": (
        "def f(a, b):\n    try:\n        ...\n    except E as e:\n"
        "        print(tuple(1 for i in b))\n    return a, g(a)\n"
    ),
    "regions are cut": "def f(x):\n    try:\n        if x: a()\n        elif x > 1: b()\n    except E: pass\n",
    "two context managers": "def f(x):\n    with a as b, c:\n        x()\n",
    "return inside with": "def f(x):\n    for i in x:\n        with i:\n            return 1\n",
    "loop with return": "def f(x):\n    for i in x:\n        if i:\n            return i\n",
    "while with continue": (
        "def f(x):\n    while x:\n        if a:\n            continue\n"
        "        elif b:\n            break\n        else:\n            c()\n"
    ),
    "generator": "def f(z):\n    try:\n        yield from z\n    finally:\n        yield 1\n",
    "cell parameter": "def f(a):\n    yield lambda: a\n",
    "consumed generator": "def f(a):\n    return 1, all(x > 1 for x in a)\n",
    "assignment in a comprehension": "def f(x):\n    return [a + y for a in x for y in [a] if y]\n",
    "closure in a comprehension": "def f(x):\n    y = [lambda: i for i in x]\n    return y\n",
    "walrus": "def f(x):\n    return [z for y in x if (z := y)]\n",
    "attribute target": "def f(a, x):\n    return {a.b for a.b in x}\n",
    "module comprehension": "y = [i for i in x]\n",
    "class comprehension": "class C:\n    w = 1\n    z = [i + w for i in x]\n    h = [lambda: i for i in x]\n",
    "class": (
        "@d\nclass C(B, k=1):\n    'doc'\n    x: int = 1\n    def m(self, a):\n"
        "        self.p = a\n        return super().m(a), __class__\n    if x:\n        y: str\n"
    ),
    "module annotations": "x: int = 1\nif x:\n    y: str\no.a: int\n",
    "global later": "x = 1\ndef f():\n    global x\n    x = 2\n",
    "super forms": (
        "class C:\n    def f(self, a):\n        super().f(*a)\n        super().b = 1\n"
        "        return super(C, self).g, lambda: a\n"
    ),
    "annotations of locals": (
        "def g(x):\n    b = 1\n    def f():\n        a: (lambda: b)\n        c: b\n"
        "        try:\n            d: [(x := y) for y in z] = 1\n        finally:\n            return x\n"
        "    class C:\n        def m(self):\n            a: [super for _ in b]\n            e: super\n"
    ),
    "lambdas in annotations": (
        "x: lambda: 1\ndef f(a: (lambda: a), b: [(w := q) for q in r]):\n    class C:\n"
        "        y: (lambda: 2)\n        def m(self) -> (lambda: 3): return w\n"
    ),
    "an import declared global": "import a.b\nglobal a\ndef f():\n    from m import c\n    global c\n",
    "imports": "import a.b.c as d, x as y\nimport a.b\nfrom m import p as q, r\ny.m(1)\na.m(2)\n",
    "match": (
        "def f(x):\n    match x:\n        case (a, b) | [b, a, _]:\n            return a\n"
        "        case {'k': v, **rest}:\n            return rest\n"
        "        case C(1, k=[*_, z]) if z:\n            pass\n        case -1.5 | 'q':\n            pass\n"
        "        case _:\n            return 0\n"
    ),
    "chained comparison": "def f(x, y):\n    if x < y < 3:\n        return x < y < 3\n",
    "tests for None": "def f(a, b, c):\n    z = a is not None or c\n    if a is None or (b is not None):\n        return z\n",
    "inverted tests": "def f(a, b):\n    return not a in b, not a == b, not not a\n",
    "slices": "def f(a, b):\n    del a[1:b]\n    a[1:b] += 2\n    return a[1:2], a[1:b], a[::2], a[1:2, ::3]\n",
    "displays": (
        "def f(a, x, y):\n    return [1, 2, 3], {1, 2, 3}, [1, 2], a in [1, 2], a in {1, 2}, a in [x, y]\n"
    ),
    "long displays": f"x = [{', '.join(map(str, range(31)))}]\ny = ({', '.join(map(str, range(31)))})\n",
    "percent": 'def f(x):\n    return "%s-%r" % (x, x), "%5s" % (x,), "%d" % (x,), "%-3.2a%%" % (x,)\n',
    "many locals": "def f():\n" + "".join(f"    v{i} = v{max(i - 1, 0)}\n" for i in range(20)),
    "unbound locals": "def f(x):\n    if x:\n        y = 1\n        del y\n    return y\n",
    "long jumps": "def f(x):\n    for i in x:\n" + "        a.b(i)\n" * 60,
    "large dict": "x = {" + ", ".join(f"'k{i}': a{i}" for i in range(18)) + ", **m}\n",
    "calls": "f(*a)\nf(1, *a, k=2, **m)\nf(" + ", ".join(f"k{i}=1" for i in range(16)) + ")\n",
    "folding": "x = 1 + 2 * 3, 'a' * 3, (1, 2)[0], ~5, -True, 'ab'[1:], 2 ** 10, 7 // 2, 1 / 4, not ()\n",
    "exception groups": "try:\n    f()\nexcept* A as e:\n    g(e)\nexcept* B:\n    h()\nelse:\n    k()\n",
    "decorated": "@a\n@b(1)\ndef f(x: int, /, y=1, *z: str, k: int = 2, **w) -> None:\n    pass\n",
    "nested scopes": (
        "def f(a):\n    def g():\n        nonlocal a\n        a += 1\n        class K:\n"
        "            b = a\n            def m(self): return a, b\n        return K\n    return g\n"
    ),
    "private names": "class _C:\n    __x = 1\n    def f(self):\n        self.__y = self.__x\n        import __m\n",
}
"""Name of a rule or a trap, and a source that shows it."""
