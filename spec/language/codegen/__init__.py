"""From the syntax tree to sequences of instructions, one for each code unit.

The order in which instructions, names and constants are emitted, and the line of each,
is CPython 3.14's: both decide the bytes that the later passes make.
"""
