"""Campaigns against targets with planted bugs, for the tests: in this process or in their own.

`python -m tests.fuzz.campaigns STORE BUG JOBS CASES [--resume]` runs `pvm fuzz` on the toy lane.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diff.findings.finding import Finding
from diff.findings.store import Store
from diff.identity import identity
from fuzz.campaign.session import Options, run_session
from fuzz.campaign.setup import Wishes

LANE = "tests.fuzz.toy:ARITHMETIC"
PLANTED = Path(__file__).with_name("planted.py")


def options(
    store: Path,
    bugs: Sequence[str],
    *,
    jobs: int = 1,
    cases: int | None = 600,
    seconds: float | None = None,
    seed: int = 1,
    more: Sequence[str] = (),
    **rest: Any,
) -> Options:
    """The options of a campaign against a target for each planted bug, and the `more` named."""
    file = store.with_suffix(".toml")
    file.write_text("".join(map(_entry, bugs)))
    wishes = Wishes(lanes=(LANE,), targets=(*bugs, *more), seconds=seconds, cases=cases, seed=seed)
    return Options(wishes=wishes, jobs=jobs, store=store, targets_file=file, as_json=True, **rest)


def _entry(bug: str) -> str:
    command = json.dumps([sys.executable, str(PLANTED), bug])
    deadline = 0.1 if bug == "hangs" else 2.0
    limits = f"memory-mib = 300\ndeadline-seconds = {deadline}\n"
    return f"[targets.{bug}]\ncommand = {command}\n{limits}"


def found(store: Path) -> list[Finding]:
    """Everything in a store."""
    with Store(store, identity(), writable=False) as opened:
        return opened.findings()


def essence(store: Path) -> list[dict[str, Any]]:
    """What must be equal of two campaigns with one budget of cases; details are for people."""
    documents = [finding.to_json() for finding in found(store)]
    for document in documents:
        for outcome in document["outcomes"].values():
            outcome.pop("detail", None)
        document["difference"] = json.dumps(document["difference"]).split("detail")[0]
    return documents


if __name__ == "__main__":
    store, bug, jobs, cases = sys.argv[1:5]
    sys.exit(
        run_session(
            options(
                Path(store),
                bug.split(","),
                jobs=int(jobs),
                cases=int(cases),
                resume="--resume" in sys.argv,
            )
        )
    )
