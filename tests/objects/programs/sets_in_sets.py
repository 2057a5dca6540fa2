"""Sets looked up in sets: by the hash that they have frozen, also those of user classes."""


class S(set):
    pass


class Hashed(set):
    def __hash__(self):
        return 5


class Refusing(set):
    def __hash__(self):
        raise TypeError("mine")


class Failing(set):
    def __hash__(self):
        raise ValueError("mine")


def t(action):
    """Show what an action gives or raises."""
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error if len(error.args) < 1 or isinstance(error.args[0], str) else '')


for element in (set(), {1, 2}, {3}, S(), S([1, 2]), S([3]), Hashed(), Refusing([1, 2]),
                Refusing([9]), Failing()):  # fmt: skip
    held = {frozenset(), frozenset([1, 2]), 7}
    t(lambda: element in held)
    t(lambda: element in frozenset(held))
    t(lambda: frozenset.__contains__(frozenset(held), element))
    t(lambda: held.__contains__(element))
    t(lambda: {element}.isdisjoint(held))
    t(lambda: held.discard(element))
    t(lambda: held.remove(element))
    print(len(held))
