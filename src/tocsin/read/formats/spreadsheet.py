"""Workbooks (xlsx, xlsm, xls, xlsb, ods): every sheet, hidden ones too, by calamine."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMORY_BYTES, check_ratio
from tocsin.read.table import Row, blocks


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    _check_size(content)
    try:
        workbook = CalamineWorkbook.from_filelike(content.seekable())
    except PasswordError:
        raise Fault(ENCRYPTED) from None
    for name in workbook.sheet_names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0] + 1
            rows = _trimmed(sheet.to_python(skip_empty_area=True))
        except Exception as error:
            yield Loss(reason_of(error))
            continue
        yield from blocks(content.document, f"feuille {name}", rows, first)


def _check_size(content: Content) -> None:
    if not content.head.startswith(b"PK"):
        return
    with zipfile.ZipFile(content.seekable()) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    check_ratio(content.size, unpacked)
    if unpacked > 4 * MEMORY_BYTES:
        raise Fault("limit: size")


def _trimmed(rows: list[list[Any]]) -> Iterator[Row]:
    """The rows as text; `rows` is emptied on the way so that both never stand in memory whole."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    rows.reverse()
    while rows:
        yield [_text(cell) for cell in rows.pop()]


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "VRAI" if cell else "FAUX"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case dt.datetime():
            midnight = cell.time() == dt.time()
            return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
        case _:
            return "" if cell is None else str(cell)


_FORMAT = Format(DocumentKind.TABLE, _read)
FORMATS: Formats = {
    sniff.XLSX: _FORMAT,
    sniff.XLS: _FORMAT,
    sniff.XLSB: _FORMAT,
    sniff.ODF + "spreadsheet": _FORMAT,
    sniff.ODF + "spreadsheet-template": _FORMAT,
}
