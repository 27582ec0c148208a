"""Many small answers to "who bears this key?", in two flat arrays.

A dictionary of 126,000 strings costs some 20 MB and its pages are copied in every forked worker,
since reading an object writes its reference count. Two sorted arrays cost 12 bytes a key and are
never written to. Two keys share a hash of 64 bits once in 10^13 pairs: nothing is done about it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from tocsin.match.sieve import Sieve

NONE = -1
SEVERAL = -2
Hashes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]


class KeyTable:
    """From a key (anything hashable) to the numbers filed under it, in ascending order."""

    def __init__(self, keys: Iterable[Hashable], numbers: Sequence[int] | Numbers) -> None:
        self._file(hashes_of(keys), np.asarray(numbers, np.int32))

    @classmethod
    def of_hashes(cls, hashes: Hashes, numbers: Numbers) -> "KeyTable":
        """A table of keys that are hashed already."""
        table = cls.__new__(cls)
        table._file(hashes, numbers)
        return table

    def _file(self, hashes: Hashes, numbers: Numbers) -> None:
        order = np.lexsort((numbers, hashes))
        self._sieve = Sieve(hashes)
        self._hashes = array("q", hashes[order].tobytes())
        self._numbers = array("i", numbers[order].tobytes())

    def __len__(self) -> int:
        return len(self._numbers)

    def only(self, hashes: Hashes) -> Numbers:
        """For each key the one number under it, `NONE` or `SEVERAL`: thousands in one search."""
        if not len(self):
            return np.full(len(hashes), NONE, np.int32)
        filed = np.frombuffer(self._hashes, np.int64)
        numbers = np.frombuffer(self._numbers, np.int32)
        first = np.searchsorted(filed, hashes)
        at = np.minimum(first, len(filed) - 1)
        after = np.minimum(first + 1, len(filed) - 1)
        found = np.where(filed[at] == hashes, numbers[at], np.int32(NONE))
        several = (filed[at] == hashes) & (after > at) & (filed[after] == hashes)
        return np.where(several, np.int32(SEVERAL), found)

    def get(self, key: Hashable, limit: int | None = None) -> Sequence[int]:
        """The numbers under `key`; none at all if there are more than `limit`."""
        wanted = hash(key)
        if not self._sieve.may_hold(wanted):
            return ()
        first = bisect_left(self._hashes, wanted)
        if first == len(self._hashes) or self._hashes[first] != wanted:
            return ()
        last = bisect_right(self._hashes, wanted, first)
        if limit is not None and last - first > limit:
            return ()
        return self._numbers[first:last]


def hashes_of(keys: Iterable[Hashable]) -> Hashes:
    """The hashes of many keys; the same only within one family of processes."""
    return np.fromiter(map(hash, keys), np.int64)
