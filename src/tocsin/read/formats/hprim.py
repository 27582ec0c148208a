"""HPRIM Médecin (1.x): the text in which French laboratories send their reports.

Twelve lines say whom a report is about, in a fixed order and without labels; then comes the report,
as text and as lines of results, up to `****FIN****`. The reports of a file of many are its members.
"""

import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMBERS
from tocsin.read.patient import Patient
from tocsin.read.text import decode, text_blocks

_LABELS = (
    *("IPP", "Nom", "Prénoms", "Adresse", "Adresse 2", "Ville", "Né(e) le", "NIR"),
    *("Dossier", "Date d'examen", "Expéditeur", "Destinataire"),
)
_BORN = _LABELS.index("Né(e) le")
_DATE = re.compile(r"\d\d/\d\d/\d{2,4}")
_STATED = ("Dossier", "Date d'examen")
_CORRESPONDENTS = ("Expéditeur", "Destinataire")
_END = re.compile(r"^\*{4}FIN\*{4}[ \t]*\n?", re.M)
_CUT_SHORT = "corrupt: damaged or cut short"


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    text = decode(content.data()).replace("\r\n", "\n").replace("\r", "\n")
    *reports, rest = _END.split(text)
    if rest.strip() and not rest.lstrip().startswith("****FINFICHIER"):
        reports.append(rest)
        yield Loss(_CUT_SHORT)
    if len(reports) == 1:
        yield from text_blocks(content.document, "dossier", "\n".join(_told(reports[0])))
        return
    for number, report in enumerate(reports[:MEMBERS], 1):
        yield content.member(f"dossier-{number}.hpr", f"{report}****FIN****\n".encode())
    if len(reports) > MEMBERS:
        yield Loss("limit: members")


def _told(report: str) -> Iterator[str]:
    """Whom the report is about in labels, then the report."""
    lines = [line.strip() for line in report.rstrip("\n").split("\n")]
    born = next((at for at, line in enumerate(lines[:8]) if _DATE.fullmatch(line)), _BORN)
    lines = [""] * (_BORN - born) + lines[max(0, born - _BORN) :]  # blank lines may be gone
    said = dict(zip(_LABELS, lines, strict=False))
    yield from _patient(said).lines
    yield from (f"{label} : {said[label]}" for label in _STATED if said.get(label))
    for label in _CORRESPONDENTS:
        if name := _name(said.get(label, "")):
            yield f"Correspondant : {name}"
    yield from map(_result, lines[len(_LABELS) :])


def _patient(said: dict[str, str]) -> Patient:
    patient = Patient()
    for label in ("IPP", "Nom", "Prénoms", "Né(e) le", "NIR", "Ville"):
        patient.put(label, said.get(label, ""))
    patient.put("Adresse", f"{said.get('Adresse', '')} {said.get('Adresse 2', '')}")
    return patient


def _name(correspondent: str) -> str:
    """The name of a correspondent, who is given as a code and a name."""
    return " ".join(word for word in correspondent.split() if not any(map(str.isdigit, word)))


def _result(line: str) -> str:
    """`RES|Créatinine|CREA|N|182|µmol/l|45|84` as `Créatinine : 182 µmol/l`."""
    kind, *fields = line.split("|")
    if kind == "RES" and len(fields) > 3:
        unit = fields[4] if len(fields) > 4 else ""
        return f"{fields[0]} : {fields[3]} {unit}".strip()
    return " ".join(filter(None, fields)) if kind in ("TEX", "COM") else line


FORMATS: Formats = {sniff.HPRIM: Format(DocumentKind.TEXT, _read)}
