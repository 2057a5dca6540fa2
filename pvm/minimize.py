"""`pvm minimize`: make the case of a finding smaller."""

from typing import Annotated

import typer

from diff.findings.finding import Finding
from diff.findings.minimize import BUDGET, Record
from diff.findings.reduce import Make, reduce_finding
from diff.showing.display import make_console, print_finding
from fuzz.choices import Choices, RecordedSource
from fuzz.lanes import Body, find_lane
from pvm.options import AsJson, StoreFile, open_store, print_json


def command(
    name: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, or its beginning.")],
    store: StoreFile = None,
    tries: Annotated[int, typer.Option(min=1, help="Cases to try at most.")] = BUDGET,
    as_json: AsJson = False,
) -> None:
    """Look for a smaller case that shows the same finding, and keep it."""
    with open_store(store, writable=True) as opened:
        finding = opened.finding(name)
        smaller, reduction = reduce_finding(finding, maker(finding.case.lane), tries)
        opened.replace_finding(smaller)
        path = str(opened.path)
    if as_json:
        print_json({"tries": reduction.tries, "finding": smaller.to_json()})
        return
    if finding.case.lane == "source":
        unit, before, after = "characters", *map(_size, (finding, smaller))
    else:
        unit, before, after = "choices", len(finding.record), len(smaller.record)
    print(f"{before} {unit} before, {after} after {reduction.tries} tries")
    print_finding(smaller, path, make_console())


def _size(finding: Finding) -> int:
    return len(finding.case.body["source"])


def maker(lane: str) -> Make:
    """How a lane makes a case from a record of choices."""
    generate = find_lane(lane).generate

    def make(record: Record) -> tuple[Body, Record]:
        choices = Choices(RecordedSource(record))
        return generate(choices), tuple(choices.record)

    return make
