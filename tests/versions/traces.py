"""Prints the digest of the trace files of kept programs; runs on a bare interpreter.

    python traces.py EVERY

One line a program, of every so manieth: its name, and SHA-256 of its trace as JSON lines and as
CBOR. Standard library only, like all that it imports.
"""

import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from diff.guest import code_to_guest
from reference_vm.execution import execute
from reference_vm.trace import Tracer
from reference_vm.trace_file import TraceWriter
from spec.bytecode.code import Code
from spec.revision import PVM_1

DATA = Path(__file__).resolve().parents[1] / "semantics" / "data"


def lines(every: int) -> Iterator[str]:
    """The lines of every so manieth program of each family."""
    for family in sorted(DATA.glob("*.json")):
        kept = sorted(json.loads(family.read_text())["programs"].items())
        for name, program in kept[::every]:
            code = code_to_guest(program["code"])
            digests = [hashlib.sha256(_trace(code, binary)).hexdigest() for binary in (False, True)]
            yield f"{family.stem}.{name} {' '.join(digests)}"


def _trace(code: Code, binary: bool) -> bytes:
    out = io.BytesIO()
    writer, tracer = TraceWriter(out, PVM_1, binary), Tracer(code, full=True)
    writer.follow(tracer)
    writer.end(execute(code, cycles=20_000, tracer=tracer).status)
    return out.getvalue()


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]))))
