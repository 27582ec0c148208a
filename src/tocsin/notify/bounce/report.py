"""What a message that came back says: which kind, with which status, of which recipients.

RFC 3464 (delivery reports), 3463 (status codes), 5965 (complaints), 3834 (automatic replies).
`Action` and `Status` are read here and not by a bounce library: those say who, not what.
"""

import email
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from functools import cache
from pathlib import Path

from tocsin.language import Language
from tocsin.notify.bounce.text import folded_text, header, parts_of, text_of

PHRASES = Path(__file__).with_name("phrases.toml")
DIAGNOSTIC = 200


class FeedbackKind(StrEnum):
    """What a message that came back means."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto_reply"
    UNCLEAR = "unclear"

    def label(self, language: Language) -> str:
        """The kind for a reader."""
        return _KINDS[self][0 if language == "fr" else 1]

    @property
    def proves_arrival(self) -> bool:
        """Whether only a mailbox that has the e-mail can send this."""
        return self in (self.DELIVERED, self.COMPLAINT, self.AUTO_REPLY)


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of one recipient, as it says it."""

    recipient: str
    action: str
    status: str
    diagnostic: str

    @property
    def kind(self) -> FeedbackKind:
        """What its action means; where there is none, what its status class means."""
        return _ACTIONS.get(self.action) or _CLASSES.get(self.status[:1], FeedbackKind.UNCLEAR)


@dataclass(frozen=True, slots=True)
class Report:
    """A message that came back. `about` is empty where it follows no standard."""

    kind: FeedbackKind
    status: str
    diagnostic: str
    about: tuple[About, ...]
    subject: str

    def of(self, recipient: str) -> "Report":
        """The report as far as it is about `recipient`, where it names several."""
        for about in self.about:
            if about.recipient == recipient.lower():
                return Report(about.kind, about.status, about.diagnostic, (about,), self.subject)
        return self


def read_report(message: Message) -> Report:
    """What `message` says. Bounces come before automatic replies: many call themselves both."""
    subject = header(message, "subject")
    if _is_complaint(message):
        return Report(FeedbackKind.COMPLAINT, "", "", (), subject)
    about = tuple(_about(message))
    if about:
        return _of_standard(about, subject)
    body = folded_text(text_of(message))
    kind = _kind_in_words(message, subject, body)
    status = _status_in(body) if kind in (FeedbackKind.FAILED, FeedbackKind.DELAYED) else ""
    return Report(kind, status, _sentence(body, status), (), subject)


def _of_standard(about: tuple[About, ...], subject: str) -> Report:
    """The worst that is said, for the case that we cannot tell of whom."""
    order = list(FeedbackKind)
    worst = min(about, key=lambda one: order.index(one.kind))
    return Report(worst.kind, worst.status, worst.diagnostic, about, subject)


def _is_complaint(message: Message) -> bool:
    return any(part.get_content_type() == "message/feedback-report" for part in parts_of(message))


def _about(message: Message) -> Iterable[About]:
    for part in parts_of(message):
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if one := _one(block):
                    yield one


