"""A part of an office document told in reading order: text, table, text…"""

from collections.abc import Iterator

from tocsin.read.format import Piece
from tocsin.read.table import Row, blocks
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element


class Telling:
    """What the families of office documents share; each says in `_walk` what its elements mean."""

    def __init__(self, document: str, locator: str) -> None:
        self._document, self._locator = document, locator
        self._lines: list[str] = []
        self._tables = 0

    def pieces(self, root: Element) -> Iterator[Piece]:
        """Its text blocks and table blocks."""
        yield from self._walk(root)
        yield from self._flush()

    def _walk(self, element: Element) -> Iterator[Piece]:
        raise NotImplementedError

    def _flush(self) -> Iterator[Piece]:
        """The text so far."""
        text, self._lines = "\n".join(self._lines), []
        yield from text_blocks(self._document, self._locator, text)

    def _tell(self, rows: list[Row]) -> Iterator[Piece]:
        """The text so far, then a table."""
        yield from self._flush()
        self._tables += 1
        yield from blocks(self._document, f"{self._locator}, tableau {self._tables}", rows)
