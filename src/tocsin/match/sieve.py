"""Whether a hash may be among known ones: most that are not are told so by one look."""

import numpy as np
import numpy.typing as npt

_SPREAD = 0x9E3779B97F4A7C15
"""2^64 over the golden ratio: times it, near hashes lie far apart (Knuth, TAOCP 6.4)."""

_WORD = (1 << 64) - 1
BITS_A_HASH = 8


class Sieve:
    """A bit for each of at least eight places a hash (a Bloom filter of one function)."""

    def __init__(self, hashes: npt.NDArray[np.int64]) -> None:
        size = max(3, (len(hashes) * BITS_A_HASH - 1).bit_length())
        self._shift = 64 - size
        places = (hashes.view(np.uint64) * np.uint64(_SPREAD)) >> np.uint64(self._shift)
        bits = np.zeros(1 << size, np.bool_)
        bits[places] = True
        self._bits = np.packbits(bits, bitorder="little").tobytes()

    def may_hold(self, value: int) -> bool:
        """False where the hash is surely none of the known ones; one in eight others passes."""
        place = (value * _SPREAD & _WORD) >> self._shift
        return bool(self._bits[place >> 3] >> (place & 7) & 1)
