"""Workbooks (xlsx, xlsm, xls, xlsb, ods): every sheet, hidden ones too, by calamine."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from python_calamine import CalamineWorkbook, PasswordError

from tocsin.model.document import DocumentKind
from tocsin.read import odfencryption, sniff
from tocsin.read.cellnotes import Notes, beside_rows, notes_of
from tocsin.read.cfb import MAGIC, CompoundFile
from tocsin.read.content import Content
from tocsin.read.extent import check_biff, check_sheet
from tocsin.read.fault import EMBEDDED, ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMORY_BYTES, check_ratio
from tocsin.read.package import Package
from tocsin.read.programs import msoffcrypto
from tocsin.read.table import Row, blocks
from tocsin.read.text import text_blocks

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_DRAWINGS = re.compile(r"xl/drawings/[\w/]*\.xml$")


def _read(content: Content, job: Job) -> Iterator[Piece]:
    if not content.head.startswith(MAGIC):
        with Package(content) as package:
            hidden = odfencryption.is_encrypted(package)
        if hidden:
            content = content.in_clear(odfencryption.clear(content, job.passwords))
        yield from _sheets(content)
    elif _is_encrypted(CompoundFile(content.data())):
        yield from _sheets(content.in_clear(msoffcrypto.clear(content.data(), job.passwords)))
    else:
        yield from _sheets(content)


def _is_encrypted(file: CompoundFile) -> bool:
    try:
        _check_old(file)
    except Fault as fault:
        return fault.reason == ENCRYPTED
    return False


def _sheets(content: Content) -> Iterator[Piece]:
    old = CompoundFile(content.data()) if content.head.startswith(MAGIC) else None
    if old:
        _check_old(old)
    else:
        _check_size(content)
    try:
        workbook = CalamineWorkbook.from_filelike(content.seekable())
    except PasswordError:
        raise Fault(ENCRYPTED) from None
    notes = {} if old else _cell_notes(content)
    for name in workbook.sheet_names:
        try:
            sheet = workbook.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0] + 1
            rows = _trimmed(sheet.to_python(skip_empty_area=True))
        except Exception as error:
            yield Loss(reason_of(error))
            continue
        noted = notes.get(name)
        for block in blocks(content.document, f"feuille {name}", rows, first):
            yield beside_rows(block, noted) if noted else block
    if not old:
        yield from _loose_notes(content.document, notes)
        yield from _beside_the_cells(content)
    elif old.embeds_objects:
        yield Loss(EMBEDDED)


def _cell_notes(content: Content) -> dict[str, Notes]:
    with Package(content) as package:
        return notes_of(package)


def _loose_notes(document: str, notes: dict[str, Notes]) -> Iterator[Piece]:
    """Comments on titles, headers and cells beyond the table."""
    for name, left in notes.items():
        text = "\n".join(left[row] for row in sorted(left))
        yield from text_blocks(document, f"feuille {name}, commentaires", text)


def _beside_the_cells(content: Content) -> Iterator[Piece]:
    """Text boxes, properties, pictures and embedded documents of a package."""
    with Package(content) as package:
        yield from package.properties()
        for name in filter(_DRAWINGS.match, package.names):
            root = package.part(name)
            if root is not None:
                lines = (element.text or "" for element in root.iter("{*}t", "{*}text"))
                yield from text_blocks(content.document, "zones de texte", "\n".join(lines))
        yield from package.pictures()
        yield from package.losses()


def _check_old(file: CompoundFile) -> None:
    stream = file.stream("Workbook") or file.stream("Book")
    if not stream or file.has_loop:  # the library would follow a loop until memory ends
        raise Fault("corrupt: damaged or cut short")
    check_biff(stream)


def _check_size(content: Content) -> None:
    with zipfile.ZipFile(content.seekable()) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
        check_ratio(content.size, unpacked)
        if unpacked > 4 * MEMORY_BYTES:
            raise Fault("limit: size")
        for name in filter(_SHEET.match, archive.namelist()):
            with archive.open(name) as part:
                check_sheet(cast(BinaryIO, part))


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
