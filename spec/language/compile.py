"""Source to code object: the entry point of the compiler."""

from spec.bytecode.code import Code
from spec.language.codegen.entry import generate
from spec.language.parser import parse
from spec.language.source import checked


def compile_source(source: bytes) -> Code:
    """The one definite code object of a source. Raises SourceError."""
    return generate(parse(checked(source)))
