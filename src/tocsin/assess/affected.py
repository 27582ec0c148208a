"""Who is affected: the table `affected`, summed up from `exposures`."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from tocsin.assess.near import mark_near_duplicates
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


def settle(store: Store) -> None:
    """Rebuild `affected`, `strangers` and `near_duplicates`; each in one transaction.

    A person is confirmed if something of theirs is, and no medical or other sensitive category
    rests on unconfirmed exposures alone; a confirmed person's other unconfirmed categories are
    left out.
    """
    documents: dict[int, int] = dict(
        store.execute("SELECT person, count(DISTINCT document) FROM exposures GROUP BY person")
    )
    evidence = [
        _Evidence(person, Category(category), bool(confirmed))
        for person, category, confirmed in store.execute(
            "SELECT person, category, max(confirmed) FROM exposures"
            " GROUP BY person, category ORDER BY person"
        )
    ]
    with store.transaction():
        store.execute("DELETE FROM affected")
        store.many("INSERT INTO affected VALUES (?, ?, ?, ?, ?)", _rows(evidence, documents))
    list_strangers(store)
    mark_near_duplicates(store)


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
