"""The rules: one file a family of instructions, one function an instruction."""


def load() -> None:
    """Import every family, which registers its rules."""
    from spec.semantics.rules import (  # noqa: F401
        attributes,
        calls,
        classes,
        collections,
        exceptions,
        generators,
        imports,
        iteration,
        jumps,
        matching,
        operators,
        stack,
        subscripts,
        text,
        variables,
    )
