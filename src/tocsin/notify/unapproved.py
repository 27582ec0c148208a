"""unapproved: the e-mails that wait for somebody's word, and whose."""

from typing import NamedTuple

from tocsin.case import Store
from tocsin.notify.batch import BatchState, batches

_WAITING = "SELECT notice FROM deliveries WHERE state IN ('ready', 'deferred')"
_STAYING = f"{_WAITING} AND notice NOT IN may_leave"
_IN_BATCH = f"""
    SELECT count(*) FROM batch_notices WHERE batch = ? AND notice IN ({_STAYING})
"""
_IN_NONE = f"""
    SELECT count(*) FROM ({_STAYING}) WHERE notice NOT IN (SELECT notice FROM batch_notices
    JOIN batches USING (batch) WHERE stopped_at IS NULL AND voided_at IS NULL)
"""
_HELD_UP = (BatchState.SUBMITTED, BatchState.PAUSED)


class Unapproved(NamedTuple):
    """E-mails that may not leave: of a batch to be approved or in pause, or of none."""

    emails: int
    batch: int | None = None
    state: BatchState | None = None


def unapproved(store: Store) -> list[Unapproved]:
    """The e-mails that wait and may not leave, by what would let them go."""
    held_up = [one for one in batches(store) if one.state in _HELD_UP]
    found = [
        Unapproved(store.count(_IN_BATCH, (one.number,)), one.number, one.state) for one in held_up
    ]
    found.append(Unapproved(store.count(_IN_NONE)))
    return [one for one in found if one.emails]
