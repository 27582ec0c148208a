"""Which record a cell died of: what it was asked is cut until it is known; the others are read."""

from collections.abc import Callable, Iterator, Sequence
from time import monotonic

from tocsin.wall import CellDiedError, RefusedError
from tocsin.watch.detect.said import Said
from tocsin.watch.detect.wall.message import Order

SEARCH_SECONDS = 60.0
"""How long it is looked for records that kill; then what a cell dies of is given up as a whole."""

PARTS = 64
"""Into how many what a cell died of is cut."""

DIED = (CellDiedError, RefusedError)


class Search:
    """Reads piece by piece, down to single records, what a cell died of as a whole: `order` is for
    records by number, `starts` where each stands and, last, where all end."""

    def __init__(
        self,
        ask: Callable[[Order, int, int], list[Said]],
        order: Callable[[int, int], Order],
        starts: Sequence[int],
    ) -> None:
        self._ask, self._order, self._starts = ask, order, starts
        self._end = monotonic() + SEARCH_SECONDS

    def told(self) -> Iterator[Said]:
        """All that can be had; each record that kills, or is given up, as one that did."""
        yield from self._parts(0, len(self._starts) - 1)

    def _parts(self, begin: int, end: int) -> Iterator[Said]:
        step = max(1, (end - begin) // PARTS)
        for place in range(begin, end, step):
            yield from self._of(place, min(place + step, end))

    def _of(self, begin: int, end: int) -> Iterator[Said]:
        start = self._starts[begin]
        try:
            size = self._starts[end] - start
            yield from self._ask(self._order(begin, end), size, start)
        except DIED as death:
            if end - begin > 1 and monotonic() < self._end:
                yield from self._parts(begin, end)
                return
            for place in range(begin, end):
                yield Said(self._starts[place], reason=reason_of(death), killed=True)


def reason_of(death: Exception) -> str:
    """Why a cell is no more, as it is counted."""
    return death.reason if isinstance(death, CellDiedError) else str(death) or "crash"
