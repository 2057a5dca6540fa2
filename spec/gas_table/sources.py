"""Where a price comes from: a public text of the protocol, or a decision of this specification."""

from __future__ import annotations

from typing import Final, final


@final
class Source:
    """A text and the place in it. `ours` says that the amount is decided here."""

    __slots__ = ("ours", "place", "text_name")

    def __init__(self, text_name: str, place: str = "", *, ours: bool = False) -> None:
        self.text_name = text_name
        self.place = place
        self.ours = ours

    @property
    def text(self) -> str:
        """The source as one line."""
        return f"{self.text_name} {self.place}".rstrip()


def decision(name: str) -> Source:
    """Return the decision of this specification with that name (documentation: `gas`)."""
    return Source("decision", name, ours=True)


CIP3_CLASSES: Final = Source("CIP-3", "instruction classes")
CIP3_INTEGERS: Final = Source("CIP-3", "big integer rule")
CIP3_TEXT: Final = Source("CIP-3", "string operations")
CIP3_IMPORTS: Final = Source("CIP-3", "imports")
CIP3_CODECS: Final = Source("CIP-3", "serialisation")
CIP3_HOST: Final = Source("CIP-3", "host functions")
METERING_PAGE: Final = Source("docs metering page", "builtins")
FEE_AUDIT: Final = Source("fee audit", "2026-04-13")
FEE_AUDIT_MEMORY: Final = Source("fee audit", "memory")
PLAN: Final = Source("determinism plan", "opcode prices")
CIP5: Final = Source("CIP-5", "timers")
CIP20: Final = Source("CIP-20", "tokens")
WHITEPAPER: Final = Source("whitepaper", "17.3")
BATCH_READ: Final = Source("batch-read design", "2026-06")
"""The tags of the public texts; their dates and trust are on the page of sources."""
