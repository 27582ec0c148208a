"""An Outlook item (mail, contact, appointment, task, note) by its properties, told as a mail.

[MS-OXPROPS], [MS-OXOCNTC], [MS-OXOCAL]
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime

from tocsin.read import mailheaders
from tocsin.read.formats.rtf import rtf_text
from tocsin.read.mailitem import Attachment, MailItem
from tocsin.read.mapi import LID, Properties
from tocsin.read.markup import html_text
from tocsin.read.patient import Patient
from tocsin.read.rtfcompression import decompressed
from tocsin.read.text import decode

SUBJECT, TRANSPORT = 0x0037, 0x007D
BODY, RTF, HTML = 0x1000, 0x1009, 0x1013
DISPLAY_NAME, LONG_NAME, SHORT_NAME, DATA = 0x3001, 0x3707, 0x3704, 0x3701
_CODE_PAGE, _CLASS = 0x3FDE, 0x001A

_Labels = tuple[tuple[str, tuple[int, ...]], ...]

_HEADERS: _Labels = (
    ("From", (0x0C1A, 0x0C1F, 0x5D01)),
    ("From", (0x0042, 0x0065, 0x5D02)),
    ("To", (0x0E04,)),
    ("Cc", (0x0E03,)),
    ("Bcc", (0x0E02,)),
    ("Reply-To", (0x0050,)),
    ("Subject", (SUBJECT, 0x0E1D)),
    ("Date", (0x0039, 0x0E06)),
)
_RECIPIENT = (DISPLAY_NAME, 0x39FE, 0x3003)
_PERSON: _Labels = (
    ("Nom", (0x3A11,)),
    ("Prénoms", (0x3A06,)),
    ("Né(e) le", (LID + 0x80DE, 0x3A42)),
    ("Téléphone", (0x3A1C, 0x3A09, 0x3A08, 0x3A1A, 0x3A1F, 0x3A1B, 0x3A2F)),
    ("Courriel", (LID + 0x8083, LID + 0x8093, LID + 0x80A3)),
    ("Adresse", (0x3A5D, 0x3A29, LID + 0x8045)),
    ("Code postal", (0x3A5B, 0x3A2A, LID + 0x8048)),
    ("Ville", (0x3A59, 0x3A27, LID + 0x8046)),
)
_FIELDS: _Labels = (
    ("Nom complet", (DISPLAY_NAME,)),
    ("Deuxième prénom", (0x3A44,)),
    ("Adresse personnelle", (LID + 0x801A,)),
    ("Adresse professionnelle", (LID + 0x801B,)),
    ("Adresse postale", (0x3A15,)),
    *(("Téléphone", (tag,)) for tag in (0x3A1C, 0x3A09, 0x3A08, 0x3A1A, 0x3A1F, 0x3A1B, 0x3A2F)),
    *(("Courriel", (LID + number,)) for number in (0x8083, 0x8093, 0x80A3)),
    *(("Société", (0x3A16,)), ("Service", (0x3A18,)), ("Fonction", (0x3A17,))),
    *(("Conjoint", (0x3A48,)), ("Enfants", (0x3A58,)), ("Surnom", (0x3A4F,))),
    *(("Rendez-vous", (LID + 0x820D, 0x0060)), ("Fin", (LID + 0x820E, 0x0061))),
    *(("Lieu", (LID + 0x8208,)), ("Participants", (LID + 0x8238,))),
    *(("Échéance", (LID + 0x8105,)), ("Responsable", (LID + 0x811F,))),
)
"""What is no header of a mail, under the labels that cards and calendars have here."""

_HALF_A_DAY = dt.timedelta(hours=12)


@dataclass
class Item:
    """An item: its properties, those of its recipients, what hangs on it, and what is lost."""

    properties: Properties
    recipients: list[Properties] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def mail_of(item: Item) -> MailItem:
    """The item as a mail: cards and appointments have their fields in a body."""
    told = item.properties
    transport = mailheaders.shown_of(_text(told.get(TRANSPORT)))
    headers = [*_headers(told), *_recipients(item.recipients), *transport]
    fields = "\n".join(dict.fromkeys(_fields(told)))
    bodies = [fields, *_bodies(told)]
    return MailItem(
        list(dict.fromkeys(headers)),
        [body for body in bodies if body.strip()],
        item.attachments,
        item.losses,
    )


def attachment_of(told: Properties, data: bytes | MailItem) -> Attachment:
    """What hangs on an item, by the name it has there."""
    names = (_text(told.get(tag)) for tag in (LONG_NAME, SHORT_NAME, DISPLAY_NAME))
    return Attachment(next(filter(None, names), ""), data)


def _headers(told: Properties) -> Iterator[tuple[str, str]]:
    for name, tags in _HEADERS:
        values = list(dict.fromkeys(filter(_is_for_people, (_header(told.get(t)) for t in tags))))
        if values:
            yield name, " ".join(values if name == "From" else values[:1])


def _recipients(recipients: list[Properties]) -> Iterator[tuple[str, str]]:
    for recipient in recipients:
        values = dict.fromkeys(_text(recipient.get(tag)) for tag in _RECIPIENT)
        if text := " ".join(filter(_is_for_people, values)):
            yield ("To", "Cc", "Bcc")[_copies(recipient)], text


def _header(value: object) -> str:
    return format_datetime(value) if isinstance(value, dt.datetime) else _text(value)


def _is_for_people(value: str) -> bool:
    """Whether it is a value, and no name that only Exchange understands."""
    return bool(value) and not value.upper().startswith("/O=")


def _copies(recipient: Properties) -> int:
    kind = recipient.get(0x0C15)
    return kind - 1 if isinstance(kind, int) and 1 <= kind <= 3 else 0


def _fields(told: Properties) -> Iterator[str]:
    """Labelled lines of a card or an appointment, and of fields that people made themselves."""
    if _is_a_card(told):
        person = Patient()
        for label, tags in _PERSON:
            for tag in tags:
                person.put(label, _day(told.get(tag)))
        yield from person.lines
    for label, tags in _FIELDS:
        if label == "Nom complet" and not _is_a_card(told):
            continue
        if value := next(filter(None, (_text(told.get(tag)) for tag in tags)), ""):
            yield f"{label} : {value}"
    for name, own in told.items():
        if isinstance(name, str) and (text := _text(own)):
            yield f"{name} : {text}"


def _is_a_card(told: Properties) -> bool:
    return str(told.get(_CLASS, "")).startswith("IPM.Contact")


def _day(value: object) -> str:
    """A birth date, which is kept as the moment of a midnight in the zone of who wrote it."""
    if not isinstance(value, dt.datetime):
        return _text(value)
    return f"{value + _HALF_A_DAY:%d/%m/%Y}" if value.year < dt.MAXYEAR else ""


def _text(value: object) -> str:
    match value:
        case str():
            return value.strip()
        case dt.datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case _:
            return ""


def _bodies(told: Properties) -> Iterator[str]:
    yield _text(told.get(BODY))
    page = told.get(HTML, "")
    if isinstance(page, bytes):
        code_page = told.get(_CODE_PAGE)
        page = decode(page, _charset(code_page))
    yield html_text(str(page)) if page else ""
    rtf = told.get(RTF, b"")
    yield rtf_text(decompressed(rtf)) if isinstance(rtf, bytes) else ""


def _charset(code_page: object) -> str:
    names = {65001: "utf-8", 28591: "latin-1", 28605: "iso8859-15"}
    return names.get(code_page, f"cp{code_page}") if isinstance(code_page, int) else ""
