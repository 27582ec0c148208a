"""XLSX and CSV: rows in, the bytes of a sheet out."""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from tocsin.clinic.documents.plain import encode
from tocsin.clinic.paper import MADE, Paper, Table


def xlsx(
    sheets: Mapping[str, Table], comments: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """A workbook; `comments` are notes on cells (row, column) of its first sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE.replace(tzinfo=None)})
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name[:31])
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for (at, column), note in (comments or {}).items() if number == 0 else ():
            sheet.write_comment(at, column, note)
    book.close()
    return target.getvalue()


def paper_xlsx(paper: Paper) -> bytes:
    """A paper typed into a sheet: title, then a line a row, tables as cells."""
    rows: Table = [[paper.header]] if paper.header else []
    rows += [[paper.title], [""]]
    for block in paper.blocks:
        rows += [[line] for line in block.split("\n")] if isinstance(block, str) else block
    return xlsx({"Feuil1": rows})


def csv_bytes(
    rows: Sequence[Sequence[str]], delimiter: str = ";", encoding: str = "cp1252"
) -> bytes:
    """A CSV file."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return encode(target.getvalue(), encoding)


def fixed_width(rows: Table, widths: Sequence[int]) -> str:
    """Rows as columns of fixed width, each cell cut to fit, as old printouts do."""
    return "\n".join(
        " ".join(
            cell[:width].ljust(width) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
