"""Tables drawn with bars in a text (`│ Poste │ Nom │`): mails, minutes, listings of a database.

The text stays one that is read as such; its tables are also read row by row.
"""

from collections.abc import Iterator
from itertools import groupby

from tocsin.model.document import TableBlock, TextBlock

BARS = "│┃║|¦"
LEAST_ROWS, LEAST_COLUMNS = 3, 3
_LINE_OF_TEXT = "ligne "
_FRAME = frozenset("─━═┄┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╟╢╧╤╪+-=:_ \t\r│┃║|¦")
Numbered = tuple[int, list[str]]


def drawn_tables(block: TextBlock) -> Iterator[tuple[str, TableBlock]]:
    """The tables of a text, each with the text above it.

    Row i stands on the line `first_row + i` of the document or part.
    """
    bar = next((bar for bar in BARS if block.text.count(bar) >= LEAST_ROWS * 2), "")
    if not bar:
        return
    first, locator = _place(block)
    lines = block.text.split("\n")
    told = [(at, cells) for at, line in enumerate(lines) if (cells := _cells(line, bar))]
    for width, run in groupby(told, key=lambda one: len(one[1])):
        rows = list(run)
        if width >= LEAST_COLUMNS and len(rows) >= LEAST_ROWS:
            above = "\n".join(lines[: rows[0][0]])
            yield above, _table(block.document, locator, first, rows)


def _place(block: TextBlock) -> tuple[int, str]:
    """The number of a text's first line, and where its lines are counted."""
    number = block.locator.removeprefix(_LINE_OF_TEXT)
    if number != block.locator and number.isdigit():
        return int(number), ""
    return 1, block.locator


def _cells(line: str, bar: str) -> list[str]:
    """The cells of a line, one where nothing parts it; none of frames and blank lines."""
    if _FRAME.issuperset(line):
        return []
    cells = [cell.strip() for cell in line.strip().split(bar)]
    if len(cells) > LEAST_COLUMNS and not cells[0]:
        del cells[0]
    if len(cells) > LEAST_COLUMNS and not cells[-1]:
        del cells[-1]
    return cells


def _table(document: str, locator: str, first: int, rows: list[Numbered]) -> TableBlock:
    """The first row is the header; blank rows stand for the frame's lines between the others."""
    (_, header), *below = rows
    start, end = below[0][0], below[-1][0]
    filled = dict(below)
    lines = [filled.get(at, []) for at in range(start, end + 1)]
    return TableBlock(document, locator, tuple(header), lines, first + start)
