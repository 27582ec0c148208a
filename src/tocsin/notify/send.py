"""send: hand the waiting e-mails to the mail server, each once."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType

from tocsin.case import Case
from tocsin.errors import Interrupted
from tocsin.notify import approval
from tocsin.notify.sender import Sender, SendOptions, SendResult
from tocsin.notify.window import Window
from tocsin.progress import Progress, Silent


def send(
    case: Case,
    smtp_url: str,
    progress: Progress | None = None,
    *,
    rate: float | None = None,
    sessions: int = 1,
    window: Window | None = None,
    timeout: float | None = None,
) -> SendResult:
    """Hand over every approved e-mail that is ready or was deferred.

    At most `rate` a second, over `sessions` connections, within the hours of `window`; `timeout`:
    seconds to wait for the server instead of those of RFC 5321.

    Run again, it sends only what is left; several may run at once. Raises `MailError` if the server
    as a whole fails us and `Interrupted` on Ctrl-C, SIGTERM, or when somebody stopped all e-mail;
    each leaves the outbox in order.
    """
    approval.check(case)
    sender = Sender(case, smtp_url, SendOptions(rate, sessions, window, timeout))
    try:
        with _stopping(sender.stop):
            sender.run(progress or Silent())
    finally:
        sender.count()
        case.journal("emails.sent", **asdict(sender.result))
    if sender.switched_off:
        raise _switched_off()
    if sender.stopped:
        raise _interrupted()
    return sender.result


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


def _switched_off() -> Interrupted:
    return Interrupted(
        "mail.stopped",
        "L'envoi de tous les courriels de cette affaire est arrêté.",
        "The sending of all e-mails of this case is stopped.",
        way_out_fr="Pour le reprendre : « tocsin notify resume-all », puis relancez.",
        way_out_en='To go on: "tocsin notify resume-all", then run again.',
    )
