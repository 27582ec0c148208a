"""How many notices there are, by channel, by state, and why some are held."""

from dataclasses import dataclass

from tocsin.case import Case, Store
from tocsin.model.notice import Channel, DeliveryState

_TALLY = "SELECT batch, channel, state, notices FROM notice_tally WHERE notices ORDER BY 1, 2, 3"
_HELD = "SELECT reason, count(*) FROM notices WHERE channel = 'held' GROUP BY reason ORDER BY 1"
WAITING = (DeliveryState.READY, DeliveryState.DEFERRED, DeliveryState.DUE, DeliveryState.TO_CALL)
"""Where a notice has not left our hands and may yet."""


@dataclass(frozen=True, slots=True)
class NotifyCounts:
    """Numbers of notices. A person with medical data has two: a call and a registered letter.

    `by_state` counts by channel and state; `held` by the reason of `HoldReason`.
    """

    persons: int
    by_channel: dict[Channel, int]
    by_state: dict[Channel, dict[DeliveryState, int]]
    held: dict[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many notices of one batch stand where; the batch 0 has every notice of the case once."""

    batch: int
    channel: Channel
    state: DeliveryState
    notices: int

    @property
    def waits(self) -> bool:
        """Whether they have not left our hands and may yet."""
        return self.channel is not Channel.HELD and self.state in WAITING


def tallies(store: Store) -> list[Tally]:
    """All of them, kept by the database as each act is written: read in no time."""
    return [
        Tally(batch, Channel(channel), DeliveryState(state), notices)
        for batch, channel, state, notices in store.execute(_TALLY)
    ]


def counts(case: Case) -> NotifyCounts:
    """The notices of `case`, counted."""
    by_state: dict[Channel, dict[DeliveryState, int]] = {channel: {} for channel in Channel}
    for tally in tallies(case.store):
        if tally.batch == 0:
            by_state[tally.channel][tally.state] = tally.notices
    return NotifyCounts(
        persons=case.store.count("SELECT count(DISTINCT person) FROM notices"),
        by_channel={channel: sum(states.values()) for channel, states in by_state.items()},
        by_state=by_state,
        held=dict(case.store.execute(_HELD)),
    )
