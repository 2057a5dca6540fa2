"""What the built-in targets are made of, and how each part comes to this machine.

A `Package` is one folder of the user's cache, by name and version; several targets
may be made of the same one. `diff.targets.install` does the work.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import final

from diff.errors import HarnessError

TARGETS = Path(__file__).resolve().parents[2] / "targets"
"""The folder of the checkout with the programs on the far side of the protocol."""


class InstallError(HarnessError):
    """A package cannot be had, or not be put into the cache; says why and what helps."""

    exit_status = 3


@final
@dataclass(frozen=True, slots=True)
class Package:
    """One thing to install.

    `product` is the path, inside the package's folder, of what must be there at the end;
    `prepare` writes what the command needs into the folder; `command` makes the command
    from the folder; `tools` raises InstallError or names the versions of the tools used;
    `step` matches a line of the command's output that counts as one of `steps`.
    """

    name: str
    version: str
    how: str
    product: str
    command: Callable[[Path], Sequence[str]]
    tools: Callable[[], Mapping[str, str]]
    prepare: Callable[[Path], None] = lambda folder: None
    environment: Callable[[Path], Mapping[str, str]] = lambda folder: {}
    step: str = ""
    steps: int = 0
    needs_bytes: int = 0
    flags: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = field(default=())

    @property
    def identity(self) -> str:
        """Name and version: the name of its folder."""
        return f"{self.name}-{self.version}"


def _version_of(program: str, *arguments: str, why: str) -> str:
    """What `program --version` says. Raises InstallError when it is missing or broken."""
    path = shutil.which(program)
    if path is None:
        raise InstallError(f"{program} is not on PATH; {why}")
    try:
        answer = subprocess.run(
            [path, *(arguments or ("--version",))],
            *(),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise InstallError(f"{path} does not start ({error}); {why}") from None
    return answer.stdout.strip().splitlines()[0] if answer.stdout.strip() else "unknown"


# RustPython, from crates.io

RUSTPYTHON_FLAGS = (
    "--locked",
    "--ignore-rust-version",
    "--no-default-features",
    "--features",
    "stdlib,stdio,importlib,freeze-stdlib,host_env",
)
"""Without ssl, threading and jit far fewer crates; frozen, so that the binary is alone;
`host_env` gives binary standard streams. The locked crates name a newer rustc than they need."""
_RUST_HELP = "get Rust from https://rustup.rs (cargo and rustc {least} or later)"


def _rust_tools(least: tuple[int, int]) -> Callable[[], Mapping[str, str]]:
    needed = ".".join(map(str, least))
    why = _RUST_HELP.format(least=needed)

    def check() -> Mapping[str, str]:
        versions = {program: _version_of(program, why=why) for program in ("cargo", "rustc")}
        found = re.match(r"rustc (\d+)\.(\d+)", versions["rustc"])
        if found is None:
            raise InstallError(f"rustc says {versions['rustc']!r}, not a version; {why}")
        if (int(found[1]), int(found[2])) < least:
            raise InstallError(
                f"{versions['rustc']} is older than {needed}; `rustup update stable`, or {why}"
            )
        return versions

    return check


def _rustpython(version: str, crates: int, least: tuple[int, int]) -> Package:
    def command(folder: Path) -> Sequence[str]:
        pinned = ("rustpython", "--version", version)
        return ("cargo", "install", *pinned, *RUSTPYTHON_FLAGS, "--root", str(folder))

    def environment(folder: Path) -> Mapping[str, str]:
        # Beside the root, so that what an interrupted build leaves is removed with it.
        return {"CARGO_TARGET_DIR": str(folder / "build"), "CARGO_TERM_COLOR": "never"}

    return Package(
        "rustpython",
        version,
        "cargo",
        "bin/rustpython",
        command,
        _rust_tools(least),
        environment=environment,
        step=r"\s+Compiling ",
        steps=crates,
        needs_bytes=2 << 30,
        flags=RUSTPYTHON_FLAGS,
        leftovers=("build",),
    )


# CPython 3.14 as WebAssembly, from npm

NODE_HELP = "get Node.js 18 or later from https://nodejs.org"
PYODIDE_VERSION = "314.0.7"


def _node_tools() -> Mapping[str, str]:
    node = _version_of("node", why=NODE_HELP)
    found = re.match(r"v(\d+)\.", node)
    if found is None or int(found[1]) < 18:
        raise InstallError(f"node {node} is too old; {NODE_HELP}")
    return {"node": node, "npm": _version_of("npm", why=NODE_HELP)}


def _npm(name: str, version: str, product: str) -> Package:
    """What the lock file `targets/npm/NAME/package-lock.json` pins."""

    def prepare(folder: Path) -> None:
        for file in ("package.json", "package-lock.json"):
            shutil.copy(TARGETS / "npm" / name / file, folder / file)

    def command(folder: Path) -> Sequence[str]:
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")
        return ("npm", "ci", "--prefix", str(folder), *quiet)

    return Package(name, version, "npm", product, command, _node_tools, prepare=prepare)


CBORG_VERSION = "6.1.5"
CBOR2_JS_VERSION = "2.3.0"
CBOR_NPM_VERSION = f"{CBORG_VERSION}+{CBOR2_JS_VERSION}"
"""The npm packages `cborg` and `cbor2`, installed together."""


# The published SDK, from PyPI

SDK_VERSION = "0.1.6"
_SDK_SHA256 = "69ba7b5d5653836308f5d7d3300a27020c20fa16afa6387c0bdf05f8176c67d9"


def _pip_tools() -> Mapping[str, str]:
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise InstallError(
            f"{sys.executable} has no pip; make the environment with `make`, or run "
            f"`{sys.executable} -m ensurepip`"
        )
    return {"pip": answer.stdout.split()[1]}


def _sdk() -> Package:
    def prepare(folder: Path) -> None:
        line = f"cowboy-actor-sdk=={SDK_VERSION} --hash=sha256:{_SDK_SHA256}\n"
        (folder / "requirements.txt").write_text(line, encoding="ascii")

    def command(folder: Path) -> Sequence[str]:
        pip = (sys.executable, "-m", "pip", "install", "--disable-pip-version-check")
        # Its one declared dependency is never imported.
        plain = ("--no-deps", "--require-hashes", "--no-compile", "--only-binary", ":all:")
        where = ("--target", str(folder / "site"), "-r", str(folder / "requirements.txt"))
        return (*pip, *plain, *where)

    product = "site/cowboy_sdk/codec.py"
    return Package(
        "cowboy-actor-sdk", SDK_VERSION, "pip", product, command, _pip_tools, prepare=prepare
    )


# Other codecs of CBOR, from PyPI and crates.io

CBOR2_VERSION = "6.3.0"
CIBORIUM_VERSION = "0.2.2"
CORE_MATH_VERSION = "1.4.0"
"""The C functions of CORE-MATH, built by the crate: a C compiler is needed besides cargo."""


def _cbor2() -> Package:
    def command(folder: Path) -> Sequence[str]:
        pip = (sys.executable, "-m", "pip", "install", "--disable-pip-version-check")
        plain = ("--no-deps", "--no-compile", "--only-binary", ":all:")
        return (*pip, *plain, "--target", str(folder / "site"), f"cbor2=={CBOR2_VERSION}")

    return Package("cbor2", CBOR2_VERSION, "pip", "site/cbor2/__init__.py", command, _pip_tools)


def _rust_program(name: str, version: str, folder_name: str, steps: int) -> Package:
    """A program of this checkout in Rust, named and numbered as the crate that it wraps."""

    def command(folder: Path) -> Sequence[str]:
        source = ("--path", str(TARGETS / folder_name), "--locked")
        return ("cargo", "install", *source, "--root", str(folder))

    def environment(folder: Path) -> Mapping[str, str]:
        return {"CARGO_TARGET_DIR": str(folder / "build"), "CARGO_TERM_COLOR": "never"}

    return Package(
        name,
        version,
        "cargo",
        f"bin/pvm-target-{name}",
        command,
        _rust_tools((1, 85)),
        environment=environment,
        step=r"\s+Compiling ",
        steps=steps,
        leftovers=("build",),
    )


PACKAGES: Mapping[str, Package] = {
    package.identity: package
    for package in (
        _rustpython("0.6.0", 262, (1, 95)),
        _rustpython("0.5.0", 242, (1, 93)),
        _npm("pyodide", PYODIDE_VERSION, "node_modules/pyodide/pyodide.asm.wasm"),
        _npm("cbor", CBOR_NPM_VERSION, "node_modules/cborg/cborg.js"),
        _sdk(),
        _cbor2(),
        _rust_program("ciborium", CIBORIUM_VERSION, "cbor-rust", 20),
        _rust_program("core-math", CORE_MATH_VERSION, "core-math", 13),
    )
}
"""Every package, by name and version."""
