"""Files of conformance vectors: one text for one content, written or checked."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

FORMAT: Final = "pvm-vectors-1"
VECTORS: Final = Path(__file__).resolve().parents[2] / "vectors"


def text_of(lane: str, vectors: Iterable[Mapping[str, Any]]) -> str:
    """The text of a file, one vector a line."""
    lines = [json.dumps(vector, sort_keys=True, ensure_ascii=True) for vector in vectors]
    head = json.dumps({"format": FORMAT, "revision": "pvm-1", "lane": lane})[:-1]
    return head + ', "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


def write_or_check(program: str, description: str | None, texts: Mapping[Path, str]) -> int:
    """The command that fills files: writes them, or with `--check` says which are not so."""
    parser = argparse.ArgumentParser(prog=program, description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a file differs")
    check = parser.parse_args().check
    status = 0
    for path, text in texts.items():
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} is not what the reference gives", file=sys.stderr)
                status = 1
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path)
    return status
