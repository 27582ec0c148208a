"""How many notices there are, by channel, by state, and why some are held."""

from dataclasses import dataclass

from tocsin.case import Case
from tocsin.model.notice import Channel, DeliveryState

_SQL = (
    "SELECT channel, state, count(*) FROM notices JOIN deliveries USING (notice)"
    " GROUP BY channel, state"
)


@dataclass(frozen=True, slots=True)
class NotifyCounts:
    """Numbers of notices. A person with medical data has two: a call and a registered letter.

    `by_state` counts by channel and state; `held` by the reason of `HoldReason`.
    """

    persons: int
    by_channel: dict[Channel, int]
    by_state: dict[Channel, dict[DeliveryState, int]]
    held: dict[str, int]


def counts(case: Case) -> NotifyCounts:
    """The notices of `case`, counted."""
    by_state: dict[Channel, dict[DeliveryState, int]] = {channel: {} for channel in Channel}
    for channel, state, count in case.store.execute(_SQL):
        by_state[Channel(channel)][DeliveryState(state)] = count
    held = case.store.execute(
        "SELECT reason, count(*) FROM notices WHERE channel = 'held' GROUP BY reason ORDER BY 1"
    )
    return NotifyCounts(
        persons=case.store.count("SELECT count(DISTINCT person) FROM notices"),
        by_channel={channel: sum(states.values()) for channel, states in by_state.items()},
        by_state=by_state,
        held=dict(held),
    )
