"""Word documents (docx): body, tables, headers, footers, notes, comments, text boxes. ECMA-376."""

import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.package import Package
from tocsin.read.packageparts import aside
from tocsin.read.table import Row
from tocsin.read.telling import Telling
from tocsin.read.xml import Element, attribute, local

_PARTS = (
    (re.compile(r"word/header\d*\.xml$"), "en-tête"),
    (re.compile(r"word/document\d*\.xml$"), "corps"),
    (re.compile(r"word/footnotes\d*\.xml$"), "notes"),
    (re.compile(r"word/endnotes\d*\.xml$"), "notes de fin"),
    (re.compile(r"word/comments\d*\.xml$"), "commentaires"),
    (re.compile(r"word/footer\d*\.xml$"), "pied de page"),
    (re.compile(r"word/glossary/document\d*\.xml$"), "blocs de construction"),
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_SKIPPED = frozenset(("Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr"))
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]+)"')
_MOST_SPANNED = 100


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    package = Package(content)
    if not any(_PARTS[1][0].search(name) for name in package.names):
        raise Fault("corrupt: no document part")
    yield from package.properties()
    for pattern, locator in _PARTS:
        for name in sorted(filter(pattern.match, package.names)):
            root = package.part(name)
            if root is not None:
                yield from Story(content.document, locator).pieces(root)
    yield from aside(package, content.document)
    yield from package.pictures()
    yield from package.losses()


class Story(Telling):
    """One part of a document, told in reading order: text, table, text…"""

    def _walk(self, element: Element) -> Iterator[Piece]:
        for child in element:
            match local(child):
                case "p":
                    self._lines.append(_paragraph(child))
                case "tbl":
                    yield from self._table(child)
                case name if name not in _SKIPPED:
                    yield from self._walk(child)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = list(_rows(table))
        if len(rows) < 2 or max(map(len, rows)) < 2:
            self._lines += ["\t".join(row) for row in rows]
            return
        yield from self._tell(rows)


def _rows(table: Element) -> Iterator[Row]:
    """The rows of a table; a cell's paragraphs, and tables within it, become its lines."""
    for row in _below(table, "tr", "tbl"):
        yield [text for cell in _below(row, "tc", "tbl") for text in _cell(cell)]


def _cell(cell: Element) -> Iterator[str]:
    """A cell's text, then an empty one for each further column it spans."""
    yield "\n".join(map(_paragraph, _below(cell, "p", ""))).strip()
    for properties in cell.iterchildren("{*}tcPr"):
        for span in properties.iterchildren("{*}gridSpan"):
            wide = attribute(span, "val")
            yield from [""] * (min(int(wide), _MOST_SPANNED) - 1 if wide.isdigit() else 0)


def _below(element: Element, name: str, barrier: str) -> Iterator[Element]:
    """The nearest descendants of that name, not looking within them nor within `barrier`."""
    for child in element:
        found = local(child)
        if found == name:
            yield child
        elif found not in _SKIPPED and found != barrier:
            yield from _below(child, name, barrier)


def _paragraph(paragraph: Element) -> str:
    return "".join(_runs(paragraph)).strip()


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        match local(child):
            case "t" | "delText":  # deleted text is in the file all the same
                yield child.text or ""
            case "instrText":
                yield from _ADDRESS.findall(child.text or "")
            case "docPr":  # what a picture is said to show
                yield " ".join(filter(None, (attribute(child, "descr"), attribute(child, "title"))))
            case "ddList":
                yield _chosen(child)
            case "p":  # a text box
                yield f"\n{_paragraph(child)}\n"
            case name if name in _BREAKS:
                yield _BREAKS[name]
            case name if name not in _SKIPPED:
                yield from _runs(child)


def _chosen(choices: Element) -> str:
    """The entry of a drop-down list that is chosen."""
    entries = [attribute(entry, "val") for entry in choices.iterchildren("{*}listEntry")]
    number = next((attribute(r, "val") for r in choices.iterchildren("{*}result")), "0")
    chosen = int(number) if number.isdigit() else 0
    return entries[chosen] if chosen < len(entries) else ""


FORMATS: Formats = {sniff.DOCX: Format(DocumentKind.OFFICE, _read)}
