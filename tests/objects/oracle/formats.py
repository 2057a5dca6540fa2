"""Cases of `format(value, spec)`; run under CPython 3.14 it prints the digests of the answers."""

import json
import sys

FILLS = ["", "", "", "*", "0", "\u00e9", "<", "="]
ALIGNS = ["", "", "<", ">", "=", "^"]
SIGNS = ["", "", "", "+", "-", " "]
WIDTHS = ["", "", "", "1", "5", "9", "10", "11", "25", "\u0663", "07"]
SEPARATORS = ["", "", "", ",", "_", ",_"]
PRECISIONS = [
    "",
    "",
    "",
    ".0",
    ".1",
    ".3",
    ".6",
    ".17",
    ".20",
    ".40",
    ".",
    ".,",
    "._",
    ".5_",
    ".4,",
    ".12,",
]
KINDS = [*"bcdeEfFgGnosxX%", "", "", "", "", "q", "\u00e9", "ff", "\x01"]
FLOATS = [
    0.0, -0.0, 1.0, -1.0, 0.1, 0.5, 1.5, 2.5, 1e16, 1e15, 123456789.125, 9999.5, 99999.5, 999999.5,
    1e-4, 1e-5, 9.9999e-5, 1e22, 1e23, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308,
    -0.0004, -0.00004, 0.05, 0.005, 2.675, 1e100, 12345.678, 1234567.891, float("inf"),
    float("-inf"), float("nan"), 0.995, 9.5, 95.0, 0.009995, 4503599627370496.5,
]  # fmt: skip
INTS = [0, 1, -1, 7, 9, 10, 64, 65, 255, 256, 999, 1000, -1000, 12345, 123456, 1234567, -98765432,
        10**15, 10**16, 2**53 + 1, 10**30, -(10**30), 0x10FFFF, 0x110000, 2**31, 2**63, 2**1024,
        True, False]  # fmt: skip
TEXTS = ["", "a", "abc", "\u00e9\u4e2d", "a" * 12, "\U0001f600b"]


def make_spec(draw):
    """Return a specification, mostly a sound one."""
    align = draw.one(ALIGNS)
    return "".join(
        [
            draw.one(FILLS) if align else "",
            align,
            draw.one(SIGNS),
            draw.one(["", "", "", "", "z"]),
            draw.one(["", "", "", "#"]),
            draw.one(["", "", "", "0"]),
            draw.one(WIDTHS),
            draw.one(SEPARATORS),
            draw.one(PRECISIONS),
            draw.one(KINDS),
        ]
    )


def cases(draw, count):
    """Yield value and specification."""
    for number in range(count):
        pool = (FLOATS, FLOATS, INTS, INTS, TEXTS)[number % 5]
        value = draw.one(pool)
        if pool is FLOATS and draw.below(2):
            value = (draw.below(2**31) - 2**30) * 10.0 ** (draw.below(40) - 25)
        if pool is INTS and draw.below(2):
            value = (draw.below(2**31) - 2**30) << draw.below(70)
        spec = make_spec(draw)
        if spec.endswith("c") and isinstance(value, int) and abs(value) >= 2**31:
            value = 2**31 - 1  # a C long has 32 bits in the build that answered
        yield value, spec


def answer(value, spec, function=format):
    """Return the answer or the error as text."""
    from draw import error_text

    try:
        return function(value, spec)
    except (ValueError, OverflowError) as error:
        return error_text(error)


if __name__ == "__main__":
    from draw import Draw, chunk_digests

    found = [answer(value, spec) for value, spec in cases(Draw(1), 20_000)]
    print(json.dumps(found if "--answers" in sys.argv else chunk_digests(found)))
