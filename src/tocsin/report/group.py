"""A group over several cases: each establishment and the whole, a person counted once.

Two records are one person if they share a national number, or else birth name, first given name
and birth date while not both have a number. Merges by name are counted apart: they are likely, and
only a number proves them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.case import Case, Store
from tocsin.find.fold import fold
from tocsin.language import Language, number, tr
from tocsin.leaf import Leaf, Table
from tocsin.notify import load_hospital
from tocsin.report.declared import load_declared
from tocsin.report.establishments import PERSONS_THERE, folders_json

_CONFIRMED = """
SELECT person, ins, nir, birth_name, first_names, coalesce(birth_date, ''), tier
FROM affected JOIN persons USING (person) WHERE status = 'confirmed'"""
_NUMBER_DIGITS = 13


@dataclass(frozen=True, slots=True)
class Member:
    """An establishment of the group, over all cases that name it."""

    name: str
    cases: int
    persons: int
    medical: int


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a group. `records` counts a person once a case, `persons` once in all.

    `shared` persons are in more than one establishment; `by_name` records were joined to another
    by name and birth date alone.
    """

    members: tuple[Member, ...]
    records: int
    persons: int
    medical: int
    shared: int
    by_name: int


def measure_group(cases: Sequence[Case]) -> Group:
    """Count the confirmed persons of several cases."""
    people, places = _People(), defaultdict[str, set[int]](set)
    named = defaultdict[str, int](int)
    for case in cases:
        with case.store.snapshot():
            ids = {row[0]: people.identify(*row[1:]) for row in case.store.stream(_CONFIRMED)}
            for name, members in _establishments(case, ids):
                places[name] |= members
                named[name] += 1
    found = tuple(
        Member(name, named[name], len(ids), len(ids & people.medical))
        for name, ids in places.items()
    )
    everybody = set[int]().union(*places.values())
    shared = sum(1 for one in everybody if sum(one in ids for ids in places.values()) > 1)
    return Group(
        found,
        people.records,
        people.count,
        len(people.medical),
        shared,
        people.by_name,
    )


def group_leaf(group: Group, language: Language) -> Leaf:
    """The group's figures as a page."""
    rows = tuple(
        (one.name, str(one.cases), number(one.persons, language), number(one.medical, language))
        for one in group.members
    )
    total = (
        tr("Le groupe, chaque personne une fois", "The group, each person once", language),
        "",
        number(group.persons, language),
        number(group.medical, language),
    )
    head = (
        ("Établissement", "Affaires", "Personnes confirmées", "dont données de santé")
        if language == "fr"
        else ("Establishment", "Cases", "Confirmed persons", "of whom health data")
    )
    return Leaf(
        language,
        tr("Chiffres du groupe", "Figures of the group", language),
        paragraphs=_explained(group, language),
        tables=(Table("", head, (*rows, total)),),
    )


def _explained(group: Group, language: Language) -> tuple[str, ...]:
    records, shared = number(group.records, language), number(group.shared, language)
    by_name = number(group.by_name, language)
    return (
        tr(
            f"Dossiers de personnes confirmées, affaire par affaire : {records}."
            f" Personnes présentes dans plusieurs établissements : {shared}.",
            f"Records of confirmed persons, case by case: {records}. Persons in more than one"
            f" establishment: {shared}.",
            language,
        ),
        tr(
            f"Réunis par leurs seuls nom et date de naissance : {by_name} ; les autres par leur"
            " numéro.",
            f"Joined by name and birth date alone: {by_name}; the others by their number.",
            language,
        ),
    )


@dataclass(slots=True)
class _People:
    """Who was met, over all cases."""

    count: int = 0
    records: int = 0
    by_name: int = 0
    medical: set[int] = field(default_factory=set)
    _by_number: dict[str, int] = field(default_factory=dict)
    _by_name: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _numbered: set[int] = field(default_factory=set)

    def identify(self, ins: str, nir: str, name: str, given: str, born: str, tier: str) -> int:
        """The number of a person, new or met before."""
        self.records += 1
        key = (ins or nir)[:_NUMBER_DIGITS]
        who = (fold(name), fold(given).partition(" ")[0], born)
        found = self._met(key, who)
        if found is None:
            found, self.count = self.count, self.count + 1
        self._remember(found, key, who)
        if tier == "medical":
            self.medical.add(found)
        return found

    def _met(self, key: str, who: tuple[str, str, str]) -> int | None:
        if key and key in self._by_number:
            return self._by_number[key]
        found = self._by_name.get(who) if all(who) else None
        if found is None or (key and found in self._numbered):
            return None
        self.by_name += 1
        return found

    def _remember(self, found: int, key: str, who: tuple[str, str, str]) -> None:
        if key:
            self._by_number[key] = found
            self._numbered.add(found)
        if all(who):
            self._by_name.setdefault(who, found)


def _establishments(case: Case, ids: dict[int, int]) -> Iterator[tuple[str, set[int]]]:
    declared = load_declared(case.folder).establishments
    for one in declared:
        yield one.name, {ids[person] for person in _there(case.store, folders_json(one))}
    if not declared:
        yield load_hospital(case.folder).name or case.folder.name, set(ids.values())


def _there(store: Store, folders: str) -> Iterator[int]:
    return (person for (person,) in store.stream(PERSONS_THERE, (folders,)))
