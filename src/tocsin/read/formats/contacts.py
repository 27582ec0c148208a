"""Address cards (vCard, RFC 6350 and older) and calendars (iCalendar, RFC 5545).

One card is labelled lines, many are a table; appointments are paragraphs of labelled lines.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.patient import Patient, columns_of, day
from tocsin.read.table import headed
from tocsin.read.text import decode, text_blocks

Field = tuple[str, str]

_LINE = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)')
_ESCAPED = re.compile(r"\\([nN,;\\:])")
_OTHERS = {"ORG": "Société", "TITLE": "Fonction", "NOTE": "Note", "ROLE": "Rôle"}
_APPOINTMENT = {
    "DTSTART": "Rendez-vous",
    "DUE": "Échéance",
    "SUMMARY": "Objet",
    "LOCATION": "Lieu",
    "ORGANIZER": "Organisateur",
    "ATTENDEE": "Participant",
    "CONTACT": "Contact",
    "DESCRIPTION": "Description",
    "COMMENT": "Commentaire",
}
_PARTS = ("VEVENT", "VTODO", "VJOURNAL")
_CUT_SHORT = "corrupt: damaged or cut short"


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name, its parameters as written, its value as written."""

    name: str
    parameters: str
    raw: str

    @property
    def value(self) -> str:
        """The value in clear."""
        if "QUOTED-PRINTABLE" in self.parameters.upper():
            return decode(quopri.decodestring(self.raw.encode("utf-8", "replace")))
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.raw)

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value (N, ADR)."""
        told = Line(self.name, self.parameters, self.raw.replace("\\;", ",")).value
        return [part.strip() for part in told.split(";")]

    def parameter(self, name: str) -> str:
        """A parameter's value, "" if it is not given."""
        match = re.search(rf';{name}="?([^";:]*)', self.parameters, re.I)
        return match[1] if match else ""


def _lines(content: Content) -> Iterator[Line]:
    text = decode(content.data()).replace("\r\n", "\n").replace("\r", "\n")
    for match in map(_LINE.match, _unfolded(text)):
        if match:
            yield Line(match[1].upper(), match[2], match[3].strip())


def _unfolded(text: str) -> Iterator[str]:
    """The lines of a text, those joined that were cut for length (RFC 5545, 3.1; RFC 2045, 6.7)."""
    parts: list[str] = []
    quoted = False
    for line in text.split("\n"):
        if parts and line.startswith((" ", "\t")):
            parts.append(line[1:])
        elif quoted and parts[-1].endswith("="):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        else:
            yield "".join(parts)
            parts, quoted = [line], "QUOTED-PRINTABLE" in line[:200].upper()
    yield "".join(parts)


def _components(lines: Iterator[Line], kinds: tuple[str, ...]) -> Iterator[list[Line]]:
    """The properties of each component of those kinds, those of components within it included.

    The last comes without its end if the file is cut short.
    """
    inner: list[Line] | None = None
    for line in lines:
        kind = line.raw.upper()
        if line.name == "BEGIN" and kind in kinds and inner is None:
            inner = []
        elif inner is not None:
            inner.append(line)
            if line.name == "END" and kind in kinds:
                yield inner
                inner = None
    if inner is not None:
        yield inner


def _read_cards(content: Content, _job: Job) -> Iterator[Piece]:
    cards = list(_components(_lines(content), ("VCARD",)))
    people = [_person(card) for card in cards]
    others = [dict(_other(card)) for card in cards]
    if len(cards) > 1:
        columns = columns_of(people)
        more = tuple(label for label in _OTHERS.values() if any(label in o for o in others))
        rows = [
            [*person.row(columns), *(other.get(label, "") for label in more)]
            for person, other in zip(people, others, strict=True)
        ]
        yield from headed(content.document, "contacts", (*columns, *more), rows, 1)
    else:
        lines = [line for person in people for line in person.lines]
        lines += [f"{label} : {value}" for other in others for label, value in other.items()]
        yield from text_blocks(content.document, "contact", "\n".join(lines))
    for number, card in enumerate(cards, 1):
        yield from _picture(content, card, number)
    if _is_cut(cards):
        yield Loss(_CUT_SHORT)


def _is_cut(components: list[list[Line]]) -> bool:
    return any(not inner or inner[-1].name != "END" for inner in components[-1:])


def _person(card: list[Line]) -> Patient:
    person = Patient()
    for line in card:
        match line.name:
            case "N":
                surname, given, more = (line.parts + [""] * 3)[:3]
                person.put("Nom", surname)
                person.put("Prénoms", f"{given} {more}")
            case "BDAY":
                person.put("Né(e) le", day(line.value))
            case "GENDER":
                person.put_sex(line.parts[0])
            case "ADR":
                _, other, street, city, _, code = (line.parts + [""] * 6)[:6]
                person.put("Adresse", f"{street} {other}")
                person.put("Code postal", code)
                person.put("Ville", city)
            case "TEL":
                person.put("Téléphone", line.value.removeprefix("tel:"))
            case "EMAIL":
                person.put("Courriel", line.value)
    told = {"Nom", "Prénoms"} & person.values.keys()
    full = next((line.value for line in card if line.name == "FN"), "")
    person.put("Patient", "" if told else full)
    return person


def _other(card: list[Line]) -> Iterator[Field]:
    """What a card says besides, second numbers and addresses too."""
    told: dict[str, list[str]] = {}
    for line in card:
        if label := _OTHERS.get(line.name):
            told.setdefault(label, []).append(" ".join(filter(None, line.parts)))
    for name in ("TEL", "EMAIL", "ADR"):
        for line in [line for line in card if line.name == name][1:]:
            told.setdefault("Note", []).append(" ".join(filter(None, line.parts)))
    yield from ((label, " ; ".join(values)) for label, values in told.items())


def _picture(content: Content, card: list[Line], number: int) -> Iterator[Piece]:
    """The photographs of a card, in base64."""
    for line in card:
        if line.name in ("PHOTO", "LOGO") and not line.raw.startswith("http"):
            try:
                data = base64.b64decode(line.raw.rpartition("base64,")[2])
            except (binascii.Error, ValueError):
                yield Loss("corrupt: enclosed document")
                continue
            yield content.member(f"photo-{number}", data)


def _read_calendar(content: Content, _job: Job) -> Iterator[Piece]:
    appointments = list(_components(_lines(content), _PARTS))
    text = "\n\n".join("\n".join(_told(inner)) for inner in appointments)
    yield from text_blocks(content.document, "agenda", text)
    if _is_cut(appointments):
        yield Loss(_CUT_SHORT)


def _told(appointment: list[Line]) -> Iterator[str]:
    for line in appointment:
        if label := _APPOINTMENT.get(line.name):
            value = line.value.removeprefix("mailto:").removeprefix("MAILTO:")
            told = day(value) if line.name in ("DTSTART", "DUE") else value
            yield f"{label} : {' '.join(filter(None, (line.parameter('CN'), told)))}"


FORMATS: Formats = {
    sniff.VCARD: Format(DocumentKind.DATA, _read_cards),
    sniff.CALENDAR: Format(DocumentKind.DATA, _read_calendar),
}
