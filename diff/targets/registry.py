"""The catalogue of targets: the built-in ones, and the user's own of `targets.toml`.

An `Entry` is a target that the harness knows, usable now or not; its `spec` says how to
start it. A target is a program under `targets/` run by an interpreter, and the packages
(`diff.targets.packages`) that this needs.
"""

import re
import shutil
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, final

from diff.errors import HarnessError, TargetUnavailable, UnknownTarget
from diff.targets.install import folder_of, is_installed
from diff.targets.packages import (
    CBOR2_JS_VERSION,
    CBOR2_VERSION,
    CBOR_NPM_VERSION,
    CBORG_VERSION,
    CIBORIUM_VERSION,
    CORE_MATH_VERSION,
    NODE_HELP,
    PACKAGES,
    PYODIDE_VERSION,
    SDK_VERSION,
    TARGETS,
    Package,
)
from diff.targets.process import ProcessTarget
from diff.targets.target import Kind, Target, TargetSpec

USER_FILE = "targets.toml"
CHECKOUT = TARGETS.parent
AGENT = TARGETS / "agent.py"
PYODIDE_RUNNER = TARGETS / "pyodide.mjs"
SDK_AGENT = TARGETS / "cbor_sdk.py"
REFERENCE = "reference"

_FIXED_HASHES = {"PYTHONHASHSEED": "0"}
_SORTED_AS_SPECIFIED = ("0.6.0",)
"""Versions of RustPython whose sequence of comparisons in a sort was measured to be D6's."""
_WORD_64 = ("index-size", "word-size")
_NODE_SECONDS = 2.0
_INTERPRETER_FLAGS = ("-B", "-s", "-S")
"""No bytecode files, no user packages, no site: nothing of the host reaches a case."""


class TargetFileError(HarnessError):
    """`targets.toml` is malformed; says where and what was expected."""


@final
@dataclass(frozen=True, slots=True)
class Entry:
    """A target that the harness knows.

    `make` gives its spec when the packages are there; `tools` are programs on PATH that it
    needs as well; `lanes` is what it is expected to claim, for listings.
    """

    name: str
    about: str
    lanes: tuple[str, ...]
    make: Callable[[], TargetSpec]
    packages: tuple[Package, ...] = ()
    tools: tuple[str, ...] = ()
    users: bool = False

    def unavailable(self) -> str | None:
        """Why it cannot be started now and how to mend that, in one line; None if it can."""
        for tool in self.tools:  # so far Node alone
            if shutil.which(tool) is None:
                return f"{self.name}: {tool} is not on PATH; {NODE_HELP}"
        if not all(map(is_installed, self.packages)):
            lacking = [p.identity for p in self.packages if not is_installed(p)]
            return (
                f"{self.name}: {' and '.join(lacking)} not installed; "
                f"`pvm targets install {self.name}` gets it"
            )
        return None

    def spec(self) -> TargetSpec:
        """How to start it. Raises TargetUnavailable."""
        why = self.unavailable()
        if why is not None:
            raise TargetUnavailable(why)
        return self.make()


# The built-in targets


def _reference() -> TargetSpec:
    return TargetSpec(REFERENCE, "in-process")


def _cpython() -> TargetSpec:
    argv = (sys.executable, *_INTERPRETER_FLAGS, str(AGENT))
    honours: tuple[str, ...] = _WORD_64 if sys.maxsize > 1 << 32 else ()
    if sys.version_info[:2] == (3, 11):
        honours += ("sort-order",)  # the list sort of later versions compares otherwise
    if sys.version_info[:2] >= (3, 14):
        honours += ("python-3.14",)
    version = ".".join(map(str, sys.version_info[:3]))
    return TargetSpec("cpython", "native", argv, _FIXED_HASHES, honours=honours, version=version)


def _cpython_314() -> TargetSpec:
    package = PACKAGES[f"pyodide-{PYODIDE_VERSION}"]
    directory = folder_of(package) / "node_modules" / "pyodide"
    return TargetSpec(
        "cpython-3.14",
        "node",
        ("node", str(PYODIDE_RUNNER), str(directory)),
        deadline_seconds=_NODE_SECONDS,
        start_seconds=60.0,
        honours=("python-3.14", "annotate-qualname"),
        expected_name="cpython",
        version="3.14.2",
    )


