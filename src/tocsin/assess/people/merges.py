"""merge: two rows of the index are one person. Split: they are two again. Nothing is rewritten."""

from dataclasses import dataclass

from tocsin.assess.affected import settle_persons
from tocsin.assess.people.grouped import members, merged_persons, standing_merges
from tocsin.case import Case, Store
from tocsin.case.moment import now
from tocsin.errors import UsageError


@dataclass(frozen=True, slots=True)
class Merge:
    """Somebody's decision that two patient numbers are one person, told under `kept`."""

    number: int
    at: str
    by: str
    kept: str
    other: str
    why: str


def merge(case: Case, kept: int, other: int, by: str, why: str) -> int:
    """Make the persons `kept` and `other` one, told under `kept`; the merge's number.

    What stands of both is together, and a passage that may mean either means this one person.
    Raises `UsageError` without a reason, or if they are one already.
    """
    if not by.strip() or not why.strip():
        raise _no_reason()
    into = merged_persons(case.store)
    kept, other = into.get(kept, kept), into.get(other, other)
    if kept == other:
        raise _one_already()
    with case.store.transaction():
        number = case.store.insert(
            "INSERT INTO merges (at, decided_by, kept, other, why) SELECT ?, ?, k.patient_id,"
            " o.patient_id, ? FROM persons k, persons o WHERE k.person = ? AND o.person = ?",
            (now(), by, why, kept, other),
        )
        settle_persons(case.store, {kept, other})
        case.journal("person.merged", merge=number, persons=[kept, other])
    return number


def split(case: Case, number: int, by: str, why: str = "") -> None:
    """Undo a merge: both persons are as before. Raises `UsageError` if it does not stand."""
    before = members(case.store, number)
    if not before:
        raise _not_merged()
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO merges (at, decided_by, kept, other, why, undoes)"
            " SELECT ?, ?, kept, other, ?, merge FROM merges WHERE merge = ?",
            (now(), by, why, number),
        )
        settle_persons(case.store, before)
        case.journal("person.split", merge=number, persons=sorted(before))


def merges_of(store: Store, person: int) -> list[Merge]:
    """The merges that stand and concern a person, in the order they were made."""
    return [Merge(*row) for row in standing_merges(store) if person in members(store, int(row[0]))]


def _no_reason() -> UsageError:
    return UsageError(
        "people.reason",
        "Réunir ou séparer des personnes demande un nom et un motif.",
        "To merge or split persons needs a name and a reason.",
        way_out_fr="Dites d'où vous le savez : le dossier, l'état civil, un appel.",
        way_out_en="Say how you know: the record, the registry, a call.",
    )


def _one_already() -> UsageError:
    return UsageError(
        "people.one_already",
        "Ces deux numéros de patient sont déjà une seule personne.",
        "These two patient numbers are one person already.",
        way_out_fr="Vérifiez le numéro de l'autre fiche.",
        way_out_en="Check the number of the other row.",
    )


def _not_merged() -> UsageError:
    return UsageError(
        "people.not_merged",
        "Cette réunion n'est pas, ou plus, en vigueur.",
        "This merge does not, or no longer, stand.",
        way_out_fr="Rechargez la fiche : quelqu'un l'a peut-être déjà défaite.",
        way_out_en="Reload the page: somebody may have undone it already.",
    )
