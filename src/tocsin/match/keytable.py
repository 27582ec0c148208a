"""Many small answers to "who bears this key?", in two flat arrays.

A dictionary of 126,000 strings costs some 20 MB and its pages are copied in every forked worker,
since reading an object writes its reference count. Two sorted arrays cost 12 bytes a key and are
never written to. A hash may stand for two keys: callers compare the persons they are given.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence

import numpy as np


class KeyTable:
    """From a key (anything hashable) to the numbers filed under it, in the order given."""

    def __init__(self, keys: Iterable[Hashable], numbers: Sequence[int]) -> None:
        hashes = np.fromiter(map(hash, keys), np.int64, len(numbers))
        order = np.argsort(hashes, kind="stable")
        self._hashes = array("q", hashes[order].tobytes())
        self._numbers = array("i", np.asarray(numbers, np.int32)[order].tobytes())

    def __len__(self) -> int:
        return len(self._numbers)

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
