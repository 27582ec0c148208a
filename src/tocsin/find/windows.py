"""Long texts in windows: a mailbox or a bundle of reports is not one document about one person."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.find.page import Page
from tocsin.model.mention import Mention

_LONGEST = 8_000
_CUTS = (b"\n\n", b"\n", b" ")


def windows(page: Page) -> Iterator[tuple[int, int]]:
    """Stretches of at most 8,000 characters, cut at a paragraph, else a line, else a word."""
    start, size = 0, len(page.folded)
    while size - start > _LONGEST:
        limit = start + _LONGEST
        middle = start + _LONGEST // 2
        cuts = (page.folded.rfind(cut, middle, limit) for cut in _CUTS)
        end = next((cut + 1 for cut in cuts if cut >= 0), limit)
        yield start, end
        start = end
    yield start, size


def inside(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """Of mentions sorted by start those of a window, with offsets in it."""
    first = bisect.bisect_left(mentions, start, key=_start)
    last = bisect.bisect_left(mentions, end, key=_start)
    return [moved(mention, -start) for mention in mentions[first:last] if mention.end <= end]


def _start(mention: Mention) -> int:
    return mention.start


def moved(mention: Mention, by: int) -> Mention:
    """The same mention `by` characters further."""
    return replace(mention, start=mention.start + by, end=mention.end + by) if by else mention
