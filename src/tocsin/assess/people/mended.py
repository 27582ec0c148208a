"""What people mended about a person: corrections, merges, documents set apart, as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.assess.people.merges import Merge, merges_of, merges_outside, split
from tocsin.assess.review.decisions import standing
from tocsin.assess.review.question import QuestionKind
from tocsin.assess.review.review import Review
from tocsin.assess.strangers import list_strangers
from tocsin.case import Case, Store
from tocsin.errors import UsageError
from tocsin.language import screen_language, tr
from tocsin.match.public import CORRECTABLE, corrections, take_back_correction

CORRECTION, MERGE = "correction", "merge"
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
    """One decision about a person that stands. `value` and `why` may be personal data.

    `kind` and `number` name it: a correction, a merge, or the kind of a decision of review.
    """

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


def mended(store: Store, person: int, patient_id: str) -> list[Mended]:
    """All of it, the last first."""
    found = [
        *_corrections(store, patient_id),
        *map(_merge, merges_of(store, person)),
        *_decided(store, patient_id),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def mended_outside(store: Store) -> list[Mended]:
    """The merges of persons outside the index, the last first."""
    return [_merge(one) for one in reversed(merges_outside(store))]


def take_back(case: Case, kind: str, number: int, by: str, why: str = "") -> None:
    """Undo one of these decisions. Raises `UsageError` if it does not stand."""
    if kind == CORRECTION:
        take_back_correction(case, number, by, why)
    elif kind == MERGE:
        split(case, number, by, why)
    else:
        _undo(case, kind, number, by, why)


def _undo(case: Case, kind: str, number: int, by: str, why: str) -> None:
    found = [one for one in standing(case.store) if (one.kind, one.number) == (kind, number)]
    if not found or found[0].kind not in UNASKED:
        raise _nothing_stands()
    Review(case, by).undo(found[0], why)
    if kind == QuestionKind.NAMED:
        list_strangers(case.store)


def _corrections(store: Store, patient_id: str) -> Iterator[Mended]:
    for one in corrections(store, patient_id):
        words = tr(*COLUMNS[one.column])
        yield Mended(CORRECTION, one.number, one.at, one.by, words, one.value or "", one.why)


def _merge(one: Merge) -> Mended:
    words = tr("réunion de deux fiches sous", "merge of two rows under")
    return Mended(MERGE, one.number, one.at, one.by, words, f"{one.kept} ← {one.other}", one.why)


def _decided(store: Store, patient_id: str) -> Iterator[Mended]:
    for one in standing(store):
        if one.kind in UNASKED and patient_id in (*one.offered, *one.answer):
            words = one.kind.label(screen_language())
            value = ";".join(one.answer)
            yield Mended(one.kind.value, one.number, one.at, one.reader, words, value, one.reason)


def _nothing_stands() -> UsageError:
    return UsageError(
        "people.nothing_stands",
        "Cette décision sur une personne n'est pas, ou plus, en vigueur.",
        "This decision about a person does not, or no longer, stand.",
        way_out_fr="La fiche montre celles qui le sont : tocsin persons show PATIENT --case DIR.",
        way_out_en="Their page shows those that do: tocsin persons show PATIENT --case DIR.",
    )
