"""Asks the rules of many events: words first, SQL only of the few events that hold them.

For each log source and event number there is one matcher. An event whose fields (those the rules
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
        self._matchers: dict[tuple[str, str], Matcher] = {}

    def matches(self, dataset: str, fields: Values) -> list[Rule]:
        """The rules that an event matches."""
        found: list[Rule] = []
        for source in sources_of(dataset, fields):
            matcher = self._matcher(source, str(fields.get("EventID", "")))
            if matcher is not None:
                found += matcher.matches(renamed(source, fields))
        return found

    def _matcher(self, source: str, code: str) -> "Matcher | None":
        key = (source, code)
        if key not in self._matchers:
            rules = [r for r in self._by_source.get(source, ()) if not r.codes or code in r.codes]
            self._matchers[key] = Matcher(rules)
        matcher = self._matchers[key]
        return matcher if matcher.rules else None


class Matcher:
    """The rules that events of one log source and number can match."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self._fields = tuple(sorted({f for rule in rules for f in rule.fields} - {ALL_TEXT}))
        self._whole = any(ALL_TEXT in rule.fields for rule in rules)
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
        key = self._key(fields)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._ask(key)
        return found

    def _key(self, fields: Values) -> Key:
        values = tuple(_plain(fields.get(name)) for name in self._fields)
        if not self._whole:
            return values
        return (*values, "\n".join(filter(None, map(_plain, fields.values()))))

    def _ask(self, key: Key) -> list[Rule]:
        candidates = set(self._always)
        if self._words is not None:
            text = "\n".join(value for value in key if value).lower().encode("utf-8", "replace")
            for word, _, _ in self._words.find_matches_as_indexes(text, overlapping=True):
                candidates.update(self._by_word[word])
        if not candidates:
            return []
        db = self._table()
        db.execute("DELETE FROM logs")
        db.execute(f"INSERT INTO logs VALUES ({','.join('?' * len(key))})", key)
        return [self.rules[n] for n in sorted(candidates) if _holds(db, self.rules[n])]

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


def _plain(value: Any) -> str | None:
    """A value as the text a rule compares with."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:LONGEST_VALUE]
