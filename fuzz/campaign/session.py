"""`pvm fuzz` without the syntax of its options: set a campaign up, run it, say what came of it."""

import json
import sys
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path

from diff.comparing.known_findings import known_as
from diff.findings.finding import Finding
from diff.findings.store import Store
from diff.identity import identity
from diff.showing.display import make_console
from diff.showing.report import rows_table
from fuzz.campaign.journal import StoreJournal
from fuzz.campaign.lineup import Lineup, default_targets, line_up
from fuzz.campaign.loop import Campaign, default_jobs
from fuzz.campaign.plan import Plan
from fuzz.campaign.pool import allow_deep_values
from fuzz.campaign.progress import LaneProgress
from fuzz.campaign.results import PieceResult
from fuzz.campaign.schedule import Schedule
from fuzz.campaign.setup import (
    Wishes,
    campaign_to_resume,
    earlier_findings,
    knowledge_before,
    new_plan,
    resumed_plan,
    retries,
    same_targets,
    unconfirmed,
    worker_setup,
)
from fuzz.campaign.summary import Summary, summary_lines
from fuzz.campaign.watch import Watch
from fuzz.lanes import find_lane

INTERRUPTED: Final = 130


class FailOn(StrEnum):
    """Which findings make `pvm fuzz` exit with 1."""

    new = "new"
    consensus = "consensus"
    any = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `pvm fuzz` beside those of the plan."""

    wishes: Wishes = field(default_factory=Wishes)
    jobs: int | None = None
    store: Path | None = None
    targets_file: Path | None = None
    resume: bool = False
    fail_on: FailOn | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A campaign that is in the store and ready to run."""

    number: int
    plan: Plan
    lineup: Lineup
    resumed: bool


def default_store() -> Path:
    """Where findings are kept when no store is named."""
    return Path(user_data_path("pvm-reference")) / "findings.sqlite"


def run_session(options: Options) -> int:
    """Run a campaign as the options say; the exit status."""
    allow_deep_values()
    with closing(Store(options.store or default_store(), identity())) as store:
        begun = _begin(options, store)
        if not options.as_json:
            _announce(begun, store)
        campaign = _run(options, store, begun)
        _tell(options, store, begun, campaign)
        return _status(options, store, begun, campaign)


def _begin(options: Options, store: Store) -> Begun:
    record = campaign_to_resume(store) if options.resume else None
    plan = new_plan(options.wishes) if record is None else resumed_plan(record, options.wishes)
    names = default_targets(plan.lanes) if plan.targets is None else plan.targets
    lineup = line_up(names, options.targets_file)
    for line in lineup.left_out:
        print(line, file=sys.stderr)
    if record is not None:
        same_targets(record, lineup)
        return Begun(record.number, plan, lineup, True)
    number = store.begin_campaign(plan.to_json(), lineup.versions, lineup.left_out)
    return Begun(number, plan, lineup, False)


def _announce(begun: Begun, store: Store) -> None:
    what = "goes on" if begun.resumed else "begins"
    print(f"campaign {begun.number} {what}: seed {begun.plan.seed}, store {store.path}")
    for lane in begun.plan.lanes:
        asked = begun.lineup.asked_in(lane)
        print(f"  {lane}: reference, {', '.join(asked) if asked else 'and no target claims it'}")
    sys.stdout.flush()


