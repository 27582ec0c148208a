"""store_fates: what the mail server's log says became of e-mails, kept beside what came back.

A log says `sent` when the next server took the message: that is passed on, not arrived. Only where
the hospital's own server puts it into the mailbox itself has it arrived.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from tocsin.case import Case
from tocsin.notify.bounce.attribute import Attribution, Proof
from tocsin.notify.bounce.record import Arrived, act_on
from tocsin.notify.bounce.report import Report
from tocsin.notify.mta_logs import Evidence, Fate


class _Mail(NamedTuple):
    notice: int
    recipient: str


@dataclass(slots=True)
class FateCounts:
    """New fates by kind (`FeedbackKind`), and the letters that failures made due."""

    kinds: dict[str, int] = field(default_factory=dict)
    letters: int = 0


def store_fates(case: Case, evidence: Evidence) -> FateCounts:
    """Keep the last word of the log on each e-mail; a word kept before counts no more."""
    rows = case.store.execute(
        "SELECT message_id, notice, recipient FROM notices JOIN deliveries USING (notice)"
        " WHERE channel = 'email' AND message_id IS NOT NULL"
    )
    mails = {message_id: _Mail(notice, recipient) for message_id, notice, recipient in rows}
    last = {notice: (queue_id, fate) for notice, queue_id, fate in _told(evidence, mails)}
    counts, moment = FateCounts(), datetime.now(UTC)
    with case.store.transaction():
        for notice, (queue_id, fate) in last.items():
            _keep(case, notice, queue_id, fate, moment, counts)
    return counts


def _told(evidence: Evidence, mails: Mapping[str, _Mail]) -> Iterator[tuple[int, str, Fate]]:
    """Each fate of an e-mail of ours, in the order of the log."""
    for life in evidence.lives:
        mail = mails.get(life.message_id)
        if mail is None or life.queued_at is None:
            continue
        fate = life.recipients.get(mail.recipient.lower())
        if fate is not None:
            yield mail.notice, life.queue_id, fate


def _keep(
    case: Case, notice: int, queue_id: str, fate: Fate, moment: datetime, counts: FateCounts
) -> None:
    at = min(fate.at or moment, moment).isoformat(timespec="seconds")
    named = hashlib.sha256(f"log\x1f{notice}\x1f{queue_id}\x1f{fate.kind}".encode()).hexdigest()
    new = case.store.execute(
        "INSERT INTO feedback (fingerprint, kind, status, diagnostic, notice, proof, subject, at,"
        " read_at) VALUES (?, ?, ?, ?, ?, ?, '', ?, ?) ON CONFLICT DO NOTHING RETURNING feedback",
        (
            *(named, fate.kind.value, fate.status, fate.diagnostic, notice, Proof.LOG.value),
            *(at, moment.isoformat(timespec="seconds")),
        ),
    )
    if not new:
        return
    counts.kinds[fate.kind.value] = counts.kinds.get(fate.kind.value, 0) + 1
    report = Report(fate.kind, fate.status, fate.diagnostic, (), "")
    counts.letters += act_on(case, Arrived(report, Attribution(notice, Proof.LOG), at), moment)
