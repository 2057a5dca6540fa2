"""What a campaign starts from: the plan, new or to be resumed, and what the store knows."""

import os
from dataclasses import dataclass, replace

from diff.errors import HarnessError
from diff.findings.finding import Finding
from diff.findings.store import CampaignRecord, Store
from diff.identity import identity
from fuzz.campaign.jobs import RetryJob, WorkerSetup
from fuzz.campaign.knowledge import Entry, Knowledge
from fuzz.campaign.lineup import Lineup
from fuzz.campaign.plan import PIECE, ROUND, Plan
from fuzz.lanes import LANES, find_lane


class WrongPlan(HarnessError):
    """The options contradict each other, or the campaign to be resumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the options of `pvm fuzz` say about the plan; None and empty where not given."""

    lanes: tuple[str, ...] = ()
    targets: tuple[str, ...] | None = None
    seconds: float | None = None
    cases: int | None = None
    seed: int | None = None


def new_plan(wishes: Wishes) -> Plan:
    """The plan of a new campaign. Raises WrongPlan, UnknownLane."""
    _one_budget(wishes)
    lanes = tuple(dict.fromkeys(wishes.lanes)) or LANES
    for lane in lanes:
        find_lane(lane)
    return Plan(
        seed=int.from_bytes(os.urandom(4), "big") if wishes.seed is None else wishes.seed,
        lanes=lanes,
        targets=wishes.targets,
        cases=wishes.cases,
        seconds=wishes.seconds,
    )


def campaign_to_resume(store: Store) -> CampaignRecord:
    """The store's last campaign. Raises WrongPlan if it cannot be resumed by this program."""
    record = store.last_campaign()
    if record is None:
        raise WrongPlan(f"{store.path} has no campaign to resume")
    if (record.plan["round"], record.plan["piece"]) != (ROUND, PIECE):
        raise WrongPlan(
            f"campaign {record.number} was cut into pieces of another size; start a new one"
        )
    if record.identity.get("rules") != identity()["rules"]:
        raise WrongPlan(
            f"campaign {record.number} ran on other rules; start a new one, which re-tries what "
            "it found"
        )
    return record


def resumed_plan(record: CampaignRecord, wishes: Wishes) -> Plan:
    """The plan of a campaign, with another budget if one is wished for. Raises WrongPlan."""
    _one_budget(wishes)
    plan = Plan.from_json(record.plan)
    for name in ("seed", "lanes", "targets"):
        given = getattr(wishes, name)
        if given not in (None, ()) and given != getattr(plan, name):
            raise WrongPlan(f"--resume keeps the {name} of campaign {record.number}")
    if wishes.cases is None and wishes.seconds is None:
        return plan
    return replace(plan, cases=wishes.cases, seconds=wishes.seconds)


def _one_budget(wishes: Wishes) -> None:
    if wishes.cases is not None and wishes.seconds is not None:
        raise WrongPlan("--time and --cases are two budgets; give one")


def same_targets(record: CampaignRecord, lineup: Lineup) -> None:
    """Check that a campaign goes on with the targets it began with. Raises WrongPlan."""
    if record.targets != lineup.versions:
        raise WrongPlan(
            f"campaign {record.number} began with {_listed(record.targets)}, now there are "
            f"{_listed(lineup.versions)}; start a new one"
        )


def _listed(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} ({version})" for name, version in versions.items()) or "no targets"


def earlier_findings(store: Store, plan: Plan, campaign: int) -> dict[str, list[Finding]]:
    """By lane, what earlier campaigns found."""
    names = {find_lane(lane).name: lane for lane in plan.lanes}
    found: dict[str, list[Finding]] = {lane: [] for lane in plan.lanes}
    for finding in store.findings():
        lane = names.get(finding.case.lane)
        if lane is not None and finding.campaign < campaign:
            found[lane].append(finding)
    return found


def unconfirmed(store: Store, plan: Plan, campaign: int) -> list[tuple[str, Finding]]:
    """Findings of a campaign that nobody has looked into yet, with their lanes."""
    names = {find_lane(lane).name: lane for lane in plan.lanes}
    return [
        (names[finding.case.lane], finding)
        for finding in store.findings(campaign)
        if finding.campaign == campaign and finding.state == "unconfirmed"
    ]


def knowledge_before(store: Store, lane: str, campaign: int) -> Knowledge:
    """What earlier campaigns learned of a lane."""
    entries = store.corpus(lane, campaign)
    reached = {feature for entry in entries for feature in entry.features}
    return Knowledge(reached, [Entry(dict(item.body), item.record) for item in entries])


def worker_setup(
    plan: Plan,
    lineup: Lineup,
    knowledge: dict[str, Knowledge],
    earlier: dict[str, list[Finding]],
) -> WorkerSetup:
    """What every worker is started with."""
    return WorkerSetup(
        seed=plan.seed,
        lanes=plan.lanes,
        specs=lineup.specs,
        reached={lane: tuple(sorted(item.reached)) for lane, item in knowledge.items()},
        corpus={lane: tuple(item.corpus) for lane, item in knowledge.items()},
        known={lane: {item.key: -1 for item in found} for lane, found in earlier.items()},
    )


def retries(earlier: dict[str, list[Finding]]) -> list[RetryJob]:
    """The jobs that put the cases of earlier findings again."""
    return [
        RetryJob(lane, tuple((item.key, dict(item.case.body)) for item in found))
        for lane, found in earlier.items()
        if found
    ]
