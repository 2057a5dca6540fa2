"""What CPython makes of sources: accepted or not, the syntax tree, the time of compiling.

Runs on the oracle (`diff/targets/oracle.py`). Nothing but the standard library.
"""

import ast
import hashlib
import json
import struct
import sys
import time
import warnings

LEFT_OUT = {"type_comment", "kind", "type_params", "type_ignores", "is_async"}
"""Fields of which the specification's tree has none."""
FILENAME = "<source>"

sys.set_int_max_str_digits(0)
warnings.simplefilter("ignore")


def answer(text):
    """For `trees`, an entry for each source; for `seconds`, the time that compiling them takes."""
    data = json.loads(text)
    if "rounds" in data:
        return json.dumps(seconds(data["sources"], data["rounds"]))
    statement = data.get("statement")
    return json.dumps([entry(source, statement) for source in data["sources"]])


def entry(source, statement):
    """Whether it is accepted; if so a digest for each statement, or the text of one of them.

    Where this interpreter's own stack is too small there is no answer.
    """
    try:
        compile(source, FILENAME, "exec", 0, True)
        texts = [written(each) for each in ast.parse(source, FILENAME).body]
    except (RecursionError, MemoryError):
        return {"ended": True}
    except (SyntaxError, ValueError, OverflowError) as error:
        place = [getattr(error, "lineno", None), getattr(error, "offset", None)]
        return {"error": [type(error).__name__, str(error), *place]}
    if statement is not None:
        return {"text": texts[statement]}
    return {"digests": [hashlib.sha256(each.encode("ascii")).hexdigest()[:16] for each in texts]}


def written(node):
    """The text of a tree: name, position, fields in the order of their names."""
    if isinstance(node, ast.AST):
        parts = [type(node).__name__]
        if "lineno" in node._attributes:
            parts.append(f"{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}")
        for name in sorted(node._fields):
            if name not in LEFT_OUT:
                value = getattr(node, name)
                parts.append(f"{name}={written(bool(value) if name == 'simple' else value)}")
        return "(" + " ".join(parts) + ")"
    if type(node) is list:
        return "[" + " ".join([written(each) for each in node]) + "]"
    if type(node) is float:
        return "float:" + struct.pack(">d", node).hex()
    return ascii(node) if type(node) is not bool else str(int(node)) + "b"


def seconds(sources, rounds):
    """The shortest time of a few rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for source in sources:
            compile(source, FILENAME, "exec", 0, True)
        times.append(time.perf_counter() - start)
    return min(times)
