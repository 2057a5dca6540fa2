"""The agent: makes a Python interpreter a target of the target protocol.

One file, standard library only, the same on CPython 3.11 to 3.14, RustPython and
CPython as WebAssembly. Run it with the interpreter under test; it speaks the protocol of
`docs/target-protocol.md` on standard input and output. Everything that it needs is
imported before the first case; every case runs in fresh globals that hold the
profile's builtins only, and what it prints goes to the log of its outcome.

A program that offers other lanes imports this file and passes them to `serve`.
"""

import builtins
import gc
import hashlib
import json
import math
import operator
import os
import struct
import sys
import types
import warnings
from json.encoder import encode_basestring_ascii as json_text

PROTOCOL = 1
FILENAME = "<case>"
NODE_LIMIT = 10_000
DEPTH_LIMIT = 200
INT_BITS_LIMIT = 1 << 16
"""A larger int is written as large: its decimal text would take longer than the case."""
RECORD_LIMIT = 100_000
FRAME_LIMIT = 16 << 20
COLLECT_EVERY = 500
"""Cases between two collections of cyclic garbage, which never runs during a case."""
ENCODING_RECURSION = 20_000

OBSERVES = [
    "value",
    "exception-type",
    "exception-args",
    "exception-text",
    "exception-chain",
    "log",
]


class Refused(Exception):
    """A case that this target does not run; `reason` goes into the outcome."""

    def __init__(self, reason):
        Exception.__init__(self, reason)
        self.reason = reason


# Frames


class Pipes:
    """Frames on two file descriptors, out of reach of a case.

    The descriptors are moved away from 0 and 1: a case that writes to standard output
    writes to standard error instead, and one that reads finds the end of the file.
    """

    def __init__(self):
        self._input = os.dup(0)
        self._output = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        os.close(nothing)
        self._buffer = b""

    def _take(self, count):
        if len(self._buffer) < count:
            parts = [self._buffer]
            missing = count - len(self._buffer)
            while missing > 0:
                part = os.read(self._input, max(missing, 1 << 16))
                if not part:
                    return None
                parts.append(part)
                missing -= len(part)
            self._buffer = b"".join(parts)
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def read(self):
        """The text of the next frame, or None at the end of the input."""
        head = self._take(4)
        if head is None:
            return None
        length = struct.unpack("<I", head)[0]
        if length > FRAME_LIMIT:
            raise ValueError("a frame of " + str(length) + " bytes is above the limit")
        body = self._take(length)
        return None if body is None else body.decode("utf-8")

    def write(self, text):
        """Send one frame, completely."""
        data = text.encode("ascii")
        data = struct.pack("<I", len(data)) + data
        while data:
            data = data[os.write(self._output, data) :]


