"""One run over the outbox: what the sessions answer is recorded, and they get more."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tocsin.case import Case
from tocsin.errors import MailError
from tocsin.language import tr
from tocsin.model.notice import DeliveryState
from tocsin.notify.composer import Composer
from tocsin.notify.crew import Crew, Parcel
from tocsin.notify.judge import Answer, Judge
from tocsin.notify.lanes import Lanes
from tocsin.notify.ledger import Kept
from tocsin.notify.outbox import Outbox, Outcome
from tocsin.notify.pace import Pace
from tocsin.notify.smtp import Lost, faults
from tocsin.notify.smtp.reply import Reply
from tocsin.notify.switch import Switch
from tocsin.notify.transport import way_out
from tocsin.notify.window import Window
from tocsin.progress import Progress, Stage

BATCH = 100
"""E-mails being handed over at most: as many can be in doubt after a crash, and no more."""

_AHEAD = 3
"""E-mails a session that are recorded as being handed over: so many lie ready for it. A power cut
leaves them all in doubt, and the log, which lost its end, settles none of them; fewer would cost a
commit more a message."""

_TICK = 0.05
"""Seconds at most between two looks at who wants us to stop."""


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


@dataclass(frozen=True, slots=True)
class SendOptions:
    """How to send; see `tocsin.notify.send`."""

    rate: float | None = None
    sessions: int = 1
    window: Window | None = None
    timeout: float | None = None


class Sender:
    """Hands over what waits, until nothing does or `stop` is called."""

    def __init__(self, case: Case, url: str, options: SendOptions) -> None:
        self._store = case.store
        self._window = options.window
        opener, self._host = way_out(url, options.timeout)
        self._crew = Crew(opener, self._host, options.sessions)
        self._batch = min(BATCH, _AHEAD * options.sessions)
        self._pace = Pace(options.rate)
        self._outbox = Outbox(case)
        self._composer = Composer(case, self._outbox)
        self._switch = Switch(case)
        self._judge = Judge()
        self._lanes = Lanes(())
        self._unrecorded: list[Outcome] = []
        self._error: MailError | None = None
        self.result = SendResult()
        self.stopped = self.switched_off = False

    def stop(self) -> None:
        """End after the messages under way."""
        self.stopped = True

    def count(self) -> None:
        """Note what is in doubt or still waits."""
        self.result.in_doubt = self._outbox.recover()
        self.result.waiting = self._outbox.waiting()

    def run(self, progress: Progress) -> None:
        """Turn after turn. Raises `MailError` if the server as a whole fails us."""
        self._outbox.recover()
        self._lanes = Lanes(self._outbox.providers())
        waiting = self._outbox.ready()
        try:
            if waiting and not self._has_to_stop:
                self._crew.open()  # before anything is claimed: a wrong URL leaves no trace
            with progress.stage(
                tr("Courriels", "E-mails"), waiting, tr("messages", "messages")
            ) as stage:
                while not self._has_to_stop and not self._is_done:
                    self._turn(stage)
        finally:
            self._wind_up()
        if self._error is not None:
            raise self._error

    @property
    def _has_to_stop(self) -> bool:
        if self._switch.is_off:
            self.stopped = self.switched_off = True
        return self.stopped or self._error is not None

    @property
    def _is_done(self) -> bool:
        return self._lanes.is_empty and not self._crew.under_way

    def _turn(self, stage: Stage) -> None:
        """Record what came back, let the next go."""
        answers = self._answers()
        stage.advance(len(answers))
        self._unrecorded += map(_outcome, self._judge.hear(answers))
        parcels, withheld = self._compose(self._lanes.take(self._room()))
        with self._store.transaction():
            self._record()
            self._outbox.release(withheld)
            going = self._outbox.commit_to([(p.mail.notice, p.message_id) for p in parcels])
            staying = [p.mail for p in parcels if p.mail.notice not in going]
            self._outbox.release(staying)
            self._claim()
        self._crew.give([parcel for parcel in parcels if parcel.mail.notice in going])
        for mail in staying:
            self._lanes.of(mail).landed(None)
        self.result.withheld += len(withheld)
        stage.advance(len(withheld))
        if self._judge.is_against_us:
            self._speaks_of_us()
        if not parcels and not self._crew.under_way:
            time.sleep(_TICK)

    def _answers(self) -> list[Answer]:
        """What the sessions answered since the last turn."""
        answers: list[Answer] = []
        for mail, answer in self._crew.landed(max(1, self._batch // 2), _TICK):
            self._lanes.of(mail).landed(answer if isinstance(answer, Reply) else None)
            if isinstance(answer, MailError):
                self._error = answer
                self._unrecorded.append((mail, DeliveryState.READY, ""))
            else:
                answers.append((mail, answer))
        return answers

    def _room(self) -> int:
        """How many may go now."""
        if self._window and self._window.opens_in(datetime.now(UTC).astimezone()) > timedelta():
            return 0
        return self._pace.allow(self._batch - len(self._crew.under_way))

    def _compose(self, mails: Sequence[Kept]) -> tuple[list[Parcel], list[Kept]]:
        """Messages that may go, and mails that must not."""
        parcels, withheld = [], []
        for mail, parcel in self._composer.compose(mails):
            if parcel is not None:
                parcels.append(parcel)
            else:
                withheld.append(mail)
                self._lanes.of(mail).landed(None)
        self._pace.went(len(parcels))
        return parcels, withheld

    def _claim(self) -> None:
        """Keep every lane supplied, a batch at a time."""
        lane = self._lanes.hungry(BATCH)
        if lane is None:
            return
        mails = self._outbox.claim(lane.provider.name, lane.after, BATCH)
        if mails:
            lane.after = mails[-1].notice
            lane.waiting.extend(mails)
        lane.is_exhausted = len(mails) < BATCH

    def _record(self) -> None:
        """Write down, durably once the transaction ends, what became of e-mails."""
        outcomes, self._unrecorded = self._unrecorded, []
        try:
            self._outbox.settle(outcomes)
        except BaseException:
            self._unrecorded = outcomes
            raise
        states = [state for _, state, _ in outcomes]
        self.result.accepted += states.count(DeliveryState.ACCEPTED)
        self.result.refused += states.count(DeliveryState.REFUSED)
        self.result.deferred += states.count(DeliveryState.DEFERRED)

    def _speaks_of_us(self) -> None:
        """Refusals that say nothing about the recipients: those are tried again another time."""
        held = self._judge.verdict()
        self._unrecorded += [(mail, DeliveryState.DEFERRED, reply.text) for mail, reply in held]
        first = held[0][1]
        fault = faults.refuses_all if first.is_permanent else faults.defers_all
        self._error = fault(first.code)

    def _wind_up(self) -> None:
        """Take back what no session has begun, wait for the rest, and leave all in order."""
        self._unrecorded += [
            (parcel.mail, DeliveryState.READY, "") for parcel in self._crew.recall()
        ]
        try:
            while self._crew.under_way:
                self._unrecorded += map(_outcome, self._judge.hear(self._answers()))
        finally:
            # Broken off in the middle (a second Ctrl-C): the server may have them.
            under_way = list(self._crew.under_way.values())
            self._unrecorded += [(p.mail, DeliveryState.IN_DOUBT, "") for p in under_way]
            if self._judge.was_against_us:
                self._speaks_of_us()
            self._unrecorded += map(_outcome, self._judge.verdict())
            with self._store.transaction():
                self._record()
                self._outbox.release(self._lanes.rest())
            self._crew.close()


def _outcome(answer: Answer) -> Outcome:
    mail, reply = answer
    if isinstance(reply, Lost):
        return mail, DeliveryState.IN_DOUBT, ""
    if reply.is_positive:
        return mail, DeliveryState.ACCEPTED, reply.text
    state = DeliveryState.REFUSED if reply.is_permanent else DeliveryState.DEFERRED
    return mail, state, reply.text
