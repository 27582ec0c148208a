"""HL7 version 2 messages (ER7, alone, in files of many, in MLLP frames) and HPRIM Santé 2.

A message is told in labelled lines; the messages of a file of many are its members, each about
one patient. Documents that a result carries (OBX of type ED) are members too. HL7 v2.5.1, chapters
2, 3, 7; IHE PAM, French extension; HPRIM Santé 2.4.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS
from tocsin.read.patient import Patient, day
from tocsin.read.text import decode, text_blocks

_FRAMES = re.compile(rb"[\x0b\x1c]")
_LINES = re.compile(rb"[\r\n]+")
_BEGINS = re.compile(rb"(?:MSH|H)[^\w\s]")
_HEADS = ("MSH", "FHS", "BHS", "H")
_NAME = re.compile(r"[A-Z][A-Z0-9]{0,2}(?=[^\w\s])")
_PHONE = re.compile(r"\d{6}|\d\d[ .]\d\d")
_SUBTYPE = re.compile(r"[A-Za-z0-9]{1,8}")


@dataclass(frozen=True)
class Segment:
    """A line of a message: its name, its fields, and the characters that part and escape them."""

    name: str
    fields: list[str]
    marks: str

    def field(self, number: int) -> str:
        """Field `number` as it is written, counted as the standard does; "" if there is none."""
        at = number - (self.name in _HEADS)
        return self.fields[at] if 0 < at < len(self.fields) else ""

    def repeats(self, number: int) -> list[list[str]]:
        """The repetitions of a field, each its components in clear."""
        component, repeat = self.marks[0], self.marks[1:2]
        parts = self.field(number).split(repeat) if repeat else [self.field(number)]
        return [[self._clear(c) for c in part.split(component)] for part in parts if part]

    def text(self, number: int, *components: int) -> str:
        """The first of those components (from 1) that says something; all of them if none named."""
        told = []
        for parts in self.repeats(number):
            chosen = [parts[c - 1] for c in components if c <= len(parts) and parts[c - 1]]
            told.append(
                chosen[0] if chosen else "" if components else " ".join(filter(None, parts))
            )
        return ", ".join(filter(None, told))

    def _clear(self, value: str) -> str:
        """A component with its escapes resolved and its subcomponents apart."""
        component, repeat, escape, inner = list(self.marks + "^~\\&"[len(self.marks) :])[:4]
        clear = {"F": "|", "S": component, "R": repeat, "E": escape, "T": inner, ".br": "\n"}
        value = value.replace(inner, " ") if inner else value
        mark = re.escape(escape)
        return re.sub(rf"{mark}([^\s{mark}]{{1,12}}){mark}", lambda m: clear.get(m[1], " "), value)


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    messages = list(_messages(content.data()))
    if len(messages) == 1:
        yield from _message(content, messages[0])
        return
    for number, message in enumerate(messages[:MEMBERS], 1):
        yield content.member(f"message-{number}.hl7", b"\r".join(message))
    if len(messages) > MEMBERS:
        yield Loss("limit: members")


def _messages(data: bytes) -> Iterator[list[bytes]]:
    """The lines of each message; those of the batch around them are told with the first."""
    message: list[bytes] = []
    for line in _LINES.split(_FRAMES.sub(b"\r", data.removeprefix(b"\xef\xbb\xbf"))):
        if _BEGINS.match(line) and any(map(_BEGINS.match, message)):
            yield message
            message = []
        if line.strip():
            message.append(line)
    yield message


def _message(content: Content, lines: list[bytes]) -> Iterator[Piece]:
    segments = _segments(decode(b"\r".join(lines)).split("\r"))
    told = "\n".join(line for segment in segments for line in _told(segment))
    yield from text_blocks(content.document, "message", told)
    for number, segment in enumerate(segments, 1):
        if segment.name == "OBX" and segment.field(2) == "ED":
            yield from _enclosed(content, segment, number)


def _segments(lines: list[str]) -> list[Segment]:
    """The segments; a line that begins none goes on with the text of the one before it."""
    mark, marks = "|", "^~\\&"
    begun: list[tuple[str, str, list[str]]] = []
    for line in lines:
        name = _NAME.match(line)
        if name and name[0] in _HEADS:
            mark = line[name.end()]
            marks = line[name.end() + 1 :].partition(mark)[0] or marks
        if name and line[name.end()] == mark:
            begun.append((name[0], marks, [line]))
        elif begun:
            begun[-1][2].append(line)
    return [Segment(name, "\n".join(of).split(of[0][len(name)]), m) for name, m, of in begun]


def _enclosed(content: Content, segment: Segment, number: int) -> Iterator[Piece]:
    """A document within a result: source ^ type ^ subtype ^ encoding ^ data."""
    for parts in segment.repeats(5):
        subtype = next((p for p in parts[1:3][::-1] if _SUBTYPE.fullmatch(p)), "bin")
        try:
            data = base64.b64decode("".join(parts[4].split()) if len(parts) > 4 else "")
        except (binascii.Error, ValueError):
            yield Loss("corrupt: enclosed document")
            continue
        yield content.member(f"document-{number}.{subtype.lower()}", data)


def _told(segment: Segment) -> Iterator[str]:
    """A segment in lines of text."""
    tell = _TELLERS.get(segment.name)
    lines = list(tell(segment)) if tell else []
    yield from lines or _as_it_is(segment)


def _as_it_is(segment: Segment) -> Iterator[str]:
    """What has no teller of its own: all that is written in it."""
    numbers = range(1, len(segment.fields) + (segment.name in _HEADS))
    told = [segment.text(n) for n in numbers if not (segment.name in _HEADS and n < 3)]
    if text := " ; ".join(filter(None, told)):
        yield f"{segment.name} : {text}"


def _patient(segment: Segment) -> Iterator[str]:
    patient = Patient()
    for number in (3, 2, 4):
        for parts in segment.repeats(number):
            patient.put_identifier(
                parts[0], *parts[3].split(" ") if len(parts) > 3 else (), *parts[4:5]
            )
    for parts in sorted(segment.repeats(5), key=_is_birth_name):
        legal = _is_birth_name(parts)
        patient.put("Nom de naissance" if legal else "Nom", parts[0])
        patient.put("Prénoms", " ".join(parts[1:3]))
    patient.put("Nom", patient.values.get("Nom de naissance", ""))
    patient.put("Né(e) le", day(segment.text(7)))
    patient.put_sex(segment.field(8))
    _place(patient, segment, 11)
    for number in (13, 14):
        for parts in segment.repeats(number):
            patient.put("Courriel", next((p for p in parts if "@" in p), ""))
            patient.put(
                "Téléphone", next((p for p in parts if re.search(r"\d{6}|\d\d \d\d", p)), "")
            )
    patient.put("NIR", segment.text(19, 1))
    patient.put("Lieu de naissance", segment.text(23))
    yield from patient.lines
    yield from _labelled(segment, (("Dossier", 18, (1,)), ("Décès", 29, ())))


def _is_birth_name(parts: list[str]) -> bool:
    return len(parts) > 6 and parts[6] == "L"


def _place(patient: Patient, segment: Segment, number: int) -> None:
    for parts in segment.repeats(number):
        street, other, city, _, code = (parts + [""] * 5)[:5]
        patient.put("Adresse", f"{street} {other}")
        patient.put("Code postal", code)
        patient.put("Ville", city)


def _patient_of_hprim(segment: Segment) -> Iterator[str]:
    patient = Patient()
    for number in (2, 3, 4):
        patient.put("IPP", segment.text(number, 1))
    for parts in segment.repeats(5)[:1]:
        patient.put("Nom", parts[0])
        patient.put("Prénoms", " ".join(parts[1:3]))
    patient.put("Nom de naissance", segment.text(6, 1))
    patient.put("Né(e) le", day(segment.text(7, 1)))
    patient.put_sex(segment.field(8))
    _place(patient, segment, 10)
    patient.put("Téléphone", segment.text(12, 1))
    yield from patient.lines
    yield from _staff(segment, 13)


def _visit(segment: Segment) -> Iterator[str]:
    yield from _labelled(segment, (("Service", 3, ()), ("Séjour", 19, (1,))))
    yield from _staff(segment, 7, 8, 9, 17)
    for label, number in (("Date d'entrée", 44), ("Date de sortie", 45)):
        if told := segment.text(number):
            yield f"{label} : {day(told)}"


def _staff(segment: Segment, *numbers: int) -> Iterator[str]:
    for number in numbers:
        for parts in segment.repeats(number):
            if name := " ".join(filter(None, parts[1:3])):
                yield f"Médecin : Dr {name}"


def _order(segment: Segment) -> Iterator[str]:
    yield from _labelled(
        segment, (("Examen", 4, (2, 1)), ("Motif", 31, (2, 1)), ("Renseignements", 13, ()))
    )
    yield from _staff(segment, 16)


def _result(segment: Segment) -> Iterator[str]:
    label = segment.text(3, 2, 1) or "Résultat"
    if segment.field(2) == "ED":
        yield f"Document : {label}"
    elif value := segment.text(5):
        yield f"{label} : {value} {segment.text(6, 1)}".strip()


def _labelled(
    segment: Segment, told: tuple[tuple[str, int, tuple[int, ...]], ...]
) -> Iterator[str]:
    for label, number, components in told:
        if text := segment.text(number, *components):
            yield f"{label} : {text}"


def _coded(label: str, number: int, description: int = 0) -> Callable[[Segment], Iterator[str]]:
    """Tells a code and its words: `Diagnostic : Asthme (J45.9)`."""

    def tell(segment: Segment) -> Iterator[str]:
        code = segment.text(number, 1)
        words = segment.text(number, 2) or (segment.text(description) if description else "")
        if words or code:
            yield f"{label} : {words} ({code})" if words and code else f"{label} : {words or code}"

    return tell


def _note(segment: Segment) -> Iterator[str]:
    if text := segment.text(3):
        yield text


def _silent(segment: Segment) -> Iterator[str]:
    """An order's own doctors; the rest of it is numbers and dates."""
    yield from _staff(segment, 10, 11, 12)


_TELLERS: dict[str, Callable[[Segment], Iterator[str]]] = {
    "PID": _patient,
    "P": _patient_of_hprim,
    "PV1": _visit,
    "OBR": _order,
    "OBX": _result,
    "DG1": _coded("Diagnostic", 3, 4),
    "PR1": _coded("Acte", 3, 4),
    "AL1": _coded("Allergie", 3),
    "RXE": _coded("Traitement", 2),
    "RXO": _coded("Traitement", 1),
    "RXA": _coded("Traitement", 5),
    "NTE": _note,
    "ORC": _silent,
}

FORMATS: Formats = {sniff.HL7: Format(DocumentKind.DATA, _read)}
