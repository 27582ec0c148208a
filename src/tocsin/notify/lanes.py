"""One queue a mailbox provider, so that a slow or strict one holds up nobody else."""

import time
from collections import deque
from collections.abc import Iterable, Iterator

from tocsin.notify.ledger import Kept
from tocsin.notify.providers import OTHERS, Provider, providers
from tocsin.notify.smtp.reply import Reply

LONGEST_PAUSE = 3600.0
SLOWEST = 60.0
"""Seconds between two messages that a lane slows down to, and no further."""


class Lane:
    """The e-mails that wait for one provider, and when the next may go (monotonic seconds)."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.waiting: deque[Kept] = deque()
        self.after = 0
        """The number of the last notice taken from the outbox."""
        self.is_exhausted = False
        """Whether the outbox has no more for this provider."""
        self._under_way = 0
        self._opens = 0.0
        self._pause = provider.pause
        self._gap = 1 / provider.rate if provider.rate else 0.0

    @property
    def is_open(self) -> bool:
        """Whether a message may go now."""
        has_room = not self.provider.sessions or self._under_way < self.provider.sessions
        return bool(self.waiting) and has_room and time.monotonic() >= self._opens

    @property
    def opens_in(self) -> float:
        """Seconds until its pause is over."""
        return max(0.0, self._opens - time.monotonic())

    def take(self) -> Kept:
        """The next message, under way from now on."""
        self._under_way += 1
        self._opens = max(self._opens, time.monotonic() + self._gap) if self._gap else self._opens
        return self.waiting.popleft()

    def landed(self, reply: Reply | None) -> None:
        """A message is no longer under way; None if there was no reply to learn from."""
        self._under_way -= 1
        if reply is None or not self.provider.pause:
            return
        if reply.is_positive:
            self._pause = self.provider.pause
        elif not reply.is_permanent:
            self._slow_down()

    def _slow_down(self) -> None:
        """Wait, and go on at half the pace: the provider said later."""
        self._opens = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._gap = min(max(self._gap * 2, 0.1), SLOWEST)


class Lanes:
    """The lanes of one run, visited in turn."""

    def __init__(self, names: Iterable[str]) -> None:
        known = providers()
        self._lanes = {name: Lane(known.get(name, OTHERS)) for name in names}
        self._order = deque(self._lanes.values())

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def of(self, mail: Kept) -> Lane:
        """The lane that `mail` came from."""
        return self._lanes[mail.provider]

    def hungry(self, below: int) -> Lane | None:
        """A lane with fewer than `below` messages waiting here and more in the outbox."""
        found = (
            lane for lane in self._order if not lane.is_exhausted and len(lane.waiting) < below
        )
        return next(found, None)

    def take(self, room: int) -> list[Kept]:
        """Up to `room` messages that may go now, a fair share from each lane."""
        taken: list[Kept] = []
        idle = 0
        while self._order and len(taken) < room and idle < len(self._order):
            lane = self._order[0]
            self._order.rotate(-1)
            if lane.is_open:
                taken.append(lane.take())
                idle = 0
            else:
                idle += 1
        return taken

    def rest(self) -> list[Kept]:
        """All that still waits here; the lanes are empty afterwards."""
        left = [mail for lane in self for mail in lane.waiting]
        for lane in self:
            lane.waiting.clear()
        return left

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits here or in the outbox."""
        return all(lane.is_exhausted and not lane.waiting for lane in self)
