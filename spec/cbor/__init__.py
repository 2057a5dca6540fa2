"""Canonical CBOR: the encoding of storage, messages, hashes and proofs (decision D9).

`encode` and `decode` go by a `Profile`; `PVM_1` is the one of revision pvm-1, `SDK_0_1`
describes the published SDK. What `encode` emits under PVM_1 is what `decode` accepts, and
nothing more.
"""

from spec.cbor.decoder import decode
from spec.cbor.diagnostic import diagnose
from spec.cbor.encoder import encode
from spec.cbor.entries import Entries
from spec.cbor.errors import CborError, Reason
from spec.cbor.profile import PROFILES, PVM_1, SDK_0_1, KeyOrder, NegativeZero, Profile

__all__ = [
    "PROFILES",
    "PVM_1",
    "SDK_0_1",
    "CborError",
    "Entries",
    "KeyOrder",
    "NegativeZero",
    "Profile",
    "Reason",
    "decode",
    "diagnose",
    "encode",
    "recode",
]


def recode(data: bytes, profile: Profile) -> bytes:
    """The encoding of what `data` decodes to; under PVM_1 always `data` itself.

    Raises CborError as `decode` and `encode` do.
    """
    return encode(decode(data, profile, Entries), profile)
