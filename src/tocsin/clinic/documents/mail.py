"""E-mail files: headers, a text or HTML body, attachments, a forwarded message within."""

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from random import Random

from tocsin.clinic.paper import MADE

DOMAIN = "clinique-bellevue.exemple.invalid"


@dataclass(slots=True)
class Letter:
    """What an e-mail says and carries: `attachments` are (name, bytes)."""

    sender: str
    to: str
    subject: str
    text: str
    copy: str = ""
    attachments: list[tuple[str, bytes]] = field(default_factory=list)


def eml(letter: Letter, number: int, rng: Random) -> bytes:
    """The message as a mail program files it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = letter.sender, letter.to
    if letter.copy:
        message["Cc"] = letter.copy
    message["Subject"] = letter.subject
    message["Date"] = f"{MADE:%a, %d %b %Y} {8 + number % 10:02d}:{number % 60:02d}:00 +0200"
    message["Message-ID"] = f"<{number:06d}@{DOMAIN}>"
    message.set_content(letter.text, cte="quoted-printable")
    if rng.random() < 0.3:
        rich = "".join(f"<p>{escape(line)}</p>" for line in letter.text.splitlines() if line)
        message.add_alternative(f"<html><body>{rich}</body></html>", subtype="html", cte="base64")
    for name, data in letter.attachments:
        message.add_attachment(data, *_type(name), filename=name)
    _fix_boundaries(message, number)
    return message.as_bytes()


def _type(name: str) -> tuple[str, str]:
    suffix = name.rpartition(".")[2]
    known = {
        "pdf": ("application", "pdf"),
        "zip": ("application", "zip"),
        "png": ("image", "png"),
        "jpg": ("image", "jpeg"),
    }
    return known.get(suffix, ("application", "octet-stream"))


def _fix_boundaries(message: EmailMessage, number: int) -> None:
    """Boundaries are random unless set: two runs must give the same bytes."""
    for depth, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number:06d}_{depth}")
