"""merge: two rows of the index, or two persons outside it, are one. Split: they are two again."""

from dataclasses import dataclass

import orjson

from tocsin.assess.affected import settle_persons
from tocsin.assess.people.grouped import members, merged_persons, standing_merges
from tocsin.assess.strangers import draw_strangers, outside_merges
from tocsin.case import Case, Store
from tocsin.case.moment import now
from tocsin.errors import UsageError


@dataclass(frozen=True, slots=True)
class Merge:
    """Somebody's decision that two patient numbers, or marks, are one person, told as `kept`."""

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
    require_reason(by, why)
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
        case.journal("person.merged", merge=number, persons=[kept, other], by=by)
    return number


def merge_outside(case: Case, kept: str, other: str, by: str, why: str) -> int:
    """Make two persons outside the index, by their marks, one under the name of `kept`; its number.

    Raises `UsageError` without a reason, if one is not in the list, or if they are one already.
    """
    require_reason(by, why)
    if kept == other:
        raise _one_already()
    known = case.store.count(
        "SELECT count(DISTINCT mark) FROM strangers WHERE mark IN (?, ?)", (kept, other)
    )
    if known != len((kept, other)):
        raise no_stranger()
    with case.store.transaction():
        number = case.store.insert(
            "INSERT INTO merges (at, decided_by, kept, other, why, outside)"
            " VALUES (?, ?, ?, ?, ?, 1)",
            (now(), by, kept, other, why),
        )
        draw_strangers(case.store)
        case.journal("person.merged", merge=number, persons=[], by=by)
    return number


def split(case: Case, number: int, by: str, why: str = "") -> None:
    """Undo a merge: both persons are as before. Raises `UsageError` if it does not stand."""
    before = members(case.store, number)
    is_outside = number in {merge for merge, _, _ in outside_merges(case.store)}
    if not before and not is_outside:
        raise _not_merged()
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO merges (at, decided_by, kept, other, why, undoes, outside)"
            " SELECT ?, ?, kept, other, ?, merge, outside FROM merges WHERE merge = ?",
            (now(), by, why, number),
        )
        if is_outside:
            draw_strangers(case.store)
        else:
            settle_persons(case.store, before)
        case.journal("person.split", merge=number, persons=sorted(before), by=by)


def merges_of(store: Store, person: int) -> list[Merge]:
    """The merges that stand and concern a person, in the order they were made."""
    return [Merge(*row) for row in standing_merges(store) if person in members(store, int(row[0]))]


def merges_outside(store: Store) -> list[Merge]:
    """The merges of persons outside the index that stand; `kept` and `other` are marks."""
    numbers = orjson.dumps([number for number, _, _ in outside_merges(store)]).decode()
    rows = store.execute(
        "SELECT merge, at, decided_by, kept, other, why FROM merges"
        " WHERE merge IN (SELECT value FROM json_each(?)) ORDER BY merge",
        (numbers,),
    )
    return [Merge(*row) for row in rows]


def no_stranger() -> UsageError:
    """Somebody outside the index who is not in the list."""
    return UsageError(
        "people.no_stranger",
        "Cette personne hors index n'est pas, ou plus, dans la liste.",
        "This person outside the index is not, or no longer, in the list.",
        way_out_fr="Rechargez la liste : elle est refaite après chaque décision.",
        way_out_en="Reload the list: it is drawn anew after each decision.",
    )


def require_reason(by: str, why: str) -> None:
    """Raise `UsageError` unless somebody says who they are and why."""
    if by.strip() and why.strip():
        return
    raise UsageError(
        "people.reason",
        "Réunir ou séparer des personnes demande un nom et un motif.",
        "To merge or split persons needs a name and a reason.",
        way_out_fr="Dites d'où vous le savez : le dossier, l'état civil, un appel.",
        way_out_en="Say how you know: the record, the registry, a call.",
    )


def _one_already() -> UsageError:
    return UsageError(
        "people.one_already",
        "Ces deux fiches sont déjà une seule personne.",
        "These two rows are one person already.",
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
