"""Refusals and acceptances that need code objects in one another, or a stack of a certain size."""

import pytest

from spec.bytecode.errors import InvalidCode
from spec.bytecode.listing_reader import assemble_text
from spec.bytecode.validator import validate

from .rules import AllRules

INNER = """code {number}
  flags OPTIMIZED NEWLOCALS
  argcount 1
  varnames "a"
begin
  RESUME 0
  LOAD_FAST 0
  RETURN_VALUE
end
"""
OUTER = """code 0
  flags OPTIMIZED NEWLOCALS
  argcount 1
  varnames "a"
  const 0 = code:1
  const 1 = code:2
  const 2 = ("d",)
  const 3 = ("d", "e",)
  const 4 = None
begin
  RESUME 0
  {body}
end
"""
EITHER = """LOAD_FAST 0; POP_JUMP_IF_NONE L1; {one}; JUMP_FORWARD L2; L1:; {other}; L2:"""


def refused(text: str) -> tuple[str, str]:
    """Reason and detail of a refusal."""
    with pytest.raises(InvalidCode) as refusal:
        validate(assemble_text(text), AllRules())
    return refusal.value.reason, refusal.value.detail


def outer(body: str) -> str:
    """A function with this body and two others among its constants."""
    lines = body.replace("; ", "\n  ")
    return OUTER.format(body=lines) + INNER.format(number=1) + INNER.format(number=2)


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        (EITHER.format(one="LOAD_CONST 0", other="LOAD_CONST 1") + "; MAKE_FUNCTION; RETURN_VALUE",
         "closure", "one of several code objects"),
        ("LOAD_CONST 2; " + EITHER.format(one="LOAD_CONST 0; MAKE_FUNCTION",
                                         other="LOAD_CONST 1; MAKE_FUNCTION")
         + "; SET_FUNCTION_ATTRIBUTE 1; RETURN_VALUE",
         "closure", "one of several functions"),
        ("LOAD_CONST 3; LOAD_CONST 0; MAKE_FUNCTION; SET_FUNCTION_ATTRIBUTE 1; RETURN_VALUE",
         "operand", "at most 1 defaults"),
        (EITHER.format(one="LOAD_CONST 2", other="LOAD_CONST 3")
         + "; LOAD_CONST 0; MAKE_FUNCTION; SET_FUNCTION_ATTRIBUTE 1; RETURN_VALUE",
         "operand", "at most 1 defaults"),
    ],
)  # fmt: skip
def test_functions(body: str, reason: str, detail: str) -> None:
    assert refused(outer(body)) == (reason, detail)


@pytest.mark.parametrize(
    "body",
    [
        EITHER.format(one="LOAD_CONST 0", other="LOAD_CONST 0") + "; MAKE_FUNCTION; RETURN_VALUE",
        "LOAD_CONST 2; LOAD_CONST 0; MAKE_FUNCTION; SET_FUNCTION_ATTRIBUTE 1; RETURN_VALUE",
    ],
)
def test_the_same_functions_where_it_is_right(body: str) -> None:
    validate(assemble_text(outer(body)), AllRules())


LOOP = """code 0
  flags OPTIMIZED NEWLOCALS
  stacksize {size}
  const 0 = ()
begin
  RESUME 0
  LOAD_CONST 0
  GET_ITER
L1:
  FOR_ITER L2
  POP_TOP
  JUMP_BACKWARD L1
L2:
  END_FOR
  POP_ITER
  LOAD_CONST 0
  RETURN_VALUE
end
"""


def test_the_item_of_a_loop_needs_its_place() -> None:
    assert refused(LOOP.format(size=1)) == ("overflow", "2 items, 1 declared")
    validate(assemble_text(LOOP.format(size=2)), AllRules())


DELEGATING = """code 0
  flags OPTIMIZED NEWLOCALS GENERATOR
  stacksize 5
  const 0 = ()
begin
  RETURN_GENERATOR
  POP_TOP
  RESUME 0
  LOAD_CONST 0
  GET_YIELD_FROM_ITER
  LOAD_CONST 0
L1:
  SEND L5
L2:
  YIELD_VALUE 1
L3:
  RESUME 6
  JUMP_BACKWARD_NO_INTERRUPT L1
L4:
  {handler}
L5:
  END_SEND
  RETURN_VALUE
  try L2 to L3 handler L4 depth 2
end
"""


def test_close_may_pass_over_no_handler_but_that_of_yield_from() -> None:
    """RESUME promises that none stands there; only CLEANUP_THROW may have the yield itself."""
    validate(assemble_text(DELEGATING.format(handler="CLEANUP_THROW")), AllRules())
    assert refused(DELEGATING.format(handler="POP_TOP\n  LOAD_CONST 0")) == (
        "operand",
        "the depth flag where another handler stands",
    )


NAMESPACE = """code {number}
  stacksize 2
  names "__conditional_annotations__" "n"
  {constants}
begin
  RESUME 0
  {body}
  LOAD_CONST 0
  RETURN_VALUE
end
"""


def test_conditional_annotations_are_a_set_in_the_entry_code_only() -> None:
    """The namespace of a class may come from a metaclass and hold anything under the name."""
    add = "LOAD_NAME 0\n LOAD_CONST 0\n SET_ADD 1\n POP_TOP"
    plain = "LOAD_NAME 0\n POP_TOP"
    inner = NAMESPACE.format(number=1, constants="const 0 = None", body="{}")
    entry = NAMESPACE.format(
        number=0, constants="const 0 = None\n const 1 = code:1", body="LOAD_NAME 1\n POP_TOP"
    )

    validate(
        assemble_text(NAMESPACE.format(number=0, constants="const 0 = None", body=add)), AllRules()
    )
    validate(assemble_text(entry + inner.format(plain)), AllRules())
    assert refused(entry + inner.format(add)) == ("kind", "set needed, value found")