def _rustpython_binary(version: str) -> Path:
    package = PACKAGES[f"rustpython-{version}"]
    return folder_of(package) / package.product


def _rustpython(version: str) -> Entry:
    def make() -> TargetSpec:
        argv = (str(_rustpython_binary(version)), *_INTERPRETER_FLAGS, str(AGENT))
        honours: tuple[str, ...] = ("set-order", "python-3.14", *_WORD_64)
        if version in _SORTED_AS_SPECIFIED:
            honours += ("sort-order",)
        return TargetSpec(
            f"rustpython-{version}",
            "native",
            argv,
            _FIXED_HASHES,
            honours=honours,
            expected_name="rustpython",
            version=version,
        )

    about = "the current stock RustPython" if version == "0.6.0" else "an older RustPython"
    lanes = ("float", "bytecode", "compile", "object", "source")
    packages = (PACKAGES[f"rustpython-{version}"],)
    return Entry(f"rustpython-{version}", f"{about}, from crates.io", lanes, make, packages)


def _sdk(interpreter: str | None) -> Entry:
    """The SDK's codec, on the host's CPython (None) or on a version of RustPython."""
    package = PACKAGES[f"cowboy-actor-sdk-{SDK_VERSION}"]
    name = "cowboy-sdk" if interpreter is None else f"cowboy-sdk@rustpython-{interpreter}"

    def make() -> TargetSpec:
        program = sys.executable if interpreter is None else str(_rustpython_binary(interpreter))
        site = str(folder_of(package) / "site")
        argv = (program, *_INTERPRETER_FLAGS, str(SDK_AGENT), site)
        return TargetSpec(
            name,
            "native",
            argv,
            _FIXED_HASHES,
            honours=_WORD_64,
            expected_name="cowboy-sdk",
            version=SDK_VERSION,
        )

    where = "the host's CPython" if interpreter is None else f"RustPython {interpreter}"
    packages: tuple[Package, ...] = (package,)
    if interpreter is not None:
        packages += (PACKAGES[f"rustpython-{interpreter}"],)
    about = f"the codec of cowboy-actor-sdk {SDK_VERSION} on {where}"
    return Entry(name, about, ("cbor",), make, packages)


def _npm_codec(library: str, version: str) -> Entry:
    """A codec of npm under Node, in its RFC 8949 mode."""
    package = PACKAGES[f"cbor-{CBOR_NPM_VERSION}"]
    name = f"{library}-js-{version}"

    def make() -> TargetSpec:
        argv = ("node", str(TARGETS / "cbor_node.mjs"), str(folder_of(package)), library)
        return TargetSpec(
            name,
            "node",
            argv,
            deadline_seconds=_NODE_SECONDS,
            start_seconds=60.0,
            expected_name=f"{library}-js",
            version=version,
        )

    about = f"npm {library} {version}, keys in bytewise order"
    return Entry(name, about, ("cbor",), make, (package,), ("node",))


def _cbor2() -> Entry:
    package = PACKAGES[f"cbor2-{CBOR2_VERSION}"]

    def make() -> TargetSpec:
        script = (str(TARGETS / "cbor_cbor2.py"), str(folder_of(package) / "site"))
        argv = (sys.executable, *_INTERPRETER_FLAGS, *script)
        return TargetSpec(
            package.identity,
            "native",
            argv,
            _FIXED_HASHES,
            honours=_WORD_64,
            expected_name="cbor2",
            version=CBOR2_VERSION,
        )

    about = "cbor2 of PyPI, canonical mode: encoding without floats"
    return Entry(package.identity, about, ("cbor",), make, (package,))


def _ciborium() -> Entry:
    package = PACKAGES[f"ciborium-{CIBORIUM_VERSION}"]

    def make() -> TargetSpec:
        return TargetSpec(
            package.identity,
            "native",
            (str(folder_of(package) / package.product),),
            expected_name="ciborium",
            version=CIBORIUM_VERSION,
        )

    about = "the Rust crate ciborium, canonical order: encoding without floats, lenient decoding"
    return Entry(package.identity, about, ("cbor",), make, (package,))


