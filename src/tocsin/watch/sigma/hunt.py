"""Asks the rules of many events: words first, SQL only of the few events that hold them.

For each kind of event there is one asker. An event whose fields (those the rules
look at) were seen before has its answer; else one pass over its text (Aho-Corasick) says which
rules can match at all, and only those are asked, in an SQLite table in memory.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import re2
from ahocorasick_rs import BytesAhoCorasick

from tocsin.watch.event import Values
from tocsin.watch.sigma.logsource import renamed, sources_of
from tocsin.watch.sigma.rule import Rule

ALL_TEXT = "_all"
MOST_REMEMBERED = 100_000
LONGEST_VALUE = 32_768
"""Characters of one field that rules look at: Windows allows no longer command line."""

Key = tuple[str | None, ...]


class Hunt:
    """The rules, ready to be asked."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_source: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._by_source[rule.source].append(rule)
        self._askers: dict[tuple[tuple[str, ...], str], tuple[Asker, Asker]] = {}

    def matches(self, dataset: str, fields: Values) -> list[Rule]:
        """The rules that an event matches."""
        sources = sources_of(dataset, fields)
        if not sources:
            return []
        by_field, by_text = self._asker(sources, str(fields.get("EventID", "")))
        named = renamed(fields)
        return by_field.matches(named) + by_text.matches(named)

    def _asker(self, sources: tuple[str, ...], code: str) -> "tuple[Asker, Asker]":
        """Those that look at some fields, whose answers are remembered; and at all of the text."""
        key = (sources, code)
        if key not in self._askers:
            rules = [
                rule
                for source in sources
                for rule in self._by_source.get(source, ())
                if not rule.codes or code in rule.codes
            ]
            self._askers[key] = (
                Asker([rule for rule in rules if ALL_TEXT not in rule.fields]),
                Asker([rule for rule in rules if ALL_TEXT in rule.fields]),
            )
        return self._askers[key]


class Asker:
    """Rules that events of the same kind can match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._whole = any(ALL_TEXT in rule.fields for rule in rules)
        self._fields = tuple(sorted({f for rule in rules for f in rule.fields} - {ALL_TEXT}))
        self._known: dict[Key, list[Rule]] = {}
        self._always = [n for n, rule in enumerate(rules) if not rule.needs]
        words = sorted({word for rule in rules for word in rule.needs})
        self._by_word: list[list[int]] = [[] for _ in words]
        places = {word: at for at, word in enumerate(words)}
        for number, rule in enumerate(rules):
            for word in rule.needs:
                self._by_word[places[word]].append(number)
        self._words = BytesAhoCorasick([word.encode() for word in words]) if words else None
        self._db: sqlite3.Connection | None = None

    def matches(self, fields: Values) -> list[Rule]:
        """The rules that an event with these fields matches."""
        if not self._rules:
            return []
        if self._whole:
            return self._ask((*_plain(map(fields.get, self._fields)), _text(fields)))
        key = _plain(map(fields.get, self._fields))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._ask(key)
        return found

    def _ask(self, key: Key) -> list[Rule]:
        candidates = set(self._always)
        if self._words is not None:
            # The whole text, where there is one, holds the fields.
            said = key[-1:] if self._whole else key
            text = "\n".join([value for value in said if value]).lower().encode("utf-8", "replace")
            for word, _, _ in self._words.find_matches_as_indexes(text, overlapping=True):
                candidates.update(self._by_word[word])
        if not candidates:
            return []
        db = self._table()
        db.execute("DELETE FROM logs")
        db.execute(f"INSERT INTO logs VALUES ({','.join('?' * len(key))})", key)
        return [self._rules[n] for n in sorted(candidates) if _holds(db, self._rules[n])]

    def _table(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = memory_table((*self._fields, *((ALL_TEXT,) if self._whole else ())))
        return self._db


def memory_table(columns: Sequence[str]) -> sqlite3.Connection:
    """A table `logs` in memory with these text columns, compared without case, and REGEXP."""
    db = sqlite3.connect(":memory:", cached_statements=4_096)
    named = ", ".join('"' + c.replace('"', '""') + '" TEXT COLLATE NOCASE' for c in columns)
    db.execute(f"CREATE TABLE logs ({named})")
    compiled: dict[str, Any] = {}

    def regexp(pattern: str, value: object) -> bool:
        if pattern not in compiled:
            compiled[pattern] = re2.compile(pattern)
        return value is not None and compiled[pattern].search(str(value)) is not None

    db.create_function("REGEXP", 2, regexp, deterministic=True)
    return db


def _holds(db: sqlite3.Connection, rule: Rule) -> bool:
    return db.execute(f"SELECT 1 FROM logs WHERE {rule.condition}").fetchone() is not None


def _plain(values: Iterable[Any]) -> tuple[str | None, ...]:
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
