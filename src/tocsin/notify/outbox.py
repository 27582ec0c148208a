"""The outbox: e-mails that wait, each state durable before and after the mail server has one.

See docs/decisions/010-outbox.md for the states and what a crash leaves.
"""

import re
from collections.abc import Sequence

from tocsin.case import Case
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.fallback import tell_otherwise
from tocsin.notify.ledger import COLUMNS, Kept, kept
from tocsin.notify.message import message_id
from tocsin.notify.owner import Owner
from tocsin.notify.providers import providers

# The database would refuse the others (docs/decisions/045-two-approvals.md).
_APPROVED = "EXISTS (SELECT 1 FROM may_leave WHERE may_leave.notice = deliveries.notice)"
_WAITING = "state IN ('ready', 'deferred')"
_FREE = f"{_WAITING} AND owner = ''"
_QUEUED_AS = re.compile(r"(?:queued as |\bid=)([0-9A-Za-z-]+)")

Outcome = tuple[Kept, DeliveryState, str]
"""A notice, its new state, the server's reply."""


class Outbox:
    """The e-mails of a case that wait for the mail server, as one of its senders sees them."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._store = case.store
        self._key = case.subkey("message-id")
        self._me = str(Owner.me())

    def recover(self) -> int:
        """What senders that died left half-way: how many e-mails are in doubt, in all.

        What they had only claimed waits again; what they were handing over is in doubt.
        """
        with self._store.transaction():
            for (owner,) in self._store.execute(
                "SELECT DISTINCT owner FROM deliveries WHERE owner <> ''"
            ):
                if owner == self._me or not _is_alive(owner):
                    self._abandon(owner)
        return self._store.count("SELECT count(*) FROM deliveries WHERE state = 'in_doubt'")

    def waiting(self) -> int:
        """How many e-mails wait, approved or not."""
        return self._store.count(f"SELECT count(*) FROM deliveries WHERE {_WAITING}")

    def ready(self) -> int:
        """How many e-mails wait and may leave."""
        return self._store.count(
            f"SELECT count(*) FROM deliveries WHERE {_WAITING} AND {_APPROVED}"
        )

    def providers(self) -> list[str]:
        """The providers for which e-mails wait."""
        rows = self._store.execute(f"SELECT DISTINCT provider FROM deliveries WHERE {_FREE}")
        return sorted(row[0] for row in rows)

    def claim(self, provider: str, after: int, size: int) -> list[Kept]:
        """Take the next e-mails for `provider` with numbers above `after`, at most `size`.

        None if the provider bounds its sessions and another sender has e-mails for it. Within a
        transaction.
        """
        if self._is_taken(provider):
            return []
        rows = self._store.execute(
            f"SELECT {COLUMNS} FROM deliveries JOIN notices USING (notice)"
            f" WHERE provider = ? AND {_FREE} AND notice > ? AND {_APPROVED}"
            " ORDER BY notice LIMIT ?",
            (provider, after, size),
        )
        self._store.many(
            "UPDATE deliveries SET owner = ? WHERE notice = ?", [(self._me, row[0]) for row in rows]
        )
        return [kept(row) for row in rows]

    def message_id(self, mail: Kept, sender: str) -> str:
        """The Message-ID of an e-mail, the same however often it is asked for."""
        return message_id(self._key, mail.planned.reference, sender)

    def commit_to(self, mails: Sequence[tuple[int, str]]) -> set[int]:
        """Record that notices are about to be handed over under their Message-IDs.

        Which of them: not one that was changed since it was claimed, or whose batch was paused.
        Within a transaction; durable when it ends, and only then may the first byte leave.
        """
        marks = ", ".join("?" * len(mails))
        ours = self._store.execute(
            f"SELECT notice FROM deliveries WHERE owner = ? AND {_WAITING} AND {_APPROVED}"
            f" AND notice IN ({marks})",
            (self._me, *(notice for notice, _ in mails)),
        )
        going = {notice for (notice,) in ours}
        moment = ledger.now()
        self._store.many(
            "UPDATE deliveries SET state = 'handing_over', message_id = ?, handed_at = ?,"
            " handed_by = owner, attempts = attempts + 1, updated_at = ? WHERE notice = ?",
            [(own_id, moment, moment, notice) for notice, own_id in mails if notice in going],
        )
        return going

    def release(self, mails: Sequence[Kept]) -> None:
        """Let go of e-mails that were claimed only: they wait as before. Within a transaction."""
        self._store.many(
            "UPDATE deliveries SET owner = '' WHERE notice = ? AND owner = ?",
            [(mail.notice, self._me) for mail in mails],
        )

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Record what became of e-mails; one refused for good makes a letter due.

        Within a transaction.
        """
        moment = ledger.now()
        self._store.many(
            "UPDATE deliveries SET state = ?, reply = ?, queue_id = ?, owner = '', updated_at = ?,"
            " attempts = attempts - ? WHERE notice = ?",
            [
                (
                    state.value,
                    reply,
                    _queue_id(reply),
                    moment,
                    state is DeliveryState.READY,
                    m.notice,
                )
                for m, state, reply in outcomes
            ],
        )
        for mail, state, _ in outcomes:
            if state is DeliveryState.REFUSED:
                tell_otherwise(self._case, mail.planned.person)

    def _is_taken(self, provider: str) -> bool:
        bounds = providers().get(provider)
        return bool(
            bounds
            and bounds.sessions
            and self._store.execute(
                "SELECT 1 FROM deliveries WHERE owner NOT IN ('', ?) AND provider = ? LIMIT 1",
                (self._me, provider),
            )
        )

    def _abandon(self, owner: str) -> None:
        self._store.execute(
            "UPDATE deliveries SET state = 'in_doubt', updated_at = ?"
            " WHERE owner = ? AND state = 'handing_over'",
            (ledger.now(), owner),
        )
        self._store.execute("UPDATE deliveries SET owner = '' WHERE owner = ?", (owner,))


def _is_alive(owner: str) -> bool:
    try:
        return Owner.parse(owner).is_alive
    except ValueError:
        return False


def _queue_id(reply: str) -> str:
    """What Postfix and Exim call the message, in their reply; "" if they do not say."""
    match = _QUEUED_AS.search(reply)
    return match[1] if match else ""
