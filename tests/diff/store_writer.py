"""Writes pieces into a store until it is killed: `python store_writer.py STORE`.

Each piece goes with a finding's count in one transaction, and only then its number is printed.
"""

import itertools
import sys
from pathlib import Path

from diff.findings.store import Store
from tests.diff.samples import IDENTITY, finding


def main() -> None:
    store = Store(Path(sys.argv[1]), IDENTITY)
    record = store.last_campaign()
    campaign = store.begin_campaign({"seed": 1}, {}) if record is None else record.number
    done = sum(1 for _ in store.pieces(campaign))
    for number in itertools.count(done):
        with store.atomic():
            store.keep_piece(campaign, "float", number, 1, {"number": number, "pad": "x" * 2000})
            store.keep_finding(finding())
            store.count_finding(finding().key, campaign, number, 1)
        print(number, flush=True)


if __name__ == "__main__":
    main()
