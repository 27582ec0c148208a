"""An index as CSV: encoding and separator found by looking."""

import codecs
import csv
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tocsin.match.columns import find_columns
from tocsin.match.sources.table import TITLE_ROWS, IndexTable, Line

SEPARATORS = ";,\t|"
CHUNK = 1 << 20
_ASCII = bytes(range(128))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(path: Path) -> IndexTable:
    """The rows of a delimited text file. Raises `OSError` and `UnicodeError`."""
    encoding = encoding_of(path)
    titles, separator = _header(path, encoding)
    rows = _rows(path, encoding, separator, titles)
    header = next(rows, (0, ()))[1]
    return IndexTable(header, rows)


def _header(path: Path, encoding: str) -> tuple[int, str]:
    """How many lines of titles stand above the header, and the sign that separates its columns.

    Both are those that give the most known columns, then the most columns; the first line counts
    where none is known. A title may be a name of the export, or Excel's own `sep=;`.
    """
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = [
            (number, line)
            for number, line in enumerate(itertools.islice(file, TITLE_ROWS))
            if line.strip()
        ]

    def known(place: tuple[int, str, str]) -> tuple[int, int, int]:
        number, line, sign = place
        header = next(csv.reader([line], delimiter=sign), [])
        columns = len(find_columns(header))
        return columns, -number if not columns else 0, len(header)

    places = [(number, line, sign) for number, line in first for sign in SEPARATORS]
    number, _, sign = max(places, key=known, default=(0, "", SEPARATORS[0]))
    return number, sign


def _rows(path: Path, encoding: str, separator: str, titles: int) -> Iterator[Line]:
    """The rows after so many lines, each with the line it begins on."""
    csv.field_size_limit(CHUNK)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = _Lines(file)
        for _ in itertools.islice(lines, titles):
            lines.taken.clear()
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            start = lines.number + 1
            try:
                row = next(reader, None)
            except csv.Error:
                # A quote that is never closed, or closed in another row: it ends with its line.
                lines.give_back()
                row = _loose(next(lines), separator)
                reader = csv.reader(lines, delimiter=separator, strict=True)
            if row is None:
                return
            lines.taken.clear()
            if row:
                yield start, row


def _loose(line: str, separator: str) -> list[str]:
    """One line by itself, whatever its quotes. Too long a cell makes the row one of no cells."""
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return [""]


class _Lines(Iterator[str]):
    """The lines of a file; those of the row under way can be given back but for being counted."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._returned: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else next(self._file)
        self.number += 1
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """What was taken comes again."""
        self.number -= len(self.taken)
        self._returned += reversed(self.taken)
        self.taken.clear()


def encoding_of(path: Path) -> str:
    """UTF-16 or UTF-8 by mark; UTF-8 if nearly all of it decodes so; else Windows' own."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        if b"\0" in head[:200]:
            return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        wrong = accented = 0
        while head:
            if not head.isascii():
                wrong += decoder.decode(head).count("\ufffd")
                accented += len(head.translate(None, _ASCII))
            head = file.read(CHUNK)
    return "utf-8" if wrong * 10 <= accented else "cp1252"
