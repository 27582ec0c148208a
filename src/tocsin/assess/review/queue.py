"""The review queue: every open question of the case, those first whose answer changes most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import orjson

from tocsin.assess.people.grouped import merged_persons
from tocsin.assess.review.decisions import Decision, standing
from tocsin.assess.review.question import CONTENT, Candidate, Question, QuestionKind, Rank
from tocsin.assess.tally import SENSITIVE
from tocsin.case import Store
from tocsin.model.category import Category

_UNSURE = f"""
    SELECT {CONTENT}, d.document, path, e.person, patient_id, category, e.locator, confidence, basis
    FROM exposures e JOIN documents d USING (document) JOIN persons USING (person)
    LEFT JOIN rulings r USING (person, document, category)
    WHERE e.confirmed = 0 AND verdict IS NULL AND e.basis != 'merged' ORDER BY path, e.person
"""
_DOUBTFUL = """
    SELECT DISTINCT m.document, value_hash FROM mentions m JOIN links l USING (mention)
    WHERE m.document IN (SELECT document FROM exposures WHERE confirmed = 0)
    AND EXISTS (SELECT 1 FROM exposures e
        WHERE e.person = l.person AND e.document = m.document AND confirmed = 0)
"""
_PASSAGES = f"""
    SELECT {CONTENT}, value_hash, min(m.locator), person, patient_id, max(probability)
    FROM ({_DOUBTFUL}) JOIN mentions m USING (document, value_hash) JOIN links USING (mention)
    JOIN documents USING (document) JOIN persons USING (person)
    GROUP BY document, value_hash, person ORDER BY document, m.mention
"""
_SURE = """
    SELECT DISTINCT person, category FROM standing WHERE confirmed = 1
    AND person IN (SELECT value FROM json_each(?))
