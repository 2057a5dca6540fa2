"""The scripts of `oracle/` import each other by plain names, as inside CPython 3.14."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "oracle"))
