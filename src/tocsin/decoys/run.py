"""A run of decoys: documents are drawn, rewritten in memory, and gone through as the scope does."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from random import Random

from tocsin.assess import Analyst
from tocsin.assess.recall.decoys import Decoy, Decoys, keep_decoys, next_run
from tocsin.assess.recall.strata import family_of
from tocsin.assess.review.order import by_key
from tocsin.case import Case
from tocsin.case.moment import now
from tocsin.decoys.invent import Inventor
from tocsin.decoys.swap import Swap
from tocsin.errors import CaseError
from tocsin.explain.sealed import SealedDocument, find_document, source_of
from tocsin.language import tr
from tocsin.match import PatientIndex
from tocsin.model.category import Category
from tocsin.model.document import DocumentRecord, Part
from tocsin.model.finding import DocumentFindings
from tocsin.model.person import Person
from tocsin.progress import Progress
from tocsin.read.wall import WalledReader
from tocsin.scope.index import own_numbers, stored_persons

SPARE = 3
"""Places drawn for each decoy wanted: some documents cannot be rewritten."""

PLACES = """
    SELECT d.path, media_type, person, group_concat(category, ';')
    FROM standing JOIN documents d USING (document)
    WHERE d.status IN ('read', 'partial') AND d.kind != 'image'
    AND EXISTS (SELECT 1 FROM exposures e WHERE e.person = standing.person
        AND e.document = standing.document AND e.confirmed = 1)
    GROUP BY document, person ORDER BY path, person
"""
"""Where somebody was confirmed by the machine, and what is known of them from there."""


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a document, whom a decoy may stand in for."""

    path: str
    family: str
    person: int
    categories: tuple[str, ...]

    @property
    def is_medical(self) -> bool:
        """Whether the document says of them what must not be missed."""
        return Category.HEALTH in self.categories

    @property
    def name(self) -> str:
        """What it is drawn by."""
        return f"{self.path}\n{self.person}"


class _Set:
    """A decoy set into its place."""

    def __init__(self, place: Place, old: Person, inventor: Inventor) -> None:
        self.place, self.old, self.new = place, old, inventor.instead_of(old)


def set_decoys(
    case: Case, count: int, progress: Progress, *, passwords: tuple[str, ...] = ()
) -> Decoys:
    """Set `count` decoys, half of them where health is told if there is so much of it.

    Raises `CaseError` if nobody was confirmed anywhere.
    """
    number = next_run(case.store)
    key = case.subkey(f"recall decoys {number}")
    places = draw(list(_places(case)), SPARE * count, key)
    if not places:
        raise _nobody_to_stand_for()
    persons = stored_persons(case)
    inventor = Inventor(persons, [one.patient_id for one in persons], Random(key.hex()))  # noqa: S311
    sets = [_Set(place, persons[place.person], inventor) for place in places]
    with progress.stage(tr("Préparation de l'index", "Preparing the index"), None):
        index = PatientIndex([*persons, *(one.new for one in sets)], own_numbers(case))
    analyst = Analyst(index, case.subkey("mentions"))
    with WalledReader(passwords, ocr=False) as reader:
        tried = (
            _try(case, reader, analyst, one, len(persons) + position)
            for position, one in enumerate(sets)
        )
        decoys, unfit = _first(tried, count, progress)
    run = Decoys(number, now(), hashlib.sha256(key).hexdigest(), unfit, tuple(decoys))
    keep_decoys(case, run)
    return run


def _first(
    tried: Iterable[Decoy | None], count: int, progress: Progress
) -> tuple[list[Decoy], int]:
    """The first `count` decoys, and how many documents before the last were unfit."""
    decoys: list[Decoy] = []
    unfit = 0
    with progress.stage(tr("Leurres", "Decoys"), count, tr("leurres", "decoys")) as stage:
        for decoy in tried:
            if decoy is None:
                unfit += 1
                continue
            decoys.append(decoy)
            stage.advance(1)
            if len(decoys) == count:
                break
    return decoys, unfit


def draw(places: Sequence[Place], count: int, key: bytes) -> list[Place]:
    """At most `count` places in random order, medical and others by turns, families by turns."""
    medical = _by_families([place for place in places if place.is_medical], key)
    others = _by_families([place for place in places if not place.is_medical], key)
    turns = zip_longest(medical, others)
    return [place for turn in turns for place in turn if place is not None][:count]


def _by_families(places: Iterable[Place], key: bytes) -> list[Place]:
    """One place of each family of files, then a second one of each, and so on."""
    by_name = {place.name: place for place in places}
    families: dict[str, list[Place]] = defaultdict(list)
    for name in by_key(key, by_name):
        families[by_name[name].family].append(by_name[name])
    rounds = zip_longest(*(families[family] for family in by_key(key, families)))
    return [place for one_round in rounds for place in one_round if place is not None]


def _places(case: Case) -> Iterator[Place]:
    for path, media_type, person, categories in case.store.stream(PLACES):
        yield Place(path, family_of(path, media_type), person, tuple(categories.split(";")))


def _try(
    case: Case, reader: WalledReader, analyst: Analyst, one: _Set, number: int
) -> Decoy | None:
    """What becomes of the decoy, or None if the document cannot be rewritten to be about it."""
    document = find_document(case, one.place.path)
    swap = Swap(one.old, one.new)
    parts = _rewritten(_parts(case, reader, document), document, swap)
    if not parts or not swap.is_whole:
        return None
    (findings,) = analyst.documents(parts)
    if _confirms(findings, one.place.person):
        return None  # something of the real person was left
    mine = [exposure for exposure in findings.exposures if exposure.person == number]
    return Decoy(
        document.number,
        one.place.family,
        bool(mine),
        any(exposure.confirmed for exposure in mine),
        one.place.categories,
        tuple(sorted({exposure.category.value for exposure in mine})),
    )


def _parts(case: Case, reader: WalledReader, document: SealedDocument) -> list[Part]:
    """The parts of the document and of it alone, as the reader gives them; none if it is gone."""
    parts: list[Part] = []
    path = source_of(case).path_of(document.raw)
    for attempt in reader.attempts(path, document.file, (document.path,)):
        parts = [part for part in attempt if part.document == document.path]
    return parts


def _rewritten(parts: Iterable[Part], document: SealedDocument, swap: Swap) -> list[Part]:
    path = swap.text(document.path)
    blocks: list[Part] = []
    for part in parts:
        changed = part if isinstance(part, DocumentRecord) else swap.block(part)
        blocks.append(replace(changed, document=path))
    return blocks if any(isinstance(block, DocumentRecord) for block in blocks) else []


def _confirms(findings: DocumentFindings, person: int) -> bool:
    return any(e.person == person and e.confirmed for e in findings.exposures)


def _nobody_to_stand_for() -> CaseError:
    return CaseError(
        "recall.no_place",
        "Aucun document ne confirme personne : un leurre n'y a pas de place.",
        "No document confirms anybody: there is no place for a decoy.",
        way_out_fr="Passez d'abord les fichiers en revue : tocsin scope … puis tocsin review.",
        way_out_en="Go through the files first: tocsin scope … then tocsin review.",
    )
