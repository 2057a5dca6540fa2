"""Keccak-256, the hash of the protocol (padding of the original submission, not of SHA-3).

Source: "The Keccak reference", version 3.0, sections 1.2 and 4 (rate 1,088 bits, capacity 512).
"""

from typing import Final

_RATE: Final = 136
"""Bytes absorbed by one permutation."""
_ROUNDS: Final = 24
_MASK: Final = (1 << 64) - 1


def _round_constants() -> tuple[int, ...]:
    """The constants of step iota, from the shift register that defines them."""
    constants = []
    register = 1
    for _ in range(_ROUNDS):
        constant = 0
        for exponent in range(7):
            if register & 1:
                constant |= 1 << (1 << exponent) - 1
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        constants.append(constant)
    return tuple(constants)


def _lanes() -> tuple[tuple[int, int], ...]:
    """Steps rho and pi as one walk: for each lane on the way, its place and its rotation."""
    walk = []
    x, y = 1, 0
    for step in range(24):
        walk.append((x + 5 * y, (step + 1) * (step + 2) // 2 % 64))
        x, y = y, (2 * x + 3 * y) % 5
    return tuple(walk)


_CONSTANTS: Final = _round_constants()
_WALK: Final = _lanes()


def _rotated(lane: int, count: int) -> int:
    return (lane << count | lane >> (64 - count)) & _MASK


def _permute(state: list[int]) -> None:
    for constant in _CONSTANTS:
        parity = [
            state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20]
            for x in range(5)
        ]
        for x in range(5):
            mixed = parity[x - 1] ^ _rotated(parity[(x + 1) % 5], 1)
            for y in range(0, 25, 5):
                state[x + y] ^= mixed
        carried = state[1]
        for index, (_, count) in enumerate(_WALK):
            following = _WALK[(index + 1) % len(_WALK)][0]
            carried, state[following] = state[following], _rotated(carried, count)
        for y in range(0, 25, 5):
            row = state[y : y + 5]
            for x in range(5):
                state[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5])
        state[0] ^= constant


def keccak256(data: bytes) -> bytes:
    """The 32-byte hash of `data`."""
    return sponge(data, 0x01)


def sponge(data: bytes, domain: int) -> bytes:
    """The 32-byte digest with `domain` as first byte of the padding: 1 in Keccak, 6 in SHA-3."""
    padding = _RATE - len(data) % _RATE
    padded = bytearray(data) + bytes(padding)
    padded[len(data)] ^= domain
    padded[-1] ^= 0x80
    state = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            place = start + 8 * lane
            state[lane] ^= int.from_bytes(padded[place : place + 8], "little")
        _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])
