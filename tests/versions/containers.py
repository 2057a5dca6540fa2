"""Prints the identity of the container of each source; or compares all interpreters.

    python containers.py --list            paths on standard input; one line a source
    python -m tests.versions.containers    every interpreter of this machine on the standard library

Standard library only where it lists, like all that it imports then.
"""

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fuzz.choices import Choices, SeededSource
from fuzz.lanes.source import generate
from reference_vm.compiling import compile_module
from spec.language.container import ContainerError, encode, identity
from spec.language.errors import SourceError


def lines(paths: list[str], first: int, count: int) -> Iterator[str]:
    """For each file and generated program its name, and the identity or the refusals."""
    for path in paths:
        yield f"{path} {_identity(Path(path).read_bytes())}"
    for seed in range(first, first + count):
        source = generate(Choices(SeededSource(seed)))["source"].encode()
        digest = hashlib.sha256(source).hexdigest()[:16]
        yield f"generated/{seed} {digest} {_identity(source)}"


def _identity(source: bytes) -> str:
    try:
        data = encode(compile_module(source))
    except SourceError as error:
        return " ".join(f"{each.name}:{each.line}:{each.column}" for each in error.faults)
    except ContainerError as error:
        return error.reason
    return f"{identity(data)} {len(data)}"


def listed_by(executable: str, paths: list[str], count: int, hash_seed: int = 0) -> list[str]:
    """The lines that an interpreter gives, with nothing but its standard library."""
    command = [executable, "-B", "-s", "-S", __file__, "--list", "--generated", str(count)]
    done = subprocess.run(
        command,
        input="\n".join(paths),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONHASHSEED": str(hash_seed), "LC_ALL": "C"},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{executable}: {done.stderr[-2000:]}")
    return done.stdout.splitlines()


def main() -> int:
    """List, or compare and say how many were the same; 1 if any differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="every so manieth file")
    parser.add_argument("--generated", type=int, default=0)
    options = parser.parse_args()
    if options.list:
        paths = sys.stdin.read().splitlines()
        print("\n".join(lines(paths, 0, options.generated)))
        return 0
    from fuzz.checks.parity import standard_library
    from tests.versions.interpreters import interpreters

    paths = [str(path) for path in standard_library()[:: options.every]]
    answers = {
        str(each): listed_by(each.executable, paths, options.generated, number)
        for number, each in enumerate(interpreters())
    }
    first = next(iter(answers.values()))
    for version, found in answers.items():
        same = sum(one == other for one, other in zip(first, found, strict=True))
        print(f"CPython {version}: {same} of {len(first)} containers the same")
    return int(any(found != first for found in answers.values()))


if __name__ == "__main__":
    sys.exit(main())
