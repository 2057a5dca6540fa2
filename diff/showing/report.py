"""One report of a campaign, and of those before it: as data, as a table, as one HTML page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from rich.console import Console
from rich.table import Table

from diff.canonical import Json
from diff.comparing.accepted import reason_for
from diff.comparing.known_findings import known_as
from diff.comparing.signature import REFERENCE
from diff.errors import HarnessError, StoreUnavailable
from diff.findings.finding import Finding
from diff.findings.reproduce import reproducer
from diff.findings.store import CampaignRecord, Store
from diff.identity import identity
from diff.showing.render import case_text, case_title, outcome_line, shorten

TEMPLATE: Final = Path(__file__).with_name("report.html.jinja")
CASE_CHARACTERS: Final = 20_000
"""How much of a case's text a page shows."""
NOT_REVIEWED: Final = "not reviewed: the target's own handshake leaves it out"


class NoCampaign(HarnessError):
    """The store holds no campaign, or not the one asked for."""


def build_report(store: Store, number: int | None = None) -> dict[str, Json]:
    """Everything that a report says, as JSON. Without a number: of the newest campaign."""
    campaigns = store.campaigns()
    record = _chosen(campaigns, number)
    findings = store.findings(record.number)
    summary = record.summary or {}
    rows = summary.get("targets", [])
    return {
        "store": str(store.path),
        "campaign": record.number,
        "state": record.state,
        "started": record.started,
        "ended": record.ended,
        "plan": record.plan,
        "identity": dict(record.identity),
        "program": identity(),
        "targets": record.targets,
        "left_out": list(record.left_out),
        "lanes": summary.get("lanes", []),
        "rows": rows,
        "marks": _marks(rows),
        "findings": [_finding(finding, record, store.path) for finding in findings],
        "retries": store.retries(record.number),
        "history": [_past(store, past) for past in campaigns if past.number <= record.number],
    }


def _chosen(campaigns: Sequence[CampaignRecord], number: int | None) -> CampaignRecord:
    if not campaigns:
        raise NoCampaign("the store holds no campaign yet")
    if number is None:
        return campaigns[-1]
    for record in campaigns:
        if record.number == number:
            return record
    known = f"{campaigns[0].number} to {campaigns[-1].number}"
    raise NoCampaign(f"no campaign {number} in the store, which has {known}")


def _marks(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Json]]:
    """Accepted differences met: by mark and target, how often, and why they are accepted."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        for mark, count in row.get("marks", {}).items():
            key = (mark, row["target"])
            counts[key] = counts.get(key, 0) + count
    return [
        {
            "mark": mark,
            "target": target,
            "cases": count,
            "reason": reason_for(mark, target) or NOT_REVIEWED,
        }
        for (mark, target), count in sorted(counts.items())
    ]


def _past(store: Store, record: CampaignRecord) -> dict[str, Json]:
    lanes = (record.summary or {}).get("lanes", [])
    met = store.findings(record.number)
    return {
        "campaign": record.number,
        "started": record.started,
        "state": record.state,
        "seed": record.plan.get("seed") if isinstance(record.plan, dict) else None,
        "cases": sum(lane.get("cases", 0) for lane in lanes),
        "findings": len(met),
        "new": sum(finding.campaign == record.number for finding in met),
        "unknown": sum(
            finding.campaign == record.number and known_as(finding) is None for finding in met
        ),
    }


def _finding(finding: Finding, record: CampaignRecord, path: Path) -> dict[str, Json]:
    expected = finding.outcomes.get(REFERENCE)
    return {
        **finding.to_json(),
        "known": known_as(finding),
        "new": finding.campaign == record.number,
        "title": case_title(finding.case, 100),
        "text": shorten_lines(case_text(finding.case), CASE_CHARACTERS),
        "answers": answers_table(finding),
        "attribution": attribution(finding),
        "replay": f"pvm replay {finding.key} --store {path}",
        "reproducer": reproducer(finding.case, expected, finding.difference),
    }


def answers_table(finding: Finding) -> list[dict[str, Json]]:
    """All answers side by side: the reference first, who is in question marked."""
    names = sorted(finding.outcomes, key=lambda name: (name != REFERENCE, name))
    return [
        {
            "target": name,
            "version": finding.versions.get(name, ""),
            "answer": outcome_line(finding.outcomes[name], 400),
            "apart": name == finding.signature.subject,
        }
        for name in names
    ]


def attribution(finding: Finding) -> str:
    """Who is in question, in a sentence."""
    others = len(finding.outcomes) - 1
    if finding.alone is not None:
        return f"{finding.alone} stands alone among {others + 1} answers"
    if others < 2:
        return f"{finding.signature.subject} differs from the reference; nobody else was asked"
    return f"{finding.signature.subject} differs from the reference; the others do not agree"


def shorten_lines(text: str, limit: int) -> str:
    """`text` up to `limit` characters, with a note of what is missing."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}\n... {len(text) - limit:,} more characters: see the case itself"


