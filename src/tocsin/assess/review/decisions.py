"""The table `decisions`: who decided what, when and why. Nothing in it is ever changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from tocsin.assess.review.question import Question, QuestionKind
from tocsin.case import Store
from tocsin.case.moment import now
from tocsin.errors import UsageError

NOT_IN_INDEX = ""
"""In an answer: somebody who is not in the index."""

_COLUMNS = (
    "decision, at, reader, second, question, kind, content, passage, category, offered, answer,"
    " reason"
)
_STANDING = f"""
    SELECT {_COLUMNS} FROM decisions d WHERE undoes IS NULL AND second = ?1
    AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.decision)
    AND decision = (SELECT max(decision) FROM decisions l WHERE l.question = d.question
        AND l.second = d.second AND l.undoes IS NULL
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = l.decision))
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer of one reader. `answer` holds patient numbers: none means no, or nobody."""

    number: int
    at: str
    reader: str
    second: bool
    question: str
    kind: QuestionKind
    content: str
    passage: bytes
    category: str
    offered: tuple[str, ...]
    answer: tuple[str, ...]
    reason: str

    @property
    def is_yes(self) -> bool:
        """Whether somebody is meant, or concerned."""
        return bool(self.answer)

    @property
    def label(self) -> str:
        """The answer as a nominal label, comparable between readers: `no`, or which of them."""
        places = [self.offered.index(one) if one in self.offered else -1 for one in self.answer]
        return "+".join(map(str, sorted(places))) or "no"


def record(
    store: Store,
    question: Question,
    answer: tuple[str, ...],
    reader: str,
    reason: str = "",
    *,
    second: bool = False,
) -> int:
    """Keep an answer; its number. Call it within a transaction."""
    return store.insert(
        "INSERT INTO decisions (at, reader, second, question, kind, content, passage, category,"
        " offered, answer, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            now(),
            reader,
            int(second),
            question.key,
            question.kind.value,
            question.content,
            question.passage,
            question.category,
            _json(question.offered),
            _json(answer),
            reason,
        ),
    )


def undo(store: Store, decision: Decision, reader: str, reason: str = "") -> int:
    """Undo a decision, by a row of its own; that row's number. Call it within a transaction."""
    return store.insert(
        "INSERT INTO decisions (at, reader, second, question, kind, content, passage, category,"
        " offered, answer, reason, undoes) SELECT ?, ?, second, question, kind, content, passage,"
        " category, offered, answer, ?, decision FROM decisions WHERE decision = ?",
        (now(), reader, reason, decision.number),
    )


def standing(store: Store, *, second: bool = False) -> Iterator[Decision]:
    """The last decision on each question that was not undone, in the order they were taken."""
    return map(_decision, store.stream(f"{_STANDING} ORDER BY decision", (int(second),)))


def standing_on(store: Store, content: str) -> list[Decision]:
    """Those of first readers on one content."""
    sql = f"{_STANDING} AND content = ?2 ORDER BY decision"
    return [_decision(row) for row in store.execute(sql, (0, content))]


def standing_for(store: Store, question: str, *, second: bool = False) -> Decision | None:
    """The one on this question, if there is one."""
    rows = store.execute(f"{_STANDING} AND question = ?2", (int(second), question))
    return _decision(rows[0]) if rows else None


def last(store: Store, question: str = "") -> Decision:
    """The decision taken last, or on this question. Raises `UsageError` if there is none."""
    rows = store.execute(
        f"{_STANDING} AND (?2 = '' OR question = ?2) ORDER BY decision DESC LIMIT 1", (0, question)
    )
    if not rows:
        raise UsageError(
            "review.nothing_to_undo",
            "Il n'y a aucune décision à annuler.",
            "There is no decision to undo.",
            way_out_fr="« tocsin review » montre ce qui attend une décision.",
            way_out_en='"tocsin review" shows what waits for a decision.',
        )
    return _decision(rows[0])


def _decision(row: tuple[object, ...]) -> Decision:
    number, at, reader, second, question, kind, content, passage, category, *rest = row
    offered, answer, reason = rest
    return Decision(
        int(str(number)),
        str(at),
        str(reader),
        bool(second),
        str(question),
        QuestionKind(str(kind)),
        str(content),
        passage if isinstance(passage, bytes) else b"",
        str(category),
        tuple(orjson.loads(str(offered))),
        tuple(orjson.loads(str(answer))),
        str(reason),
    )


def _json(values: tuple[str, ...]) -> str:
    return orjson.dumps(values).decode()
