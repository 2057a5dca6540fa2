"""Decisions of this specification where the protocol's texts conflict or are silent (decision D15).

Each is a paragraph of the book. `known` says that some implementation differs knowingly, so that a
difference there is expected until the implementation or the decision changes.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Decision:
    """One question, the answer that revision `pvm-1` gives, and why."""

    identifier: str
    question: str
    answer: str
    reason: str
    known: bool = False


METERING: Final = (
    Decision(
        "G1",
        "What does a read of storage cost: 10 cycles (fee model) or 100 cycles and the value's "
        "bytes (node)?",
        "100 cycles and one cell a byte of the value (none when it is absent), at every call, "
        "also for own writes and repeated reads.",
        "The protocol's declared order of authority puts the node's code first, and the figure "
        "was confirmed twice.",
    ),
    Decision(
        "G2",
        "Are reads charged when they happen or after the handler has returned?",
        "The cycles before the look-up, the cells before the value is handed over.",
        "A handler that has finished must not turn out to be out of gas afterwards; on success "
        "the totals agree.",
        known=True,
    ),
    Decision(
        "G3",
        "Does a write of storage cost 50 or 200 cycles?",
        "200 cycles, and a cell for each byte of key and value.",
        "The fee model and the node agree; 50 is older.",
    ),
    Decision(
        "G4",
        "What do deleting a key and scanning a prefix cost?",
        "Deleting: 200 cycles and a cell for each byte of the key. Scanning: 100 cycles, and for "
        "each pair returned 100 cycles and its bytes in cells.",
        "They do the work of a write and of as many reads.",
    ),
    Decision(
        "G5",
        "What does checking a signature cost?",
        "secp256k1 10,000 cycles, ed25519 5,000, BLS 8,000.",
        "The fee model and the node agree; the lower figures are older.",
    ),
    Decision(
        "G6",
        "What does SHA-256 cost?",
        "500 cycles and 8 for each started block of 64 bytes.",
        "It is what the node charges.",
    ),
    Decision(
        "G7",
        "What does an event cost?",
        "500 cycles, 5 cycles for each byte of topic and payload, and a cell for each byte of the "
        "payload.",
        "An event that costs almost nothing is an invitation to flood; cycles follow the "
        "whitepaper, cells the newest text on events.",
        known=True,
    ),
    Decision(
        "G8",
        "Does a host call pay the price of CALL as well as its own?",
        "Both are charged.",
        "Every instruction has a cost and every host call has one; nothing in CALL needs a "
        "special case.",
    ),
    Decision(
        "G9",
        "What does an import cost?",
        "The instruction costs 100 cycles at the first import of a module in a transaction, 5 at "
        "a repeated one and 50 when it is refused; executing the module's body costs what it "
        "costs.",
        "The fee model is normative here.",
    ),
    Decision(
        "G10",
        "What does an instruction cost that no text lists?",
        "1 cycle. Calls 10, dict access 3, list access 2; NOP, CACHE, EXTENDED_ARG, RESUME, "
        "NOT_TAKEN and JUMP_FORWARD nothing.",
        "Splitting a fused instruction into its parts must not change the cost of a program, nor "
        "must blank lines and line breaks, which decide whether a compiler leaves in a NOP and "
        "whether it jumps to the end of a function or repeats it.",
    ),
    Decision(
        "G11",
        "What do comparison, building and unpacking of containers cost?",
        "1 cycle and 1 for each element (a dict 2 for each pair); comparing strs or bytes 1 cycle "
        "and 1 for each started 64 units.",
        "A comparison of long data must not be free.",
    ),
    Decision(
        "G12",
        "What do exceptions cost?",
        "Raising 10 cycles, each frame unwound 2, entering a handler or a finally 5, entering a "
        "try nothing.",
        "The fee model wants fixed prices and names none; no instruction marks the entry of a try.",
    ),
    Decision(
        "G13",
        "How do the divisions in prices round?",
        "The size part of integers (64 bits) rounds down; blocks of 32 and 64 bytes and KiB round "
        "up; the logarithm of n is the number of bits of n - 1.",
        "Small integers then cost exactly the base price, and hashing already rounded up.",
    ),
    Decision(
        "G14",
        "Which operations on integers pay for their size?",
        "Every arithmetic, shift, bitwise and comparison instruction, by the operands' bits; "
        "power and left shift also by the predicted bits of the result. Power with a modulus "
        "costs 10 + bits(e) * (1 + bits(m) // 64); conversion from and to text 10 and 1 for each "
        "digit.",
        "With integers of at most 4,096 bits only modular power would be underpriced by the "
        "general formula.",
    ),
    Decision(
        "G15",
        "In which unit is the length counted when text is encoded or decoded?",
        "Code points when encoding, bytes when decoding.",
        "It is the length of the object that goes in.",
    ),
    Decision(
        "G16",
        "What does `per character` mean for methods of strings?",
        "1 cycle for each code point read or produced, whichever are more, not both.",
        "The fee model says `per character` and no more.",
    ),
    Decision(
        "G17",
        "What does a builtin cost that no text prices?",
        "5 cycles and 1 for each element visited or unit produced.",
        "The fee model's principle with the base of `len`.",
    ),
    Decision(
        "G20",
        "How is memory metered?",
        "A creation above 4,096 bytes costs a cell for each byte; one object above 10 MiB is a "
        "MemoryError; pages are not priced.",
        "No model of when objects die is needed, and cells bound the heap.",
    ),
    Decision(
        "G21",
        "What does the meter show when a charge cannot be paid?",
        "The failing charge is not added; the meter shows what was paid. Of a fused pair of loads "
        "and stores the first half is paid if it can be.",
        "What was charged stays charged; what did not happen is not charged. Whether two loads are "
        "fused depends on the layout of the source.",
    ),
    Decision(
        "G26",
        "How is a table of prices identified?",
        "By a hash that belongs to the revision; every case names its revision.",
        "Cycles enter the receipts, so the table is consensus.",
    ),
)

LANGUAGE: Final = (
    Decision(
        "L1",
        "Are set and frozenset forbidden, replaced or accepted?",
        "Accepted; they iterate in the order of insertion.",
        "Two of three texts want it so; a ban can be a lint.",
    ),
    Decision(
        "L3",
        "In which order are the keys of a CBOR map written?",
        "In the bytewise order of their encodings.",
        "Every text says so; the published SDK sorts by length first, which differs when kinds of "
        "keys mix.",
        known=True,
    ),
    Decision(
        "L4",
        "How does CBOR write -0.0, NaN and the infinities?",
        "-0.0 keeps its sign; NaN and the infinities are refused.",
        "Floats are written with their exact bits, and no text fixes the bits of a NaN.",
        known=True,
    ),
    Decision(
        "L5",
        "How does CBOR write integers beyond 64 bits?",
        "As bignums, tags 2 and 3, shortest form, up to 4,096 bits.",
        "Storing a legal integer must not fail.",
    ),
    Decision(
        "L6",
        "How deep may CBOR nest?",
        "256 levels.",
        "It is the limit of the published SDK.",
    ),
    Decision(
        "L7",
        "How accurate are the functions of `math`?",
        "Correctly rounded.",
        "It is the only definition that needs no reference code: three math libraries were "
        "measured to give three different last bits.",
        known=True,
    ),
    Decision(
        "L8",
        "Which bits has a NaN?",
        "0x7ff8000000000000, always.",
        "Then its sign and payload are never observable.",
    ),
    Decision(
        "L9",
        "Whose rules do round, % and // on floats follow?",
        "Python's: ties to even, the sign of the divisor.",
        "Actors are Python programs; rules of a layer below are not visible.",
    ),
    Decision(
        "L10",
        "What is the hash of a float?",
        "Equal numbers have equal hashes, modulo 2**61 - 1.",
        "A hash of the bit pattern would break look-ups: 1 == 1.0.",
    ),
    Decision(
        "L11",
        "What is the hash of text and bytes?",
        "SipHash-1-3 with a key of zero.",
        "It is what a hash seed of 0 means in CPython.",
    ),
    Decision(
        "L12",
        "Is the address of an object visible?",
        "Never: id() raises, and a default representation has no address.",
        "Addresses differ between nodes.",
    ),
    Decision(
        "L13",
        "Are cycles of references allowed?",
        "Yes; nothing observable depends on when an object is freed.",
        "Classes and closures make cycles all the time.",
        known=True,
    ),
    Decision(
        "L14",
        "What does `is` mean on numbers and text?",
        "With a literal operand it is refused when compiled; otherwise values of int, float, str, "
        "bytes and tuples of them are identical when type and bits are.",
        "Nothing may depend on which objects an implementation happens to share.",
        known=True,
    ),
    Decision(
        "L15",
        "How deep may calls nest?",
        "256 frames of user code, then RecursionError, which can be caught.",
        "The whitepaper's figure.",
    ),
    Decision(
        "L20",
        "When is the limit of 4,096 bits checked?",
        "For every result of type int, whatever made it, before it is built.",
        "Checks on some operations were bypassed by others.",
    ),
    Decision(
        "L21",
        "Are the texts of errors part of the specification?",
        "Yes, for errors that the machine raises; comparison grades a difference as diagnostic.",
        "str(e) is reachable from code.",
    ),
    Decision(
        "L22",
        "Are complex numbers part of the profile?",
        "No.",
        "Nothing that actors do needs them, and every operation on them would need a definition.",
    ),
    Decision(
        "L23",
        "Which bytecode is it?",
        "The base instructions of CPython 3.14.",
        "They are what RustPython executes, and its compiler agrees with CPython 3.14's.",
        known=True,
    ),
    Decision(
        "L25",
        "What is the hash of Ellipsis, which CPython hashes by its address?",
        "0.",
        "There is one such object, so a number that never changes serves; no address is visible.",
        known=True,
    ),
)

DECISIONS: Final = METERING + LANGUAGE
