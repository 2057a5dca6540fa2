"""From a sequence of instructions to a code object: blocks, optimisation, layout.

Each pass is a file with its rules; `pipeline` says in which order they run. What they
decide is consensus, since cycles are counted on their result.
"""
