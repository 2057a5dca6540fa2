"""A target with one planted bug: the agent on the host's Python, wrong in one place.

Run as `python planted.py BUG [FOLDER]`. Each bug is described by the smallest case that shows it,
which the tests know and the harness must find.
"""

import os
import struct
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "targets"))

import agent  # type: ignore[import-not-found]

_PROCESS_STATE = {"cases": 0, "armed": False}


def _floats(case: dict[str, Any]) -> list[float]:
    return [struct.unpack(">d", bytes.fromhex(text))[0] for _, text in case["arguments"]]


def _returned(value: float) -> dict[str, str]:
    bits = struct.pack(">d", value).hex()
    return {"status": '"returned"', "value": f'["float","{bits}"]'}


def none(case: dict[str, Any]) -> dict[str, str] | None:
    """No bug at all."""
    return None


def lost_sign(case: dict[str, Any]) -> dict[str, str] | None:
    """The product of anything and -0.0 is 0.0."""
    right = _floats(case)[1]
    if case["operation"] == "float.__mul__" and str(right) == "-0.0":
        return _returned(0.0)
    return None


def big_difference(case: dict[str, Any]) -> dict[str, str] | None:
    """A difference of two numbers above 1e200 is infinite."""
    left, right = _floats(case)
    if case["operation"] == "float.__sub__" and min(abs(left), abs(right)) > 1e200:
        return _returned(float("inf"))
    return None


def two_bugs(case: dict[str, Any]) -> dict[str, str] | None:
    """Both of the above."""
    return lost_sign(case) or big_difference(case)


def raises(case: dict[str, Any]) -> dict[str, str] | None:
    """A sum with 1e300 raises."""
    if case["operation"] == "float.__add__" and 1e300 in _floats(case):
        return agent.observe(lambda: 1 // 0, ())  # type: ignore[no-any-return]
    return None


def dies(case: dict[str, Any]) -> dict[str, str] | None:
    """A product with 1e300 on the left ends the process."""
    if case["operation"] == "float.__mul__" and _floats(case)[0] == 1e300:
        os.write(2, b"planted: this process ends here\n")
        os.kill(os.getpid(), 9)
    return None


def hangs(case: dict[str, Any]) -> dict[str, str] | None:
    """Three times three never ends."""
    if case["operation"] == "float.__mul__" and _floats(case) == [3.0, 3.0]:
        while True:
            time.sleep(1)
    return None


def floods(case: dict[str, Any]) -> dict[str, str] | None:
    """Three minus three writes without end."""
    if case["operation"] == "float.__sub__" and _floats(case) == [3.0, 3.0]:
        while True:
            os.write(2, b"x" * 65536)
    return None


def babbles(case: dict[str, Any]) -> dict[str, str] | None:
    """Three minus -3 is answered with text that is no outcome."""
    if case["operation"] == "float.__sub__" and _floats(case) == [3.0, -3.0]:
        return {"status": '"returned"', "value": "[1,2,3]"}
    return None


def eats(case: dict[str, Any]) -> dict[str, str] | None:
    """Two plus two takes all memory."""
    if case["operation"] == "float.__add__" and _floats(case) == [2.0, 2.0]:
        hoard = []
        while True:
            hoard.append(b"x" * (1 << 24))
    return None


def remembers(case: dict[str, Any]) -> dict[str, str] | None:
    """After a sum of twos, products of ones are wrong for the rest of the process's life."""
    if case["operation"] == "float.__add__" and _floats(case) == [2.0, 2.0]:
        _PROCESS_STATE["armed"] = True
    if (
        _PROCESS_STATE["armed"]
        and case["operation"] == "float.__mul__"
        and _floats(case) == [1.0, 1.0]
    ):
        return _returned(7.0)
    return None


class PlantedLane(agent.FloatLane):  # type: ignore[misc]
    """The agent's lane with one bug before it."""

    def __init__(self, bug: Any) -> None:
        agent.FloatLane.__init__(self)
        self._bug = bug

    def run(self, case: dict[str, Any], trace: str) -> Any:
        return self._bug(case) or agent.FloatLane.run(self, case, trace)


if __name__ == "__main__":
    bug = globals()[sys.argv[1]]
    lane = PlantedLane(bug)
    sys.exit(agent.serve(lanes={"float": lane}, name="planted", version="1"))
