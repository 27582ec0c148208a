"""Whether one person of the index may be the parent of another, whose papers bear their number."""

from datetime import date

from tocsin.match.index import PatientIndex

YOUNGEST_PARENT, OLDEST_PARENT = 14, 60
GROWN_UP = 26
"""Ages in years; students stay on a parent's insurance."""

_SHARED = ("address", "phone", "mobile")


def may_be_parent(index: PatientIndex, child: int, parent: int, today: date) -> bool:
    """Whether ages allow it and a surname, an address or a telephone is shared."""
    born: date | None = index.persons.coded["birth_date"][child]
    parents: date | None = index.persons.coded["birth_date"][parent]
    if born is None or parents is None or today.year - born.year > GROWN_UP:
        return False
    if not YOUNGEST_PARENT <= born.year - parents.year <= OLDEST_PARENT:
        return False
    return _share_surname(index, child, parent) or _share_home(index, child, parent)


def _share_surname(index: PatientIndex, one: int, two: int) -> bool:
    mine = {index.birth_name(one), index.used_name(one)} - {""}
    return bool(mine & {index.birth_name(two), index.used_name(two)})


def _share_home(index: PatientIndex, one: int, two: int) -> bool:
    texts = index.persons.texts
    return any(texts[name][one] and texts[name][one] == texts[name][two] for name in _SHARED)
