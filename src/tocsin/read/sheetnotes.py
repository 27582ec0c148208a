"""What a workbook says beside its cells: headers and footers, defined names, text boxes; in
OpenDocument the comments too. ECMA-376 part 1 §18.3.1.46, §18.2.5; ODF 1.3 part 3 §9, §14.1.
"""

import html
import re
from collections.abc import Iterator
from itertools import chain

from tocsin.model.document import Block
from tocsin.read.cellnotes import Notes
from tocsin.read.package import Package
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, descendants, local, parse_damaged

_SHEET = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml$")
_DRAWING = re.compile(r"xl/drawings/[\w/]*\.xml$")
_OLD_DRAWING = re.compile(r"xl/drawings/[\w/]*\.vml$")
_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]+)<")
_LAYOUT_CODE = re.compile(r'&(?:[LCRPNDTFAGSBIUXYEOHZ]|"[^"]*"|\d+|K[0-9A-F]{6})', re.I)
_REFERENCE = re.compile(r"^[^\"]*[!:$][^\"]*$")
_TAIL_BYTES = 64_000
"""A sheet's headers stand behind its rows."""

_USUAL_SHEET = re.compile(r"(?:feuil(?:le)?|sheet|tabelle|hoja)\s*\d*$", re.I)
_ODS_WORDS = (b"annotation", b"<draw:", b"form:")


def sheet_names(document: str, names: list[str]) -> Iterator[Block]:
    """The names somebody gave to sheets: one may be a person's."""
    given = (name for name in names if not _USUAL_SHEET.match(name))
    yield from text_blocks(document, "noms des feuilles", "\n".join(given))


def beside_cells(package: Package, document: str) -> Iterator[Block]:
    """Headers, defined names and text boxes of a workbook package."""
    headers = chain.from_iterable(
        _headers(package.tail_of(name, _TAIL_BYTES)) for name in filter(_SHEET.match, package.names)
    )
    yield from text_blocks(document, "en-têtes et pieds", "\n".join(dict.fromkeys(headers)))
    yield from text_blocks(document, "noms définis", "\n".join(_defined(package)))
    for name in filter(_DRAWING.match, package.names):
        root = package.part(name)
        if root is not None:
            lines = chain(_alternatives(root), _words(root, "t", "text"))
            yield from text_blocks(document, "zones de texte", "\n".join(lines))
    for name in filter(_OLD_DRAWING.match, package.names):
        drawing = parse_damaged(package.bytes_of(name))
        if drawing is not None:
            boxes = ("".join(map(str, box.itertext())) for box in descendants(drawing, "textbox"))
            yield from text_blocks(document, "zones de texte", "\n".join(map(str.strip, boxes)))


def without_layout(text: str) -> str:
    """A header or footer without the codes for its place and letters."""
    return _LAYOUT_CODE.sub(" ", text).strip()


def _headers(tail: bytes) -> Iterator[str]:
    for found in _HEADER.findall(tail):
        yield without_layout(html.unescape(found.decode("utf-8", "replace")))


def _defined(package: Package) -> Iterator[str]:
    """Names given to cells and constants, with their value if it is no mere reference."""
    root = package.part("xl/workbook.xml") if "xl/workbook.xml" in package.names else None
    for name in descendants(root, "definedName") if root is not None else ():
        label, value = attribute(name, "name"), name.text or ""
        if not label.startswith("_xlnm."):
            yield label if _REFERENCE.match(value) else f"{label}: {value}"


def _words(root: Element, *names: str) -> Iterator[str]:
    return (element.text or "" for element in root.iter(*("{*}" + name for name in names)))


def _alternatives(root: Element) -> Iterator[str]:
    """What pictures and shapes are said to show."""
    for element in root.iter("{*}cNvPr", "{*}docPr"):
        yield from filter(None, (attribute(element, "descr"), attribute(element, "title")))


def open_document_notes(package: Package) -> tuple[dict[str, Notes], dict[str, list[str]]]:
    """Comments by sheet and row, and the words of shapes and form controls by sheet."""
    if not any(mark in package.bytes_of("content.xml") for mark in _ODS_WORDS):
        return {}, {}
    root = package.part("content.xml")
    notes: dict[str, Notes] = {}
    words: dict[str, list[str]] = {}
    for table in descendants(root, "table") if root is not None else ():
        name = attribute(table, "name")
        notes[name] = dict(_notes_on(table))
        words[name] = [
            text
            for shapes in table.iter("{*}shapes", "{*}frame", "{*}custom-shape")
            for text in _paragraphs(shapes)
        ]
    return {k: v for k, v in notes.items() if v}, words


def _notes_on(table: Element) -> Iterator[tuple[int, str]]:
    number = 1
    for row in descendants(table, "table-row"):
        texts = (" ".join(_paragraphs(note)) for note in descendants(row, "annotation"))
        if text := " ; ".join(texts):
            yield number, text
        repeats = attribute(row, "number-rows-repeated")
        number += int(repeats) if repeats.isdigit() else 1


def _paragraphs(element: Element) -> Iterator[str]:
    for inner in element.iter():
        if local(inner) in ("p", "title", "desc"):
            yield "".join(map(str, inner.itertext()))