class Log:
    """Stands for standard output and standard error; keeps what a case prints."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(str(text))
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False

    def take(self):
        """The lines printed since the last call."""
        if not self.parts:
            return []
        lines = "".join(self.parts).split("\n")
        self.parts = []
        if lines[-1] == "":
            lines.pop()
        return lines


LOG = Log()


# Values out: a host value becomes the text of its canonical form


class Writer:
    """Writes one value in the canonical form, without recursion on the host's stack.

    `write` keeps a stack of what is still to be written: text, or a value with its depth.
    No method of a class of the case is ever called.
    """

    def __init__(self):
        self.large = False
        self._nodes = 0
        self._numbers = {}
        self._out = []
        self._stack = []

    def write(self, root):
        """The JSON text of `root`."""
        out, stack = self._out, self._stack
        stack.append((root, 0))
        while stack:
            item = stack.pop()
            if type(item) is str:
                out.append(item)
                continue
            value, depth = item
            self._nodes += 1
            if self._nodes > NODE_LIMIT or depth > DEPTH_LIMIT:
                self._too_large()
                continue
            kind = type(value)
            if kind in NUMBERED:
                if self._is_reference(value):
                    continue
                NUMBERED[kind](self, value, depth + 1)
            elif kind in PLAIN:
                PLAIN[kind](self, value, depth + 1)
            else:
                self._other(value, kind, depth + 1)
        text = "".join(out)
        out.clear()
        return text

    def _too_large(self):
        self.large = True
        self._out.append('["large",null]')

    def _is_reference(self, value):
        number = self._numbers.get(id(value))
        if number is None:
            self._numbers[id(value)] = len(self._numbers)
            return False
        self._out.append(f'["ref",{number}]')
        return True

    def _push_items(self, items, depth, close):
        """Plan the items, commas between them, then `close`; what no budget is left for, once."""
        stack = self._stack
        stack.append(close)
        room = NODE_LIMIT - self._nodes + 1
        if len(items) > room:
            items = items[:room]
        for position in range(len(items) - 1, -1, -1):
            stack.append((items[position], depth))
            if position:
                stack.append(",")

    # One method for each kind.

    def none(self, value, depth):
        self._out.append('["None",null]')

    def boolean(self, value, depth):
        self._out.append('["bool",true]' if value else '["bool",false]')

    def integer(self, value, depth):
        if -9007199254740991 <= value <= 9007199254740991:
            self._out.append(f'["int",{value}]')
        elif value.bit_length() > INT_BITS_LIMIT:
            self._too_large()
        else:
            self._out.append(f'["int","{value}"]')

    def real(self, value, depth):
        bits = struct.pack(">d", value).hex() if value == value else "7ff8000000000000"
        self._out.append('["float","' + bits + '"]')

    def text(self, value, depth):
        kind = "str"
        if not value.isascii():
            escaped = escape_surrogates(value)
            if escaped is not value:
                kind, value = "str-escaped", escaped
        self._out.append('["' + kind + '",' + json_text(value) + "]")

    def byte_string(self, value, depth):
        self._out.append('["bytes","' + value.hex() + '"]')

    def byte_array(self, value, depth):
        self._out.append('["bytearray","' + value.hex() + '"]')

    def sequence(self, value, depth):
        self._out.append('["' + type(value).__name__ + '",[')
        self._push_items(value, depth, "]]")

    def unordered(self, value, depth):
        self._out.append('["' + type(value).__name__ + '",[')
        self._push_items(list(value), depth, "]]")

    def mapping(self, value, depth):
        self._out.append('["dict",[')
        stack = self._stack
        stack.append("]]")
        pairs = list(value.items())
        room = (NODE_LIMIT - self._nodes) // 2 + 1
        for position in range(min(len(pairs), room) - 1, -1, -1):
            key, item = pairs[position]
            stack += ["]", (item, depth), ",", (key, depth), ",[" if position else "["]

    def range(self, value, depth):
        self._out.append('["range",[')
        self._push_items([value.start, value.stop, value.step], depth, "]]")

    def slice(self, value, depth):
        self._out.append('["slice",[')
        self._push_items([value.start, value.stop, value.step], depth, "]]")

    def singleton(self, value, depth):
        name = "Ellipsis" if value is Ellipsis else "NotImplemented"
        self._out.append('["' + name + '",null]')

    def named(self, kind, name):
        self._out.append('["' + kind + '",' + json_text(name) + "]")

    def function(self, value, depth):
        self.named("function", value.__qualname__)

    def native(self, value, depth):
        bound = getattr(value, "__self__", None)
        name = getattr(value, "__qualname__", None)
        if name is None:  # not every implementation gives one to all of its natives
            name = type(bound).__name__ + "." + value.__name__
        # A method of None is bound to it; a function of no module says None as well.
        unbound = bound is None and type(value) is not NONE_METHOD
        if unbound or type(bound) in (ModuleType, type):
            self.named("native", name)
            return
        self._out.append('["method",[["native",' + json_text(name) + "],")
        self._stack += ["]]", (bound, depth)]

    def method(self, value, depth):
        self._out.append('["method",[')
        self._push_items([value.__func__, value.__self__], depth, "]]")

    def module(self, value, depth):
        self.named("module", value.__name__)

    def generator(self, value, depth):
        self.named(type(value).__name__, value.__qualname__)

    def cell(self, value, depth):
        try:
            content = value.cell_contents
        except ValueError:
            self._out.append('["cell",null]')
            return
        self._out.append('["cell",')
        self._stack += ["]", (content, depth)]

    def code(self, value, depth):
        head = code_head(value)
        self._out.append('["code",{' + head + ',"consts":[')
        self._push_items(value.co_consts, depth, "]}]")

    def complex(self, value, depth):
        """Not part of any profile; an answer that no reference gives."""
        self._out.append('["complex",[')
        self._push_items([value.real, value.imag], depth, "]]")

    def exception(self, value, depth):
        self._out.append('["exception",{"type":' + json_text(class_name(type(value))) + ',"args":[')
        text = exception_text(value)
        notes = attributes_of(value).get("__notes__")
        stack = self._stack
        stack.append("}]" if text is None else ',"text":' + json_text(text) + "}]")
        if type(notes) is list:
            self._push_items(notes, depth, "]")
            stack.append(',"notes":[')
        else:
            stack.append(',"notes":null')
        stack.append(',"suppress":' + ("true" if value.__suppress_context__ else "false"))
        for name, linked in (("context", value.__context__), ("cause", value.__cause__)):
            stack.append("null" if linked is None else (linked, depth))
            stack.append(',"' + name + '":')
        self._push_items(exception_args(value), depth, "]")

    def user_class(self, value, depth):
        self.named("class", class_name(value))

    def instance(self, value, depth):
        attributes = attributes_of(value)
        self._out.append('["instance",{"class":' + json_text(class_name(type(value))))
        self._out.append(',"attributes":[')
        stack = self._stack
        stack.append("]}]")
        names = [name for name in attributes if type(name) is str]
        room = NODE_LIMIT - self._nodes + 1
        for position in range(min(len(names), room) - 1, -1, -1):
            name = names[position]
            head = (",[" if position else "[") + json_text(name) + ","
            stack += ["]", (attributes[name], depth), head]

    def _other(self, value, kind, depth):
        if issubclass(kind, type):
            self.user_class(value, depth)
        elif not self._is_reference(value):
            if issubclass(kind, BaseException):
                self.exception(value, depth)
            elif is_user_class(kind):
                self.instance(value, depth)
            else:
                self.named("iterator", ITERATOR_NAMES.get(kind.__name__, kind.__name__))


def class_name(cls):
    return type.__dict__["__qualname__"].__get__(cls)


def is_user_class(cls):
    """Whether a case made the class: the agent's classes never reach a case."""
    return type.__getattribute__(cls, "__module__") == "__main__"


def attributes_of(value):
    """The attributes of an instance in insertion order, read past any method of its class."""
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return attributes if type(attributes) is dict else {}


