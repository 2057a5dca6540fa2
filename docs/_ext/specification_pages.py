"""Writes the pages that come from the specification itself, before Sphinx reads any page.

Nothing on them is typed: rules from their registration, prices from the table, marks and
decisions from their data, float operations from the registry. They are made anew at every
build, below `docs/generated`, and a file is touched only when its text changed.
"""

import inspect
from collections import defaultdict
from pathlib import Path

from sphinx.application import Sphinx

from diff.comparing.known_findings import Known, known_findings
from reference_vm.price_coverage import prices_without_rule
from spec.bytecode.errors import REASONS
from spec.bytecode.instructions import OUTSIDE_PROFILE
from spec.decisions import LANGUAGE, METERING, Decision
from spec.gas_table import TABLE, Price
from spec.gas_table.pages import lines_of_table
from spec.gas_table.pages import price_pages as price_page_texts
from spec.gas_table.render import row
from spec.language.errors import LIMITS, REFUSED
from spec.marks import MARKS
from spec.semantics.registry import PASSED_OVER_REASONS, Rule, all_rules
from spec.softfloat import OPERATIONS

ROW_TITLES = ("key", "price", "unit", "source", "note")


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(app: Sphinx) -> None:
    """Write every generated page, and remove those that are no longer made."""
    folder = Path(app.srcdir) / "generated"
    made = {
        "marks.md": marks_page(),
        "refusals.md": refusals_page(),
        "decisions.md": decisions_page(),
        "float-operations.md": float_page(),
        "known-findings.md": known_findings_page(),
        **rule_pages(),
        **price_pages(),
    }
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()


# Rules


def rule_pages() -> dict[str, str]:
    """A page for each rule, and one that lists them by family."""
    families: dict[str, list[Rule]] = defaultdict(list)
    for rule in all_rules().values():
        families[rule.function.__module__.rpartition(".")[2]].append(rule)
    made = {}
    for family in families.values():
        for rule in family:
            made[f"rules/{rule.op.name}.md"] = rule_page(rule)
    made["rules/index.md"] = rule_index(families)
    return made


def rule_index(families: dict[str, list[Rule]]) -> str:
    lines = ["# Rules", ""]
    lines += ["One page for each instruction, by the file that defines it.", ""]
    for family, rules in sorted(families.items()):
        lines += [f"## {family.capitalize()}", ""]
        for rule in sorted(rules, key=lambda each: each.op.name):
            lines.append(f"- {{doc}}`{rule.op.name}`: {first_sentence(rule)}")
        lines += ["", "```{toctree}", ":hidden:", ""]
        lines += sorted(rule.op.name for rule in rules)
        lines += ["```", ""]
    lines += ["## Instructions without a rule", ""]
    without = [(op.name, why) for op, why in {**PASSED_OVER_REASONS, **OUTSIDE_PROFILE}.items()]
    return "\n".join(lines + lines_of_table(("instruction", "why"), without)) + "\n"


def first_sentence(rule: Rule) -> str:
    return (inspect.getdoc(rule.function) or "").split("\n\n")[0].replace("\n", " ")


def rule_page(rule: Rule) -> str:
    """What the registration says, the text of the rule, its prices, its source."""
    facts = [
        ("opcode", str(int(rule.op))),
        ("stack", f"`{rule.stack}`"),
        ("touches", rule.effect.value),
        ("charged by", rule.charge.value),
        ("raises", ", ".join(f"`{name}`" for name in rule.raises) or "nothing itself"),
    ]
    lines = [f"# {rule.op.name}", "", inspect.getdoc(rule.function) or "", ""]
    lines += ["| | |", "| --- | --- |"]
    lines += [f"| {name} | {text} |" for name, text in facts]
    lines += ["", "## Price", ""]
    lines += lines_of_table(ROW_TITLES, [row(price) for price in prices_of(rule)])
    where = rule.function.__module__.replace(".", "/") + ".py"
    lines += ["", f"## Rule ({where})", "", "```python"]
    lines += [inspect.getsource(rule.function).rstrip(), "```", ""]
    return "\n".join(lines)