"""


class _Doubt(NamedTuple):
    """An exposure that waits for a person."""

    person: int
    patient_id: str
    category: Category
    locator: str
    confidence: float
    basis: str


class _Link(NamedTuple):
    """A person whom a passage may mean."""

    locator: str
    candidate: Candidate


@dataclass(slots=True)
class _Content:
    """What is doubtful in the documents with one content."""

    paths: dict[int, str] = field(default_factory=dict)
    doubts: dict[tuple[int, Category], _Doubt] = field(default_factory=dict)
    passages: dict[bytes, list[_Link]] = field(default_factory=lambda: defaultdict(list))

    @property
    def document(self) -> str:
        """The first of the documents, by path."""
        return min(self.paths.values())

    def of(self, persons: Iterable[int]) -> tuple[Category, ...]:
        """The doubtful kinds of data of these persons."""
        wanted = set(persons)
        found = {category for person, category in self.doubts if person in wanted}
        return tuple(category for category in Category if category in found)


class _Decided:
    """What first readers decided: by question, and whom they recognised in each content."""

    def __init__(self, store: Store) -> None:
        self._by_question: dict[str, Decision] = {}
        self.recognised: dict[str, set[str]] = defaultdict(set)
        for decision in standing(store):
            self._by_question[decision.question] = decision
            if decision.kind is QuestionKind.IDENTITY:
                self.recognised[decision.content].update(decision.answer)

    def settles(self, question: Question) -> bool:
        """Whether it was decided, and nobody is among the candidates who was not offered then."""
        decision = self._by_question.get(question.key)
        return decision is not None and (
            decision.is_yes or set(question.offered) <= set(decision.offered)
        )


def open_questions(store: Store) -> list[Question]:
    """Every question without an answer, ranked; those of `Rank.NOTHING` last."""
    contents = _contents(store)
    decided = _Decided(store)
    persons = {person for one in contents.values() for person, _ in one.doubts}
    into = merged_persons(store)
    sure = _sure(store, {into.get(person, person) for person in persons})
    found = [
        replace(question, rank=_rank(question, sure, into))
        for content, one in contents.items()
        for question in _questions(store, content, one, decided)
    ]
    return sorted(found, key=lambda q: (q.rank, -q.copies, q.document, q.locator, q.key))


def to_decide(questions: Sequence[Question]) -> list[Question]:
    """Those whose answer changes what somebody is told."""
    return [question for question in questions if question.rank < Rank.NOTHING]


def _contents(store: Store) -> dict[str, _Content]:
    contents: dict[str, _Content] = defaultdict(_Content)
    for content, document, path, *doubt in store.stream(_UNSURE):
        person, patient_id, category, *rest = doubt
        one = contents[content]
        one.paths[document] = path
        kind = Category(category)
        one.doubts.setdefault((person, kind), _Doubt(person, patient_id, kind, *rest))
    for content, passage, locator, person, patient_id, probability in store.stream(_PASSAGES):
        if content in contents:
            candidate = Candidate(person, patient_id, probability)
            contents[content].passages[passage].append(_Link(locator, candidate))
    return contents


def _sure(store: Store, persons: set[int]) -> dict[int, set[str]]:
    """The kinds of data that are confirmed of each of these persons, anywhere."""
    sure: dict[int, set[str]] = {person: set() for person in persons}
    for person, category in store.execute(_SURE, (orjson.dumps(list(persons)).decode(),)):
        sure[person].add(category)
    return sure


def _questions(store: Store, content: str, one: _Content, decided: _Decided) -> Iterator[Question]:
    base = Question(QuestionKind.IDENTITY, content, one.document, copies=len(one.paths))
    known = _known(store, one, decided.recognised[content])
    asked: set[int] = set()
    for passage, links in one.passages.items():
        candidates = tuple(_weighed(link.candidate, one) for link in _likeliest(links))
        if all(c.person in known or not one.of([c.person]) for c in candidates):
            continue
        asked |= {candidate.person for candidate in candidates}
        question = replace(base, passage=passage, locator=links[0].locator, candidates=candidates)
        if not decided.settles(question):
            yield replace(question, categories=one.of(c.person for c in candidates))
    for (person, category), doubt in one.doubts.items():
        if person in known:
            yield _fact(base, doubt)
        elif person not in asked and category == one.of([person])[0]:
            yield _alone(base, doubt, one)  # the document's path alone says so


def _known(store: Store, one: _Content, recognised: set[str]) -> set[int]:
    """Who stands in these documents for sure, so that only what is said of them is in doubt."""
    return {
        doubt.person
        for doubt in one.doubts.values()
        if doubt.patient_id in recognised or _is_confirmed(store, doubt.person, one.paths)
    }


def _is_confirmed(store: Store, person: int, documents: Iterable[int]) -> bool:
    sql = "SELECT 1 FROM standing WHERE person = ? AND document = ? AND confirmed = 1 LIMIT 1"
    return any(store.execute(sql, (person, document)) for document in documents)


def _likeliest(links: list[_Link]) -> list[_Link]:
    return sorted(links, key=lambda link: (-link.candidate.probability, link.candidate.patient_id))


def _weighed(candidate: Candidate, one: _Content) -> Candidate:
    """The candidate with the fields that agree, as the exposures tell them."""
    bases = (doubt.basis for (person, _), doubt in one.doubts.items() if person == candidate.person)
    return replace(candidate, basis=next(bases, ""))


def _fact(base: Question, doubt: _Doubt) -> Question:
    candidate = Candidate(doubt.person, doubt.patient_id, doubt.confidence, doubt.basis)
    return replace(
        base,
        kind=QuestionKind.FACT,
        locator=doubt.locator,
        category=doubt.category.value,
        categories=(doubt.category,),
        candidates=(candidate,),
    )


def _alone(base: Question, doubt: _Doubt, one: _Content) -> Question:
    candidate = Candidate(doubt.person, doubt.patient_id, doubt.confidence, doubt.basis)
    categories = one.of([doubt.person])
    return replace(base, locator=doubt.locator, candidates=(candidate,), categories=categories)


def _rank(question: Question, sure: dict[int, set[str]], into: dict[int, int]) -> Rank:
    persons = {into.get(candidate.person, candidate.person) for candidate in question.candidates}
    held = [sure.get(person, set()) for person in persons]
    new = {
        category for of_one in held for category in question.categories if category not in of_one
    }
    if new & SENSITIVE:
        return Rank.HEALTH
    if not all(held):
        return Rank.IDENTITY
    if new:
        return Rank.CATEGORY
    return Rank.NOTHING