def escape_surrogates(text):
    """`text` itself, or with backslashes doubled and lone surrogates as escapes if it has any."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(
            "\\\\" if c == "\\" else f"\\u{ord(c):04x}" if 0xD800 <= ord(c) <= 0xDFFF else c
            for c in text
        )
    return text


def exception_args(value):
    arguments = BaseException.__dict__["args"].__get__(value)
    return arguments if type(arguments) is tuple else ()


def exception_text(value):
    """The text of the exception, or None where a class of the case has a say in it."""
    if not all(type(argument) in QUIET for argument in exception_args(value)):
        return None
    for cls in type(value).__mro__:
        if is_user_class(cls):
            if "__str__" in cls.__dict__:
                return None
            continue
        try:
            return escape_surrogates(cls.__str__(value))
        except Exception:  # noqa: BLE001  an exception of no use has no text
            return None
    return None


def code_head(code):
    """The fields of a code object other than its constants, as JSON text without braces."""
    fields = [
        ("argcount", code.co_argcount),
        ("posonlyargcount", code.co_posonlyargcount),
        ("kwonlyargcount", code.co_kwonlyargcount),
        ("nlocals", code.co_nlocals),
        ("stacksize", code.co_stacksize),
        ("flags", code.co_flags),
        ("code", code.co_code.hex()),
        ("names", list(code.co_names)),
        ("varnames", list(code.co_varnames)),
        ("freevars", list(code.co_freevars)),
        ("cellvars", list(code.co_cellvars)),
        ("name", code.co_name),
        ("qualname", code.co_qualname),
        ("firstlineno", code.co_firstlineno),
        ("linetable", code.co_linetable.hex()),
        ("exceptiontable", code.co_exceptiontable.hex()),
    ]
    return json.dumps(dict(fields), separators=(",", ":"))[1:-1]


def _function():
    yield


CodeType = type(_function.__code__)
ModuleType = type(sys)
NONE_METHOD = type(None.__hash__)
FunctionType = type(_function)
QUIET = {type(None), bool, int, float, str, bytes}
"""Types of arguments whose `str` and `repr` run no code of the case."""
ITERATOR_NAMES = {"str_ascii_iterator": "str_iterator", "longrange_iterator": "range_iterator"}

PLAIN = {
    type(None): Writer.none,
    bool: Writer.boolean,
    int: Writer.integer,
    float: Writer.real,
    complex: Writer.complex,
    str: Writer.text,
    bytes: Writer.byte_string,
    tuple: Writer.sequence,
    frozenset: Writer.unordered,
    range: Writer.range,
    slice: Writer.slice,
    type(Ellipsis): Writer.singleton,
    type(NotImplemented): Writer.singleton,
    type: Writer.user_class,
    ModuleType: Writer.module,
    type(len): Writer.native,
    type((1).__add__): Writer.native,
    type(int.__add__): Writer.native,
    type(list.append): Writer.native,
    type(LOG.take): Writer.method,
    CodeType: Writer.code,
}
NUMBERED = {
    list: Writer.sequence,
    dict: Writer.mapping,
    set: Writer.unordered,
    bytearray: Writer.byte_array,
    FunctionType: Writer.function,
    type(_function()): Writer.generator,
    types.CoroutineType: Writer.generator,
    types.AsyncGeneratorType: Writer.generator,
    types.CellType: Writer.cell,
}


# Values in: the canonical form becomes a host value


def build_all(forms):
    """The host values of independent forms: numbering starts anew in each."""
    return [Builder().build(form) for form in forms]


class Builder:
    """Makes one host value from its canonical form."""

    def __init__(self):
        self._numbered = []

    def build(self, form):
        """The host value of `form`; `Refused` if the form is not one that can be made."""
        if type(form) is not list or len(form) != 2:
            raise Refused("malformed value")
        kind, content = form
        if kind == "int":
            return int(content)
        if kind == "float":
            return struct.unpack(">d", bytes.fromhex(content))[0]
        maker = MAKERS.get(kind)
        if maker is None:
            raise Refused("unsupported kind of value: " + str(kind))
        return maker(self, content)

    def _number(self, value):
        self._numbered.append(value)
        return value

    def items(self, content):
        return [self.build(item) for item in content]

    def make_list(self, content):
        value = self._number([])
        for item in content:
            value.append(self.build(item))
        return value

    def make_dict(self, content):
        value = self._number({})
        for key, item in content:
            made = self.build(key)
            value[made] = self.build(item)
        return value

    def make_set(self, content):
        value = self._number(set())
        for item in content:
            value.add(self.build(item))
        return value

    def make_exception(self, content):
        cls = getattr(builtins, content["type"], None)
        if not (isinstance(cls, type) and issubclass(cls, BaseException)):
            raise Refused("unsupported exception class")
        position = len(self._numbered)
        self._numbered.append(None)
        value = cls(*self.items(content["args"]))
        self._numbered[position] = value
        return value

    def make_code(self, content):
        varnames = tuple(content["varnames"])
        return CodeType(
            content["argcount"],
            content["posonlyargcount"],
            content["kwonlyargcount"],
            content["nlocals"],
            content["stacksize"],
            content["flags"],
            bytes.fromhex(content["code"]),
            tuple(build_all(content["consts"])),
            tuple(content["names"]),
            varnames,
            FILENAME,
            content["name"],
            content["qualname"],
            content["firstlineno"],
            bytes.fromhex(content["linetable"]),
            bytes.fromhex(content["exceptiontable"]),
            tuple(content["freevars"]),
            tuple(content["cellvars"]),
        )

    def reference(self, content):
        return self._numbered[content]


def unescape(content):
    parts = content.split("\\\\")
    for position, part in enumerate(parts):
        pieces = part.split("\\u")
        parts[position] = pieces[0] + "".join(chr(int(p[:4], 16)) + p[4:] for p in pieces[1:])
    return "\\".join(parts)


def builtin_named(content):
    value = getattr(builtins, content, None)
    if value is None or content not in PROFILE_BUILTINS:
        raise Refused("unsupported builtin: " + str(content))
    return value


MAKERS = {
    "None": lambda builder, content: None,
    "bool": lambda builder, content: bool(content),
    "str": lambda builder, content: content,
    "str-escaped": lambda builder, content: unescape(content),
    "bytes": lambda builder, content: bytes.fromhex(content),
    "bytearray": lambda builder, content: builder._number(bytearray.fromhex(content)),
    "tuple": lambda builder, content: tuple(builder.items(content)),
    "frozenset": lambda builder, content: frozenset(builder.items(content)),
    "list": Builder.make_list,
    "dict": Builder.make_dict,
    "set": Builder.make_set,
    "range": lambda builder, content: range(*builder.items(content)),
    "slice": lambda builder, content: slice(*builder.items(content)),
    "Ellipsis": lambda builder, content: Ellipsis,
    "NotImplemented": lambda builder, content: NotImplemented,
    "exception": Builder.make_exception,
    "class": lambda builder, content: builtin_named(content),
    "native": lambda builder, content: builtin_named(content),
    "code": Builder.make_code,
    "ref": Builder.reference,
}


# The lane `float`

OPERATORS = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "truediv": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "divmod": divmod,
    "pow": pow,
    "neg": operator.neg,
    "pos": operator.pos,
    "abs": abs,
    "invert": operator.invert,
    "lshift": operator.lshift,
    "rshift": operator.rshift,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "bool": bool,
    "int": int,
    "float": float,
    "index": operator.index,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "repr": repr,
    "str": str,
    "hash": hash,
    "format": format,
}
"""What a dunder in the name of an operation means: the language's operation, not the method."""
REFLECTED = ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow")
OWN_NAMES = {"float.parse": float, "float.from_int": float}
OWNERS = {"float": float, "int": int, "str": str, "math": math}
KEYWORD_ONLY = {
    "math.isclose": (2, ("rel_tol", "abs_tol")),
    "math.nextafter": (2, ("steps",)),
    "math.prod": (1, ("start",)),
}
"""How many arguments are positional, and the names of those that follow."""
FREE_FUNCTIONS = (
    *("abs", "divmod", "float", "format", "hash", "int", "max", "min", "pow", "repr", "round"),
    *("str", "sum"),
)


