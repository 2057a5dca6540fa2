"""Holds every Python of this machine to one digest of the answers of a lane.

    python -m tests.versions.digests [LANE] [--first N] [--cases N] [--part N]

The lane is `texts` unless another is named: the lane `object` with cases heavy in text. Each
interpreter has a hash seed of its own, no site packages, and the locale C. Exit status 1 when
two digests differ.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from tests.versions.interpreters import interpreters

HERE = Path(__file__).parent


def digest_on(executable: str, lane: str, first: int, count: int, hash_seed: int) -> str:
    """The digest that an interpreter prints. Raises RuntimeError with what it complains of."""
    command = [executable, "-B", "-s", "-S", str(HERE / "answers.py"), lane, str(first), str(count)]
    done = subprocess.run(
        [*command, "--digest"],
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": str(hash_seed), "LC_ALL": "C"},
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{executable}: {done.stderr[-2000:]}")
    return done.stdout.strip()


def main() -> int:
    """Print the digests part by part; 1 when an interpreter has another one."""
    parser = argparse.ArgumentParser(prog="python -m tests.versions.digests")
    parser.add_argument("lane", nargs="?", default="texts")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--part", type=int, default=25_000)
    asked = parser.parse_args()
    differing = 0
    for first in range(asked.first, asked.first + asked.cases, asked.part):
        count = min(asked.part, asked.first + asked.cases - first)
        found = {
            str(each): digest_on(each.executable, asked.lane, first, count, 13 * position + 1)
            for position, each in enumerate(interpreters())
        }
        differing += len(set(found.values())) > 1
        for name, digest in found.items():
            print(
                f"{asked.lane} {first} to {first + count - 1}  Python {name}  {digest}", flush=True
            )
    print(
        f"{asked.cases:,} cases, {len(interpreters())} interpreters: "
        + ("all the same" if not differing else f"{differing} parts differ")
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
