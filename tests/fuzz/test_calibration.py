"""Calibration: the harness finds the known bugs of an older release by itself.

`make calibrate` shows the same in 60 seconds over three lanes; here one lane has a budget of cases,
so that the result depends on nothing but the seed.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from diff.targets.target import Target
from fuzz.campaign.session import Options, run_session
from fuzz.campaign.setup import Wishes

OLD = "rustpython-0.5.0"
CASES = 6000
KNOWN = ("float.__mod__", "float.__floordiv__", "float.__divmod__")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_wrong_remainders_of_an_old_release(
    tmp_path: Path,
    target: Callable[[str], Target],
    capsys: pytest.CaptureFixture[str],
    seed: int,
) -> None:
    """Wrong `%`, `//` and `divmod` of floats: named, reduced, attributed to the old release."""
    names = ("cpython", OLD)
    for name in names:
        target(name)
    wishes = Wishes(lanes=("float",), targets=names, cases=CASES, seed=seed)
    status = run_session(Options(wishes=wishes, store=tmp_path / "s", as_json=True))
    findings = json.loads(capsys.readouterr().out)["findings"]

    assert status == 0
    for operation in KNOWN:
        wrong = [
            finding
            for finding in findings
            if finding["signature"]["rule"] == operation
            and finding["signature"]["field"] == "value"
        ]
        assert wrong, operation
        for finding in wrong:
            assert finding["signature"]["subject"] == finding["alone"] == OLD
            assert finding["state"] == "confirmed"
            assert finding["minimised"]
            assert finding["severity"] == "consensus"
            assert finding["case"]["operation"] == operation