def reflected(function):
    return lambda left, right: function(right, left)


def with_keywords(function, positional, names):
    return lambda *values: function(
        *values[:positional], **dict(zip(names, values[positional:], strict=False))
    )


def find_operation(name):
    """The host's function for the name of an operation of the lane, or None."""
    if name in OWN_NAMES:
        return OWN_NAMES[name]
    owner, _, member = name.rpartition(".")
    if not owner:
        return getattr(builtins, name) if name in FREE_FUNCTIONS else None
    if owner not in OWNERS:
        return None
    if member.startswith("__") and member.endswith("__") and owner != "math":
        bare = member[2:-2]
        if bare in OPERATORS:
            return OPERATORS[bare]
        if bare[:1] == "r" and bare[1:] in REFLECTED:
            return reflected(OPERATORS[bare[1:]])
    function = getattr(OWNERS[owner], member, None)
    if callable(function) and name in KEYWORD_ONLY:
        return with_keywords(function, *KEYWORD_ONLY[name])
    return function if callable(function) else None


def list_operations():
    """The names of the operations that this interpreter has."""
    names = list(OWN_NAMES) + list(FREE_FUNCTIONS)
    names += ["math." + name for name in dir(math) if callable(getattr(math, name))]
    for bare in OPERATORS:
        dunder = f"__{bare}__"
        names += [f"{owner.__name__}.{dunder}" for owner in (float, int) if hasattr(owner, dunder)]
    names += [f"float.__r{bare}__" for bare in REFLECTED] + ["str.__mod__"]
    names += ["float." + name for name in dir(float) if name[0] != "_"]
    return sorted(name for name in set(names) if not name.startswith("math.__"))


class FloatLane:
    """One operation of float arithmetic, `math` or text conversion on given arguments."""

    def __init__(self):
        self._functions = {name: find_operation(name) for name in list_operations()}

    def claim(self):
        return {"operations": [name for name, f in self._functions.items() if f is not None]}

    def run(self, case, trace):
        name = case["operation"]
        function = self._functions.get(name)
        if function is None:
            function = find_operation(name) if type(name) is str else None
            if function is None:
                raise Refused("unsupported")
            self._functions[name] = function
        arguments = build_all(case["arguments"])
        return observe(function, arguments)


# The lanes `bytecode` and `compile`

