"""From a claimed notice to a message that is checked, signed and ready to go."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from tocsin.case import Case
from tocsin.language import screen_language
from tocsin.model.category import Category
from tocsin.notify import dkim
from tocsin.notify.crew import Parcel
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import Kept
from tocsin.notify.mail_file import load_mail_settings
from tocsin.notify.message import Addressed, Mailing
from tocsin.notify.outbox import Outbox
from tocsin.notify.prepare import public_reference
from tocsin.notify.proof import Proof
from tocsin.notify.providers import OTHERS, providers
from tocsin.notify.recipient import Recipient, recipients_among
from tocsin.notify.reference import shown
from tocsin.notify.verp import address_of, return_key

_SAMPLE = ";".join([Category.CIVIL_STATUS, Category.CONTACT, Category.IDENTITY_DOCUMENT])


class Composer:
    """Makes the messages of one run; what does not agree with the ledger is not made."""

    def __init__(self, case: Case, outbox: Outbox) -> None:
        self._store = case.store
        self._outbox = outbox
        self._return_key = return_key(case)
        facts = Facts(load_hospital(case.folder), public_reference(case))
        self._settings = load_mail_settings(case.folder)
        self._mailing = Mailing(facts, _now())
        self._proof = Proof(facts, date.today())  # noqa: DTZ011 - the hospital's own day

    def compose(self, mails: Sequence[Kept]) -> Iterator[tuple[Kept, Parcel | None]]:
        """Each mail with its parcel; None if it must not go."""
        who = recipients_among(self._store, [mail.planned.person for mail in mails])
        now = _now()
        self._mailing.date(now)
        for mail in mails:
            person = who.get(mail.planned.person)
            yield mail, None if person is None else self._parcel(mail, person, int(now.timestamp()))

    def return_path(self, notice: int) -> str:
        """The envelope's sender."""
        mailbox = self._settings.return_path
        return address_of(notice, self._return_key, mailbox) if mailbox else self._mailing.sender

    def sample(self, recipient: str) -> bytes:
        """The signed notice of nobody, to be looked at where it arrives."""
        own_id = f"{secrets.token_hex(16)}@{self.sender.rpartition('@')[2]}"
        to = Addressed(recipient, "Camille EXEMPLE", shown(0), own_id)
        message = self._mailing.compose(screen_language(), _SAMPLE, to)
        return dkim.sign(message, self._settings.signers, int(_now().timestamp()), is_relaxed=True)

    @property
    def sender(self) -> str:
        """The address in From."""
        return self._mailing.sender

    def _parcel(self, mail: Kept, person: Recipient, at: int) -> Parcel | None:
        planned = mail.planned
        if not self._proof.is_due(mail, person):
            return None
        own_id = self._outbox.message_id(mail, self._mailing.sender)
        to = Addressed(planned.recipient, person.name, planned.reference, own_id)
        message = self._mailing.compose(person.person.language, planned.categories, to)
        if not self._proof.says(message, person, planned.reference):
            return None
        return Parcel(
            mail,
            own_id,
            self.return_path(mail.notice),
            dkim.sign(message, self._settings.signers, at, is_relaxed=True),
            providers().get(mail.provider, OTHERS).per_session,
        )


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
