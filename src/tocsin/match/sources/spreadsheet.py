"""An index as a spreadsheet or as Parquet."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

import polars
from python_calamine import CalamineWorkbook

from tocsin.match.columns import find_columns, missing_column
from tocsin.match.sources.table import TITLE_ROWS, IndexTable, Line


def read_spreadsheet(path: Path) -> IndexTable:
    """The first sheet whose first rows hold a header with an identifier and a name."""
    book = CalamineWorkbook.from_path(str(path))
    header: list[str] = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for number, row in enumerate(rows[:TITLE_ROWS], 1):
            titles = [_text(cell) for cell in row]
            if not missing_column(find_columns(titles)):
                return IndexTable(titles, _numbered(rows[number:], number + 1))
            header = header or [title for title in titles if title]
    return IndexTable(header, iter(()))


def read_parquet(path: Path) -> IndexTable:
    """The rows of a Parquet file; rows are numbered from 1."""
    frame = polars.read_parquet(path)
    return IndexTable(frame.columns, _numbered(frame.iter_rows(), 1))


def _numbered(rows: Iterable[Iterable[object]], first: int) -> Iterator[Line]:
    for number, row in enumerate(rows, first):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
