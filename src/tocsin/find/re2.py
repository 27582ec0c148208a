"""google-re2 on bytes, called directly.

The package's own Python layer costs more than the search itself on the few hundred bytes of a
letter: it sets up a generator a call and asks for the number of groups each time one is read.
Names and meanings are those of `re`; only what the finders use is here.

A text in which many patterns are looked for is `Scanned`: one pass tells which of them it holds,
and the others are not tried.
"""

import re
from collections.abc import Container
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

    def __init__(self, pattern: bytes) -> None:
        compiled = google.compile(pattern)
        self.pattern = pattern
        self.groups: int = compiled.groups
        self.number = _common.add(pattern)
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


def compile(pattern: bytes) -> Pattern:  # noqa: A001 - the name it has in `re`
    """The compiled pattern. Raises `re2.error` for one that is malformed."""
    return Pattern(pattern)


# one pass for many patterns

_LONGEST = 2_000
"""Longer texts hold some of everything."""

_MEMORY = 64 << 20
_LONG_REPEAT = re.compile(rb"\{\d*,?(?:[5-9]|\d\d+),?\}")
_OF_SURROUNDINGS = re.compile(rb"^\^|^(?!\(\?m\)).*\$$", re.DOTALL)


class Scanned(bytes):
    """A text of which it is known by number which patterns it holds."""

    @cached_property
    def held(self) -> Container[int]:
        """The numbers of the patterns that it may hold: it is looked through when first asked."""
        return _common.held_by(self)


class _Common:
    """The patterns that are looked for in whole texts, as one automaton (RE2::Set).

    Number 0 is a pattern that every text holds; patterns that come too late or are unfit bear it
    too, and are always tried.
    """

    def __init__(self) -> None:
        self._patterns = [b""]
        self._match: Any = None

    def add(self, pattern: bytes) -> int:
        """The number of a pattern.

        Counted repeats multiply the states of an automaton, and what is anchored at an end is
        looked for around a place, not in a whole text: both are left out.
        """
        if self._match or _LONG_REPEAT.search(pattern) or _OF_SURROUNDINGS.search(pattern):
            return 0
        self._patterns.append(pattern)
        return len(self._patterns) - 1

    def held_by(self, text: bytes) -> Container[int]:
        """The numbers of the patterns that match somewhere in the text."""
        match = self._match or self._compile()
        found = frozenset(match(text)) if len(text) <= _LONGEST else None
        # without even number 0 the automaton has run out of memory
        return found or range(len(self._patterns))

    def _compile(self) -> Any:
        options = google.Options()
        options.max_mem, options.log_errors = _MEMORY, False
        options.encoding = google.Options.Encoding.LATIN1
        automaton = google._re2.Set(_ANYWHERE, options)
        for pattern in self._patterns:
            automaton.Add(pattern)
        automaton.Compile()
        self._match = automaton.Match
        return self._match


_common = _Common()
