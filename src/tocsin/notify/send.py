"""send: hand the waiting e-mails to the mail server, each once, batch by batch."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from types import FrameType

from tocsin.case import Case
from tocsin.errors import Interrupted, TocsinError
from tocsin.language import tr
from tocsin.model.notice import DeliveryState
from tocsin.notify import approval
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import Kept
from tocsin.notify.message import Addressed, Mailing
from tocsin.notify.outbox import Outbox, Outcome
from tocsin.notify.prepare import public_reference
from tocsin.notify.proof import Proof
from tocsin.notify.recipient import Recipient, recipients_among
from tocsin.notify.smtp import Lost, Session, SmtpUrl, faults
from tocsin.notify.smtp.reply import Reply
from tocsin.progress import Progress, Silent

BATCH = 100
"""E-mails a transaction: as many can be in doubt after a crash, and no more."""

MAX_RECONNECTS = 3
"""Connections lost in a row, without one message accepted between, before we give up."""

TELLING = 10
"""A batch of at least as many, all refused or all put off, says something about us."""


@dataclass(slots=True)
class SendResult:
    """What became of e-mails in this run; `in_doubt` and `waiting` count all that stand so now.

    `withheld` did not agree with the ledger when they were checked, and were not sent.
    """

    accepted: int = 0
    refused: int = 0
    deferred: int = 0
    withheld: int = 0
    in_doubt: int = 0
    waiting: int = 0


def send(
    case: Case,
    smtp_url: str,
    progress: Progress | None = None,
    *,
    rate: float | None = None,
    timeout: float | None = None,
) -> SendResult:
    """Hand over every approved e-mail that is ready or was deferred, at most `rate` a second.

    Run again, it sends only what is left. Raises `MailError` if the server as a whole fails us and
    `Interrupted` on Ctrl-C or SIGTERM; both leave the outbox in order.
    """
    url = SmtpUrl.parse(smtp_url)
    approval.check(case)
    sending = _Sending(case, url, rate=rate, timeout=timeout)
    try:
        with _stopping(sending.stop):
            sending.run(progress or Silent())
    finally:
        sending.count()
        case.journal("emails.sent", **asdict(sending.result))
    if sending.stopped:
        raise _interrupted()
    return sending.result


class _Sending:
    """One run over the outbox."""

    def __init__(
        self, case: Case, url: SmtpUrl, *, rate: float | None, timeout: float | None
    ) -> None:
        self._case, self._url, self._timeout = case, url, timeout
        self._pace = _Pace(rate)
        self._outbox = Outbox(case)
        facts = Facts(load_hospital(case.folder), public_reference(case))
        self._mailing = Mailing(facts, datetime.now(UTC).astimezone())
        self._proof = Proof(facts, date.today())  # noqa: DTZ011 - the hospital's own day
        self._session: Session | None = None
        self._lost = 0
        self.result = SendResult()
        self.stopped = False

    def stop(self) -> None:
        """End after the message under way."""
        self.stopped = True

    def count(self) -> None:
        """Note what is in doubt or still waits."""
        self.result.in_doubt = self._outbox.recover()
        self.result.waiting = self._outbox.waiting()

    def run(self, progress: Progress) -> None:
        """Batch after batch until none waits."""
        self._outbox.recover()
        waiting = self._outbox.waiting()
        after = 0
        try:
            with progress.stage(
                tr("Courriels", "E-mails"), waiting, tr("messages", "messages")
            ) as stage:
                while not self.stopped and (batch := self._outbox.batch(after, BATCH)):
                    after = batch[-1].notice
                    self._hand_over(batch)
                    stage.advance(len(batch))
        finally:
            self._hang_up()

    def _hand_over(self, batch: Sequence[Kept]) -> None:
        who = recipients_among(self._case.store, [mail.planned.person for mail in batch])
        messages = self._composed(batch, who)
        mails = [mail for mail, _ in messages]
        if not mails:
            return
        self._connect()  # before anything is committed: a wrong URL leaves no trace
        outcomes: list[tuple[Kept, Reply | Lost]] = []
        self._outbox.commit_to(mails, self._mailing.sender)
        try:
            for mail, message in messages:
                if self.stopped:
                    break
                try:
                    outcomes.append((mail, self._hand_over_one(mail, message)))
                except TocsinError:
                    raise
                except BaseException:
                    # Broken off in the middle (a second Ctrl-C): the server may have it.
                    outcomes.append((mail, Lost(in_doubt=True)))
                    raise
        finally:
            self._settle(mails, outcomes, who)

    def _composed(
        self, batch: Sequence[Kept], who: dict[int, Recipient]
    ) -> list[tuple[Kept, bytes]]:
        """Each mail that agrees with the ledger, with its message."""
        composed = []
        for mail in batch:
            person = who.get(mail.planned.person)
            if person is None or not self._proof.is_due(mail, person):
                self.result.withheld += 1
                continue
            message_id = self._outbox.message_id(mail, self._mailing.sender)
            to = Addressed(mail.planned.recipient, person.name, mail.planned.reference, message_id)
            message = self._mailing.compose(person.person.language, mail.planned.categories, to)
            if self._proof.says(message, person, mail.planned.reference):
                composed.append((mail, message))
            else:
                self.result.withheld += 1
        return composed

    def _hand_over_one(self, mail: Kept, message: bytes) -> Reply | Lost:
        """The server's word on one message; a broken connection is made anew, within reason."""
        self._pace.wait(lambda: self.stopped)
        while True:
            session = self._connect()
            try:
                reply = session.hand_over(self._mailing.sender, mail.planned.recipient, message)
            except Lost as lost:
                self._hang_up()
                self._lost += 1
                if lost.in_doubt:
                    return lost
                if self._lost > MAX_RECONNECTS:
                    raise faults.lost(self._url) from lost
                continue
            self._after(reply)
            return reply

    def _after(self, reply: Reply) -> None:
        if reply.is_positive:
            self._lost = 0
        elif reply.closes:
            self._hang_up()
        elif self._session is not None:
            try:
                self._session.reset()
            except Lost:
                self._hang_up()

    def _settle(
        self,
        mails: Sequence[Kept],
        outcomes: Sequence[tuple[Kept, Reply | Lost]],
        who: dict[int, Recipient],
    ) -> None:
        replies = [reply for _, reply in outcomes if isinstance(reply, Reply)]
        against_us = _is_about_us(replies) and len(replies) == len(outcomes)
        settled = [_outcome(mail, reply, against_us) for mail, reply in outcomes]
        # Neither answered nor in doubt: back to the queue.
        settled += [(mail, DeliveryState.READY, "") for mail in mails[len(outcomes) :]]
        self._outbox.settle(settled, who)
        states = [state for _, state, _ in settled]
        self.result.accepted += states.count(DeliveryState.ACCEPTED)
        self.result.refused += states.count(DeliveryState.REFUSED)
        self.result.deferred += states.count(DeliveryState.DEFERRED)
        if against_us:
            fault = faults.refuses_all if replies[0].is_permanent else faults.defers_all
            raise fault(replies[0].code)

    def _connect(self) -> Session:
        if self._session is None:
            self._session = Session(self._url, timeout=self._timeout)
        return self._session

    def _hang_up(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None


class _Pace:
    """At most so many a second."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = time.monotonic()

    def wait(self, is_stopped: Callable[[], bool]) -> None:
        """Until the next message may go, or the run is stopped."""
        while self._gap and (left := self._next - time.monotonic()) > 0 and not is_stopped():
            time.sleep(min(left, 0.1))
        self._next = max(self._next, time.monotonic()) + self._gap


def _is_about_us(replies: Sequence[Reply]) -> bool:
    """Whether a batch's replies say that the server will not take mail from us."""
    if not replies or any(reply.is_positive for reply in replies):
        return False
    if all(reply.is_permanent and reply.is_about_us for reply in replies):
        return True
    permanent = {reply.is_permanent for reply in replies}
    return len(replies) >= TELLING and len(permanent) == 1


def _outcome(mail: Kept, reply: Reply | Lost, against_us: bool) -> Outcome:
    if isinstance(reply, Lost):
        return mail, DeliveryState.IN_DOUBT, ""
    if reply.is_positive:
        return mail, DeliveryState.ACCEPTED, reply.text
    if reply.is_permanent and not against_us:
        return mail, DeliveryState.REFUSED, reply.text
    return mail, DeliveryState.DEFERRED, reply.text


@contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask for an orderly end; a second one does not wait for the server."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}

    def handle(_number: int, _frame: FrameType | None) -> None:
        stop()
        for name in before:
            signal.signal(name, signal.default_int_handler)

    for name in before:
        signal.signal(name, handle)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _interrupted() -> Interrupted:
    return Interrupted(
        "interrupted",
        "Envoi arrêté à votre demande ; chaque courriel déjà accepté est noté.",
        "Sending stopped at your request; each e-mail already accepted is recorded.",
        way_out_fr="Relancez la même commande : elle envoie le reste, et rien deux fois.",
        way_out_en="Run the same command again: it sends the rest, and nothing twice.",
    )