_FUNCTION_NAMES = (
    "abs all any ascii bin bool bytearray bytes callable chr classmethod delattr dict dir "
    "divmod enumerate filter float format frozenset getattr hasattr hash hex int isinstance "
    "issubclass iter len list map max min next object oct ord pow print property range repr "
    "reversed round set setattr slice sorted staticmethod str sum super tuple type zip "
    "__build_class__ Ellipsis False None NotImplemented True __debug__"
)
PROFILE_BUILTINS = {name: getattr(builtins, name) for name in _FUNCTION_NAMES.split()}
PROFILE_BUILTINS.update(
    (name, value)
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)


def profile_import(name, namespace=None, locals=None, names=(), level=0):
    """What an import statement of a case gets: a fresh copy of an importable module."""
    original = IMPORTABLE.get(name) if level == 0 else None
    if original is None:
        raise ImportError(f"module '{name}' is outside the profile")
    module = ModuleType(name)
    public = {key: value for key, value in vars(original).items() if key[:2] != "__"}
    vars(module).update(public)
    return module


IMPORTABLE = {"math": math}
"""The modules of the profile that a case may import."""
PROFILE_BUILTINS["__import__"] = profile_import


def fresh_globals():
    return {"__builtins__": dict(PROFILE_BUILTINS), "__name__": "__main__"}


class BytecodeLane:
    """A code object, rebuilt and called as a function in fresh globals."""

    def __init__(self, quirks):
        self._quirks = quirks

    def claim(self):
        return {}

    def run(self, case, trace):
        try:
            code = Builder().make_code(case["code"])
        except ValueError as error:
            raise Refused("invalid code: " + str(error)) from None
        arguments = build_all(case["arguments"])
        function = FunctionType(code, fresh_globals())
        if trace == "none" or not self._quirks.can_trace:
            return observe(function, arguments)
        tracer = Tracer(code, self._quirks, trace == "full")
        outcome = observe(function, arguments, tracer)
        outcome["trace"] = json.dumps(tracer.summary(), separators=(",", ":"))
        return outcome


class SourceLane:
    """A source: compiled, run as a module, then its `main` called with the arguments."""

    def __init__(self, quirks):
        self._quirks = quirks

    def claim(self):
        return {}

    def run(self, case, trace):
        try:
            code = compile(case["source"], FILENAME, "exec", 0, True)
        except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError) as error:
            LOG.take()
            raise Refused(type(error).__name__ + ": " + str(error)) from None
        arguments = build_all(case["arguments"])
        names = fresh_globals()

        def program():
            exec(code, names)
            return names["main"](*arguments) if "main" in names else None

        if trace == "none" or not self._quirks.can_trace:
            outcome = observe(program, [])
        else:
            tracer = Tracer(code, self._quirks, trace == "full", runs=2)
            outcome = observe(program, [], tracer)
            outcome["trace"] = json.dumps(tracer.summary(), separators=(",", ":"))
        outcome["code"] = json.dumps(code_digests(code), separators=(",", ":"))
        return outcome


def numbered_codes(code):
    """A code object and those in its constants, in pre-order."""
    found = [code]
    for constant in code.co_consts:
        if type(constant) is CodeType:
            found += numbered_codes(constant)
    return found


DIGESTED = (
    "argcount posonlyargcount kwonlyargcount nlocals stacksize flags firstlineno code "
    "exceptiontable name qualname names varnames freevars cellvars consts"
)


def code_digests(entry):
    """For each field 16 hex digits over that field of every code object, in their order."""
    codes = numbered_codes(entry)
    found = {
        name: digest([digested(getattr(code, "co_" + name), name) for code in codes])
        for name in DIGESTED.split()
    }
    names = [(code.co_qualname, "__annotate__" in code.co_qualname.split(".")) for code in codes]
    for field, wanted in (("qualname", False), ("annotate_qualname", True)):
        found[field] = digest([digested(name, "") for name, given in names if given == wanted])
    return found


