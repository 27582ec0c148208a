"""Rows to tables: which row is the header, what stands above it, in blocks of bounded size."""

from collections.abc import Iterable, Iterator
from itertools import chain

from tocsin.model.document import ROWS_PER_BLOCK, Block, TableBlock, TextBlock
from tocsin.read.tableheader import goes_on, header_at, new_headers, two_storeys

Row = list[str]

LOOK_AHEAD = 60
"""Rows looked at to find the header."""

CELLS_PER_BLOCK = 400_000
"""A file that is one endless line has rows of hundreds of thousands of cells."""


def blocks(document: str, locator: str, rows: Iterable[Row], first: int = 1) -> Iterator[Block]:
    """`rows` as table blocks; title rows above the header as text. `first` is the first row's
    number in its table. Blank rows at the ends are dropped, those within kept so that numbers hold.
    """
    stream = iter(rows)
    head = _take(stream, LOOK_AHEAD)
    while head and not any(head[0]):
        head.pop(0)
        first += 1
    if not head:
        return
    at = header_at(head)
    titles = "\n".join(" ".join(filter(None, row)) for row in head[: at or 0]).strip()
    if titles:
        yield TextBlock(document, locator, titles)
    header, start = _header(head, at)
    rest = chain(head[start:], stream)
    yield from _sections(document, locator, header, rest, first + start)


def _header(head: list[Row], at: int | None) -> tuple[tuple[str, ...], int]:
    """The header that stands at `at`, and where the rows below it begin."""
    if at is None:
        return (), 0
    if at + 1 < len(head) and goes_on(head[at], head[at + 1]):
        return two_storeys(head[at], head[at + 1]), at + 2
    return tuple(head[at]), at + 1


def _take(rows: Iterator[Row], most: int) -> list[Row]:
    """The next rows: at most that many, and fewer if they are so wide that memory would suffer."""
    taken: list[Row] = []
    cells = 0
    for row in rows:
        taken.append(row)
        cells += len(row)
        if len(taken) == most or cells > CELLS_PER_BLOCK:
            break
    return taken


def _sections(
    document: str, locator: str, header: tuple[str, ...], rows: Iterator[Row], first: int
) -> Iterator[Block]:
    """The rows under the header each has: another table may follow the first, behind a blank row
    or with another width; a header said again on each page is none of the rows."""
    untold = header
    while block := _take(rows, ROWS_PER_BLOCK):
        length, start = len(block), 0
        for at in (*new_headers(header, block), length):
            for told in _block(document, locator, header, block[start:at], first + start):
                yield told
                untold = ()
            if at < length:
                if any(untold):
                    yield TableBlock(document, locator, untold, [], first + at)
                header = untold = tuple(block[at])
                start = at + 1
        first += length
    if any(untold):
        yield TableBlock(document, locator, untold, [], first)


def _block(
    document: str, locator: str, header: tuple[str, ...], rows: list[Row], first: int
) -> Iterator[Block]:
    """A block of those rows, without blank ones at their end; none if all are blank."""
    while rows and not any(rows[-1]):
        rows.pop()
    if rows:
        yield TableBlock(document, locator, header, rows, first)


def headed(
    document: str, locator: str, header: tuple[str, ...], rows: Iterable[Row], first: int = 2
) -> Iterator[Block]:
    """`rows` under a known header as table blocks; `first` is the number of the first of them."""
    yield from _cut(document, locator, header, iter(rows), first)


def _cut(
    document: str, locator: str, header: tuple[str, ...], rows: Iterator[Row], first: int
) -> Iterator[Block]:
    told = False
    while block := _take(rows, ROWS_PER_BLOCK):
        length = len(block)
        for told_block in _block(document, locator, header, block, first):
            yield told_block
            told = True
        first += length
    if not told and any(header):
        yield TableBlock(document, locator, header, [], first)
