"""Many small answers to "who bears this key?", in two flat arrays.

A dictionary of 126,000 strings costs some 20 MB and its pages are copied in every forked worker,
since reading an object writes its reference count. Two sorted arrays cost 12 bytes a key and are
never written to. Two keys share a hash of 64 bits once in 10^13 pairs: nothing is done about it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence

import numpy as np

NONE = -1
SEVERAL = -2


class KeyTable:
    """From a key (anything hashable) to the numbers filed under it, in the order given."""

    def __init__(self, keys: Iterable[Hashable], numbers: Sequence[int]) -> None:
        hashes = np.fromiter(map(hash, keys), np.int64, len(numbers))
        order = np.argsort(hashes, kind="stable")
        self._hashes = array("q", hashes[order].tobytes())
        self._numbers = array("i", np.asarray(numbers, np.int32)[order].tobytes())

    def __len__(self) -> int:
        return len(self._numbers)

    def only(self, keys: Iterable[Hashable]) -> list[int]:
        """For each key the one number under it, `NONE` or `SEVERAL`: thousands in one search."""
        wanted = np.fromiter(map(hash, keys), np.int64)
        if not len(self):
            return [NONE] * len(wanted)
        hashes = np.frombuffer(self._hashes, np.int64)
        numbers = np.frombuffer(self._numbers, np.int32)
        first = np.searchsorted(hashes, wanted)
        at = np.minimum(first, len(hashes) - 1)
        after = np.minimum(first + 1, len(hashes) - 1)
        found = np.where(hashes[at] == wanted, numbers[at], NONE)
        several = (hashes[at] == wanted) & (after > at) & (hashes[after] == wanted)
        result: list[int] = np.where(several, SEVERAL, found).tolist()
        return result

    def get(self, key: Hashable, limit: int | None = None) -> Sequence[int]:
        """The numbers under `key`; none at all if there are more than `limit`."""
        wanted = hash(key)
        first = bisect_left(self._hashes, wanted)
        if first == len(self._hashes) or self._hashes[first] != wanted:
            return ()
        last = bisect_right(self._hashes, wanted, first)
        if limit is not None and last - first > limit:
            return ()
        return self._numbers[first:last]
