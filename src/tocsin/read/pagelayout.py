"""Tables on a page, out of where its characters stand: lines, cells, columns that hold.

A page tells its characters in the order they were drawn, column by column at times, and an empty
cell leaves no trace: only the places say which name stands beside which date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tocsin.read.table import Row

LEAST_ROWS, LEAST_COLUMNS = 3, 3
CELL_GAP = 0.9
"""Columns are at least so many letter heights apart; words of a sentence a third of one."""

_DRAWN_APART_GAP = 0.35
_WORD_GAP = 0.12
_LONGEST_CELL = 50
_LINE_GAP = 3.0
_SHARED_LINE = 0.5


Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(slots=True)  # not frozen: that would triple its time, and a book has a million
class Word:
    """Characters on end and their box, in points from the lower left corner; `order` is the number
    of the first among all that was drawn."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    order: int

    @property
    def height(self) -> float:
        """How high its box is."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half way up its box."""
        return (self.bottom + self.top) / 2

    @property
    def orders(self) -> range:
        """The numbers of its characters."""
        return range(self.order, self.order + len(self.text))


@dataclass(slots=True)
class Cell:
    """Words drawn one behind the other with no wide gap between them."""

    text: str
    left: float
    right: float
    middle: float
    height: float
    orders: list[int]

    def take(self, word: Word) -> bool:
        """Append a word if it goes on where the last one ended."""
        gap = word.left - self.right
        if abs(word.middle - self.middle) > _SHARED_LINE * self.height:
            return False
        if not -self.height < gap <= CELL_GAP * self.height:
            return False
        self.text += " " + word.text if gap > _WORD_GAP * self.height else word.text
        self.right = word.right
        self.orders += word.orders
        return True


Line = list[Cell]
"""What stands at one height, left to right."""


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table found on a page: its rows, and which characters they took."""

    rows: list[Row]
    orders: frozenset[int]


def may_have_tables(boxes: list[Box]) -> bool:
    """Whether stretches of text stand beside each other often enough to look closer."""
    rows = 0
    beside = sorted(boxes, key=lambda box: (-round((box[1] + box[3]) / 2), box[0]))
    for (_, bottom, right, top), (left, low, _, high) in pairwise(beside):
        height = top - bottom
        same = abs((low + high) - (bottom + top)) < height
        rows += same and left - right > CELL_GAP * height
    return rows >= LEAST_ROWS


def tables_on(words: list[Word]) -> list[PageTable]:
    """The tables of a page, from its top down."""
    return [_table(run) for run in _runs(lines_of(words))]


def lines_of(words: list[Word]) -> list[Line]:
    """The words in cells and lines, from the top of the page down."""
    lines: list[Line] = []
    for cell in sorted(_cells(words), key=lambda cell: -cell.middle):
        if not lines or lines[-1][0].middle - cell.middle > _SHARED_LINE * cell.height:
            lines.append([])
        lines[-1].append(cell)
    return [_joined(line) for line in lines]


def _cells(words: list[Word]) -> list[Cell]:
    cells: list[Cell] = []
    for word in words:
        if not cells or not cells[-1].take(word):
            cells.append(
                Cell(word.text, word.left, word.right, word.middle, word.height, [*word.orders])
            )
    return cells


def _joined(line: Line) -> Line:
    """The line's cells left to right; those drawn apart that touch are one."""
    joined: Line = []
    for cell in sorted(line, key=lambda cell: cell.left):
        gap = cell.left - joined[-1].right if joined else 0.0
        if joined and 0 <= gap <= _DRAWN_APART_GAP * cell.height:
            last = joined[-1]
            last.text += " " + cell.text if gap > _WORD_GAP * cell.height else cell.text
            last.right = cell.right
            last.orders += cell.orders
        else:
            joined.append(cell)
    return joined


def _runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other and are of one table."""
    run: list[Line] = []
    for line in lines:
        far = run and run[-1][0].middle - line[0].middle > _LINE_GAP * run[-1][0].height
        if far or not _is_row(line):
            if _is_table(run):
                yield run
            run = []
        if _is_row(line):
            run.append(line)
    if _is_table(run):
        yield run


def _is_row(line: Line) -> bool:
    return len(line) > 1 and all(len(cell.text) <= _LONGEST_CELL for cell in line)


def _is_table(run: list[Line]) -> bool:
    wide = [line for line in run if len(line) >= LEAST_COLUMNS]
    if len(run) < LEAST_ROWS or 2 * len(wide) <= len(run):
        return False
    return len(_columns(run)) >= LEAST_COLUMNS


def _columns(run: list[Line]) -> list[tuple[float, float]]:
    """The spans across the page that cells share; gaps between them run from top to bottom.

    Lines of few cells, which may run across columns, have no say.
    """
    wide = [line for line in run if len(line) >= LEAST_COLUMNS]
    spans: list[tuple[float, float]] = []
    for left, right in sorted((cell.left, cell.right) for line in wide for cell in line):
        if spans and left <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _table(run: list[Line]) -> PageTable:
    columns = _columns(run)
    rows = [_row(line, columns) for line in run]
    orders = frozenset(order for line in run for cell in line for order in cell.orders)
    return PageTable(rows, orders)


def _row(line: Line, columns: list[tuple[float, float]]) -> Row:
    """The line's cells, each in the column where it begins, or the nearest."""
    row = [""] * len(columns)
    for cell in line:
        reached = [n for n, (left, _) in enumerate(columns) if left <= cell.right]
        at = next((n for n in reached if cell.left <= columns[n][1]), reached[-1] if reached else 0)
        row[at] = f"{row[at]} {cell.text}".strip()
    return row