def _core_math() -> Entry:
    package = PACKAGES[f"core-math-{CORE_MATH_VERSION}"]

    def make() -> TargetSpec:
        return TargetSpec(
            package.identity,
            "native",
            (str(folder_of(package) / package.product),),
            expected_name="core-math",
            version=CORE_MATH_VERSION,
        )

    about = "the Rust crate core-math: correctly rounded functions, by other algorithms"
    return Entry(package.identity, about, ("float",), make, (package,))


def _built_in() -> Mapping[str, Entry]:
    pyodide = PACKAGES[f"pyodide-{PYODIDE_VERSION}"]
    entries = [
        Entry(
            REFERENCE,
            "this specification, in process",
            ("float", "bytecode", "cbor", "object", "source"),
            _reference,
        ),
        Entry("cpython", "the Python that runs the harness", ("float",), _cpython),
        Entry(
            "cpython-3.14",
            "CPython 3.14.2 as WebAssembly, 32 bits, under Node",
            ("float", "bytecode", "compile", "object", "source"),
            _cpython_314,
            (pyodide,),
            ("node",),
        ),
        *(_rustpython(version) for version in ("0.6.0", "0.5.0")),
        *(_sdk(interpreter) for interpreter in (None, "0.6.0", "0.5.0")),
        _npm_codec("cborg", CBORG_VERSION),
        _npm_codec("cbor2", CBOR2_JS_VERSION),
        _cbor2(),
        _ciborium(),
        _core_math(),
    ]
    return {entry.name: entry for entry in entries}


BUILT_IN: Mapping[str, Entry] = _built_in()
"""The targets that the project brings, by name."""


def catalogue(file: Path | None = None) -> Mapping[str, Entry]:
    """Every target: the built-in ones and those of `targets.toml`.

    `file` is the user's file; without it, the one at the root of the checkout if there is
    one. Raises TargetFileError.
    """
    if file is None:
        file = CHECKOUT / USER_FILE
        if not file.exists():
            return BUILT_IN
    return {**BUILT_IN, **_read_users(file)}


def entry_named(name: str, file: Path | None = None) -> Entry:
    """The target with that name. Raises UnknownTarget, which lists the names there are."""
    known = catalogue(file)
    entry = known.get(name)
    if entry is None:
        raise UnknownTarget(f"no target {name!r}; there are {', '.join(known)}")
    return entry


def open_target(name: str, file: Path | None = None) -> Target:
    """A target ready to be asked. Raises UnknownTarget, TargetUnavailable."""
    spec = entry_named(name, file).spec()
    if spec.kind == "in-process":
        from diff.reference.target import ReferenceTarget

        return ReferenceTarget()
    return ProcessTarget(spec)


# The user's own targets

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*\Z")
_KINDS: Mapping[str, Kind] = {"native": "native", "node": "node"}
_KEYS = (
    *("command", "environment", "honours", "lanes", "kind", "about"),
    *("deadline-seconds", "start-seconds", "memory-mib"),
)


