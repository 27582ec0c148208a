"""The notices as a whole: how many by channel and state, each batch's progress, what came back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.language import screen_language
from tocsin.model.notice import Channel, DeliveryState, HoldReason
from tocsin.notify import NotifyCounts, counts
from tocsin.notify.public import Batch, BatchState, FeedbackKind, Tally, batches, tallies
from tocsin.room.opened import reading
from tocsin.room.remembered import Remembered

_FEEDBACK = "SELECT kind, count(*) FROM feedback GROUP BY kind ORDER BY kind"
_UNATTRIBUTED = "SELECT count(*) FROM feedback WHERE raw IS NOT NULL"
_ENDED = (BatchState.STOPPED, BatchState.VOID)
"""Whose notices may be submitted again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The figures. `left` counts by batch the notices that have left our hands.

    `unsubmitted` notices wait in no batch; `unattributed` messages came back and wait for a person.
    """

    counts: NotifyCounts
    left: dict[int, int]
    feedback: dict[FeedbackKind, int]
    unattributed: int
    unsubmitted: int

    @property
    def in_doubt(self) -> int:
        """E-mails that the server may have, or not."""
        return self.counts.by_state[Channel.EMAIL].get(DeliveryState.IN_DOUBT, 0)


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch as it stands now, and how many of its notices have left."""

    batch: Batch
    left: int

    @property
    def state(self) -> str:
        """Where it stands, for a reader."""
        return self.batch.state.label(screen_language())


def _read() -> Outgoing:
    store = reading().store
    with store.snapshot():
        tallied = tallies(store)
        return Outgoing(
            counts(reading()),
            _left(tallied),
            {FeedbackKind(kind): count for kind, count in store.execute(_FEEDBACK)},
            store.count(_UNATTRIBUTED),
            _unsubmitted(tallied, batches(store)),
        )


def _left(tallied: Sequence[Tally]) -> dict[int, int]:
    left: defaultdict[int, int] = defaultdict(int)
    for tally in tallied:
        left[tally.batch] += tally.notices if tally.state.is_released else 0
    return dict(left)


def _unsubmitted(tallied: Sequence[Tally], known: Sequence[Batch]) -> int:
    """All that wait, less those that wait in a batch that may still go: a notice is in one such."""
    going = {batch.number for batch in known if batch.state not in _ENDED}
    waiting = [tally for tally in tallied if tally.waits]
    everybody = sum(tally.notices for tally in waiting if tally.batch == 0)
    return everybody - sum(tally.notices for tally in waiting if tally.batch in going)


OUTGOING: Remembered[Outgoing] = Remembered(_read)


def lots() -> list[Lot]:
    """Every batch, the newest first; their states are never remembered."""
    left = OUTGOING.get().value.left
    found = batches(reading().store)
    return [Lot(batch, left.get(batch.number, 0)) for batch in reversed(found)]


def by_channel(found: NotifyCounts) -> list[tuple[str, str, int]]:
    """Channel, state and how many, in words; those held for a person stand apart."""
    language = screen_language()
    return [
        (channel.label(language), state.label(language), count)
        for channel, states in found.by_state.items()
        if channel is not Channel.HELD
        for state, count in states.items()
    ]


def held(found: NotifyCounts) -> list[tuple[str, int]]:
    """Why notices are held, and how many."""
    language = screen_language()
    return [(HoldReason(reason).label(language), count) for reason, count in found.held.items()]


def came_back(found: Outgoing) -> list[tuple[str, int]]:
    """What came back of the e-mails, by kind."""
    language = screen_language()
    return [(kind.label(language), count) for kind, count in found.feedback.items()]
