"""Keccak-256 against published digests, and its permutation against the host's SHA-3."""

import hashlib

import pytest

from spec.keccak import keccak256, sponge

PUBLISHED = {
    b"": "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    b"abc": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    b"testing": "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02",
    b"The quick brown fox jumps over the lazy dog": (
        "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"
    ),
}
"""Digests that Ethereum's documents and clients give."""


@pytest.mark.parametrize("data", PUBLISHED, ids=repr)
def test_published_digests(data: bytes) -> None:
    assert keccak256(data).hex() == PUBLISHED[data]


@pytest.mark.parametrize("length", [0, 1, 7, 8, 135, 136, 137, 271, 272, 273, 1000])
def test_all_but_the_padding_is_sha_3(length: int) -> None:
    data = bytes(index * 7 & 255 for index in range(length))

    assert sponge(data, 0x06) == hashlib.sha3_256(data).digest()
