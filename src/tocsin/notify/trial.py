"""Test sends: what a patient would receive, to named addresses, before anything is approved."""

from datetime import UTC, datetime

from tocsin.case import Case
from tocsin.errors import MailError, UsageError
from tocsin.language import LANGUAGES
from tocsin.model.category import Category
from tocsin.model.notice import join_categories
from tocsin.notify import snapshot
from tocsin.notify.approval import TESTED
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.mailbox import mailbox
from tocsin.notify.message import Addressed, Mailing
from tocsin.notify.prepare import public_reference
from tocsin.notify.reference import shown
from tocsin.notify.smtp import Lost, Session, SmtpUrl

NAME = "Camille EXEMPLE"
"""Nobody: a test goes to staff, so it bears no patient's name."""


def send_tests(case: Case, smtp_url: str, to: list[str]) -> int:
    """Send a notice on all kinds of data, in each language, to each of `to`; how many left.

    Raises `UsageError` for an address that is none, `MailError` if the server refuses one.
    """
    addresses = [mailbox(address) for address in to]
    if not all(addresses) or not addresses:
        raise _no_address()
    words = snapshot.take(case).digest
    mailing = Mailing(
        Facts(load_hospital(case.folder), public_reference(case)), datetime.now(UTC).astimezone()
    )
    session = Session(SmtpUrl.parse(smtp_url))
    try:
        sent = sum(_send(session, mailing, address) for address in addresses)
    finally:
        session.close()
    case.set(TESTED, words)
    case.journal("emails.tested", messages=sent, addresses=len(addresses))
    return sent


def _send(session: Session, mailing: Mailing, address: str) -> int:
    kinds = join_categories(kind for kind in Category if not kind.is_medical)
    for language in LANGUAGES:
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        own = Addressed(
            address, NAME, shown(0), f"test.{stamp}@{mailing.sender.rpartition('@')[2]}"
        )
        message = mailing.compose(language, kinds, own)
        try:
            reply = session.hand_over(mailing.sender, address, message)
        except Lost as error:
            raise _refused(0) from error
        if not reply.is_positive:
            raise _refused(reply.code)
    return len(LANGUAGES)


def _no_address() -> UsageError:
    return UsageError(
        "test.address",
        "L'une des adresses d'essai n'est pas une adresse de courriel.",
        "One of the test addresses is no e-mail address.",
        way_out_fr="Donnez --to une fois par adresse.",
        way_out_en="Give --to once for each address.",
    )


def _refused(code: int) -> MailError:
    return MailError(
        "test.refused",
        f"Le serveur n'a pas pris le courriel d'essai ({code}).",
        f"The server did not take the test e-mail ({code}).",
        way_out_fr="Vérifiez l'adresse d'essai et sender_email dans hospital.toml.",
        way_out_en="Check the test address, and sender_email in hospital.toml.",
    )
