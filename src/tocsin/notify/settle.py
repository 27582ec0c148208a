"""settle: what is in doubt is decided by the mail server's log or by a person, never guessed."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.approval import person
from tocsin.notify.bounce.record import fail
from tocsin.notify.composer import Composer
from tocsin.notify.fates import store_fates
from tocsin.notify.http import Mailjet
from tocsin.notify.mta_logs import log_files, read_log
from tocsin.notify.mta_logs.verdict import Court, Doubt, HandOver, Life, Verdict
from tocsin.notify.outbox import Outbox
from tocsin.notify.reference import is_reference
from tocsin.notify.smtp import Lost, faults
from tocsin.notify.transport import way_out

GRACE = timedelta(minutes=10)
"""A server may take as long to end a conversation after the last byte (RFC 5321, 4.5.3.2.6)."""


@dataclass(slots=True)
class Settled:
    """E-mails in doubt that turned out taken, or not (they wait again), and those still in doubt.

    `unread`: lines of the log that could not be read. `fates`: what else the log says became of
    e-mails, by kind (`FeedbackKind`); `letters` are due for those that failed.
    """

    accepted: int = 0
    not_accepted: int = 0
    in_doubt: int = 0
    unread: int = 0
    fates: dict[str, int] = field(default_factory=dict)
    letters: int = 0


def settle_by_log(case: Case, log: Path, *, grace: timedelta = GRACE) -> Settled:
    """Decide what the log proves, and keep what it says became of all e-mails.

    Raises `InputError` if it is no log that we can read.
    """
    Outbox(case).recover()
    files = log_files(log)
    evidence = read_log(files)
    found = doubts(case)
    court = Court(evidence, found.values(), _known(case), grace)
    verdicts = [(notice, *court.judge(doubt)) for notice, doubt in found.items()]
    done = _record(case, "log", verdicts)
    done.unread = evidence.unread
    told = store_fates(case, evidence)
    done.fates, done.letters = told.kinds, told.letters
    case.journal("emails.settled", by="log", log=list(map(_sha256, files)), **asdict(done))
    return done


def settle_by_provider(case: Case, url: str) -> Settled:
    """Ask an HTTP provider for what is in doubt. What it does not know it may still have.

    Raises `MailError`, and `UsageError` if that is no such provider.
    """
    Outbox(case).recover()
    opener, _ = way_out(url)
    transport = opener()
    if not isinstance(transport, Mailjet):
        transport.close()
        raise _nobody_to_ask()
    try:
        names = {notice: transport.find(doubt.message_id) for notice, doubt in doubts(case).items()}
    except Lost as error:
        raise faults.lost(url.partition("://")[0]) from error
    finally:
        transport.close()
    found = [(notice, Verdict.ACCEPTED, Life(name)) for notice, name in names.items() if name]
    done = _record(case, "provider", found)
    case.journal("emails.settled", by="provider", **asdict(done))
    return done


def settle_by_hand(case: Case, reference: str, *, accepted: bool, by: str) -> None:
    """A person has found out, in the log or by asking, whether the server has a message in doubt.

    Raises `UsageError` if no e-mail under that reference is in doubt.
    """
    Outbox(case).recover()
    verdict = Verdict.ACCEPTED if accepted else Verdict.NOT_ACCEPTED
    done = _record(case, by, [(_in_doubt(case, reference), verdict, None)])
    case.journal("emails.settled", by=by, **asdict(done))


def _in_doubt(case: Case, reference: str) -> int:
    """The notice in doubt under that reference."""
    rows = case.store.execute(
        "SELECT notice FROM deliveries JOIN notices USING (notice)"
        " WHERE state = 'in_doubt' AND reference = ?",
        (reference.strip().upper(),),
    )
    if not is_reference(reference) or not rows:
        raise _no_such_doubt()
    return int(rows[0][0])


def write_instead(case: Case, references: Sequence[str], by: str) -> int:
    """A person has each of these told by letter, for nobody can know; how many letters are due.

    Who has the e-mail as well is told twice; that is the person's choice. Raises `UsageError`, and
    changes nothing, if one of the references is not in doubt.
    """
    who = person(by)
    Outbox(case).recover()
    moment = datetime.now(UTC)
    notices = [_in_doubt(case, reference) for reference in references]
    with case.store.transaction():
        reply = f"{who}: in doubt, a letter instead"
        letters = sum(fail(case, notice, reply, moment) for notice in notices)
        case.journal("emails.settled", by=who, letters=letters)
    return letters


def references_in_doubt(case: Case) -> list[str]:
    """What a person needs to look for the e-mails in doubt."""
    rows = case.store.execute(
        "SELECT reference FROM deliveries JOIN notices USING (notice)"
        " WHERE state = 'in_doubt' ORDER BY notice"
    )
    return [row[0] for row in rows]


def doubts(case: Case) -> dict[int, Doubt]:
    """The e-mails in doubt, by the number of their notices."""
    composer = Composer(case, Outbox(case))
    rows = case.store.execute(
        "SELECT notice, message_id, recipient, handed_at, handed_by FROM deliveries"
        " WHERE state = 'in_doubt' ORDER BY notice"
    )
    return {
        notice: Doubt(message_id, recipient, composer.return_path(notice), _hand_over(*handed))
        for notice, message_id, recipient, *handed in rows
    }


def _known(case: Case) -> dict[str, HandOver]:
    """The hand-overs of messages that the server took for certain, by Message-ID."""
    rows = case.store.stream(
        "SELECT message_id, handed_at, handed_by FROM deliveries"
        " WHERE state = 'accepted' AND handed_at <> ''"
    )
    return {message_id: _hand_over(*handed) for message_id, *handed in rows}


def _hand_over(at: str, sender: str) -> HandOver:
    return HandOver(datetime.fromisoformat(at), sender)


def _record(case: Case, by: str, verdicts: Sequence[tuple[int, Verdict, Life | None]]) -> Settled:
    """Give each the state that is proven; `by` says by what, and stands in the person's proof."""
    done = Settled()
    moment = ledger.now()
    with case.store.transaction():
        for notice, verdict, life in verdicts:
            if verdict is Verdict.ACCEPTED:
                done.accepted += 1
                queue_id = life.queue_id if life else ""
                proof = f"{by}: taken {queue_id}".strip()
                _set(case, notice, DeliveryState.ACCEPTED, queue_id, proof, moment)
            elif verdict is Verdict.NOT_ACCEPTED:
                done.not_accepted += 1
                _set(case, notice, DeliveryState.READY, "", f"{by}: not taken", moment)
    done.in_doubt = case.store.count("SELECT count(*) FROM deliveries WHERE state = 'in_doubt'")
    return done


def _set(case: Case, notice: int, state: DeliveryState, queue_id: str, proof: str, at: str) -> None:
    case.store.execute(
        "UPDATE deliveries SET state = ?, queue_id = ?, reply = ?, updated_at = ?, owner = ''"
        " WHERE notice = ? AND state = 'in_doubt'",
        (state.value, queue_id, proof, at, notice),
    )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _nobody_to_ask() -> UsageError:
    return UsageError(
        "mail.nobody_to_ask",
        "Un serveur SMTP ne dit pas ce qu'il a ; un prestataire (mailjet://) le dit.",
        "An SMTP server does not say what it has; a provider (mailjet://) does.",
        way_out_fr="Donnez plutôt le journal du serveur : --log.",
        way_out_en="Give the server's log instead: --log.",
    )


def _no_such_doubt() -> UsageError:
    return UsageError(
        "mail.no_such_doubt",
        "Aucun courriel en doute ne porte cette référence.",
        "No e-mail in doubt has this reference.",
        way_out_fr="tocsin notify settle --case DIR montre les références en doute.",
        way_out_en="tocsin notify settle --case DIR shows the references in doubt.",
    )