def _read_users(file: Path) -> Mapping[str, Entry]:
    try:
        text = file.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except OSError as error:
        raise TargetFileError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise TargetFileError(f"{file}: not UTF-8 at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        raise TargetFileError(f"{file}: {error}") from None
    reader = _UserFile(file, text)
    for key in document:
        if key != "targets":
            raise reader.error(key, "", "unknown; the file holds tables [targets.NAME]")
    tables = document.get("targets", {})
    if not isinstance(tables, dict):
        raise reader.error("targets", "", "expected tables [targets.NAME]")
    return {name: reader.entry(name, table) for name, table in tables.items()}


@final
class _UserFile:
    """Checks the tables of one `targets.toml`; every error names line and key."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._lines = text.splitlines()

    def error(self, table: str, key: str, problem: str) -> TargetFileError:
        """The error for `key` of `[targets.table]`, or for the whole table."""
        line = self._line(table, key)
        where = f"{table}.{key}" if key else table
        return TargetFileError(f"{self._file}:{line}: {where}: {problem}")

    def _line(self, table: str, key: str) -> int:
        head, found = 1, False
        for number, text in enumerate(self._lines, 1):
            bare = text.strip().replace('"', "")
            if bare.startswith("[") and not found:
                if table in bare:
                    head, found = number, True
            elif found and bare.startswith("["):
                break
            elif found and key and re.match(rf"{re.escape(key)}\s*[=.]", bare):
                return number
        if not found:
            head = next((n for n, text in enumerate(self._lines, 1) if table in text), 1)
        return head

    def entry(self, name: str, table: Any) -> Entry:
        """The entry of one table. Raises TargetFileError."""
        if not isinstance(table, dict):
            raise self.error(name, "", f"expected a table [targets.{name}]")
        if not _NAME.match(name):
            raise self.error(name, "", "a name has letters, digits and any of ._@+-")
        if name in BUILT_IN:
            raise self.error(name, "", "is the name of a built-in target")
        for key in table:
            if key not in _KEYS:
                raise self.error(name, key, f"unknown key; there are {', '.join(_KEYS)}")
        spec = self._spec(name, table)
        lanes = spec.lanes or ("what it claims",)
        about = self._text(name, table, "about", f"of {self._file.name}")
        return Entry(name, about, lanes, lambda: spec, users=True)

    def _spec(self, name: str, table: Mapping[str, Any]) -> TargetSpec:
        if "command" not in table:
            raise self.error(name, "", "`command` is missing: an array of texts")
        command = tuple(self._expand(part) for part in self._texts(name, table, "command"))
        if not command:
            raise self.error(name, "command", "expected a program and its arguments")
        kind = self._text(name, table, "kind", "native")
        if kind not in _KINDS:
            raise self.error(name, "kind", f"expected one of {', '.join(_KINDS)}, found {kind!r}")
        return TargetSpec(
            name,
            _KINDS[kind],
            command,
            self._environment(name, table),
            memory_bytes=int(self._number(name, table, "memory-mib", 2048.0)) << 20,
            lanes=self._texts(name, table, "lanes") if "lanes" in table else None,
            honours=self._honours(name, table),
            deadline_seconds=self._number(name, table, "deadline-seconds", 1.0),
            start_seconds=self._number(name, table, "start-seconds", 30.0),
        )

    def _expand(self, part: str) -> str:
        places = {"{agent}": AGENT, "{targets}": TARGETS, "{here}": self._file.resolve().parent}
        for mark, place in places.items():
            part = part.replace(mark, str(place))
        return part

    def _text(self, name: str, table: Mapping[str, Any], key: str, default: str) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self.error(name, key, f"expected text, found {value!r}")
        return value

    def _texts(self, name: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(name, key, f"expected an array of texts, found {value!r}")
        return tuple(value)

    def _number(self, name: str, table: Mapping[str, Any], key: str, default: float) -> float:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
            raise self.error(name, key, f"expected a positive number, found {value!r}")
        return float(value)

    def _environment(self, name: str, table: Mapping[str, Any]) -> Mapping[str, str]:
        value = table.get("environment", {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.error(name, "environment", f"expected a table of texts, found {value!r}")
        return {**_FIXED_HASHES, **value}

    def _honours(self, name: str, table: Mapping[str, Any]) -> tuple[str, ...]:
        from spec.marks import MARKS

        marks = self._texts(name, table, "honours")
        for mark in marks:
            if mark not in MARKS:
                known = ", ".join(MARKS)
                raise self.error(name, "honours", f"no mark {mark!r}; there are {known}")
        return marks


def available(names: Sequence[str], file: Path | None = None) -> tuple[list[str], list[str]]:
    """Of `names` those that can be started now, and a line for each of the others."""
    ready, complaints = [], []
    for name in names:
        why = entry_named(name, file).unavailable()
        if why is None:
            ready.append(name)
        else:
            complaints.append(why)
    return ready, complaints
