"""Sources of `spec/` as mypyc gets them: rules are called directly instead of through a table.

A rule that the step loop finds in a table is a Python object for mypyc, and each call of it
boxes its operand and its answer. So a copy of the sources is changed before it is compiled:

- a rule is registered after its definition (`rule(...)(f)`), for mypyc calls only functions
  without a decorator directly;
- a module is added in which a function goes from the opcode to the rule, with a copy of the
  step loop that asks it;
- `run` hands over to that loop when the revision has no rule of its own.

Whatever does not look as it is expected here is an error of the build.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from pathlib import Path

from spec.semantics import machine
from spec.semantics.registry import Rule, all_rules

MODULE = "spec.semantics.direct"
RULES = Path("spec", "semantics", "rules")
MACHINE = Path("spec", "semantics", "machine.py")

HEAD = '''\
"""The step loop with direct calls of the rules. Generated: see reference_vm/direct_calls.py."""

from typing import Any, Final

from mypy_extensions import i64

from spec.revision import Revision
from spec.semantics.machine import Machine
from spec.semantics.prepare import RuleFunction
from spec.semantics.registry import all_rules
'''

STANDARD = '''
NEXT: Final = -2
_KNOWN: Final[list[Revision]] = []


def is_standard(revision: Revision) -> bool:
    """Whether no rule of the revision differs from those that are compiled in here."""
    if revision in _KNOWN:
        return True
    own = all_rules()
    if any(own[op].function is not rule.function for op, rule in revision.rules.items()):
        return False
    _KNOWN.append(revision)
    return True
'''

APPLY_HEAD = '''\
def apply(op: i64, rule: RuleFunction, machine: Machine, frame: Frame, operand: Any) -> i64:
    """Call the rule of `op`; NEXT where it answers None."""
'''

APPLY_END = """\
    answer = rule(machine, frame, operand)  # the refusal of what has no rule
    return NEXT if answer is None else answer
"""

HANDING_OVER = """\
    from spec.semantics.direct import is_standard
    from spec.semantics.direct import run as run_directly

    if is_standard(machine.revision):
        run_directly(machine)
        return
"""

LOOP_CHANGES = (
    ("    meter = machine.meter\n", "    meter = machine.meter\n    index: i64\n    jump: i64\n"),
    (
        "        index = frame.index\n",
        "        index = frame.index\n        ops = frame.prepared.ops\n",
    ),
    (
        "                jump = rule(machine, frame, operand)\n",
        "                op: int = ops[index]\n"
        "                jump = apply(op, rule, machine, frame, operand)\n",
    ),
    ("                if jump is None:\n", "                if jump == NEXT:\n"),
)
"""What differs in the loop: (text of `run` in spec/semantics/machine.py, text here)."""


def prepare(root: Path) -> None:
    """Change the copy of the sources under `root`, which has `spec/` in it.

    Raises:
        ValueError: A source is not as it is expected here.
    """
    for file in sorted((root / RULES).glob("*.py")):
        file.write_text(register_afterwards(file.read_text()))
    source = (root / MACHINE).read_text()
    loop = inspect.getsource(machine.run)
    head, docstring, body = loop.partition(loop.splitlines(keepends=True)[1])
    changed = replaced(source, loop, head + docstring + HANDING_OVER + body)
    (root / MACHINE).write_text(changed)
    (root / f"{MODULE.replace('.', '/')}.py").write_text(direct_module(loop))


def replaced(text: str, old: str, new: str) -> str:
    """`text` with the one place where it says `old` changed."""
    if text.count(old) != 1:
        raise ValueError(f"not once in the sources: {old!r}")
    return text.replace(old, new)


def register_afterwards(source: str) -> str:
    """The source with each `@rule(...)` turned into a call after the function."""
    lines = source.splitlines(keepends=True)
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    for function in reversed(functions):
        for decorator in function.decorator_list:
            if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func) != "rule":
                raise ValueError(f"{function.name}: an unknown decorator")
            assert function.end_lineno is not None
            call = f"\n\n{ast.unparse(decorator)}({function.name})\n"
            lines.insert(function.end_lineno, call)
            del lines[decorator.lineno - 1 : function.lineno - 1]
    return "".join(lines)


def direct_module(loop: str) -> str:
    """The source of the module that is added."""
    rules = all_rules()
    named = [vars(machine)[name] for name in machine.run.__code__.co_names if name in vars(machine)]
    functions = [rule.function for rule in rules.values()]
    imports = "".join(
        f"from {each.__module__} import {each.__name__}\n" for each in (*named, *functions)
    )
    for old, new in LOOP_CHANGES:
        loop = replaced(loop, old, new)
    branches = search(sorted(rules.values(), key=lambda rule: rule.op), "    ")
    return "\n\n".join((HEAD + imports + STANDARD, APPLY_HEAD + branches + APPLY_END, loop))


def search(rules: Sequence[Rule], indent: str) -> str:
    """The lines that find the rule of `op` among `rules`, sorted, by halving."""
    if len(rules) == 1:
        return f"{indent}if op == {int(rules[0].op)}:\n" + called(rules[0], indent + "    ")
    middle = len(rules) // 2
    condition = f"{indent}if op < {int(rules[middle].op)}:\n"
    below = search(rules[:middle], indent + "    ")
    return condition + below + f"{indent}else:\n" + search(rules[middle:], indent + "    ")


def called(rule: Rule, indent: str) -> str:
    """The lines that call a rule and return what it answers."""
    call = f"{rule.function.__name__}(machine, frame, operand)"
    answer = inspect.signature(rule.function).return_annotation
    if answer == "None":
        return f"{indent}{call}\n{indent}return NEXT\n"
    if answer == "int":
        return f"{indent}return {call}\n"
    if answer == "int | None":
        name = f"answer{int(rule.op)}"
        ending = f"{indent}return NEXT if {name} is None else {name}\n"
        return f"{indent}{name} = {call}\n{ending}"
    raise ValueError(f"{rule.op.name}: the rule's answer is {answer}")
