"""Office documents in one XML file: SpreadsheetML and WordprocessingML of 2003, flat packages, flat
OpenDocument. Hospital programs write the first under the name of a workbook.
"""

import base64
import binascii
from collections.abc import Iterator

from tocsin.read.content import Content
from tocsin.read.format import Loss, Piece
from tocsin.read.formats import opendocument, word
from tocsin.read.table import Row, blocks
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, descendants, local

_SPREADSHEET, _OPEN_DOCUMENT = ":office:spreadsheet", ":xmlns:office:"
_WORD = ("wordDocument", "package")
_BINARY = ("binData", "binary-data", "binaryData")
_FARTHEST = 16_384


def pieces(content: Content, root: Element) -> Iterator[Piece] | None:
    """The document's pieces; None if the XML is of another kind."""
    namespace = str(root.tag).rpartition("}")[0]
    if local(root) == "Workbook" and namespace.endswith(_SPREADSHEET):
        return _workbook(content, root)
    if local(root) in _WORD and "office" in namespace:
        return _with_members(content, root, word.Story(content.document, "corps").pieces(root))
    if local(root) == "document" and _OPEN_DOCUMENT in namespace:
        story = opendocument.Story(content.document, "corps").pieces(root)
        return _with_members(content, root, story)
    return None


def _properties(content: Content, root: Element) -> Iterator[Piece]:
    """Title, author, subject…"""
    kept = root.iter("{*}DocumentProperties", "{*}CustomDocumentProperties", "{*}meta")
    lines = (str(text).strip() for properties in kept for text in properties.itertext())
    yield from text_blocks(content.document, "propriétés", "\n".join(filter(None, lines)))


def _workbook(content: Content, root: Element) -> Iterator[Piece]:
    yield from _properties(content, root)
    for sheet in descendants(root, "Worksheet"):
        locator = f"feuille {attribute(sheet, 'Name')}"
        yield from blocks(content.document, locator, _rows(sheet))
        notes = ("".join(map(str, note.itertext())) for note in descendants(sheet, "Comment"))
        yield from text_blocks(content.document, f"{locator}, commentaires", "\n".join(notes))


def _rows(sheet: Element) -> Iterator[Row]:
    """The rows; those and the cells that are left out are told by the number of the next."""
    number = 0
    for row in descendants(sheet, "Row"):
        index = attribute(row, "Index")
        for _ in range(min(int(index) - number - 1, _FARTHEST) if index.isdigit() else 0):
            number += 1
            yield []
        number += 1
        yield _cells(row)


def _cells(row: Element) -> Row:
    cells: Row = []
    for cell in row.iterchildren("{*}Cell"):
        index, across = attribute(cell, "Index"), attribute(cell, "MergeAcross")
        if index.isdigit():
            cells += [""] * min(int(index) - 1 - len(cells), _FARTHEST)
        data = "".join("".join(map(str, d.itertext())) for d in cell.iterchildren("{*}Data"))
        cells.append(data.removesuffix("T00:00:00.000"))
        cells += [""] * (min(int(across), _FARTHEST) if across.isdigit() else 0)
    return cells


def _with_members(content: Content, root: Element, told: Iterator[Piece]) -> Iterator[Piece]:
    """The story, then the pictures and documents in it."""
    yield from _properties(content, root)
    yield from told
    binaries = root.iter(*("{*}" + name for name in _BINARY))
    for number, element in enumerate(binaries, 1):
        try:
            data = base64.b64decode(element.text or "")
        except binascii.Error:
            yield Loss("corrupt: damaged or cut short")
            continue
        if data:
            yield content.member(f"image-{number}", data)
