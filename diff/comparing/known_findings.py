"""The reviewed list of known findings: defects of released targets, from `known/*.toml`.

An entry has a name, a plain Python program, what CPython 3.14 prints for it and what each
affected target prints instead, and the signatures by which campaigns meet the defect. A test
runs every program, so an entry cannot outlive the defect; `docs/generated/known-findings`
is made of the list, and reports tell what is known from what is new.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final, final

from diff.canonical import canonical_json
from diff.comparing.known_elsewhere import in_programs
from diff.comparing.signature import Signature
from diff.errors import HarnessError
from diff.findings.finding import Finding
from diff.showing.render import case_text

FOLDER: Final = Path(__file__).with_name("known")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_ENTRY_KEYS: Final = {"name", "title", "program", "expected", "observed", "shows"}
_SHOW_KEYS: Final = {"signature", "path", "found", "case"}


class KnownListError(HarnessError):
    """The list is malformed; says which file, entry and why."""


@final
@dataclass(frozen=True)
class Show:
    """How a defect shows in a campaign; `*` in a pattern stands for any text.

    `signature` is `LANE RULE: FIELD: EXPECTED / FOUND`, as findings are listed, without the
    subject. `path`, `found` and `case`, where given, are patterns for the place of the first
    difference, for what the target has there (text, or canonical JSON) and for the smallest case
    as `pvm show` prints it.
    """

    signature: str
    path: str = "*"
    found: str = "*"
    case: str = "*"

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_pattern(text) for text in (self.signature, self.path, self.found, self.case))

    def fits(self, finding: Finding) -> bool:
        """Whether the finding looks like this, whoever it is about."""
        difference = finding.difference or {}
        found = difference.get("found", "")
        texts = (
            signature_line(finding.signature),
            difference.get("path", ""),
            found if type(found) is str else canonical_json(found),
            "" if self.case == "*" else case_text(finding.case),
        )
        pairs = zip(self._patterns, texts, strict=True)
        return all(pattern.fullmatch(text) is not None for pattern, text in pairs)


@final
@dataclass(frozen=True, slots=True)
class Known:
    """A defect. `observed` maps each affected target to what it prints for `program`.

    `lane` is the name of the file that has the entry, where the defect was met first.
    """

    lane: str
    name: str
    title: str
    program: str
    expected: str
    observed: Mapping[str, str]
    shows: Sequence[Show]

    def explains(self, finding: Finding) -> bool:
        """Whether the finding is this defect, of a target that is known to have it.

        A defect of one operation is known in programs that have its name, too.
        """
        subject = finding.signature.subject
        if subject not in self.observed:
            return False
        shows = chain(self.shows, _in_programs(tuple(self.shows)))
        return any(show.fits(finding) for show in shows)


@cache
def _in_programs(shows: tuple[Show, ...]) -> tuple[Show, ...]:
    return tuple(
        Show(pattern.signature, found=pattern.found, case=pattern.case)
        for show in shows
        for pattern in in_programs(show.signature, show.found)
    )


def signature_line(signature: Signature) -> str:
    """A signature without its subject."""
    expected, found = signature.kinds
    return f"{signature.lane} {signature.rule}: {signature.field}: {expected} / {found}"


def known_as(finding: Finding, among: Iterable[Known] | None = None) -> str | None:
    """The name of the known defect that a finding is, None if it is news."""
    entries = known_findings() if among is None else among
    return next((entry.name for entry in entries if entry.explains(finding)), None)


@cache
def known_findings() -> tuple[Known, ...]:
    """Every entry, by lane and name. Raises KnownListError."""
    entries: list[Known] = []
    for path in sorted(FOLDER.glob("*.toml")):
        entries += read_known(path.stem, path.read_text(encoding="utf-8"))
    names = [entry.name for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise KnownListError(f"known findings: {', '.join(twice)} there twice")
    return tuple(entries)


def read_known(lane: str, text: str) -> list[Known]:
    """The entries of one file, by name. Raises KnownListError."""
    where = f"known/{lane}.toml"
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KnownListError(f"{where}: {error}") from None
    tables = document.get("finding", [])
    if not isinstance(tables, list) or not set(document) <= {"finding"}:
        raise KnownListError(f"{where}: expected [[finding]] tables and nothing else")
    entries = [_entry(lane, f"{where}: entry {n}", table) for n, table in enumerate(tables, 1)]
    return sorted(entries, key=lambda entry: entry.name)


def _entry(lane: str, where: str, table: Any) -> Known:
    if not isinstance(table, dict) or set(table) != _ENTRY_KEYS:
        raise KnownListError(f"{where}: it has {', '.join(sorted(_ENTRY_KEYS))}, nothing else")
    texts = {key: table[key] for key in ("name", "title", "program", "expected")}
    if not all(isinstance(text, str) and text for text in texts.values()):
        raise KnownListError(f"{where}: {', '.join(texts)} are texts")
    if _NAME.match(texts["name"]) is None:
        raise KnownListError(f"{where}: {texts['name']!r} is no name like `sign-of-zero`")
    observed = table["observed"]
    if not _texts(observed) or not observed:
        raise KnownListError(f"{where}: `observed` maps names of targets to what they print")
    same = [target for target, text in observed.items() if text == texts["expected"]]
    if same:
        raise KnownListError(f"{where}: {', '.join(same)} prints what is expected")
    shows = table["shows"]
    if not isinstance(shows, list):
        raise KnownListError(f"{where}: `shows` is an array of tables")
    return Known(lane=lane, **texts, observed=observed, shows=[_show(where, s) for s in shows])


def _show(where: str, table: Any) -> Show:
    if not _texts(table) or "signature" not in table or not set(table) <= _SHOW_KEYS:
        raise KnownListError(
            f"{where}: `shows` has `signature`, `path`, `found`, `case`, all texts"
        )
    return Show(**table)


def _texts(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(text, str) for text in table.values())


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
