"""google-re2 on bytes, called directly.

The package's own Python layer costs more than the search itself on the few hundred bytes of a
letter: it sets up a generator a call and asks for the number of groups each time one is read.
Names and meanings are those of `re`; only what the finders use is here.
"""

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

    def group(self, group: int = 0) -> Any:
        """What a group holds (bytes), None where it took no part."""
        start, end = self._spans[group]
        return None if start < 0 else self._text[start:end]


class Pattern:
    """A compiled pattern; matching takes time linear in the text, whoever wrote it."""

    __slots__ = ("_find", "groups", "pattern")

    def __init__(self, pattern: bytes) -> None:
        compiled = google.compile(pattern)
        self.pattern = pattern
        self.groups: int = compiled.groups
        self._find = compiled._regexp.Match

    def finditer(self, text: bytes) -> list[Match]:
        """All matches that do not overlap, from left to right."""
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
