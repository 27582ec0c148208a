"""What the merges make of the index: the tables `merged` and `merged_exposures`, drawn anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

from tocsin.assess.tally import stands
from tocsin.case import Store
from tocsin.match import SURE
from tocsin.model.category import Category

_STANDING = """
    SELECT merge, at, decided_by, kept, other, why FROM merges m
    WHERE undoes IS NULL AND NOT outside
    AND NOT EXISTS (SELECT 1 FROM merges u WHERE u.undoes = m.merge) ORDER BY merge
"""
_EDGES = f"""
    SELECT merge, k.person, o.person FROM ({_STANDING})
    JOIN persons k ON k.patient_id = kept JOIN persons o ON o.patient_id = other ORDER BY merge
"""
_LEFT = """
    SELECT into_person, document, category, e.locator, e.confidence,
        coalesce(verdict, e.confirmed)
    FROM merged JOIN exposures e USING (person) LEFT JOIN rulings USING (person, document, category)
    WHERE verdict IS NOT 0 ORDER BY into_person, document, category, e.confidence DESC
"""
_HIDE_ALL = """
    INSERT INTO together SELECT person, document, category, 0, 0
    FROM merged JOIN exposures USING (person)
"""
_MEANT = """
    SELECT coalesce(sum(probability), 0) FROM (
        SELECT max(probability) AS probability FROM mentions JOIN links USING (mention)
        JOIN merged USING (person) WHERE document = ? AND into_person = ? GROUP BY person)
"""
MERGED = "merged"
"""The basis of an exposure that the person who is kept has from another."""


class _Finding(NamedTuple):
    locator: str
    confidence: float
    confirmed: int


def redraw(store: Store) -> None:
    """Draw all of it anew. Call it within a transaction, after the rulings."""
    forget(store)
    into = _into(store)
    if not into:
        return
    store.many("INSERT INTO merged VALUES (?, ?)", into.items())
    found: dict[tuple[int, int, str], list[_Finding]] = defaultdict(list)
    for person, document, category, *finding in store.stream(_LEFT):
        found[person, document, category].append(_Finding(*finding))
    store.execute(_HIDE_ALL)
    for key, findings in found.items():
        _stand(store, key, findings)


def forget(store: Store) -> None:
    """As if nobody was merged. Call it within a transaction."""
    for sql in ("exposures WHERE basis = 'merged'", "together", "merged"):
        store.execute(f"DELETE FROM {sql}")


def _stand(store: Store, key: tuple[int, int, str], findings: list[_Finding]) -> None:
    """What several rows of one person say of one document: each adds what it is sure of."""
    person, document, category = key
    surest = findings[0]
    sure = min(sum(one.confidence for one in findings), 1.0)
    confirmed = any(one.confirmed for one in findings)
    if len(findings) > 1 and not confirmed:
        meant = _probability(store, person, document)
        confirmed = meant >= SURE and stands(Category(category), min(sure / meant, 1.0))
    store.execute(
        "INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (person, category, document, surest.locator, sure, MERGED, int(confirmed)),
    )
    store.execute("INSERT OR REPLACE INTO together VALUES (?, ?, ?, 1, ?)", (*key, int(confirmed)))


def _probability(store: Store, person: int, document: int) -> float:
    """That one of those who are this person is meant in a document: the rows share it."""
    return float(store.one(_MEANT, (document, person))[0])


def merged_persons(store: Store) -> dict[int, int]:
    """For everybody who is of a merge, the person they are told as."""
    return dict(store.execute("SELECT person, into_person FROM merged"))


def with_members(store: Store, persons: Iterable[int]) -> set[int]:
    """These persons and all who are one with them, by the tables as drawn last."""
    numbers = set(persons)
    rows = store.execute(
        "SELECT person FROM merged WHERE into_person IN (SELECT into_person FROM merged"
        " WHERE person IN (SELECT value FROM json_each(?)))",
        (orjson.dumps(list(numbers)).decode(),),
    )
    return numbers | {person for (person,) in rows}


def members(store: Store, merge: int) -> set[int]:
    """Everybody who is one with those of a merge; nobody if it does not stand."""
    for number, kept, other in edges(store):
        if number == merge:
            return with_members(store, (kept, other))
    return set()


def edges(store: Store) -> list[tuple[int, int, int]]:
    """The number of each merge that stands, and the two persons, if the index has both still."""
    return [(number, kept, other) for number, kept, other in store.execute(_EDGES)]


def standing_merges(store: Store) -> Iterator[tuple[Any, ...]]:
    """The merges that stand, in the order they were made."""
    return store.stream(_STANDING)


def _into(store: Store) -> dict[int, int]:
    """Everybody who is of a merge, with the person they are told as."""
    kept_by = {other: kept for _, kept, other in edges(store)}

    def last(person: int) -> int:
        while person in kept_by:
            person = kept_by[person]
        return person

    return {person: last(person) for edge in kept_by.items() for person in edge}
