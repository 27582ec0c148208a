"""Corrections of the patient index: what people know better, by patient number, with a reason.

They hold for how a person is told. Files are matched with the index as it was given, so that the
same files and index give the same findings whenever somebody mends an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.case import Case, Store
from tocsin.case.moment import now
from tocsin.errors import UsageError
from tocsin.match.clean import CLEANERS, UncleanError, clean_text

CORRECTABLE = (
    *("used_name", "first_names", "birth_date", "address", "postal_code", "city", "phone"),
    *("mobile", "email", "deceased_on", "guardian_name", "language"),
)
"""The columns that decide whether, how and where somebody is told."""

DATES = frozenset({"birth_date", "deceased_on"})
_STANDING = """
    SELECT correction, at, decided_by, patient_id, column_name, value, why FROM corrections c
    WHERE undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.correction)
    AND (?1 = '' OR patient_id = ?1) ORDER BY correction
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that somebody corrected. `value` is clean; None clears a date."""

    number: int
    at: str
    by: str
    patient_id: str
    column: str
    value: str | None
    why: str


def correct(case: Case, person: int, column: str, value: str, by: str, why: str) -> int:
    """Correct one value of a person; the correction's number.

    Raises `UsageError` without a reason, for a column that cannot be corrected, or a value that
    cannot be used (as the index's own are checked).
    """
    _require(column, by, why)
    clean = _clean(column, value)
    with case.store.transaction():
        number = case.store.insert(
            "INSERT INTO corrections (at, decided_by, patient_id, column_name, value, why)"
            " SELECT ?, ?, patient_id, ?, ?, ? FROM persons WHERE person = ?",
            (now(), by, column, clean, why, person),
        )
        _apply(case.store, person, column, clean)
        case.journal("person.corrected", correction=number, person=person, field=column, by=by)
    return number


def take_back(case: Case, number: int, by: str, why: str = "") -> None:
    """Undo a correction: what stood before it stands again. Raises `UsageError` if none stands."""
    found = [one for one in corrections(case.store) if one.number == number]
    if not found:
        raise _nothing_to_undo()
    undone = found[0]
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO corrections (at, decided_by, patient_id, column_name, value, why, undoes)"
            " SELECT ?, ?, patient_id, column_name, value, ?, correction FROM corrections"
            " WHERE correction = ?",
            (now(), by, why, number),
        )
        for person in _person(case.store, undone.patient_id):
            _restore(case.store, person, undone.column)
            for one in corrections(case.store, undone.patient_id):
                if one.column == undone.column:
                    _apply(case.store, person, one.column, one.value)
        case.journal("person.correction_undone", correction=number, by=by)


def corrections(store: Store, patient_id: str = "") -> list[Correction]:
    """Those that stand, in the order they were made: all, or one patient's."""
    return [Correction(*row) for row in store.execute(_STANDING, (patient_id,))]


def replay(store: Store) -> None:
    """Apply them to an index just loaded. Call it within a transaction."""
    for one in corrections(store):
        for person in _person(store, one.patient_id):
            _apply(store, person, one.column, one.value)


def index_values(store: Store) -> dict[tuple[int, str], str | None]:
    """What the index says where it was corrected, by person and column."""
    rows = store.execute("SELECT person, column_name, index_value FROM corrected")
    return {(person, column): value for person, column, value in rows}


def _apply(store: Store, person: int, column: str, value: str | None) -> None:
    store.execute(
        f"INSERT OR IGNORE INTO corrected SELECT person, ?, {column} FROM persons WHERE person = ?",
        (column, person),
    )
    store.execute(f"UPDATE persons SET {column} = ? WHERE person = ?", (value, person))


def _restore(store: Store, person: int, column: str) -> None:
    store.execute(
        f"UPDATE persons SET {column} = (SELECT index_value FROM corrected"
        " WHERE person = ?1 AND column_name = ?2) WHERE person = ?1",
        (person, column),
    )
    store.execute("DELETE FROM corrected WHERE person = ? AND column_name = ?", (person, column))


def _person(store: Store, patient_id: str) -> Iterator[int]:
    """Their number in the case, if the index has them still."""
    rows = store.execute("SELECT person FROM persons WHERE patient_id = ?", (patient_id,))
    return (number for (number,) in rows)


def _clean(column: str, value: str) -> str | None:
    try:
        clean = CLEANERS.get(column, clean_text)(value)
    except UncleanError as error:
        raise _unclean(column) from error
    if isinstance(clean, date):
        return clean.isoformat()
    return None if column in DATES else str(clean)


def _require(column: str, by: str, why: str) -> None:
    if column not in CORRECTABLE:
        raise _unclean(column)
    if not by.strip() or not why.strip():
        raise UsageError(
            "person.reason",
            "Un changement sur une personne porte un nom et un motif.",
            "A change of a person bears a name and a reason.",
            way_out_fr="Dites d'où vous le savez : un appel, l'état civil, le dossier.",
            way_out_en="Say how you know: a call, the registry, the record.",
        )


def _unclean(column: str) -> UsageError:
    return UsageError(
        "person.value",
        f"Cette valeur ne peut pas servir ({column}).",
        f"This value cannot be used ({column}).",
        way_out_fr="Une date comme 1954-03-02, une adresse avec @, un téléphone à dix chiffres.",
        way_out_en="A date like 1954-03-02, an address with @, a telephone of ten digits.",
    )


def _nothing_to_undo() -> UsageError:
    return UsageError(
        "person.nothing_to_undo",
        "Cette décision n'est pas, ou plus, en vigueur.",
        "This decision does not, or no longer, stand.",
        way_out_fr="Rechargez la fiche : quelqu'un l'a peut-être déjà annulée.",
        way_out_en="Reload the page: somebody may have undone it already.",
    )
