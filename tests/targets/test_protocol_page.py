"""The examples of docs/target-protocol.md are true, byte by byte."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from diff.targets.conformance import check_target
from diff.targets.packages import TARGETS
from diff.targets.registry import CHECKOUT, entry_named

PAGE = CHECKOUT / "docs" / "target-protocol.md"
MINIMAL = TARGETS / "minimal.py"


def block(beginning: str) -> str:
    """The fenced block of the page that begins so."""
    found = re.findall(r"```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (text,) = (str(text) for text in found if text.startswith(beginning))
    return text


def session() -> list[tuple[str, bytes]]:
    """Direction and frame of every line of the example session."""
    lines = []
    for line in block("-> ").splitlines():
        parts = re.fullmatch(r"(->|<-) ((?:\w\w ){4})(.*)", line)
        assert parts is not None, line
        lines.append((parts[1], bytes.fromhex(parts[2]) + parts[3].encode()))
    return lines


def test_lengths_are_those_of_the_texts() -> None:
    for _, frame in session():
        assert int.from_bytes(frame[:4], "little") == len(frame) - 4, frame


def test_minimal_target_answers_the_session_byte_by_byte() -> None:
    sent = b"".join(frame for direction, frame in session() if direction == "->")
    received = b"".join(frame for direction, frame in session() if direction == "<-")
    answer = subprocess.run(
        [sys.executable, str(MINIMAL)], input=sent, capture_output=True, timeout=30, check=True
    )
    assert answer.stdout == received


def test_first_example_is_a_frame() -> None:
    rows = block("0e 00").splitlines()
    data = bytes.fromhex("".join(row[:57] for row in rows))
    assert data == b"\x0e\x00\x00\x00" + b'{"type":"bye"}'


def test_example_of_a_path() -> None:
    parts = re.fullmatch(r'sha256\("(.*?)"\) = (\w+)\n', block("sha256"))
    assert parts is not None
    lines = parts[1].replace("\\n", "\n")
    assert hashlib.sha256(lines.encode()).hexdigest() == parts[2]


def test_minimal_target_conforms_and_is_short(tmp_path: Path) -> None:
    file = tmp_path / "targets.toml"
    command = json.dumps([sys.executable, "{targets}/minimal.py"])
    file.write_text(f"[targets.minimal]\ncommand = {command}\n")
    report = check_target(entry_named("minimal", file))
    assert report.passed, report.to_json()
    assert {section.name for section in report.sections} == {"handshake", "protocol", "float"}
    assert len(MINIMAL.read_text().splitlines()) < 80
