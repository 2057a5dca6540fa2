"""A plain path does what the suspended native does for which it stands in (decision D12)."""

from typing import Any

import pytest

from diff.identity import is_compiled
from spec.semantics import calls
from spec.semantics.frame import NativeFrame
from spec.semantics.values import StaticMethod
from tests.semantics import oracle

pytestmark = pytest.mark.skipif(is_compiled(), reason="a compiled call cannot be replaced")

INSTANTIATE = calls.instantiate
FAMILIES = ("classes", "errors", "exceptions", "generators", "withs")


def _always_suspended(machine: Any, cls: Any, arguments: Any, keywords: Any) -> Any:
    """`instantiate` without plain paths; `type` itself makes nothing of one argument."""
    if cls is calls.TYPE:
        return INSTANTIATE(machine, cls, arguments, keywords)
    maker = calls.lookup(cls, "__new__")[0]
    if isinstance(maker, StaticMethod):
        maker = maker.function
    return NativeFrame(calls._instantiate(machine, cls, maker, arguments, keywords))


def _shown(code: Any) -> tuple[object, ...]:
    execution, _ = oracle.run_reference(code)
    return oracle.outcome_of(execution), execution.cycles, execution.cells


@pytest.mark.parametrize("family", FAMILIES)
def test_exceptions_are_made_as_by_the_suspended_path(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same outcome, cycles, cells and path."""
    codes = [kept["code"] for kept in oracle.kept(family)["programs"].values()]
    plain = [_shown(code) for code in codes]
    made = []
    original = NativeFrame.__init__

    def counted(self: NativeFrame, running: Any) -> None:
        made.append(running.__name__)
        original(self, running)

    monkeypatch.setattr(NativeFrame, "__init__", counted)
    monkeypatch.setattr(calls, "instantiate", _always_suspended)
    assert [_shown(code) for code in codes] == plain
    assert "_instantiate" in made
