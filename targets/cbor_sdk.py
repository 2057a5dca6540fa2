"""The codec of the published SDK (`cowboy-actor-sdk`) as a target, on any interpreter.

`python cbor_sdk.py SITE`: SITE is the folder that holds the package `cowboy_sdk`. Only its
module `codec` and what that imports is loaded, from the files as they were published.

A `CodecError` is the outcome `refused`, with the codec's words in `detail`; any other
exception of the codec is the outcome `raised`.
"""

import sys
import types

from agent import Refused, build_all, json_text, observe, serve

NAME = "cowboy-sdk"
VERSION = "0.1.6"
PROFILE = "sdk-0.1"
REFUSAL = "codec-error"
BUILDING_RECURSION = 100_000

MARKS = [
    *("additional-information", "big-integer", "bignum", "bytewise", "depth", "duplicate-key"),
    *(
        "empty",
        "equal-keys",
        "float",
        "float-key",
        "float-width",
        "indefinite",
        "key-kind",
        "key-order",
    ),
    *("kind", "negative-zero", "non-finite", "non-minimal", "simple", "surrogate", "tag"),
    *("trailing", "truncated", "tuple-key", "utf-8"),
]
"""Without their prefix: every decision that profile sdk-0.1 can meet."""


def load_codec(site):
    """The module `cowboy_sdk.codec` without running its package, which imports all others."""
    package = types.ModuleType("cowboy_sdk")
    package.__path__ = [site + "/cowboy_sdk"]
    sys.modules["cowboy_sdk"] = package
    from cowboy_sdk import codec

    return codec


class CborLane:
    """`encode`, `decode` and `recode`, the encoding of what was decoded."""

    def __init__(self, codec):
        self._refusal = codec.CodecError
        self._operations = {
            "encode": codec.encode,
            "decode": codec.decode,
            "recode": lambda data: codec.encode(codec.decode(data)),
        }

    def claim(self):
        return {"operations": list(self._operations), "profiles": [PROFILE]}

    def run(self, case, trace):
        function = self._operations.get(case["operation"])
        if function is None or case["profile"] != PROFILE:
            raise Refused("unsupported")
        arguments = build_deep(case["arguments"])
        refusals = []

        def operate(argument):
            try:
                return function(argument)
            except self._refusal as error:
                refusals.append(str(error))
                return None

        outcome = observe(operate, arguments)
        if refusals:
            return refused(refusals[0])
        return outcome


def build_deep(forms):
    """The values of a case, which may be nested deeper than programs usually may recurse."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(BUILDING_RECURSION)
    try:
        return build_all(forms)
    finally:
        sys.setrecursionlimit(limit)


def refused(words):
    return {
        "status": '"refused"',
        "reason": json_text(REFUSAL),
        "detail": json_text(words),
    }


if __name__ == "__main__":
    lanes = {"cbor": CborLane(load_codec(sys.argv[1]))}
    sys.exit(serve(None, lanes, NAME, VERSION, ["cbor-" + mark for mark in MARKS]))
