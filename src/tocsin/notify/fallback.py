"""tell_otherwise: where an e-mail failed a letter follows, unless the person is told already."""

import orjson

from tocsin.assess.people.grouped import with_members
from tocsin.case import Case
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.plan import failure_of, plan_after_refusal
from tocsin.notify.recipient import recipients_behind
from tocsin.notify.reference import reference_of

_ALL = """
    SELECT person, channel, state FROM notices JOIN deliveries USING (notice)
    WHERE person IN (SELECT value FROM json_each(?))
"""


def tell_otherwise(case: Case, person: int) -> int:
    """After an e-mail to the row `person` failed: make the letter due; how many (0 or 1).

    To the person whom the row is told as, merged rows together: none as long as another of their
    notices stands, or waits. Somebody without a postal address is held. Within a transaction.
    """
    who = recipients_behind(case.store, [person]).get(person)
    if who is None:
        return 0  # no longer affected; preparing sees to it if they are again
    rows = orjson.dumps(sorted(with_members(case.store, [person]))).decode()
    notices = case.store.execute(_ALL, (rows,))
    states = [DeliveryState(state) for _, _, state in notices]
    reference = reference_of(who.number, case.subkey("reference"))
    planned = plan_after_refusal(who, reference, failure_of(states))
    had = {channel for row, channel, _ in notices if row == who.number}
    if planned.channel in had or not all(state.has_failed for state in states):
        return 0
    ledger.insert(case.store, planned, ledger.now())
    return 1
