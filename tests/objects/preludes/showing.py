"""What programs show their results with."""


def t(action):
    """Show what an action gives or raises."""
    try:
        print(repr(action()))
    except Exception as error:
        print(type(error).__name__, error)


def put(value, name, *new):
    """Set an attribute, or delete it, and show it."""
    def change():
        if new:
            setattr(value, name, new[0])
        else:
            delattr(value, name)
        return getattr(value, name)

    t(change)
