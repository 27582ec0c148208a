"""How many distinct patients in the last 24 hours: exact, by hourly sets. Decision 075."""

from collections import defaultdict

SPAN = 24
"""Hours a reading counts."""


class Window:
    """Distinct patients (numbers) of a rolling day, an hour at a time.

    It holds one entry a patient; beyond `most` further ones are not taken in, and the count is
    a lower bound (`is_full`): whoever reads that many rang the alarm long before.
    """

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._last: dict[int, int] = {}
        self._hours: defaultdict[int, set[int]] = defaultdict(set)
        self._oldest = 0

    def __len__(self) -> int:
        return len(self._last)

    @property
    def is_full(self) -> bool:
        """Whether there may be more than are counted."""
        return len(self._last) >= self._most

    def add(self, patient: int, hour: int) -> bool:
        """Take in a reading; whether the window learned something that must be kept.

        One older than the window is not taken in.
        """
        before = self._last.get(patient)
        if hour < self._oldest or (before is not None and before >= hour):
            return False
        if before is not None:
            self._hours[before].discard(patient)
        elif self.is_full:
            return False
        self._last[patient] = hour
        self._hours[hour].add(patient)
        return True

    def last(self, hours: int, until: int) -> int:
        """How many were last read in that many hours, of which `until` is the last."""
        return sum(len(self._hours[h]) for h in range(until - hours + 1, until + 1)
                   if h in self._hours)  # fmt: skip

    def __contains__(self, patient: int) -> bool:
        return patient in self._last

    def advance(self, hour: int) -> None:
        """It is `hour` now: what is a day old is forgotten."""
        oldest = hour - SPAN + 1
        if oldest <= self._oldest:
            return
        self._oldest = oldest
        for old in [h for h in self._hours if h < oldest]:
            for patient in self._hours.pop(old):
                del self._last[patient]