def _blocks(part: Message) -> list[Message]:
    """The groups of fields of a report: the first is about the message, each other of a person."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Message)]
    groups = re.split(r"\r?\n[ \t]*\r?\n", str(payload).strip())
    return [email.message_from_string(group) for group in groups]


def _one(block: Message) -> About | None:
    action = header(block, "action").split(";")[0].split("(")[0].strip().lower()
    found = re.search(r"\b([245]\.\d{1,3}\.\d{1,3})\b", header(block, "status"))
    if not action and not found:
        return None
    named = header(block, "original-recipient") or header(block, "final-recipient")
    final = header(block, "final-recipient") or named
    diagnostic = header(block, "diagnostic-code").partition(";")[2].strip()
    recipient = _address(final) or _address(named)
    status = found[1] if found else ""
    return About(recipient, action, status, diagnostic[:DIAGNOSTIC])


def _address(field: str) -> str:
    text = field.rpartition(";")[2]
    return text.strip().strip("<>").lower()


def _kind_in_words(message: Message, subject: str, body: str) -> FeedbackKind:
    daemon = _is_daemon(message)
    if header(message, "x-failed-recipients"):
        return FeedbackKind.DELAYED if _says("delayed", "body", body) else FeedbackKind.FAILED
    bounced = _says("failed", "subject", subject)
    if daemon or bounced or _says("delayed", "subject", subject):
        if _says("delayed", "subject", subject) or _says("delayed", "body", body):
            return FeedbackKind.DELAYED
        if bounced or _says("failed", "body", body) or _status_in(body).startswith("5"):
            return FeedbackKind.FAILED
    if _is_automatic(message) or _says("auto_reply", "subject", subject):
        return FeedbackKind.AUTO_REPLY
    if _says("failed", "body", body):
        return FeedbackKind.FAILED
    return FeedbackKind.UNCLEAR


def _is_daemon(message: Message) -> bool:
    sender = header(message, "from").lower()
    names = ("mailer-daemon", "mailerdaemon", "postmaster", "mail delivery", "mail administrator")
    return header(message, "return-path") == "<>" or any(name in sender for name in names)


def _is_automatic(message: Message) -> bool:
    """RFC 3834, and what came before it."""
    submitted = header(message, "auto-submitted").lower()
    marks = ("x-autoreply", "x-autorespond", "x-auto-response-suppress", "x-vacation")
    return (
        submitted.startswith(("auto-replied", "auto-notified"))
        or header(message, "precedence").lower() in ("auto_reply", "auto-reply")
        or any(header(message, mark) for mark in marks)
    )


def _says(kind: str, where: str, text: str) -> bool:
    pattern = _phrases().get((kind, where))
    return bool(pattern and pattern.search(text))


@cache
def _phrases() -> dict[tuple[str, str], re.Pattern[str]]:
    table = tomllib.loads(PHRASES.read_text(encoding="utf-8"))
    return {
        (kind, where): re.compile("|".join(phrases), re.IGNORECASE)
        for kind, wheres in table.items()
        for where, phrases in wheres.items()
    }


def _status_in(body: str) -> str:
    """An enhanced status code in the words of a server, or the class of its reply code."""
    if found := re.search(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])", body):
        return found[1]
    if found := re.search(r"(?<![\d.])([45])[0-5]\d(?:[ -]|$)", body):
        return f"{found[1]}.0.0"
    return ""


def _sentence(body: str, status: str) -> str:
    """The line with the status, if one has it."""
    if not status:
        return ""
    place = max(body.find(status), 0)
    return body[place : place + DIAGNOSTIC]


_ACTIONS: dict[str, FeedbackKind] = {
    "failed": FeedbackKind.FAILED,
    "failure": FeedbackKind.FAILED,
    "delayed": FeedbackKind.DELAYED,
    "delivered": FeedbackKind.DELIVERED,
    "relayed": FeedbackKind.RELAYED,
    "expanded": FeedbackKind.RELAYED,
}
_CLASSES = {
    "5": FeedbackKind.FAILED,
    "4": FeedbackKind.DELAYED,
    "2": FeedbackKind.DELIVERED,
}
_KINDS: dict[FeedbackKind, tuple[str, str]] = {
    FeedbackKind.FAILED: ("non remis", "failed"),
    FeedbackKind.DELAYED: ("retardé", "delayed"),
    FeedbackKind.DELIVERED: ("remis à la boîte", "delivered to the mailbox"),
    FeedbackKind.RELAYED: ("transmis plus loin", "passed on"),
    FeedbackKind.COMPLAINT: ("signalé comme indésirable", "reported as spam"),
    FeedbackKind.AUTO_REPLY: ("réponse automatique", "automatic reply"),
    FeedbackKind.UNCLEAR: ("à lire par une personne", "to be read by a person"),
}
