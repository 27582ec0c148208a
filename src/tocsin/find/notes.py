"""What carers note of somebody in everyday words (`cherche son mari mort`, `ne se lève plus`).

No list holds such words. In notes that carers write for each other, what stands after somebody's
name and is no matter of the house (appointments, papers, family, meals) is likely about how they
are: enough for a person to look, never more.
"""

from collections.abc import Iterator, Sequence

from tocsin.find import re2
from tocsin.find.genre import Genre, Reading
from tocsin.find.page import Page
from tocsin.find.words import words
from tocsin.model.mention import Mention, MentionKind

NOTED = 0.5
LEAST_WORDS = 3
FURTHER_LINES = 5
"""Lines after the name, where the note is on one person."""

_WORD = re2.compile(rb"\b[A-Z]{4,}\b")
_ADDRESSED = re2.compile(rb"\b(?:VOUS|VOS|VOTRE (?:SEJOUR|VENUE|RENDEZ|DOSSIER|FACTURE))\b")
_HOUSE = words("administrative")
Span = tuple[int, int]


def notes(page: Page, reading: Reading, masked: Sequence[Span]) -> Iterator[Mention]:
    """One mention for each stretch after a name that tells something; `masked` are names."""
    if not reading.of_carers or reading.genre is Genre.GENERAL or reading.is_bill:
        return
    if _ADDRESSED.search(page.folded) is not None:
        return
    lines = dict.fromkeys(page.line(start) for start, _ in reading.named)
    for line in lines:
        start = max(end for begin, end in reading.named if page.line(begin) == line)
        end = _indented(page, line[1]) if len(lines) > 1 else _further(page, line[1])
        if len(_told(page, start, end, masked)) >= LEAST_WORDS:
            yield page.mention(MentionKind.HEALTH, (start, end), "", NOTED, "carers' note")


def _told(page: Page, start: int, end: int, masked: Sequence[Span]) -> set[bytes]:
    """The words of a stretch that are neither names nor matters of the house."""
    found = {
        match.group(0)
        for match in _WORD.finditer(page.folded[start:end])
        if not any(s <= start + match.start() < e for s, e in masked)
    }
    return {word for word in found if word.decode("ascii") not in _HOUSE}


def _indented(page: Page, end: int) -> int:
    """Where the lines end that go on an entry of a list: those that begin with blanks."""
    while page.text[end + 1 : end + 3].isspace() and "\n" not in page.text[end + 1 : end + 3]:
        end = page.line(end + 1)[1]
    return end


def _further(page: Page, end: int) -> int:
    for _ in range(FURTHER_LINES):
        if end >= len(page.folded):
            break
        end = page.line(end + 1)[1]
    return end
