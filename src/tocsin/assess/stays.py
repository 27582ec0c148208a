"""Documents that tell of a stay by its number alone: they are of whoever has it elsewhere.

A record of one document says `Mme X, séjour 250012345`; another says only `séjour 250012345`. The
second is given to X where the number is hers alone in all that was read; where several have it a
person looks.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from tocsin.assess.tally import stands
from tocsin.case import Store
from tocsin.model.category import Category

BASIS = "same_stay"
ONE_OWNER = 0.97
"""How sure a stay's owner is, if one person alone is found with its number."""

MOST_OWNERS = 5
"""Beyond them it is no stay's number but a form's, a ward's, a hospital's."""

_FACTS = """
    SELECT f.document, category, locator, confidence, person
    FROM stay_facts f JOIN stay_owners o USING (stay)
    GROUP BY f.document, category, f.stay, person ORDER BY f.document, category, f.stay, person
"""


class _Told(NamedTuple):
    """A kind of data told of a stay, and one who may have been there."""

    document: int
    category: str
    locator: str
    confidence: float
    person: int


def give_stays(store: Store) -> None:
    """Draw anew the exposures known by a stay alone. Call it within a transaction."""
    store.execute("DELETE FROM exposures WHERE basis = ?", (BASIS,))
    told = (_Told(*row) for row in store.execute(_FACTS))
    store.many(
        "INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        list(_exposures(told)),
    )


def _exposures(told: Iterable[_Told]) -> Iterator[tuple[object, ...]]:
    for (document, category), of_one in groupby(told, key=lambda one: (one.document, one.category)):
        by_person = {one.person: one for one in of_one}
        if len(by_person) > MOST_OWNERS:
            continue
        for one in by_person.values():
            confidence = one.confidence * ONE_OWNER / len(by_person)
            sure = len(by_person) == 1 and stands(Category(category), confidence)
            yield one.person, category, document, one.locator, confidence, BASIS, int(sure)
