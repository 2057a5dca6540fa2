"""The reference held to independent oracles and to its own promises, in numbers, one command each.

Each is a module that runs as `python -m fuzz.checks.NAME`; the others are what they share.
"""
