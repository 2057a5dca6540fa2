"""Which form of `spec/` runs: its sources, or what `make compiled` made of them.

With PVM_COMPILED=1 in the environment `spec` is imported from `build/compiled/`, which stands
apart from the sources so that a stale binary never shadows them. That folder holds the sources
it was made from beside the extension modules, so both forms have one hash of the rules, and a
build of other sources is refused. Every package above `spec` imports this one first.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

VARIABLE = "PVM_COMPILED"
ROOT = Path(__file__).resolve().parents[1]
COMPILED = ROOT / "build" / "compiled"
FAILED = 3
"""Exit status of a failure of the environment."""


def sources_hash(package: Path) -> str:
    """SHA-256 over the sources of `spec/`: it changes whenever a rule may have changed."""
    total = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        name = file.relative_to(package).as_posix()
        total.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def why_unusable() -> str | None:
    """Why the compiled form cannot run here, or None."""
    module = COMPILED / "spec" / "semantics" / f"machine{EXTENSION_SUFFIXES[0]}"
    if not COMPILED.is_dir():
        return "there is none"
    if not module.is_file():
        return f"it was made for another Python than {sys.version.split()[0]}"
    if sources_hash(COMPILED / "spec") != sources_hash(ROOT / "spec"):
        return "it was made from other sources than those of spec/"
    return None


def wanted() -> bool:
    """Whether the environment asks for the compiled form."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def choose() -> None:
    """Make `import spec` find the form that the environment asks for; exit 3 if it cannot run."""
    if not wanted() or str(COMPILED) in sys.path:
        return
    why = why_unusable()
    if why is not None:
        text = f"pvm: {VARIABLE} asks for the compiled form, and {why}: run `make compiled`"
        print(text, file=sys.stderr)
        raise SystemExit(FAILED)
    sys.path.insert(0, str(COMPILED))
