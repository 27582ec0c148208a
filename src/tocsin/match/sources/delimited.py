"""An index as CSV: encoding and separator found by looking."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from tocsin.match.columns import find_columns
from tocsin.match.sources.table import IndexTable, Line

SEPARATORS = ";,\t|"
CHUNK = 1 << 20
_ASCII = bytes(range(128))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(path: Path) -> IndexTable:
    """The rows of a delimited text file. Raises `OSError`, `UnicodeError`, `csv.Error`."""
    lines = _lines(path)
    header = next(lines, (0, ()))[1]
    return IndexTable(header, lines)


def _lines(path: Path) -> Iterator[Line]:
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=_separator(path, encoding))
        csv.field_size_limit(CHUNK)
        start = 1
        for row in reader:
            if row:
                yield start, row
            start = reader.line_num + 1


def _separator(path: Path, encoding: str) -> str:
    """The sign that splits the first line into the most known columns, then the most columns."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = next((line for line in file if line.strip()), "")

    def known(sign: str) -> tuple[int, int]:
        header = next(csv.reader([first], delimiter=sign), [])
        return len(find_columns(header)), len(header)

    return max(SEPARATORS, key=known)


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
