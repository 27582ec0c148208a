"""What the decisions make of the exposures: the table `rulings`, drawn from them anew.

A decision holds for every document with the same bytes. Where a reader names somebody whom the
document was not linked to, exposures of the basis `review` are added.
"""

from collections import defaultdict
from collections.abc import Iterable

import orjson

from tocsin.assess.people.grouped import forget
from tocsin.assess.review.decisions import Decision, standing, standing_on
from tocsin.assess.review.question import BY_PATH, QuestionKind
from tocsin.assess.tally import stands
from tocsin.case import Store
from tocsin.model.category import Category

REVIEW = "review"
"""The basis of an exposure that a reader added."""

Verdicts = dict[tuple[int, int, str], tuple[int, int]]
"""(person, document, category) → (verdict, decision)."""


def replay(store: Store) -> None:
    """Apply every decision that stands. Call it within a transaction."""
    forget(store)
    store.execute("DELETE FROM rulings")
    store.execute("DELETE FROM exposures WHERE basis = 'review'")
    by_content: dict[str, list[Decision]] = defaultdict(list)
    for decision in standing(store):
        by_content[decision.content].append(decision)
    for content, decisions in by_content.items():
        _Content(store, content).apply(decisions)


def replay_on(store: Store, content: str) -> set[int]:
    """Apply anew what was decided on one content; the persons for whom it may matter.

    Call it within a transaction.
    """
    forget(store)
    one = _Content(store, content)
    before = one.persons_ruled()
    one.forget()
    one.apply(standing_on(store, content))
    return before | one.persons_ruled()


def documents_with(store: Store, content: str) -> list[int]:
    """The documents that have this content."""
    if content.startswith(BY_PATH):
        sql, value = "path = ? AND sha256 = ''", content.removeprefix(BY_PATH)
    else:
        sql, value = "sha256 = ?", content
    return [number for (number,) in store.execute(f"SELECT document FROM documents WHERE {sql}",
                                                  (value,))]  # fmt: skip


