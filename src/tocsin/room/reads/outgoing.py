"""The notices as a whole: how many by channel and state, each batch's progress, what came back."""

from collections import defaultdict
from dataclasses import dataclass

from tocsin.language import screen_language
from tocsin.model.notice import Channel, DeliveryState, HoldReason
from tocsin.notify import NotifyCounts, counts
from tocsin.notify.public import Batch, FeedbackKind, batches
from tocsin.room.opened import reading
from tocsin.room.remembered import Remembered

_MEMBERS = (
    "SELECT batch, state, count(*) FROM batch_notices JOIN deliveries USING (notice) GROUP BY 1, 2"
)
_FEEDBACK = "SELECT kind, count(*) FROM feedback GROUP BY kind ORDER BY kind"
_UNATTRIBUTED = "SELECT count(*) FROM feedback WHERE raw IS NOT NULL"
_UNSUBMITTED = (
    "SELECT count(*) FROM notices JOIN deliveries USING (notice) WHERE channel != 'held'"
    " AND state IN ('ready', 'deferred', 'due', 'to_call') AND notice NOT IN (SELECT notice"
    " FROM batch_notices JOIN batches USING (batch)"
    " WHERE voided_at IS NULL AND stopped_at IS NULL)"
)


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
    case = reading()
    left: defaultdict[int, int] = defaultdict(int)
    for batch, state, count in case.store.execute(_MEMBERS):
        left[batch] += count if DeliveryState(state).is_released else 0
    return Outgoing(
        counts(case),
        dict(left),
        {FeedbackKind(kind): count for kind, count in case.store.execute(_FEEDBACK)},
        case.store.count(_UNATTRIBUTED),
        case.store.count(_UNSUBMITTED),
    )


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
