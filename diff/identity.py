"""Which specification this is: what every store and report carries, so that nothing is mixed."""

import platform
from functools import cache
from pathlib import Path

import spec
from diff.case import REVISION
from reference_vm.form import sources_hash

VERSION = "0.1.0"
_SUFFIXES_COMPILED = (".so", ".pyd")


@cache
def identity() -> dict[str, str]:
    """Names and hashes: version, revision, gas table, rules, Python, compiled or not."""
    return {
        "version": VERSION,
        "revision": REVISION,
        "gas table": gas_table_hash(),
        "rules": rules_hash(),
        "python": platform.python_version(),
        "compiled": "yes" if is_compiled() else "no",
    }


def gas_table_hash() -> str:
    """The hash of the gas table's export."""
    from spec.gas_table import TABLE

    return TABLE.identity


def rules_hash() -> str:
    """SHA-256 over the sources of `spec/`: it changes whenever a rule may have changed."""
    return sources_hash(Path(spec.__file__ or "").parent)


def is_compiled() -> bool:
    """Whether the machine runs as compiled extension modules."""
    from spec.semantics import machine

    return (machine.__file__ or "").endswith(_SUFFIXES_COMPILED)