def _run(options: Options, store: Store, begun: Begun) -> Campaign:
    plan, number = begun.plan, begun.number
    earlier = earlier_findings(store, plan, number)
    knowledge = {lane: knowledge_before(store, lane, number) for lane in plan.lanes}
    setup = worker_setup(plan, begun.lineup, knowledge, earlier)
    lanes = {lane: LaneProgress(lane, plan.cases, known) for lane, known in knowledge.items()}
    watch = Watch(silent=options.as_json)
    campaign = Campaign(
        jobs=options.jobs or default_jobs(),
        journal=StoreJournal(store, number),
        schedule=Schedule(lanes, plan.seconds),
        setup=setup,
        retries=[] if begun.resumed else retries(earlier),
        watch=watch.show,
    )
    for result in map(PieceResult.from_json, store.pieces(number)):
        campaign.take_in(result, kept=True)
    for lane, finding in unconfirmed(store, plan, number):
        campaign.queue.put(lane, finding.to_json())
    state = "interrupted"
    try:
        with watch:
            campaign.run()
        state = "interrupted" if campaign.interrupted else "done"
    except KeyboardInterrupt:
        campaign.interrupted = True
    finally:
        summary = _summary(begun, campaign, store.findings(number))
        store.end_campaign(number, state, summary.to_json())
    return campaign


def _summary(begun: Begun, campaign: Campaign, found: list[Finding]) -> Summary:
    """The totals of the campaign, with what each target stands apart in."""
    summary = campaign.summary
    lanes = {find_lane(lane).name: lane for lane in begun.plan.lanes}
    for row in summary.rows.values():
        row.findings = 0
    for finding in found:
        subject = finding.signature.subject
        apart = [subject] if subject in begun.lineup.hellos else begun.lineup.hellos
        for target in apart:
            if target in finding.outcomes:
                summary.row(lanes[finding.case.lane], target).findings += 1
    for lane, progress in campaign.schedule.lanes.items():
        total = summary.lane(lane)
        total.reached = len(progress.knowledge.reached)
        total.corpus = len(progress.knowledge.corpus)
        total.round = progress.round
        total.complete = progress.cases
    return summary


def _tell(options: Options, store: Store, begun: Begun, campaign: Campaign) -> None:
    found = store.findings(begun.number)
    if options.as_json:
        print(json.dumps(_document(store, begun, campaign, found), indent=2))
        return
    summary = campaign.summary
    make_console().print(rows_table([row.to_json() for row in summary.rows.values()]))
    for line in summary_lines(summary):
        print(line)
    new = [finding for finding in found if finding.campaign == begun.number]
    news = [finding for finding in new if known_as(finding) is None]
    print(f"{len(found):,} findings, {len(new):,} of them new to {store.path}")
    if len(news) < len(new):
        print(f"{len(new) - len(news):,} of these are on the list of known findings")
    waiting = sum(finding.state == "unconfirmed" for finding in new)
    if waiting:
        print(f"{waiting:,} of them could not be confirmed and reduced in time: --resume does it")
    for finding in news:
        print(f"  {finding.key}  {finding.signature.severity:10}  {finding.signature}")
    if found:
        print(f"look at one: pvm show ID --store {store.path}")
    if campaign.interrupted:
        print(f"interrupted; go on: pvm fuzz --resume --store {store.path}")


def _document(
    store: Store, begun: Begun, campaign: Campaign, found: list[Finding]
) -> dict[str, Any]:
    summary = campaign.summary.to_json()
    return {
        "campaign": begun.number,
        "store": str(store.path),
        "plan": begun.plan.to_json(),
        "identity": identity(),
        "targets": begun.lineup.versions,
        "left_out": list(begun.lineup.left_out),
        "interrupted": campaign.interrupted,
        "lanes": summary["lanes"],
        "rows": summary["targets"],
        "retries": store.retries(begun.number),
        "findings": [
            {
                **finding.to_json(),
                "known": known_as(finding),
                "new": finding.campaign == begun.number,
            }
            for finding in found
        ],
    }


def _status(options: Options, store: Store, begun: Begun, campaign: Campaign) -> int:
    """130 if interrupted, 1 as --fail-on says, else 0."""
    if campaign.interrupted:
        return INTERRUPTED
    found = store.findings(begun.number)
    fails = {
        None: False,
        FailOn.any: bool(found),
        FailOn.new: any(item.campaign == begun.number and known_as(item) is None for item in found),
        FailOn.consensus: any(item.signature.severity == "consensus" for item in found),
    }
    return int(fails[options.fail_on])
