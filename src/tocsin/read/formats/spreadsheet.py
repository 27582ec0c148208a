"""Workbooks (xlsx, xlsm, xls, xlsb, ods): every sheet, hidden ones too, by calamine."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

from tocsin.model.document import DocumentKind
from tocsin.read import odfencryption, sniff
from tocsin.read.biffnotes import beside
from tocsin.read.blips import blips
from tocsin.read.cellnotes import Notes, beside_rows, notes_of
from tocsin.read.cfb import MAGIC, CompoundFile
from tocsin.read.content import Content
from tocsin.read.extent import check_biff, check_sheet
from tocsin.read.fault import ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats.opendocument import stories
from tocsin.read.limits import MEMORY_BYTES, check_ratio
from tocsin.read.oleobject import objects
from tocsin.read.oleproperties import properties
from tocsin.read.package import Package
from tocsin.read.packageparts import aside
from tocsin.read.programs import msoffcrypto
from tocsin.read.sheetnotes import beside_cells, open_document_notes, sheet_names
from tocsin.read.table import Row, blocks
from tocsin.read.text import text_blocks

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")
_WITH_CELLS = (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet, SheetTypeEnum.DialogSheet)
_MOST_EXACT = 2**53


def _read(content: Content, job: Job) -> Iterator[Piece]:
    if not content.head.startswith(MAGIC):
        package = Package(content)
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
    told = beside(_workbook_stream(old)) if old else None
    notes, words = (told.notes, told.words) if told else _of_package(content)
    yield from sheet_names(content.document, workbook.sheet_names)
    for metadata in workbook.sheets_metadata:
        if metadata.typ in _WITH_CELLS:
            yield from _sheet(content.document, workbook, metadata.name, notes)
    yield from _loose(content.document, notes, words)
    if old and told:
        yield from _beside_old(content, old, told.drawings)
    else:
        yield from _beside_package(content)


def _sheet(
    document: str, workbook: CalamineWorkbook, name: str, notes: dict[str, Notes]
) -> Iterator[Piece]:
    try:
        sheet = workbook.get_sheet_by_name(name)
        first = (sheet.start or (0, 0))[0] + 1
        rows = _trimmed(sheet.to_python(skip_empty_area=True))
    except Exception as error:
        yield Loss(reason_of(error))
        return
    noted = notes.get(name)
    for block in blocks(document, f"feuille {name}", rows, first):
        yield beside_rows(block, noted) if noted else block


def _of_package(content: Content) -> tuple[dict[str, Notes], dict[str, list[str]]]:
    """The comments of each sheet, and the words that stand loose on it."""
    package = Package(content)
    if "content.xml" in package.names:
        return open_document_notes(package)
    return notes_of(package), {}


def _loose(document: str, notes: dict[str, Notes], words: dict[str, list[str]]) -> Iterator[Piece]:
    """Comments on titles, headers and cells beyond the table; text boxes; headers and footers."""
    for name, left in notes.items():
        text = "\n".join(left[row] for row in sorted(left))
        yield from text_blocks(document, f"feuille {name}, commentaires", text)
    for name, lines in words.items():
        yield from text_blocks(document, f"feuille {name}, hors cellules", "\n".join(lines))


def _beside_package(content: Content) -> Iterator[Piece]:
    """Text boxes, headers, properties, pictures and embedded documents of a package."""
    package = Package(content)
    yield from package.properties()
    yield from stories(package, content.document, but="content.xml")
    yield from beside_cells(package, content.document)
    yield from aside(package, content.document)
    yield from package.pictures()
    yield from package.losses()


def _beside_old(content: Content, file: CompoundFile, drawings: bytes) -> Iterator[Piece]:
    """Properties, pictures and embedded documents of an old workbook."""
    yield from text_blocks(content.document, "propriétés", properties(file))
    yield from objects(content, file)
    for number, picture in enumerate(blips(drawings), 1):
        yield content.member(f"image-{number}", picture)


def _workbook_stream(file: CompoundFile) -> bytes:
    return file.stream("Workbook") or file.stream("Book") or b""


def _check_old(file: CompoundFile) -> None:
    stream = _workbook_stream(file)
    if not stream or file.has_loop:  # the library would follow a loop until memory ends
        raise Fault("corrupt: damaged or cut short")
    check_biff(stream)


def _check_size(content: Content) -> None:
    archive = content.archive
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
            return str(int(cell)) if cell.is_integer() and abs(cell) <= _MOST_EXACT else repr(cell)
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
