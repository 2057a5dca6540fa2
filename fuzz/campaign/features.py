"""What a case reached, as names: new ones make a case worth keeping and starting from."""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from diff.case import Case
from diff.outcome import RAISED, REFUSED, RETURNED, Outcome


def operation_features(case: Case, outcome: Outcome) -> Iterator[str]:
    """Operation, classes of the arguments and class of the answer; for lanes of operations."""
    operation = case.operation or "run"
    profile = case.body.get("profile")
    name = f"{operation}/{profile}" if profile else operation
    arguments = ", ".join(value_class(value) for value in case.body["arguments"])
    yield f"{name}({arguments}) -> {answer_class(outcome)}"


def execution_features(case: Case, outcome: Outcome) -> Iterator[str]:
    """Cases of rules, and pairs of consecutive ones (by hash: there are many); for code objects."""
    from diff.guest import code_to_guest, to_guest
    from reference_vm.rule_cases import rule_cases

    if outcome.status == REFUSED:
        return
    body = case.body
    arguments = [to_guest(form) for form in body["arguments"]]
    code = code_to_guest(body["code"])
    names = rule_cases(code, arguments, body["cycles"], body["cells"])
    yield from names
    for pair in pairwise(names):
        yield "pair " + blake2b("\n".join(pair).encode(), digest_size=6).hexdigest()


def source_features(case: Case, outcome: Outcome) -> Iterator[str]:
    """How the case ended, and pairs of consecutive instructions of what it was compiled to."""
    from reference_vm.compiling import compile_module
    from spec.bytecode.code import number_codes
    from spec.bytecode.decoder import decode

    if outcome.status == REFUSED:
        yield f"refused {outcome.reason}"
        return
    yield f"source -> {answer_class(outcome)}"
    for code in number_codes(compile_module(case.body["source"].encode("utf-8"))):
        for first, second in pairwise(decode(code.code)):
            yield f"pair {first.op.name} {second.op.name}"


def answer_class(outcome: Outcome) -> str:
    """The class of a returned value, the type of a raised exception, or the status."""
    if outcome.status == RETURNED:
        return value_class(outcome.value)
    if outcome.status == RAISED and outcome.exception:
        return str(outcome.exception[1]["type"])
    return outcome.status


def value_class(value: Any) -> str:
    """A coarse class of a canonical value: kind, and what decides which path it takes."""
    if not isinstance(value, list) or len(value) != 2:
        return "?"
    kind, content = value
    if kind == "float":
        return _float_class(int(content, 16))
    if kind == "int":
        number = int(content)
        sign = "-" if number < 0 else ""
        return f"{sign}int{_magnitude(number.bit_length())}"
    if kind in ("str", "bytes", "bytearray"):
        return f"{kind}{_magnitude(len(content))}"
    if kind in ("tuple", "list", "set", "frozenset"):
        inner = sorted({value_class(item) for item in content[:4]})
        return f"{kind}{_magnitude(len(content))}[{', '.join(inner)}]"[:80]
    if kind == "dict":
        return f"dict{_magnitude(len(content))}"
    return str(kind)


def _float_class(bits: int) -> str:
    sign = "-" if bits >> 63 else ""
    exponent, fraction = bits >> 52 & 0x7FF, bits & ((1 << 52) - 1)
    if exponent == 0x7FF:
        return "nan" if fraction else f"{sign}inf"
    if exponent == 0:
        return f"{sign}subnormal" if fraction else f"{sign}0"
    return f"{sign}2**{(exponent - 1023) // 64 * 64}"


def _magnitude(size: int) -> int:
    """The size rounded up to a power of two, so that sizes fall in few classes."""
    return 1 << (size - 1).bit_length() if size else 0
