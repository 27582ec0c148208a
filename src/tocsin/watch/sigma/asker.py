"""Asks rules of events of one kind: words first, SQL only of the few rules that may match.

An event whose fields (those the rules look at) were seen before has its answer; else one pass over
its text (Aho-Corasick) says which rules can match at all, and only those are asked, in an SQLite
table in memory.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from operator import itemgetter
from typing import Any

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from tocsin.watch.event import Values
from tocsin.watch.sigma.memory import memory_table
from tocsin.watch.sigma.rule import Rule

ALL_TEXT = "_all"
MOST_REMEMBERED = 100_000
"""Answers kept, of all kinds of events together; then all are forgotten."""

LONGEST_REMEMBERED = 8_192
"""Characters of an event whose answer is kept."""

MOST_SHAPES = 1_000
LONGEST_VALUE = 32_768
"""Characters of one field that rules look at: Windows allows no longer command line."""

Key = tuple[str | None, ...]
_TELLABLE = frozenset((str, int, type(None)))
"""Types whose values are equal only if rules see the same in them: True equals 1."""


class Answers:
    """What rules answered to the values of the fields that they look at."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, tuple[Any, ...]], list[Rule]] = {}
        self._shapes = count()
        self.of = self._known.get

    def new_shape(self) -> int:
        """A number for fields that no other answer is of."""
        return next(self._shapes)

    def keep(self, shape: int, values: tuple[Any, ...], answer: list[Rule]) -> None:
        """Remember an answer, unless it would take too much room."""
        if sum(len(value) for value in values if type(value) is str) > LONGEST_REMEMBERED:
            return
        if len(self._known) >= MOST_REMEMBERED:
            self.forget()
        self._known[shape, values] = answer

    def __len__(self) -> int:
        return len(self._known)

    def forget(self) -> None:
        """Begin anew."""
        self._known.clear()


class Asker(ABC):
    """Rules that events of the same kind can match. `names` are fields that rules call otherwise:
    their name by that of the rules."""

    def __init__(self, rules: Sequence[Rule], names: Mapping[str, str]) -> None:
        self._rules = rules
        self._fields = tuple(sorted({f for rule in rules for f in rule.fields} - {ALL_TEXT}))
        self._names = tuple(names.get(field, field) for field in self._fields)
        self._always = [n for n, rule in enumerate(rules) if not rule.needs]
        words = sorted({word for rule in rules for word in rule.needs})
        self._by_word: list[list[int]] = [[] for _ in words]
        places = {word: at for at, word in enumerate(words)}
        for number, rule in enumerate(rules):
            for word in rule.needs:
                self._by_word[places[word]].append(number)
        said = [word.encode() for word in words]
        self._words = BytesAhoCorasick(said) if words else None
        # Whether there is any is told much faster than which.
        self._any = BytesAhoCorasick(said, matchkind=MatchKind.LeftmostFirst) if words else None
        self._db: sqlite3.Connection | None = None

    @abstractmethod
    def matches(self, fields: Values) -> list[Rule]:
        """The rules that an event with these fields matches."""

    def _candidates(self, text: str) -> list[int]:
        """The rules that an event with this text can match, by number."""
        found = set(self._always)
        said = text.lower().encode("utf-8", "replace")
        if self._any and self._words and self._any.find_matches_as_indexes(said):
            for word, _, _ in self._words.find_matches_as_indexes(said, overlapping=True):
                found.update(self._by_word[word])
        return sorted(found)

    def _holding(self, candidates: Sequence[int], key: Key) -> list[Rule]:
        """Those of the candidates that hold."""
        db = self._table()
        db.execute("DELETE FROM logs")
        db.execute(f"INSERT INTO logs VALUES ({','.join('?' * len(key))})", key)
        return [self._rules[n] for n in candidates if _holds(db, self._rules[n])]

    def _table(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = memory_table(self._columns)
        return self._db

    @property
    def _columns(self) -> tuple[str, ...]:
        return self._fields


class FieldAsker(Asker):
    """Rules that look at some fields."""

    def __init__(self, rules: Sequence[Rule], names: Mapping[str, str], answers: Answers) -> None:
        super().__init__(rules, names)
        self._answers = answers
        self._shapes: dict[tuple[str, ...], tuple[int, Callable[[Values], tuple[Any, ...]]]] = {}

    def matches(self, fields: Values) -> list[Rule]:
        """The rules that an event with these fields matches."""
        if not self._rules:
            return []
        there = tuple(fields)
        shape, values_of = self._shapes.get(there) or self._new_shape(there)
        values = values_of(fields)
        if not _TELLABLE.issuperset(map(type, values)):
            return self._ask(fields)
        answer = self._answers.of((shape, values))
        if answer is None:
            answer = self._ask(fields)
            self._answers.keep(shape, values, answer)
        return answer

    def _new_shape(self, there: tuple[str, ...]) -> tuple[int, Callable[[Values], tuple[Any, ...]]]:
        """For events with these fields: a number, and what takes the values looked at."""
        if len(self._shapes) >= MOST_SHAPES:
            self._shapes.clear()
        names = [name for name in dict.fromkeys(self._names) if name in there]
        shape = self._shapes[there] = self._answers.new_shape(), _taking(names)
        return shape

    def _ask(self, fields: Values) -> list[Rule]:
        key = _plain(map(fields.get, self._names))
        candidates = self._candidates("\n".join([value for value in key if value]))
        return self._holding(candidates, key) if candidates else []


class TextAsker(Asker):
    """Rules that look at all that an event says."""

    def matches(self, fields: Values) -> list[Rule]:
        """The rules that an event with these fields matches."""
        if not self._rules:
            return []
        candidates = self._candidates("\n".join(map(str, fields.values())))
        if not candidates:
            return []
        return self._holding(candidates, (*_plain(map(fields.get, self._names)), _text(fields)))

    @property
    def _columns(self) -> tuple[str, ...]:
        return (*self._fields, ALL_TEXT)


def _taking(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    """What takes the values of these fields, all of which are there."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda fields: tuple(fields[name] for name in names)


def _holds(db: sqlite3.Connection, rule: Rule) -> bool:
    return db.execute(f"SELECT 1 FROM logs WHERE {rule.condition}").fetchone() is not None


def _plain(values: Iterable[Any]) -> Key:
    """Values as the text a rule compares with."""
    return tuple(
        [
            value
            if value is None or (type(value) is str and len(value) <= LONGEST_VALUE)
            else _cut(value)
            for value in values
        ]
    )


def _cut(value: Any) -> str:
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)[:LONGEST_VALUE]


def _text(fields: Values) -> str:
    """All that an event says, a value a line."""
    return "\n".join([value for value in _plain(fields.values()) if value])
