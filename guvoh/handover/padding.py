"""Sizes that tell little: a file's own size would tell which known video was sent."""

from collections.abc import Iterator
from typing import Final

SMALLEST_BYTES: Final = 4096
_BLOCK: Final = bytes(64 * 1024)


def padded_size(size: int) -> int:
    """Return the size in bytes that a file of `size` bytes is sealed in: at most 12 % more, at least 4 KiB.

    Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files", PETS 2019): the size leaks
    O(log log n) bits instead of O(log n).
    """
    if size <= SMALLEST_BYTES:
        return SMALLEST_BYTES
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << free_bits) - 1
    return (size + mask) & ~mask


def padding(size: int) -> Iterator[bytes]:
    """Yield the zeros, in blocks, that bring a file of `size` bytes to its padded size."""
    left = padded_size(size) - size
    while left:
        block = _BLOCK[:left]
        left -= len(block)
        yield block
