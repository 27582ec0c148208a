"""The text of a document in one piece, and where each part of it stands."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tocsin.model.document import MEMBER

PATH = "chemin"
BODY = "corps"
GAP = "\n\n"
LONGEST_TITLE = 400
"""Characters before a table that may be its title."""

_LINE_END = re.compile("\n")
_INDENTED = re.compile(r"(?:  |\t)[ \t]*\S")
_NAME_ENDS = re.compile(r"\s*/?|\.\w{1,5}\s*/?")


class Page:
    """Parts of text joined, with the locator of each."""

    def __init__(self, parts: Iterable[tuple[str, str]]) -> None:
        self.starts: list[int] = []
        self._locators: list[str] = []
        pieces: list[str] = []
        length = 0
        for locator, text in parts:
            self.starts.append(length)
            self._locators.append(locator or BODY)
            pieces.append(text)
            length += len(text) + len(GAP)
        self.text = GAP.join(pieces)
        self._lines = [match.start() for match in _LINE_END.finditer(self.text)]

    def locator_at(self, offset: int) -> str:
        """Where the character at `offset` stands."""
        return self._locators[bisect_right(self.starts, offset) - 1]

    def line_at(self, offset: int) -> int:
        """The number of the line of the character at `offset`, from 0."""
        return bisect_right(self._lines, offset - 1)

    def is_indented(self, line: int) -> bool:
        """Whether a line begins with blanks and says something: it goes on the one above."""
        return _INDENTED.match(self.line(line)) is not None

    def line(self, number: int) -> str:
        """A line's text; empty beyond the last one."""
        if not 0 <= number <= len(self._lines):
            return ""
        start = self._lines[number - 1] + 1 if number else 0
        return self.text[start : self._lines[number] if number < len(self._lines) else None]

    def is_path(self, offset: int) -> bool:
        """Whether the character belongs to the document's own path."""
        return self.locator_at(offset) == PATH

    def is_whole_name(self, start: int, end: int) -> bool:
        """Whether a stretch of the path is all of the name of a folder or file."""
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        after = self.text[end:].partition("\n")[0]
        return not before.strip() and _NAME_ENDS.fullmatch(after) is not None


def path_text(document: str) -> str:
    """A document's path as text: each folder on its line, `_` a space."""
    return document.replace(MEMBER, "/").replace("_", " ").replace("/", " /\n")


def title_of(document: str, locator: str, texts: Sequence[tuple[str, str]]) -> str:
    """What a table is of, as told by its file, the folder of that, its sheet and the rows above it.

    `texts` are those of the document before the table, each with its locator.
    """
    above = [text for place, text in texts[-1:] if place == locator]
    file = path_text(document).split("\n")[-2:]
    return "\n".join((*file, locator, *above))[-LONGEST_TITLE:]
