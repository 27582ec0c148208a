"""google-re2 on bytes, called directly.

The package's own Python layer costs more than the search itself on the few hundred bytes of a
letter: it sets up a generator a call and asks for the number of groups each time one is read.
Names and meanings are those of `re`; only what the finders use is here.

A text in which many patterns are looked for is `Scanned`: one pass tells which of them it holds,
and the others are not tried.
"""

import re
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from typing import Any

import re2 as google

_ANYWHERE = google._Anchor.UNANCHORED
_AT_START = google._Anchor.ANCHOR_START
_WHOLE = google._Anchor.ANCHOR_BOTH
_NONE = (-1, -1)
Span = tuple[int, int]


class Match:
    """Where a pattern was found, and its groups."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: bytes, spans: list[Span]) -> None:
        self._text = text
        self._spans = spans

    def span(self, group: int = 0) -> Span:
        """Start and end of a group, (-1, -1) where it took no part."""
        return self._spans[group]

    def start(self, group: int = 0) -> int:
        """Where a group begins."""
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        """Where a group ends."""
        return self._spans[group][1]

    @property
    def taken(self) -> Span:
        """Where the first group that took part begins and ends."""
        return next(span for span in self._spans[1:] if span != _NONE)

    def group(self, group: int = 0) -> Any:
        """What a group holds (bytes), None where it took no part."""
        start, end = self._spans[group]
        return None if start < 0 else self._text[start:end]


class Pattern:
    """A compiled pattern; matching takes time linear in the text, whoever wrote it."""

    __slots__ = ("_find", "groups", "number", "pattern")

    def __init__(self, pattern: bytes, *, alone: bool = False) -> None:
        compiled = google.compile(pattern)
        self.pattern = pattern
        self.groups: int = compiled.groups
        self.number = 0 if alone else _common.add(pattern)
        self._find = compiled._regexp.Match

    def finditer(self, text: bytes) -> list[Match]:
        """All matches that do not overlap, from left to right."""
        if type(text) is Scanned and self.number not in text.held:
            return []
        find, size, found, at = self._find, len(text), list[Match](), 0
        while (spans := find(_ANYWHERE, text, at, size))[0] != _NONE:
            found.append(Match(text, spans))
            if at == size:
                break
            end = spans[0][1]
            at = end if end > at else at + 1
        return found

    def findall(self, text: bytes) -> list[Any]:
        """What each match holds: its one group or, if there are none, all of it.

        Raises `ValueError` for a pattern with several groups.
        """
        if self.groups > 1:
            raise ValueError("several groups")
        return [match.group(self.groups) or b"" for match in self.finditer(text)]

    def search(self, text: bytes) -> Match | None:
        """The first match."""
        if type(text) is Scanned and self.number not in text.held:
            return None
        return self._first(_ANYWHERE, text)

    def match(self, text: bytes) -> Match | None:
        """The match that begins where the text does."""
        return self._first(_AT_START, text)

    def fullmatch(self, text: bytes) -> Match | None:
        """The match that is all of the text."""
        return self._first(_WHOLE, text)

    def _first(self, anchor: object, text: bytes) -> Match | None:
        spans = self._find(anchor, text, 0, len(text))
        return None if spans[0] == _NONE else Match(text, spans)


def compile(pattern: bytes, *, alone: bool = False) -> Pattern:  # noqa: A001 - as in `re`
    """The compiled pattern. Raises `re2.error` for one that is malformed.

    `alone` keeps it out of the pass for many patterns: it may begin with any word, which would
    slow all of them.
    """
    return Pattern(pattern, alone=alone)


# one pass for many patterns

_LONGEST = 2_000
"""Longer texts hold some of everything."""

_MEMORY = 64 << 20
_LONG_REPEAT = re.compile(rb"\{\d*,?(?:[5-9]|\d\d+),?\}")
_OF_SURROUNDINGS = re.compile(rb"^\^|^(?!\(\?m\)).*\$$", re.DOTALL)


class Scanned(bytes):
    """A text of which it is known by number which patterns it may hold."""

    @cached_property
    def held(self) -> Container[int]:
        """The numbers of the patterns that it may hold: it is looked through when first asked."""
        return _common.held_by(self)


class _Common:
    """The patterns that are looked for in whole texts, and the one automaton of all of them.

    Number 0 is of patterns that are unfit, or come too late: they are always tried.
    """

    def __init__(self) -> None:
        self._numbers = {b"": 0}
        self._held: Callable[[bytes], Container[int]] | None = None

    def add(self, pattern: bytes) -> int:
        """The number of a pattern.

        What is anchored at an end is looked for around a place, not in a whole text.
        """
        if self._held or _OF_SURROUNDINGS.search(pattern):
            return self._numbers.get(pattern, 0)
        return self._numbers.setdefault(pattern, len(self._numbers))

    def held_by(self, text: bytes) -> Container[int]:
        """The numbers of the patterns that may match somewhere in the text."""
        if self._held is None:
            self._held = _Set(list(self._numbers)).held_by
        return self._held(text)

    def use(self, build: Callable[[Sequence[bytes]], Callable[[bytes], list[int]] | None]) -> None:
        """Let another automaton look: from a text to the positions of the patterns in it."""
        if (look := build(list(self._numbers)[1:])) is not None:
            self._held = lambda text: [0, *(number + 1 for number in look(text))]


class _Set:
    """RE2::Set, the automaton that needs no preparation, for short texts.

    Counted repeats multiply its states: patterns with long ones stay out, and are always tried.
    Pattern 0 matches every text; where it is missing, the automaton has run out of memory.
    """

    def __init__(self, patterns: Sequence[bytes]) -> None:
        unfit = {n for n, pattern in enumerate(patterns) if _LONG_REPEAT.search(pattern)}
        self._all = range(len(patterns))
        self._always = frozenset(unfit)
        self._numbers = [number for number in self._all if number not in unfit]
        options = google.Options()
        options.max_mem, options.log_errors = _MEMORY, False
        options.encoding = google.Options.Encoding.LATIN1
        self._automaton = google._re2.Set(_ANYWHERE, options)
        for number in self._numbers:
            self._automaton.Add(patterns[number])
        self._automaton.Compile()

    def held_by(self, text: bytes) -> Container[int]:
        """The numbers of the patterns that may match somewhere in the text."""
        found = self._automaton.Match(text) if len(text) <= _LONGEST else ()
        return self._always.union(map(self._numbers.__getitem__, found)) if found else self._all


_common = _Common()
look_with = _common.use
