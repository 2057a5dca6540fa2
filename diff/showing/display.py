"""What `pvm diff`, `show` and `replay` print for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from diff.canonical import Json
from diff.comparing.judge import Judgement
from diff.comparing.known_findings import known_findings
from diff.comparing.localise import Place
from diff.comparing.signature import REFERENCE
from diff.findings.finding import Finding
from diff.findings.reproduce import reproducer
from diff.findings.session import Answers, Replay
from diff.outcome import Outcome
from diff.showing.render import case_text, outcome_line, shorten, value_text
from diff.showing.report import answers_table, attribution

PAGE_WIDTH = 150
"""Columns when the output is not a terminal."""


def make_console() -> Console:
    """The terminal, or a page wide enough for tables where the output goes elsewhere."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PAGE_WIDTH)


def print_answers(answers: Answers, console: Console) -> None:
    """The verdict first, then all answers side by side, then details."""
    console.print(_verdict(answers), markup=False)
    judged = {item.target: item for item in answers.judgements}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("who", "version", "verdict", "answer"):
        table.add_column(name, no_wrap=name != "answer", overflow="fold")
    for name, outcome in answers.answers.items():
        hello = answers.hellos.get(name)
        table.add_row(
            name,
            "" if hello is None else hello.version,
            "" if name == REFERENCE else _verdict_of(judged.get(name)),
            _literal(outcome_line(outcome, 400)),
        )
    console.print(table)
    for item in answers.judgements:
        _print_difference(item, answers.places.get(item.target), console)
    for line in answers.left_out:
        console.print(f"left out: {line}", markup=False, soft_wrap=True)


def _verdict(answers: Answers) -> str:
    if not answers.judgements:
        return "nobody but the reference answered"
    if not answers.differ:
        marked = sorted({mark for item in answers.judgements for mark in item.comparison.marks})
        return f"agree, up to marks: {', '.join(marked)}" if marked else "agree"
    if answers.alone is not None:
        return f"differ: {answers.alone} stands alone"
    names = [item.target for item in answers.judgements if item.signature is not None]
    return f"differ from the reference: {', '.join(names)}"


def _verdict_of(item: Judgement | None) -> str:
    if item is None:
        return "unclaimed"
    marks = item.comparison.marks
    verdict = {"agree": "agrees", "differ": "differs"}.get(
        item.comparison.verdict, item.comparison.verdict
    )
    return f"{verdict} ({', '.join(marks)})" if marks else verdict


def _print_difference(item: Judgement, place: Place | None, console: Console) -> None:
    difference = item.comparison.difference
    if difference is None:
        return
    console.print(
        f"{item.target}: {difference.severity}: {difference.path}: "
        f"{part_text(difference.expected)} expected, {part_text(difference.found)} found",
        markup=False,
        soft_wrap=True,
    )
    if place is not None:
        console.print(f"  parts at {place}", markup=False, soft_wrap=True)
    if item.signature is not None:
        console.print(f"  {item.key}  {item.signature}", markup=False, soft_wrap=True)


def part_text(part: Json) -> str:
    """Part of an outcome for people."""
    if type(part) is list and len(part) == 2 and type(part[0]) is str:
        return shorten(value_text(part), 160)
    if type(part) is list and part and all(type(item) is list for item in part):
        return shorten(", ".join(map(part_text, part)), 160)  # the arguments of an exception
    if type(part) is dict and "status" in part:
        return outcome_line(Outcome.from_json(part), 160)
    return shorten(str(part), 160)


def _literal(text: str) -> str:
    return text.replace("[", r"\[")


def print_finding(finding: Finding, store: str, console: Console) -> None:
    """One finding in full: what, who, the smallest case, all answers, how to see it again."""
    signature = finding.signature
    console.print(f"{finding.key}  {signature.severity}  {signature}", markup=False, soft_wrap=True)
    console.print(f"{attribution(finding)}; {finding.state}", markup=False)
    met = f"met {finding.count:,} times, first at case {finding.number:,} of campaign"
    console.print(f"{met} {finding.campaign}", markup=False)
    for known in known_findings():
        if known.explains(finding):
            console.print(f"known: {known.name}: {known.title}", markup=False, soft_wrap=True)
    if finding.verdict != "open":
        console.print(f"verdict: {finding.verdict}: {finding.reason}", markup=False)
    console.print()
    console.print(case_text(finding.case), markup=False, soft_wrap=True)
    console.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("who", "version", "answer"):
        table.add_column(name, no_wrap=name != "answer", overflow="fold")
    for row in answers_table(finding):
        style = "bold" if row["apart"] else ""
        answer = _literal(str(row["answer"]))
        table.add_row(str(row["target"]), str(row["version"]), answer, style=style)
    console.print(table)
    _print_stored_difference(finding.difference, console)
    if finding.preceding:
        console.print(f"it needs the {len(finding.preceding)} cases before it", markup=False)
    console.print(
        f"\nreplay: pvm replay {finding.key} --store {store}", markup=False, soft_wrap=True
    )
    program = reproducer(finding.case, finding.outcomes.get(REFERENCE), finding.difference)
    if program is not None:
        console.print("without this project:\n", markup=False)
        console.print(program, markup=False, soft_wrap=True)


def _print_stored_difference(difference: Mapping[str, Any], console: Console) -> None:
    if not difference:
        return
    console.print(
        f"{difference['path']}: {part_text(difference['expected'])} expected, "
        f"{part_text(difference['found'])} found",
        markup=False,
        soft_wrap=True,
    )


def print_replay(replay: Replay, console: Console) -> None:
    """Whether a finding repeats, and today's answers."""
    words = {
        "repeats": "repeats",
        "agrees": "does not show any more: all agree",
        "differs-otherwise": "shows otherwise now",
        "incomplete": "cannot be told: not every target could be asked",
    }
    signature = replay.finding.signature
    console.print(f"{replay.finding.key} {words[replay.state]}", markup=False)
    console.print(f"was: {signature}", markup=False, soft_wrap=True)
    print_answers(replay.answers, console)


def verdicts(replays: Sequence[Replay]) -> dict[str, int]:
    """How many of several replays ended in which way."""
    counts: dict[str, int] = {}
    for item in replays:
        counts[item.state] = counts.get(item.state, 0) + 1
    return counts
