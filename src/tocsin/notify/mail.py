"""What the commands need of the e-mail's own business, in one place."""

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify.composer import Composer
from tocsin.notify.dns import Dns, Resolver, Unanswered
from tocsin.notify.mail_file import load_mail_settings, write_mail_template
from tocsin.notify.mailbox import mailbox
from tocsin.notify.outbox import Outbox
from tocsin.notify.settle import (
    GRACE,
    Settled,
    references_in_doubt,
    settle_by_hand,
    settle_by_log,
    settle_by_provider,
    write_instead,
)
from tocsin.notify.smtp import Lost, faults
from tocsin.notify.smtp.reply import Reply
from tocsin.notify.switch import resume_mail, stop_mail
from tocsin.notify.transport import way_out

__all__ = [
    "GRACE",
    "Settled",
    "load_mail_settings",
    "references_in_doubt",
    "resolver",
    "resume_mail",
    "send_test",
    "settle_by_hand",
    "settle_by_log",
    "settle_by_provider",
    "stop_mail",
    "write_instead",
    "write_mail_template",
]


def send_test(case: Case, smtp_url: str, address: str) -> Reply:
    """Send the notice of an invented person to `address`: signed, and recorded nowhere.

    Raises `MailError`, and `UsageError` if that is no address.
    """
    recipient = mailbox(address)
    if not recipient:
        raise _no_address()
    composer = Composer(case, Outbox(case))
    opener, host = way_out(smtp_url)
    transport = opener()
    try:
        return transport.hand_over(composer.sender, recipient, composer.sample(recipient))
    except Lost as error:
        raise faults.lost(host) from error
    finally:
        transport.close()


class _Nobody:
    """A machine without a resolver."""

    def _ask(self, _name: str) -> list[str]:
        raise Unanswered

    texts = exchangers = addresses = names = _ask


def resolver() -> Dns:
    """The DNS of this machine."""
    try:
        return Resolver()
    except Unanswered:
        return _Nobody()


def _no_address() -> UsageError:
    return UsageError(
        "mail.test_address",
        "L'adresse d'essai (--test-to) n'en est pas une.",
        "The test address (--test-to) is none.",
        way_out_fr="Donnez une adresse que vous lisez, par exemple la vôtre.",
        way_out_en="Give an address that you read, such as your own.",
    )
