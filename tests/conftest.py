"""Fixtures of all tests: above all, targets that may not be installed.

A test that needs a target takes the fixture `target` and calls it with the target's name.
Without the target the test is skipped, and all such skips are counted in one line at the
end; with PVM_REQUIRE_TARGETS=1 in the environment each of them is a failure.
"""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from diff.targets.registry import entry_named, open_target
from diff.targets.target import Target

REQUIRE = "PVM_REQUIRE_TARGETS"
_ABSENT = "target not installed: "

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # What runs in the background of a shell ignores Ctrl-C, and so would the programs under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def target() -> Iterator[Callable[[str], Target]]:
    """Open a target by name, once a session; skip the test when it cannot be had."""
    opened: dict[str, Target] = {}

    def open_named(name: str) -> Target:
        if name not in opened:
            why = entry_named(name).unavailable()
            if why is not None and os.environ.get(REQUIRE) == "1":
                pytest.fail(f"{why} ({REQUIRE}=1)", pytrace=False)
            if why is not None:
                pytest.skip(_ABSENT + name)
            opened[name] = open_target(name)
        return opened[name]

    yield open_named
    for running in opened.values():
        running.close()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for all skips for want of a target, one that names the interpreters tested."""
    _count_absent(terminalreporter)
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in report.user_properties:
                if name == "interpreters":
                    terminalreporter.write_line(f"version tests ran on CPython {value}")


def _count_absent(terminalreporter: Any) -> None:
    names: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _, found, name = reason.partition(_ABSENT)
        if found:
            names[name] = names.get(name, 0) + 1
    if names:
        counts = ", ".join(f"{name} {count}" for name, count in sorted(names.items()))
        terminalreporter.write_line(
            f"{sum(names.values())} tests skipped for want of a target ({counts}); "
            "`pvm targets install` gets them"
        )