def prices_of(rule: Rule) -> list[Price]:
    """The entry of an instruction, and those of its operations and kinds."""
    name = rule.op.name
    return [
        price
        for price in TABLE
        if price.key == name or price.key.startswith((f"{name}.", f"{name}["))
    ]


# Prices, marks, decisions, operations


def price_pages() -> dict[str, str]:
    """The pages of the gas table; entries that no rule charges yet are marked so."""
    pending = prices_without_rule(TABLE)
    return {f"prices/{name}.md": text for name, text in price_page_texts(TABLE, pending).items()}


def marks_page() -> str:
    lines = ["# Marks", "", "Decisions in which implementations legitimately differ.", ""]
    return "\n".join([*lines, *lines_of_table(("mark", "decision"), sorted(MARKS.items()))]) + "\n"


def refusals_page() -> str:
    """Every reason for which a code object or a source is refused."""
    lines = ["# Why a code object is refused", ""]
    lines += lines_of_table(("reason", "what is wrong"), sorted(REASONS.items()))
    lines += ["", "## Why a source is refused", ""]
    lines += ["Besides `syntax` and `null-byte`, which Python 3.14 refuses too.", ""]
    reasons = sorted({**REFUSED, **LIMITS}.items())
    lines += lines_of_table(("name", "what the profile does not have"), reasons)
    return "\n".join(lines) + "\n"


def decisions_page() -> str:
    lines = ["# Decisions", ""]
    lines += ["Where the protocol's texts conflict or are silent, this specification decides.", ""]
    for title, decisions in (("Metering", METERING), ("Language", LANGUAGE)):
        lines += [f"## {title}", ""]
        for decision in decisions:
            lines += decision_paragraph(decision)
    return "\n".join(lines)


def decision_paragraph(decision: Decision) -> list[str]:
    known = " *Some implementation is known to differ.*" if decision.known else ""
    return [
        f"### {decision.identifier}",
        "",
        f"**{decision.question}** {decision.answer} {decision.reason}{known}",
        "",
    ]


def float_page() -> str:
    rows = [
        (name, " ".join(each.signature), each.result, " ".join(each.errors), each.price, each.mark)
        for name, each in OPERATIONS.items()
    ]
    titles = ("operation", "arguments", "result", "errors", "price", "mark")
    lines = ["# Float operations", "", "The registry `spec.softfloat.OPERATIONS`.", ""]
    lines += [*lines_of_table(titles, rows), ""]
    for name, each in OPERATIONS.items():
        formula = TABLE.price(each.price).formula
        words = inspect.cleandoc(each.function.__doc__ or "")
        lines += [f"## `{name}`", "", f"{formula} cycles (`{each.price}`).", ""]
        lines += ["```text", words, "```", ""]
    return "\n".join(lines) + "\n"


# Known findings


def known_findings_page() -> str:
    """Every entry of the list of known findings, by the lane that met it first."""
    lines = [
        "# Known findings",
        "",
        "Defects of released targets, each with a program to run, what CPython 3.14 prints and",
        "what the target prints. The list is data (`diff/comparing/known/`); a test runs each",
        "of them. A campaign names the entry beside a finding that it explains, see",
        "{doc}`/findings`.",
        "",
    ]
    lanes: dict[str, list[Known]] = defaultdict(list)
    for entry in known_findings():
        lanes[entry.lane].append(entry)
    for lane, entries in lanes.items():
        lines += [f"## Lane {lane}", ""]
        for entry in entries:
            lines += known_finding_section(entry)
    return "\n".join(lines)


def known_finding_section(entry: Known) -> list[str]:
    lines = [f"### {entry.name}", "", f"{entry.title}.", ""]
    lines += fenced("python", entry.program)
    answers = {"CPython 3.14": entry.expected, **entry.observed}
    for who, text in answers.items():
        lines += [f"{who}:", "", *fenced("text", text)]
    return lines


def fenced(language: str, text: str) -> list[str]:
    return [f"````{language}", text.rstrip("\n"), "````", ""]
