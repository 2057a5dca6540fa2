"""The reviewed list of accepted differences: (mark, target) and the reason, from `accepted.toml`.

The handshake of a target says which marks it honours; this list says why the others are
accepted. A mark that excuses a target without an entry here is shown as not reviewed.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from diff.errors import HarnessError
from diff.targets.target import family_of

FILE: Final = Path(__file__).with_name("accepted.toml")


class AcceptedListError(HarnessError):
    """The list is malformed; says which entry and why."""


def reason_for(mark: str, target: str) -> str | None:
    """Why a difference after `mark` is accepted in `target`; None if nobody has reviewed it."""
    reasons = accepted()
    return reasons.get((mark, target)) or reasons.get((mark, family_of(target)))


@cache
def accepted() -> Mapping[tuple[str, str], str]:
    """The reason for each (mark, target or family). Raises AcceptedListError."""
    return read_list(FILE.read_text(encoding="utf-8"))


def read_list(text: str) -> Mapping[tuple[str, str], str]:
    """Read the text of a list. Raises AcceptedListError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AcceptedListError(f"accepted.toml: {error}") from None
    entries = document.get("accepted")
    if not isinstance(entries, list) or set(document) != {"accepted"}:
        raise AcceptedListError("accepted.toml: expected [[accepted]] tables and nothing else")
    reasons: dict[tuple[str, str], str] = {}
    for number, entry in enumerate(entries, 1):
        for key, reason in _pairs(number, entry):
            if key in reasons:
                raise AcceptedListError(f"accepted.toml: entry {number}: {key} is there twice")
            reasons[key] = reason
    return reasons


def _pairs(number: int, entry: Any) -> list[tuple[tuple[str, str], str]]:
    where = f"accepted.toml: entry {number}"
    if not isinstance(entry, dict) or set(entry) != {"mark", "targets", "reason"}:
        raise AcceptedListError(f"{where}: it has `mark`, `targets` and `reason`, nothing else")
    mark, targets, reason = entry["mark"], entry["targets"], entry["reason"]
    if not isinstance(mark, str) or not isinstance(reason, str) or len(reason) < 10:
        raise AcceptedListError(f"{where}: `mark` and `reason` are texts, the reason a sentence")
    if not isinstance(targets, list) or not all(isinstance(name, str) for name in targets):
        raise AcceptedListError(f"{where}: `targets` is an array of names")
    return [((mark, name), reason) for name in targets]
