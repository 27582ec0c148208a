"""Who is affected: the table `affected`, summed up from `exposures` and what people decided."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import orjson

from tocsin.assess.near import mark_near_duplicates
from tocsin.assess.people.grouped import redraw, with_members
from tocsin.assess.review.rulings import replay
from tocsin.assess.stays import give_stays
from tocsin.assess.strangers import list_strangers
from tocsin.case import Store
from tocsin.model.category import Category, Status, Tier


class _Evidence(NamedTuple):
    """One category of one person: is any exposure confirmed?"""

    person: int
    category: Category
    confirmed: bool


_MUST_STAND = frozenset({Category.HEALTH, Category.OTHER_SENSITIVE})
"""Kinds too grave to be told, or left out, on unconfirmed evidence: a person decides."""

_THESE = "WHERE person IN (SELECT value FROM json_each(?))"


def settle(store: Store) -> None:
    """Rebuild `affected` from `exposures` and decisions, then `strangers` and `near_duplicates`;
    each in one transaction.

    A person is confirmed if something of theirs is, and no medical or other sensitive category
    rests on unconfirmed exposures alone; a confirmed person's other unconfirmed categories are
    left out.
    """
    with store.transaction():
        give_stays(store)
        replay(store)
        redraw(store)
        store.execute("DELETE FROM affected")
        _add(store)
    list_strangers(store)
    mark_near_duplicates(store)


def settle_persons(store: Store, persons: Iterable[int]) -> None:
    """The same for some persons, after a decision. Call it within a transaction."""
    redraw(store)
    numbers = orjson.dumps(list(with_members(store, persons))).decode()
    store.execute(f"DELETE FROM affected {_THESE}", (numbers,))
    _add(store, _THESE, (numbers,))


def _add(store: Store, which: str = "", values: tuple[str, ...] = ()) -> None:
    documents: dict[int, int] = dict(
        store.execute(
            f"SELECT person, count(DISTINCT document) FROM standing {which} GROUP BY person", values
        )
    )
    evidence = [
        _Evidence(person, Category(category), bool(confirmed))
        for person, category, confirmed in store.execute(
            f"SELECT person, category, max(confirmed) FROM standing {which}"
            " GROUP BY person, category ORDER BY person",
            values,
        )
    ]
    store.many("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", _rows(evidence, documents))


def _rows(evidence: list[_Evidence], documents: dict[int, int]) -> Iterator[tuple[object, ...]]:
    for person, of_person in groupby(evidence, key=lambda one: one.person):
        status, categories = sum_up(list(of_person))
        tier = Tier.MEDICAL if Category.HEALTH in categories else Tier.ADMINISTRATIVE
        joined = ";".join(category.value for category in Category if category in categories)
        yield person, tier.value, joined, status.value, documents[person]


def sum_up(evidence: list[_Evidence]) -> tuple[Status, set[Category]]:
    """Status and categories of one person."""
    sure = {one.category for one in evidence if one.confirmed}
    every = {one.category for one in evidence}
    if not sure or (every - sure) & _MUST_STAND:
        return Status.TO_REVIEW, every
    return Status.CONFIRMED, sure
