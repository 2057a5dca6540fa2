"""The sources that mypyc gets say the same as `spec/`: they run here without being compiled."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reference_vm import direct_calls, form
from spec.semantics.registry import all_rules

PROBE = """
import ast, json, sys
import spec
from pathlib import Path
from reference_vm.compiling import compile_module
from reference_vm.execution import exception_text, execute
from spec.bytecode.instructions import Op
from spec.language.errors import SourceError
from spec.revision import PVM_1

def never(machine, frame, operand):
    frame.stack[-1] = False

CHANGED = PVM_1.changed("never", rules={Op.UNARY_NOT: never})

def shown(code, entry, cycles, revision=PVM_1):
    found = execute(code, [], cycles, 1 << 30, revision, entry=entry)
    return [found.status, found.cycles, found.steps, exception_text(found)]

answers = []
for file in sorted(Path(sys.argv[1]).glob("*.py")):
    source = file.read_text()
    for node in ast.parse(source).body:
        try:
            code = compile_module(ast.get_source_segment(source, node).encode())
        except SourceError:
            continue
        if isinstance(node, ast.FunctionDef):
            answers += [shown(code, node.name, 1 << 30), shown(code, node.name, 200)]
            answers.append(shown(code, node.name, 20_000, CHANGED))
print(json.dumps({"place": spec.__file__, "answers": answers}))
"""


def probe(place: Path) -> dict[str, list[object]]:
    programs = form.ROOT / "tests" / "semantics" / "programs"
    path = os.pathsep.join([str(place), str(form.ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(programs)],
        env={**os.environ, "PYTHONPATH": path, form.VARIABLE: "0"},
        cwd=place,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert Path(answer["place"]).is_relative_to(place)
    return dict(answer)


@pytest.mark.skipif(form.wanted(), reason="reads the sources of what runs")
def test_the_prepared_sources_run_alike(tmp_path: Path) -> None:
    shutil.copytree(form.ROOT / "spec", tmp_path / "spec")
    direct_calls.prepare(tmp_path)

    changed, plain = probe(tmp_path), probe(form.ROOT)

    assert changed["answers"] == plain["answers"]
    assert len(changed["answers"]) > 1_000
    assert (tmp_path / "spec" / "semantics" / "direct.py").is_file()


@pytest.mark.skipif(form.wanted(), reason="reads the sources of what runs")
def test_every_rule_is_called_directly() -> None:
    lines = direct_calls.search(sorted(all_rules().values(), key=lambda rule: rule.op), "")

    for rule in all_rules().values():
        assert f"if op == {int(rule.op)}:" in lines
        assert f"{rule.function.__name__}(machine, frame, operand)" in lines


def test_an_unknown_decorator_is_an_error() -> None:
    with pytest.raises(ValueError, match="odd: an unknown decorator"):
        direct_calls.register_afterwards("@cached\ndef odd():\n    pass\n")


def test_a_rule_is_registered_after_its_definition() -> None:
    source = "@rule(1,\n  stack='--')\ndef f():\n    pass\n\n\ndef g():\n    pass\n"

    made = direct_calls.register_afterwards(source)

    assert made.startswith("def f():\n    pass\n\n\nrule(1, stack='--')(f)\n")
    assert "@" not in made
