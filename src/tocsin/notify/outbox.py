"""The outbox: e-mails that wait, each state durable before and after the mail server has one.

See docs/decisions/010-outbox.md for the states and what a crash leaves.
"""

from collections.abc import Iterable, Sequence

from tocsin.case import Case
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.ledger import COLUMNS, Kept, kept
from tocsin.notify.message import message_id
from tocsin.notify.prepare import plan_after_refusal
from tocsin.notify.recipient import Recipient

# The plus keeps the table in the order of its numbers: a batch begins where the last one ended,
# instead of sorting all that waits, each time.
_WAITING = "channel = 'email' AND +state IN ('ready', 'deferred')"
# The database would refuse the others (docs/decisions/045-two-approvals.md).
_APPROVED = "EXISTS (SELECT 1 FROM may_leave WHERE may_leave.notice = notices.notice)"

Outcome = tuple[Kept, DeliveryState, str]
"""A notice, its new state, the server's reply."""


class Outbox:
    """The e-mails of a case that wait for the mail server, in the order of their numbers."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._store = case.store
        self._key = case.subkey("message-id")

    def recover(self) -> int:
        """What a run that died left half-way is in doubt from now on; how many are, in all."""
        with self._store.transaction():
            self._store.execute(
                "UPDATE deliveries SET state = 'in_doubt', updated_at = ?"
                " WHERE state = 'handing_over'",
                (ledger.now(),),
            )
        return self._store.count("SELECT count(*) FROM deliveries WHERE state = 'in_doubt'")

    def waiting(self) -> int:
        """How many e-mails wait."""
        return self._store.count(
            f"SELECT count(*) FROM notices JOIN deliveries USING (notice) WHERE {_WAITING}"
        )

    def batch(self, after: int, size: int) -> list[Kept]:
        """The next waiting e-mails with numbers above `after` that may leave, at most `size`."""
        rows = self._store.execute(
            f"SELECT {COLUMNS} FROM notices JOIN deliveries USING (notice)"
            f" WHERE {_WAITING} AND {_APPROVED} AND notice > ? ORDER BY notice LIMIT ?",
            (after, size),
        )
        return [kept(row) for row in rows]

    def message_id(self, mail: Kept, sender: str) -> str:
        """The Message-ID of an e-mail, the same however often it is asked for."""
        return message_id(self._key, mail.planned.reference, sender)

    def commit_to(self, mails: Sequence[Kept], sender: str) -> None:
        """Record, durably, that `mails` are about to be handed over under their Message-IDs."""
        moment = ledger.now()
        with self._store.transaction():
            self._store.many(
                "UPDATE deliveries SET state = 'handing_over', message_id = ?,"
                " attempts = attempts + 1, updated_at = ? WHERE notice = ?",
                [(self.message_id(mail, sender), moment, mail.notice) for mail in mails],
            )

    def settle(self, outcomes: Iterable[Outcome], who: dict[int, Recipient]) -> None:
        """Record, durably, what became of e-mails; one refused for good makes a letter due."""
        moment = ledger.now()
        results = list(outcomes)
        with self._store.transaction():
            ledger.settle(
                self._store, [(mail.notice, state, text) for mail, state, text in results], moment
            )
            self._store.many(
                "UPDATE deliveries SET attempts = attempts - 1 WHERE notice = ?",
                [(mail.notice,) for mail, state, _ in results if state is DeliveryState.READY],
            )
            for mail, state, _ in results:
                if state is DeliveryState.REFUSED:
                    planned = plan_after_refusal(who[mail.planned.person], mail.planned.reference)
                    ledger.insert(self._store, planned, moment)