def html_report(report: Mapping[str, Json]) -> str:
    """The page: one file without any other, readable from a mail or an archive."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    environment.filters["percent"] = lambda share: f"{share:.1%}"
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(report=report)


def write_html(report: Mapping[str, Json], path: Path) -> None:
    """Write the page. Raises StoreUnavailable when the file cannot be written."""
    try:
        path.write_text(html_report(report), encoding="utf-8")
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from None


def print_report(report: Mapping[str, Json], console: Console) -> None:
    """The report for a terminal: totals, findings, marks, who was left out."""
    identity_line = f"{report['identity'].get('revision')}, seed {report['plan'].get('seed')}"
    console.print(f"campaign {report['campaign']} ({report['state']}), {identity_line}")
    console.print(rows_table(report["rows"]))
    for lane in report["lanes"]:
        if lane["lane"] == "source" and lane["cases"]:
            accepted, working = (lane[name] / lane["cases"] for name in ("accepted", "working"))
            console.print(
                f"source: {accepted:.1%} accepted by all, {working:.1%} took 20 steps or more",
                highlight=False,
            )
    if report["findings"]:
        console.print(findings_table(report["findings"]))
    else:
        console.print("no findings")
    for mark in report["marks"]:
        line = f"accepted: {mark['mark']} in {mark['target']}, {mark['cases']:,} cases"
        console.print(f"{line}: {mark['reason']}", highlight=False, markup=False)
    for line in report["left_out"]:
        console.print(line, highlight=False, markup=False)


def rows_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Lanes and targets with their totals."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("lane", "target"):
        table.add_column(name, no_wrap=True)
    for name in ("cases", "cases/s", "executed", "marked", "divergences", "findings"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            row["lane"],
            row["target"],
            f"{row['cases']:,}",
            f"{row['cases_per_second']:,.0f}",
            f"{row['executed_share']:.0%}",
            f"{row['marked_share']:.1%}",
            f"{row['divergences']:,}",
            f"{row['findings']:,}",
        )
    return table


def _standing(finding: Mapping[str, Any]) -> str:
    """What a person wrote down, else which known defect it is, else how sure it is."""
    if finding["verdict"] != "open":
        return str(finding["verdict"])
    return f"known: {finding['known']}" if finding["known"] else str(finding["state"])


def findings_table(findings: Sequence[Mapping[str, Any]]) -> Table:
    """Findings, one a line."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "severity", "state", "subject", "rule", "what differs", "count"):
        table.add_column(name, no_wrap=name in ("id", "severity", "count"))
    for finding in findings:
        signature = finding["signature"]
        expected, found = signature["kinds"]
        table.add_row(
            finding["id"],
            finding["severity"],
            _standing(finding),
            signature["subject"],
            f"{signature['lane']} {signature['rule']}",
            shorten(f"{signature['field']}: {expected} / {found}", 60),
            f"{finding['count']:,}",
        )
    return table
