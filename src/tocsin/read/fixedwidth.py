"""Tables whose columns are held by blanks: listings, spools of SQL*Plus, old exports."""

import re
from dataclasses import dataclass
from itertools import pairwise

from tocsin.read.table import Row
from tocsin.read.tableheader import header_at

SAMPLE_CHARS = 32_768
_RULER = re.compile(r"[ \t]*[-=]{2,}(?:[ +|]+[-=]{1,})+[ \t]*$")
_DASHES = re.compile(r"[-=]+")
_LEAST_LINES, _LEAST_COLUMNS, _LEAST_GUTTER = 4, 3, 2
_LONGEST_LINE = 4_000
_WORD = re.compile(r"\S+")
_FIGURES = re.compile(r"\d{4}|\d[/.-]\d")
"""What rows have and headers have not: years, dates, numbers."""

_TITLE_LINES, _LOOKED_AT, _LOOKED_AT_FIRST = 6, 60, 400


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column begins."""

    starts: tuple[int, ...]

    def row(self, line: str) -> Row:
        """The cells of a line; the whole line as one if it does not keep to the columns."""
        line = line.rstrip("\r\n")
        if _RULER.match(line):
            return []
        if any(line[start - 1 : start].strip() for start in self.starts[1:]):
            return [line.strip()]
        ends = (*self.starts[1:], len(line))
        cells = [line[a:b].strip() for a, b in zip(self.starts, ends, strict=True)]
        return cells if any(cells) else []


def of(text: str) -> Columns | None:
    """The columns of the beginning of a file; None if it is no such table."""
    lines = text.split("\n")[:_LOOKED_AT_FIRST]
    if len(text) >= SAMPLE_CHARS:
        lines = lines[:-1] or lines  # the last line may be cut
    if max(map(len, lines)) > _LONGEST_LINE:
        return None
    ruler = next((line for line in lines if _RULER.match(line)), "")
    starts = tuple(found.start() for found in _DASHES.finditer(ruler)) or _by_gutters(lines)
    if not ruler and len(starts) < _LEAST_COLUMNS:
        starts = _by_header(lines)
    if len(starts) < (2 if ruler else _LEAST_COLUMNS):
        return None
    columns = Columns((0, *starts[1:]))
    rows = [row for row in map(columns.row, lines) if row]
    aligned = sum(1 for row in rows if len(row) > 1)
    if len(rows) < _LEAST_LINES or 2 * aligned < len(rows):
        return None
    return columns if ruler or header_at(rows[:60]) is not None else None


def _by_gutters(lines: list[str]) -> tuple[int, ...]:
    """Where columns begin: behind stretches that are blank in every line."""
    told = [line for line in lines if line.strip()]
    width = max(map(len, told), default=0)
    taken = [False] * width
    for line in told:
        for at, character in enumerate(line):
            taken[at] = taken[at] or not character.isspace()
    inked = [at for at in range(width) if taken[at]]
    gaps = [(a, b) for a, b in pairwise(inked) if b - a > _LEAST_GUTTER]
    return (0, *(b for _, b in gaps)) if inked else ()


def _by_header(lines: list[str]) -> tuple[int, ...]:
    """Where columns begin that one blank parts: where a word of the header and a cell of every line
    below begin. Titles may stand above the header: it is the line that gives the most columns,
    and no row, in whose cells words may begin where those of all rows below it do.
    """
    told = [line.rstrip() for line in lines if line.strip()]
    last = min(_TITLE_LINES, len(told) - _LEAST_LINES)
    found = (
        _begun(told[at], told[at + 1 : at + 1 + _LOOKED_AT])
        for at in range(last)
        if not _FIGURES.search(told[at])
    )
    return max(found, key=len, default=())


def _begun(header: str, below: list[str]) -> tuple[int, ...]:
    words = [found.start() for found in _WORD.finditer(header)]
    return (0, *(at for at in words[1:] if all(_begins_at(line, at) for line in below)))


def _begins_at(line: str, start: int) -> bool:
    """Whether a cell begins there: a blank, then none."""
    return line[start - 1 : start].isspace() and bool(line[start : start + 1].strip())
