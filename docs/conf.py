"""Sphinx configuration of the book."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "The PVM, executable"
author = "the authors of the PVM reference specification"
copyright = author
extensions = ["myst_parser", "specification_pages"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "The PVM, executable"
html_copy_source = False
nitpicky = True
suppress_warnings: list[str] = []
