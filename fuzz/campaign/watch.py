"""What a person sees of a campaign while it runs."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final, final

from rich.console import Console
from rich.live import Live
from rich.text import Text

if TYPE_CHECKING:
    from fuzz.campaign.loop import Campaign

_PLAIN_SECONDS: Final = 10.0


@final
class Watch:
    """One line on standard error: redrawn on a terminal, else a new one now and then."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._console = Console(stderr=True)
        self._live: Live | None = None
        self._next_plain = 0.0

    def __enter__(self) -> "Watch":
        if not self._silent and self._console.is_terminal:
            self._live = Live(console=self._console, refresh_per_second=4, transient=True)
            self._live.start()
        self._next_plain = time.monotonic() + _PLAIN_SECONDS
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, campaign: "Campaign") -> None:
        """Show how far it has come."""
        if self._silent:
            return
        if self._live is not None:
            self._live.update(Text(line_of(campaign)))
        elif time.monotonic() >= self._next_plain:
            self._next_plain = time.monotonic() + _PLAIN_SECONDS
            print(line_of(campaign), file=sys.stderr, flush=True)


def line_of(campaign: "Campaign") -> str:
    """`12 s of 60 · float 8,192 · cbor 4,096 · 7 findings`."""
    schedule = campaign.schedule
    budget = "" if schedule.seconds is None else f" of {schedule.seconds:.0f}"
    parts = [f"{schedule.elapsed:.0f} s{budget}"]
    for lane, progress in schedule.lanes.items():
        limit = "" if progress.limit is None else f" of {progress.limit:,}"
        parts.append(f"{lane} {progress.cases:,}{limit}")
    parts.append(f"{campaign.found:,} findings")
    if campaign.interrupted:
        parts.append("interrupted: finishing what is in work (again to stop at once)")
    return " · ".join(parts)
