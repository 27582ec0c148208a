"""A stratified random sample of what was set aside, which the same case always draws again."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil, sqrt

import orjson

from tocsin.assess.recall.strata import Group, Unit, group_of, units
from tocsin.assess.review.order import by_key
from tocsin.assess.review.question import Question, QuestionKind
from tocsin.assess.review.rulings import documents_with
from tocsin.case import Case, Store
from tocsin.case.moment import now
from tocsin.errors import CaseError


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum and how many of its units are drawn."""

    name: str
    units: int
    drawn: int

    @property
    def group(self) -> Group:
        """The group it is bounded in."""
        return group_of(self.name)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as drawn. `population` is a digest over all units: a later reading has another."""

    number: int
    at: str
    seed: str
    population: str
    strata: tuple[Stratum, ...]

    @property
    def size(self) -> int:
        """Units drawn."""
        return sum(stratum.drawn for stratum in self.strata)


def draw_sample(case: Case, size: int) -> Sample:
    """Draw about `size` units (rounded up in each stratum), keep and journal them.

    The order within a stratum is that of an HMAC under a key of the case made for this sample
    alone; the key's SHA-256 goes into the journal before anybody judges.
    """
    by_stratum: dict[str, list[Unit]] = defaultdict(list)
    for unit in units(case.store):
        by_stratum[unit.stratum].append(unit)
    sizes = {name: len(members) for name, members in sorted(by_stratum.items())}
    strata = allocate(sizes, size)
    number = case.store.count("SELECT coalesce(max(sample), 0) + 1 FROM recall_samples")
    key = case.subkey(f"recall sample {number}")
    contents = sorted(unit.content for members in by_stratum.values() for unit in members)
    sample = Sample(number, now(), _sha256(key), population_of(contents), strata)
    chosen = [unit for s in strata for unit in _first(by_stratum[s.name], s.drawn, key)]
    _keep(case, sample, chosen)
    return sample


def allocate(sizes: dict[str, int], size: int) -> tuple[Stratum, ...]:
    """How many units of each stratum to draw.

    Groups share the sample by the square root of their units, which makes the bound smallest
    where nothing is found; within a group every unit has the same chance (rounded up).
    """
    of_group = {g: sum(n for name, n in sizes.items() if group_of(name) is g) for g in Group}
    roots = sum(sqrt(count) for count in of_group.values())
    wanted = {
        group: min(count, ceil(size * sqrt(count) / roots)) if roots else 0
        for group, count in of_group.items()
    }
    left = size - sum(wanted.values())
    for group, count in of_group.items():  # what a small group leaves goes to the other
        more = min(max(left, 0), count - wanted[group])
        wanted[group] += more
        left -= more
    return tuple(
        Stratum(name, count, min(count, ceil(count * wanted[g] / of_group[g])))
        for name, count in sizes.items()
        for g in [group_of(name)]
    )


def latest_sample(store: Store) -> Sample:
    """The sample drawn last. Raises `CaseError` if there is none."""
    rows = store.execute(
        "SELECT sample, at, seed, population, strata FROM recall_samples"
        " ORDER BY sample DESC LIMIT 1"
    )
    if not rows:
        raise CaseError(
            "recall.no_sample",
            "Aucun échantillon n'a été tiré dans cette affaire.",
            "No sample was drawn in this case.",
            way_out_fr="Tirez-le d'abord : tocsin recall sample --case … --size 3000.",
            way_out_en="Draw it first: tocsin recall sample --case … --size 3000.",
        )
    number, at, seed, population, strata = rows[0]
    return Sample(
        number, at, seed, population, tuple(Stratum(**one) for one in orjson.loads(strata))
    )


def sample_questions(store: Store) -> list[Question]:
    """The questions of the sample drawn last, in an order that tells no stratum; may be none."""
    rows = store.execute(
        "SELECT content FROM recall_units"
        " WHERE sample = (SELECT max(sample) FROM recall_samples) ORDER BY content"
    )
    return [question for (content,) in rows for question in _question(store, content)]


def _question(store: Store, content: str) -> Iterable[Question]:
    documents = documents_with(store, content)
    if documents:
        (path,) = store.one("SELECT path FROM documents WHERE document = ?", (documents[0],))
        yield Question(QuestionKind.SAMPLE, content, path, copies=len(documents))


def population_of(contents: Iterable[str]) -> str:
    """A digest of all units."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content.encode() + b"\n")
    return digest.hexdigest()


def _first(members: Sequence[Unit], count: int, key: bytes) -> list[Unit]:
    by_content = {unit.content: unit for unit in members}
    return [by_content[content] for content in by_key(key, by_content)[:count]]


def _keep(case: Case, sample: Sample, chosen: Sequence[Unit]) -> None:
    strata = [asdict(stratum) for stratum in sample.strata]
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO recall_samples VALUES (?, ?, ?, ?, ?)",
            (sample.number, sample.at, sample.seed, sample.population,
             orjson.dumps(strata).decode()),
        )  # fmt: skip
        case.store.many(
            "INSERT INTO recall_units VALUES (?, ?, ?, ?)",
            [(sample.number, unit.content, unit.stratum, unit.family) for unit in chosen],
        )
        case.journal(
            "recall.sampled",
            sample=sample.number,
            seed=sample.seed,
            population=sample.population,
            strata=strata,
        )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
