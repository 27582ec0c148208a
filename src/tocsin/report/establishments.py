"""Figures by establishment: a group's sites, each by the folders of the stolen files it kept."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson

from tocsin.case import Store
from tocsin.report.declared import Establishment
from tocsin.report.figure import Figure, Parameter
from tocsin.report.figures import query

# A document lies in a folder if its path does; a copy that was read once elsewhere counts as well.
_INSIDE = """(
    SELECT document, sha256 FROM documents AS d WHERE EXISTS (
        SELECT 1 FROM json_each(?1) AS folder
        WHERE d.path = folder.value
           OR substr(d.path, 1, length(folder.value) + 1) = folder.value || '/'))"""
_THERE = f"""
    SELECT DISTINCT standing.person FROM standing JOIN documents USING (document)
    WHERE confirmed = 1 AND (
        document IN (SELECT document FROM {_INSIDE})
        OR (sha256 <> '' AND sha256 IN (SELECT sha256 FROM {_INSIDE})))"""
PERSONS_THERE = f"SELECT person FROM affected WHERE status = 'confirmed' AND person IN ({_THERE})"
"""The confirmed persons of whom the folders `?1` (JSON) hold data."""

_COUNTS = {
    "persons": (
        "personnes confirmées",
        "confirmed persons",
        f"SELECT count(*) FROM ({PERSONS_THERE})",
    ),
    "medical": (
        "personnes avec données de santé, confirmées",
        "persons with health data, confirmed",
        f"SELECT count(*) FROM affected WHERE tier = 'medical' AND person IN ({PERSONS_THERE})",
    ),
    "documents": (
        "documents examinés",
        "documents examined",
        f"SELECT count(*) FROM {_INSIDE}",
    ),
}
_ELSEWHERE = (
    f"SELECT count(*) FROM documents WHERE document NOT IN (SELECT document FROM {_INSIDE})"
)


@dataclass(frozen=True, slots=True)
class Site:
    """An establishment with its figures. A person may be counted in several of them."""

    name: str
    persons: Figure
    medical: Figure
    documents: Figure


def sites(store: Store, establishments: tuple[Establishment, ...], at: datetime) -> list[Site]:
    """One a declared establishment, in their order."""
    return [_site(store, number, one, at) for number, one in enumerate(establishments, 1)]


def elsewhere(store: Store, establishments: tuple[Establishment, ...], at: datetime) -> Figure:
    """The documents that lie under no establishment's folders."""
    folders = folders_json(*establishments)
    return Figure(
        "establishment/none/documents",
        "documents hors des dossiers déclarés",
        "documents outside the folders declared",
        query(store, _ELSEWHERE, (folders,)),
        _ELSEWHERE,
        (folders,),
        at.isoformat(timespec="seconds"),
    )


def folders_json(*establishments: Establishment) -> str:
    """The folders of establishments as the queries take them."""
    return orjson.dumps([path for one in establishments for path in one.paths]).decode()


def figures_of(found: Iterable[Site]) -> Iterator[Figure]:
    """All figures of the sites."""
    for site in found:
        yield from (site.persons, site.medical, site.documents)


def _site(store: Store, number: int, one: Establishment, at: datetime) -> Site:
    parameters: tuple[Parameter, ...] = (folders_json(one),)
    counts = {
        name: Figure(
            f"establishment/{number}/{name}",
            f"{one.name} : {fr}",
            f"{one.name}: {en}",
            query(store, sql, parameters),
            sql,
            parameters,
            at.isoformat(timespec="seconds"),
        )
        for name, (fr, en, sql) in _COUNTS.items()
    }
    return Site(one.name, **counts)
