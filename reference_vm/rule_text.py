"""The text of a rule, from its source: compiled functions have none with them."""

from __future__ import annotations

import ast
from functools import cache

from reference_vm.form import ROOT
from spec.semantics.prepare import RuleFunction


@cache
def _docstrings(module: str) -> dict[str, str]:
    """The docstrings of the functions of a module of `spec/`, by name."""
    source = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: ast.get_docstring(node) or "" for node in functions}


def rule_text(function: RuleFunction) -> str:
    """The docstring of a rule's function; empty for one that is no function of `spec/`."""
    module: str = function.__module__
    if not module.startswith("spec."):
        return ""
    return _docstrings(module).get(function.__name__, "")
