"""read_feedback: what came back becomes rows, and what a row means becomes a state, once."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from tocsin.case import Case, Store
from tocsin.model.notice import DeliveryState
from tocsin.notify.bounce.attribute import Attribution, Attributor, Proof
from tocsin.notify.bounce.report import FeedbackKind, Report, read_report
from tocsin.notify.bounce.text import header, parse
from tocsin.notify.fallback import tell_otherwise

GIVE_UP = timedelta(days=5)
"""A delay that lasts so long is a failure: servers give up after 4-5 days (RFC 5321, 4.5.4.1)."""

MOST_KEPT = 1 << 18
"""Bytes kept of a message that a person must look at."""

_UNDER_WAY = ("accepted", "in_doubt", "handing_over")
_OURS = re.compile(rb"(?im)^(?:status|x-status|x-uid|x-keywords|content-length|lines): .*\n?")


@dataclass(slots=True)
class FeedbackCounts:
    """What a reading brought: messages, those known before, kinds, and what follows from them."""

    read: int = 0
    seen_before: int = 0
    unattributed: int = 0
    letters: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


class Arrived(NamedTuple):
    """A message that came back, understood."""

    report: Report
    to: Attribution
    at: str


def read_feedback(
    case: Case, messages: Iterable[bytes], *, now: datetime | None = None
) -> FeedbackCounts:
    """Read `messages`; each counts once, however often and wherever it is read.

    A failure makes a letter due. Delays that never cleared become failures.
    """
    moment = now or datetime.now(UTC)
    counts = FeedbackCounts()
    attributor = Attributor(case)
    for untrusted in messages:
        counts.read += 1
        with case.store.transaction():
            _take_in(case, attributor, untrusted, moment, counts)
    counts.letters += settle_delays(case, now=moment)
    case.journal("feedback.read", **asdict(counts))
    return counts


def settle_delays(case: Case, *, now: datetime | None = None) -> int:
    """Give up on e-mails delayed for `GIVE_UP` without a word since; how many letters follow."""
    moment = now or datetime.now(UTC)
    marks = ", ".join("?" * len(_UNDER_WAY))
    rows = case.store.execute(
        "SELECT notice, min(at) AS since FROM feedback JOIN deliveries USING (notice)"
        f" WHERE kind = 'delayed' AND state IN ({marks}) AND NOT EXISTS (SELECT 1 FROM feedback AS"
        "  later WHERE later.notice = feedback.notice AND later.kind IN ('relayed', 'delivered')"
        "  AND later.at >= feedback.at) GROUP BY notice HAVING since <= ?",
        (*_UNDER_WAY, (moment - GIVE_UP).isoformat(timespec="seconds")),
    )
    with case.store.transaction():
        return sum(fail(case, notice, f"delayed since {since}", moment) for notice, since in rows)


def act_on(case: Case, arrived: Arrived, moment: datetime) -> int:
    """Give the notice the state that a message proves; how many letters follow (0 or 1)."""
    notice, proof = arrived.to
    if notice is None:
        return 0
    report = arrived.report
    if report.kind is FeedbackKind.FAILED:
        return fail(case, notice, f"{report.status} {report.diagnostic}".strip(), moment)
    is_proven = proof.is_ours or report.kind is FeedbackKind.DELIVERED or proof is Proof.PERSON
    if report.kind.proves_arrival and is_proven:
        _move(case.store, notice, DeliveryState.DELIVERED, report.kind.value, moment)
    elif report.kind in (FeedbackKind.DELAYED, FeedbackKind.RELAYED) and proof.is_ours:
        # Whoever holds it up has it: this settles a doubt.
        _move(case.store, notice, DeliveryState.ACCEPTED, report.kind.value, moment, ("in_doubt",))
    return 0


def fail(case: Case, notice: int, reply: str, moment: datetime) -> int:
    """An e-mail did not arrive: a letter takes its place; how many are new (0 or 1)."""
    states = (*_UNDER_WAY, "delivered", "deferred")
    if not _move(case.store, notice, DeliveryState.BOUNCED, reply, moment, states):
        return 0
    (person,) = case.store.one("SELECT person FROM notices WHERE notice = ?", (notice,))
    return tell_otherwise(case, person)


def _take_in(
    case: Case, attributor: Attributor, untrusted: bytes, moment: datetime, counts: FeedbackCounts
) -> None:
    message = parse(untrusted)
    named = fingerprint(message, untrusted)
    if case.store.execute("SELECT 1 FROM feedback WHERE fingerprint = ?", (named,)):
        counts.seen_before += 1
        return
    report = read_report(message)
    to = attributor.attribute(message, report)
    if to.notice is not None:
        report = report.of(attributor.recipient(to.notice))
    arrived = Arrived(report, to, _date(message, moment))
    _insert(case.store, named, arrived, untrusted, moment)
    counts.kinds[report.kind.value] = counts.kinds.get(report.kind.value, 0) + 1
    counts.unattributed += needs_a_person(arrived)
    counts.letters += act_on(case, arrived, moment)


def needs_a_person(arrived: Arrived) -> bool:
    """Whether a person must look: nobody knows whom it is about, or what it says."""
    return arrived.to.notice is None or arrived.report.kind is FeedbackKind.UNCLEAR


def fingerprint(message: Message, untrusted: bytes) -> str:
    """What stays the same from copy to copy: its own identity and its words.

    Not what mailboxes add on the way: `Status` headers, the line ends, `From ` at line starts.
    """
    head, _, body = untrusted.replace(b"\r\n", b"\n").partition(b"\n\n")
    body = re.sub(rb"(?m)^>+(From )", rb"\1", _OURS.sub(b"", body)).strip()
    named = [header(message, name) for name in ("message-id", "date", "from", "subject")]
    own = "\x1f".join(named if any(named) else [head.decode("latin-1")])
    return hashlib.sha256(own.encode() + b"\x1f" + body).hexdigest()


def _insert(store: Store, named: str, arrived: Arrived, untrusted: bytes, moment: datetime) -> None:
    report, to, at = arrived
    raw = untrusted[:MOST_KEPT] if needs_a_person(arrived) else None
    store.execute(
        "INSERT INTO feedback (fingerprint, kind, status, diagnostic, notice, proof, subject, at,"
        " read_at, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            named,
            report.kind.value,
            report.status,
            report.diagnostic,
            to.notice,
            to.proof.value,
            report.subject[:200],
            at,
            _iso(moment),
            raw,
        ),
    )


def _move(
    store: Store,
    notice: int,
    state: DeliveryState,
    reply: str,
    moment: datetime,
    come_from: tuple[str, ...] = _UNDER_WAY,
) -> bool:
    marks = ", ".join("?" * len(come_from))
    moved = store.execute(
        f"UPDATE deliveries SET state = ?, reply = ?, updated_at = ?"
        f" WHERE notice = ? AND state IN ({marks}) RETURNING notice",
        (state.value, reply[:200], _iso(moment), notice, *come_from),
    )
    return bool(moved)


def _date(message: Message, moment: datetime) -> str:
    """When it was sent, unless it says something impossible."""
    try:
        sent = parsedate_to_datetime(header(message, "date"))
    except (TypeError, ValueError, IndexError):
        return _iso(moment)
    sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    return _iso(min(sent.astimezone(UTC), moment))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
