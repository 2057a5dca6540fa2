"""cbor2 of PyPI in its canonical mode as a target: `python cbor_cbor2.py [SITE]`.

SITE is a folder that holds the package, where it is not installed. Only `encode` in profile
sdk-0.1 is claimed: the keys are ordered by length first, integers and strings are as in the
profile, floats are not (their width is the shortest), and the decoder accepts far more than
the profile. Values nested beyond a few thousand levels end the process; the harness
survives that, and keeps it as an outcome.
"""

import sys

from agent import Refused, json_text, observe, serve
from cbor_sdk import build_deep

NAME = "cbor2"
PROFILE = "sdk-0.1"
REFUSAL = "codec-refusal"


class CborLane:
    """`encode` with `canonical=True`."""

    def __init__(self, module):
        self._module = module

    def claim(self):
        return {"operations": ["encode"], "profiles": [PROFILE]}

    def run(self, case, trace):
        if case["operation"] != "encode" or case["profile"] != PROFILE:
            raise Refused("unsupported")
        arguments = build_deep(case["arguments"])
        refusals = []

        def operate(argument):
            try:
                return self._module.dumps(argument, canonical=True)
            except (self._module.CBOREncodeError, UnicodeEncodeError) as error:
                refusals.append(type(error).__name__ + ": " + str(error))
                return None

        outcome = observe(operate, arguments)
        if refusals:
            reason, detail = json_text(REFUSAL), json_text(refusals[0])
            return {"status": '"refused"', "reason": reason, "detail": detail}
        return outcome


HONOURED = ["big-integer", "bytewise", "empty", "surrogate", "tuple-key"]


if __name__ == "__main__":
    sys.path += sys.argv[1:]
    from importlib.metadata import version

    import cbor2

    lanes = {"cbor": CborLane(cbor2)}
    marks = ["cbor-" + mark for mark in HONOURED]
    sys.exit(serve(None, lanes, NAME, version("cbor2"), marks))
