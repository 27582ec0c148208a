"""What people mended about a person: corrections, merges, documents set apart, as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.assess.public import QuestionKind, merges_of, standing
from tocsin.language import screen_language, tr
from tocsin.match.public import CORRECTABLE, corrections
from tocsin.room.opened import reading

UNASKED = (QuestionKind.APART, QuestionKind.NAMED)
COLUMNS: dict[str, tuple[str, str]] = {
    "used_name": ("nom d'usage", "name in use"),
    "first_names": ("prénoms", "given names"),
    "birth_date": ("date de naissance", "birth date"),
    "address": ("adresse", "address"),
    "postal_code": ("code postal", "postal code"),
    "city": ("commune", "town"),
    "phone": ("téléphone fixe", "telephone"),
    "mobile": ("mobile", "mobile"),
    "email": ("courriel", "e-mail"),
    "deceased_on": ("décès (date, ou vide : en vie)", "death (date, or empty: alive)"),
    "guardian_name": ("tuteur (vide : aucun)", "guardian (empty: none)"),
    "language": ("langue", "language"),
}


@dataclass(frozen=True, slots=True)
class Mended:
    """One decision about a person that stands. `value` is personal data, "" if there is none."""

    kind: str
    number: int
    at: str
    by: str
    words: str
    value: str
    why: str


def columns() -> list[tuple[str, str]]:
    """What can be corrected, in words; being of age follows from the birth date."""
    return [(column, tr(*COLUMNS[column])) for column in CORRECTABLE]


def mended(person: int, patient_id: str) -> list[Mended]:
    """All of it, the last first."""
    found = [*_corrections(patient_id), *_merges(person), *_decided(patient_id)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _corrections(patient_id: str) -> Iterator[Mended]:
    for one in corrections(reading().store, patient_id):
        words = tr(*COLUMNS[one.column])
        yield Mended("correction", one.number, one.at, one.by, words, one.value or "", one.why)


def _merges(person: int) -> Iterator[Mended]:
    for one in merges_of(reading().store, person):
        words = tr("réunion de deux fiches sous", "merge of two rows under")
        value = f"{one.kept} ← {one.other}"
        yield Mended("merge", one.number, one.at, one.by, words, value, one.why)


def _decided(patient_id: str) -> Iterator[Mended]:
    for one in standing(reading().store):
        if one.kind in UNASKED and patient_id in (*one.offered, *one.answer):
            words = one.kind.label(screen_language())
            value = ";".join(one.answer)
            yield Mended(one.kind.value, one.number, one.at, one.reader, words, value, one.reason)