def digest(texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def digested(value, name):
    if name == "consts":
        return "\n".join(["code" if type(c) is CodeType else constant_text(c) for c in value])
    return value.hex() if type(value) is bytes else json.dumps(value, separators=(",", ":"))


def constant_text(value):
    """The canonical text of a constant; a frozenset's elements in an order of their own."""
    if type(value) is frozenset:
        texts = sorted([constant_text(item) for item in value])
        return '["frozenset",' + json.dumps(texts, separators=(",", ":")) + "]"
    if type(value) is tuple:
        return '["tuple",[' + ",".join([constant_text(item) for item in value]) + "]]"
    return Writer().write(value)


class CompileLane:
    """The code object that this interpreter's compiler makes of a source."""

    def claim(self):
        return {}

    def run(self, case, trace):
        source = case["source"]
        return observe(compile, [source, FILENAME, case.get("mode", "exec"), 0, True])


# The lane `object`

EXPRESSIONS = {
    "add": "a + b", "sub": "a - b", "mul": "a * b", "truediv": "a / b", "floordiv": "a // b",
    "mod": "a % b", "pow": "a ** b", "lshift": "a << b", "rshift": "a >> b", "and_": "a & b",
    "or_": "a | b", "xor": "a ^ b", "lt": "a < b", "le": "a <= b", "eq": "a == b",
    "ne": "a != b", "gt": "a > b", "ge": "a >= b", "contains": "b in a", "getitem": "a[b]",
    "neg": "-a", "pos": "+a", "invert": "~a", "not_": "not a",
}  # fmt: skip
STATEMENTS = {
    "iadd": "a += b", "isub": "a -= b", "imul": "a *= b", "imod": "a %= b", "ior": "a |= b",
    "iand": "a &= b", "ixor": "a ^= b", "ilshift": "a <<= b", "ifloordiv": "a //= b",
    "setitem": "a[b] = c", "delitem": "del a[b]",
}  # fmt: skip
"""Operators that the lane executes; those in place give their first operand."""
VIEWS = {"dict_keys": dict.keys, "dict_values": dict.values, "dict_items": dict.items}
"""Receivers that are made from a dict."""
ELEMENTS_SHOWN = 100
CHANGEABLE = (list, dict, set, bytearray)
"""Types of receivers that are shown as they are after the operation."""
SHOWN = [
    *(iter([]), iter(()), iter(""), iter("\u0100"), iter(b""), iter(bytearray()), iter(range(1))),
    *(iter(range(1 << 70)), iter(set()), iter({}), iter({}.values()), iter({}.items())),
    *(reversed([]), reversed({}), reversed({}.values()), reversed({}.items()), reversed("")),
    *(enumerate([]), zip(), map(len, []), filter(None, []), iter(len, 0)),
    *({}.keys(), {}.values(), {}.items()),
]
SHOWN = {type(value) for value in SHOWN}
"""Types of results whose elements are asked for."""


def operators():
    """For each operator a function that applies it, made from the same text as the reference's."""
    lines = []
    for name, text in EXPRESSIONS.items():
        parameters = "a, b" if "b" in text else "a"
        lines.append(f"def {name}({parameters}): return {text}")
    for name, text in STATEMENTS.items():
        parameters = "a, b, c" if text.endswith("c") else "a, b"
        result = "return a" if text.endswith("= b") else "return None"
        lines.append(f"def {name}({parameters}):\n    {text}\n    {result}")
    namespace = fresh_globals()
    exec(compile("\n".join([*lines, ""]), FILENAME, "exec"), namespace)
    return {name: namespace[name] for name in (*EXPRESSIONS, *STATEMENTS)}


class ObjectLane:
    """One operation: a method of a builtin type, a builtin function, an operator."""

    def __init__(self):
        self._operators = operators()
        self._owners = {cls.__name__: cls for cls in BUILTIN_TYPES}

    def claim(self):
        return {}

    def _find(self, name):
        """The function of an operation, and the method that makes its receiver."""
        owner, _, member = name.partition(".")
        if owner == "builtin":
            function = PROFILE_BUILTINS.get(member)
        elif owner == "operator":
            function = self._operators.get(member)
        elif owner == "math":
            function = getattr(math, member, None)
        else:
            # what the type lacks is the case's AttributeError
            function = self._owners.get(owner)
            if function is not None:
                return (lambda: getattr(function, member)), VIEWS.get(owner)
        if function is None:
            raise Refused("unsupported")
        return (lambda: function), None

    def run(self, case, trace):
        find, maker = self._find(case["method"])
        receiver, keywords = case["receiver"], case["keywords"]
        forms = list(case["arguments"]) if receiver is None else [receiver] + case["arguments"]
        given = Builder().build(["tuple", forms + list(keywords.values())])
        arguments = list(given[: len(forms)])
        named = dict(zip(keywords, given[len(forms) :], strict=True))
        kept = arguments[0] if receiver is not None else None

        def operation():
            function = find()
            if maker is not None and type(kept) is dict:
                arguments[0] = maker(kept)
            value = function(*arguments, **named)
            if type(value) not in SHOWN:
                return value
            iterator = iter(value)
            elements = [
                element for _, element in zip(range(ELEMENTS_SHOWN), iterator, strict=False)
            ]
            return (value, elements)

        outcome = observe(operation, [])
        if type(kept) in CHANGEABLE:
            outcome["receiver"] = Writer().write(kept)
        return outcome


BUILTIN_TYPES = [cls for cls in vars(builtins).values() if isinstance(cls, type)]
BUILTIN_TYPES += [type(value) for value in ({}.keys(), {}.values(), {}.items(), None, ..., len)]
BUILTIN_TYPES += [type(NotImplemented), types.MappingProxyType]


# Traces

NOT_IN_PATH = (
    "RESUME", "EXTENDED_ARG", "CACHE", "NOP", "NOT_TAKEN", "END_FOR", "JUMP_FORWARD",
)  # fmt: skip


def opcode_numbers():
    """Numbers of the opcodes that are not part of a path."""
    from opcode import opmap

    return {opmap[name] for name in NOT_IN_PATH if name in opmap}


class Quirks:
    """How this interpreter reports instructions, found by running a known function.

    `bias` is what `f_lasti` is above the offset of the instruction that runs next.
    """

    def __init__(self):
        self.bias = 0
        self.can_trace = False
        try:
            self.skipped = opcode_numbers()
        except Exception:  # noqa: BLE001  without the module `opcode` nothing can be traced
            return
        offsets = []

        def watch(frame, event, argument):
            if frame.f_code is not probe.__code__:
                return None
            frame.f_trace = watch
            frame.f_trace_opcodes = True
            if event == "opcode":
                offsets.append(frame.f_lasti)
            return watch

        def probe():
            return None

        sys.settrace(watch)
        probe()
        sys.settrace(None)
        code = probe.__code__.co_code
        first = next((i for i in range(0, len(code), 2) if code[i] not in self.skipped), None)
        if offsets and first is not None:
            reported = [offset for offset in offsets if offset >= first]
            self.bias = reported[0] - first if reported else 0
            self.can_trace = self.bias in (0, 2)


class Tracer:
    """Follows a case instruction by instruction.

    While the case runs only numbers are taken down, code and offset in one; the rest is done
    when it has ended. Not part of a path: the opcodes of NOT_IN_PATH, what stands before the
    first RESUME of a code object (cells are made and generators returned there, which CPython
    does not report), and what runs after the entry has returned, when its locals are freed.
    RustPython's fast versions of some instructions do the work of the next one as well and
    report it once: such a pair of offsets, impossible otherwise, is filled in.
    """

    def __init__(self, code, quirks, full, runs=1):
        self._quirks = quirks
        self._runs = runs  # how many calls in a row are traced
        self._codes = []
        self._places = {}
        self._events = []
        self._depths = [] if full else None
        self._register(code)

    def _register(self, code):
        """Number the code objects in pre-order."""
        self._places[id(code)] = len(self._codes) << OFFSET_BITS
        self._codes.append(code)
        for constant in code.co_consts:
            if type(constant) is CodeType:
                self._register(constant)

    def function(self):
        """The trace function; a closure, since it runs at every instruction."""
        places, append, depths = self._places, self._events.append, self._depths
        entry, runs = None, self._runs

        def trace(frame, event, argument):
            nonlocal entry, runs
            place = places.get(id(frame.f_code))
            if place is None:
                return None
            if event == "opcode":
                append(place + frame.f_lasti)
                if depths is not None:
                    depths.append(self._depth(frame))
            elif event == "call":
                entry = entry or frame
                # CPython 3.13 and later ignore f_trace_opcodes without f_trace.
                frame.f_trace = trace
                frame.f_trace_opcodes = True
                frame.f_trace_lines = False
            elif event == "exception":
                append(EXCEPTION)
                if depths is not None:
                    depths.append(0)
            elif event == "return" and frame is entry:
                entry, runs = None, runs - 1
                if not runs:
                    places.clear()
            return trace

        return trace

    def _depth(self, frame):
        depth, caller = 0, frame.f_back
        while caller is not None:
            depth += id(caller.f_code) in self._places
            caller = caller.f_back
        return depth

    def _path(self):
        """The places of the path, each with the number of the event that it came by."""
        tables = [self._table(code, number) for number, code in enumerate(self._codes)]
        last = EXCEPTION
        for position, event in enumerate(self._events):
            if event != EXCEPTION:
                inside, swallowed = tables[event >> OFFSET_BITS]
                event -= self._quirks.bias
                between = swallowed.get((last, event))
                if between is not None:
                    yield position, between
                if event in inside:
                    yield position, event
            last = event

    def _table(self, code, number):
        """The places of a code object that are in paths, and pairs with one between them."""
        content, skipped = code.co_code, self._quirks.skipped
        base, size = number << OFFSET_BITS, len(content)
        start = next((i for i in range(0, size, 2) if content[i] == RESUME), 0)
        inside, swallowed = set(), {}
        for offset in range(start, size, 2):
            if content[offset] not in skipped:
                inside.add(base + offset)
            for opcode, width, follower in SWALLOWERS:
                after = offset + width
                if content[offset] == opcode and after < size and content[after] == follower:
                    swallowed[base + offset, base + after + 2] = base + after
        return inside, swallowed

    def summary(self):
        """The trace of the outcome."""
        path = list(self._path())
        mask = (1 << OFFSET_BITS) - 1
        text = "".join([f"{place >> OFFSET_BITS}:{place & mask}\n" for _, place in path])
        digest = hashlib.sha256(text.encode("ascii")).hexdigest()
        summary = {"steps": len(path), "path": digest}
        if self._depths is not None:
            kept = enumerate(path[:RECORD_LIMIT])
            summary["records"] = [
                self._record(step, self._depths[position], place >> OFFSET_BITS, place & mask)
                for step, (position, place) in kept
            ]
        return summary

    def _record(self, step, depth, number, offset):
        content = self._codes[number].co_code
        operand, shift, position = content[offset + 1], 8, offset - 2
        while position >= 0 and content[position] == EXTENDED_ARG:
            operand |= content[position + 1] << shift
            shift, position = shift + 8, position - 2
        record = {"step": step, "depth": depth, "code": number, "offset": offset}
        record.update(opcode=content[offset], oparg=operand)
        return record


OFFSET_BITS = 24
EXCEPTION = -1
"""Stands among the places where an exception was raised."""
EXTENDED_ARG, RESUME, BINARY_OP, CALL, POP_TOP, STORE_FAST = 69, 128, 44, 52, 31, 112
"""Their numbers in CPython 3.14 code objects; no others are traced."""
SWALLOWERS = ((CALL, 8, POP_TOP), (BINARY_OP, 12, STORE_FAST))
"""Opcode, its width with caches, and the opcode after it whose work it may do as well."""


# Running a case


def observe(function, arguments, tracer=None):
    """Call `function`; the outcome, its fields as JSON text."""
    try:
        if tracer is None:
            value = function(*arguments)
        else:
            sys.settrace(tracer.function())
            try:
                value = function(*arguments)
            finally:
                sys.settrace(None)
    except BaseException as error:  # noqa: BLE001  whatever a case raises is its outcome
        lines = LOG.take()
        error.__traceback__ = None
        writer = Writer()
        outcome = {"status": '"raised"', "exception": writer.write(error)}
    else:
        lines = LOG.take()
        writer = Writer()
        outcome = {"status": '"returned"', "value": writer.write(value)}
    if lines:
        outcome["log"] = "[" + ",".join(map(json_text, lines)) + "]"
    if writer.large:
        outcome["marks"] = '[{"name":"large","step":0}]'
    return outcome


def refusal(reason):
    return {"status": '"refused"', "reason": json_text(reason)}


def run_case(lanes, case, trace):
    """The outcome of one case: never an exception, whatever the case holds."""
    LOG.take()  # what the last case printed when its values were freed is nobody's
    try:
        lane = lanes.get(case["lane"])
        if lane is None:
            raise Refused("unsupported")
        return lane.run(case, trace)
    except Refused as refused:
        return refusal(refused.reason)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        return refusal("malformed case: " + type(error).__name__ + ": " + str(error))


class Agent:
    """The loop of the protocol over one pair of frames streams."""

    def __init__(self, stream, hello, lanes):
        self._stream = stream
        self._hello = hello
        self._lanes = lanes
        self._cases = 0

    def run(self):
        """Answer frames until `bye` or the end of the input; the exit status."""
        while True:
            text = self._stream.read()
            if text is None:
                return 0
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(ENCODING_RECURSION)
            try:
                message = json.loads(text)
                kind = message["type"]
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                return self._give_up("malformed frame: " + type(error).__name__)
            finally:
                sys.setrecursionlimit(limit)
            if kind == "bye":
                return 0
            if kind == "hello":
                if message.get("protocol") != PROTOCOL:
                    return self._give_up("this target speaks protocol 1")
                self._stream.write(json.dumps(self._hello, separators=(",", ":")))
            elif kind == "batch":
                self._batch(message)
            else:
                return self._give_up("unknown type of message: " + str(kind))

    def _give_up(self, detail):
        self._stream.write('{"type":"error","detail":' + json_text(detail) + "}")
        return 2

    def _batch(self, message):
        number, trace = json.dumps(message["id"]), message.get("trace", "none")
        for index, case in enumerate(message["cases"]):
            outcome = run_case(self._lanes, case, trace)
            fields = ",".join('"' + name + '":' + text for name, text in outcome.items())
            if len(fields) > FRAME_LIMIT - 200:
                fields = '"status":"refused","reason":"the outcome does not fit into a frame"'
            head = '{"type":"outcome","batch":' + number + ',"index":' + str(index)
            self._stream.write(head + ',"outcome":{' + fields + "}}")
            self._cases += 1
            if self._cases % COLLECT_EVERY == 0:
                gc.collect()


def has_case_bytecode():
    """Whether this interpreter executes the bytecode that cases carry: CPython 3.14's."""
    return sys.version_info[:2] == (3, 14)


def version_text():
    """The interpreter's own version; RustPython names it in the text of `sys.version` only."""
    if IS_RUSTPYTHON:
        words = sys.version.replace("[", " ").split()
        if "RustPython" in words[:-1]:
            return words[words.index("RustPython") + 1]
    return ".".join(str(part) for part in sys.version_info[:3])


IS_RUSTPYTHON = sys.implementation.name == "rustpython"


def close_imports():
    """Where an import statement does not ask the builtins of its globals, replace the real one."""
    try:
        FunctionType(compile("import sys", FILENAME, "exec"), fresh_globals())()
    except ImportError:
        return
    builtins.__import__ = profile_import


def isolate():
    """Take from cases what could reach the protocol, the harness's log, or another case."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    warnings.simplefilter("ignore")
    gc.disable()
    sys.unraisablehook = lambda unraisable: None
    close_imports()
    sys.stdout = sys.stderr = LOG
    sys.stdin = None


def serve(stream=None, lanes=None, name=None, version=None, marks=()):
    """Serve the protocol until its end; the exit status.

    `lanes` (name -> object with `claim()` and `run(case, trace)`) replaces this file's own.
    """
    quirks = Quirks()
    observes = list(OBSERVES)
    if lanes is None:
        lanes = {"float": FloatLane()}
        if sys.version_info >= (3, 14):
            lanes["object"] = ObjectLane()
        else:
            # the specification's methods and texts are those of 3.14, which changed many of them
            observes.remove("exception-text")
        if has_case_bytecode():
            lanes["bytecode"] = BytecodeLane(quirks)
            lanes["compile"] = CompileLane()
            lanes["source"] = SourceLane(quirks)
            observes += ["path"] if quirks.can_trace else []
    hello = {
        "type": "hello",
        "protocol": PROTOCOL,
        "name": name or sys.implementation.name,
        "version": version or version_text(),
        "lanes": {lane: lanes[lane].claim() for lane in lanes},
        "observes": observes,
        "marks": list(marks),
        "word": 64 if sys.maxsize > 1 << 32 else 32,
    }
    if stream is None:
        stream = Pipes()
    isolate()
    return Agent(stream, hello, lanes).run()


if __name__ == "__main__":
    sys.exit(serve())