class _Content:
    """The documents with one content, and whom their passages may mean."""

    def __init__(self, store: Store, content: str) -> None:
        self._store = store
        self._documents = documents_with(store, content)
        self._links = self._linked()
        self._verdicts: Verdicts = {}

    def persons_ruled(self) -> set[int]:
        """Everybody whom a ruling or an added exposure concerns."""
        return {
            person
            for document in self._documents
            for (person,) in self._store.execute(
                "SELECT person FROM rulings WHERE document = ?1"
                " UNION SELECT person FROM exposures WHERE document = ?1 AND basis = 'review'",
                (document,),
            )
        }

    def forget(self) -> None:
        """Drop what earlier decisions made."""
        for document in self._documents:
            self._store.execute("DELETE FROM rulings WHERE document = ?", (document,))
            self._store.execute(
                "DELETE FROM exposures WHERE document = ? AND basis = 'review'", (document,)
            )

    def apply(self, decisions: Iterable[Decision]) -> None:
        """Write the rulings of these decisions: facts after identities, for they are finer."""
        decisions = list(decisions)
        self._identities([d for d in decisions if d.kind is QuestionKind.IDENTITY])
        for decision in decisions:
            if decision.kind is QuestionKind.FACT:
                self._fact(decision)
            elif decision.kind is QuestionKind.SAMPLE:
                self._sample(decision)
            elif decision.kind is QuestionKind.APART:
                self._apart(decision)
            elif decision.kind is QuestionKind.NAMED:
                self._named(decision)
        self._store.many(
            "INSERT INTO rulings (person, document, category, verdict, decision)"
            " VALUES (?, ?, ?, ?, ?)",
            [(*key, *ruling) for key, ruling in self._verdicts.items()],
        )

    def _linked(self) -> dict[int, dict[bytes, float]]:
        """For each person the passages that may mean them, with the probability."""
        found: dict[int, dict[bytes, float]] = defaultdict(dict)
        for document in self._documents:
            for passage, person, probability in self._store.execute(
                "SELECT value_hash, person, probability FROM mentions JOIN links USING (mention)"
                " WHERE document = ?",
                (document,),
            ):
                found[person][passage] = max(probability, found[person].get(passage, 0.0))
        return found

    def _identities(self, decisions: list[Decision]) -> None:
        meant: dict[int, Decision] = {}
        refused: dict[int, dict[bytes, Decision]] = defaultdict(dict)
        for decision in decisions:
            chosen = self._numbers(decision.answer)
            meant |= dict.fromkeys(chosen, decision)
            others = self._numbers(decision.offered)
            if chosen:  # it is this one, so it is none of the others, asked about or not
                others |= {p for p, linked in self._links.items() if decision.passage in linked}
            for person in others - chosen:
                refused[person][decision.passage] = decision
        for person, decision in meant.items():
            self._accept(person, decision)
        for person in refused.keys() - meant.keys():
            if self._links.get(person, {}).keys() <= refused[person].keys():
                self._refuse(person, max(refused[person].values(), key=lambda d: d.number))

    def _accept(self, person: int, decision: Decision) -> None:
        """It is this person: what is sure but for the identity is confirmed."""
        probability = max(self._links.get(person, {}).values(), default=0.0)
        for document in self._documents:
            said = self._unsure(person, document)
            if not said and not self._is_exposed(person, document):
                self._grant(person, document, self._said_of(decision.offered, document), decision)
            for category, confidence in said:
                certainty = min(confidence / probability, 1.0) if probability else confidence
                if stands(Category(category), certainty):
                    self._verdicts[person, document, category] = (1, decision.number)

    def _refuse(self, person: int, decision: Decision) -> None:
        for document in self._documents:
            for category, _ in self._unsure(person, document):
                self._verdicts[person, document, category] = (0, decision.number)

    def _fact(self, decision: Decision) -> None:
        for person in self._numbers(decision.offered):
            for document in self._documents:
                verdict = int(decision.is_yes)
                self._verdicts[person, document, decision.category] = (verdict, decision.number)

    def _sample(self, decision: Decision) -> None:
        """Found by a sample of what was set aside: recorded like any other."""
        for person in self._numbers(decision.answer):
            for document in self._documents:
                said = {Category.CIVIL_STATUS.value, Category.HEALTH.value}
                self._grant(person, document, said, decision)

    def _apart(self, decision: Decision) -> None:
        """What was given to one person is another's, or nobody's of the index."""
        others = self._numbers(decision.answer)
        for person in self._numbers(decision.offered):
            for document in self._documents:
                said = self._found_of(person, document)
                for category in said:
                    self._verdicts[person, document, category] = (0, decision.number)
                for other in others:
                    self._grant(other, document, said, decision)

    def _named(self, decision: Decision) -> None:
        """What the documents say of somebody unknown is said of this person."""
        for person in self._numbers(decision.answer):
            for document in self._documents:
                self._grant(person, document, decision.category.split(";"), decision)

    def _grant(
        self, person: int, document: int, categories: Iterable[str], decision: Decision
    ) -> None:
        """The person stands in the document with these categories, whatever was found before."""
        self._store.many(
            "INSERT INTO exposures (person, category, document, locator, confidence, basis,"
            " confirmed) VALUES (?, ?, ?, '', 1.0, 'review', 1) ON CONFLICT DO NOTHING",
            [(person, category, document) for category in categories],
        )
        for category in categories:
            self._verdicts[person, document, category] = (1, decision.number)

    def _said_of(self, patient_ids: tuple[str, ...], document: int) -> set[str]:
        """What the document says of whomever the passage means."""
        said = {c for p in self._numbers(patient_ids) for c, _ in self._unsure(p, document)}
        return said | {Category.CIVIL_STATUS.value}

    def _found_of(self, person: int, document: int) -> list[str]:
        sql = "SELECT category FROM exposures WHERE person = ? AND document = ? AND basis != ?"
        rows = self._store.execute(sql, (person, document, REVIEW))
        return [category for (category,) in rows]

    def _unsure(self, person: int, document: int) -> list[tuple[str, float]]:
        return [
            (category, confidence)
            for category, confidence in self._store.execute(
                "SELECT category, confidence FROM exposures"
                " WHERE person = ? AND document = ? AND confirmed = 0",
                (person, document),
            )
        ]

    def _is_exposed(self, person: int, document: int) -> bool:
        sql = "SELECT 1 FROM exposures WHERE person = ? AND document = ? LIMIT 1"
        return bool(self._store.execute(sql, (person, document)))

    def _numbers(self, patient_ids: Iterable[str]) -> set[int]:
        """Their numbers in the case; those the index does not have any more are left out."""
        return {
            number
            for (number,) in self._store.execute(
                "SELECT person FROM persons WHERE patient_id IN (SELECT value FROM json_each(?))",
                (orjson.dumps(list(patient_ids)).decode(),),
            )
        }
