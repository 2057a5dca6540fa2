"""Code objects, and the numbering of those nested in one."""

from typing import Final, final

from spec.bytecode.instructions import CodeFlag

CODE_FILENAME: Final = "<case>"
"""The file name that every code object answers; none is stored."""
MAXIMUM_NESTING: Final = 100
"""Code objects in one another, and displays in one constant."""


@final
class Code:
    """A code object: the fields of CPython 3.14's, without the file name.

    `consts` holds guest values, nested code objects among them. `code` has zeroed
    caches. A code object is never changed; `prepared` is a place where a machine keeps
    what it derived from it, by the identity of the revision.
    """

    __slots__ = (
        "argcount",
        "cellvars",
        "code",
        "consts",
        "exceptiontable",
        "firstlineno",
        "flags",
        "freevars",
        "kwonlyargcount",
        "linetable",
        "name",
        "names",
        "nlocals",
        "posonlyargcount",
        "prepared",
        "qualname",
        "stacksize",
        "varnames",
    )

    def __init__(
        self,
        *,
        code: bytes,
        consts: tuple[object, ...] = (),
        names: tuple[str, ...] = (),
        varnames: tuple[str, ...] = (),
        freevars: tuple[str, ...] = (),
        cellvars: tuple[str, ...] = (),
        argcount: int = 0,
        posonlyargcount: int = 0,
        kwonlyargcount: int = 0,
        stacksize: int = 0,
        flags: int = 0,
        name: str = "f",
        qualname: str = "f",
        firstlineno: int = 1,
        linetable: bytes = b"",
        exceptiontable: bytes = b"",
        nlocals: int | None = None,
    ) -> None:
        self.argcount = argcount
        self.posonlyargcount = posonlyargcount
        self.kwonlyargcount = kwonlyargcount
        self.nlocals = len(varnames) if nlocals is None else nlocals
        self.stacksize = stacksize
        self.flags = int(flags)
        self.code = code
        self.consts = consts
        self.names = names
        self.varnames = varnames
        self.freevars = freevars
        self.cellvars = cellvars
        self.name = name
        self.qualname = qualname
        self.firstlineno = firstlineno
        self.linetable = linetable
        self.exceptiontable = exceptiontable
        self.prepared: dict[str, object] = {}

    @property
    def localsplus(self) -> tuple[str, ...]:
        """The names of the local slots: variables, then cells that are none, then free ones."""
        own = self.varnames
        return own + tuple(name for name in self.cellvars if name not in own) + self.freevars

    @property
    def slot_count(self) -> int:
        """The number of local slots."""
        return len(self.localsplus)

    @property
    def parameter_count(self) -> int:
        """How many local slots a call fills: parameters, then `*args`, then `**kwargs`."""
        count = self.argcount + self.kwonlyargcount
        if self.flags & CodeFlag.VARARGS:
            count += 1
        if self.flags & CodeFlag.VARKEYWORDS:
            count += 1
        return count

    @property
    def is_generator(self) -> bool:
        """Whether a call of it makes a generator."""
        return bool(self.flags & CodeFlag.GENERATOR)

    def __repr__(self) -> str:
        return f"<Code {self.qualname}, {len(self.code)} bytes>"


def number_codes(entry: Code) -> list[Code]:
    """The entry code object (number 0) and those in its constants, in pre-order."""
    numbered: list[Code] = []
    waiting = [entry]
    while waiting:
        code = waiting.pop()
        numbered.append(code)
        waiting.extend(constant for constant in reversed(code.consts) if isinstance(constant, Code))
    return numbered
