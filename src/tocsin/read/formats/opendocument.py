"""OpenDocument texts and presentations (odt, odp). ODF 1.3 part 3. Spreadsheets: see there."""

import re
from collections.abc import Iterator
from functools import partial

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.odfencryption import clear, is_encrypted
from tocsin.read.package import Package
from tocsin.read.telling import Telling
from tocsin.read.xml import Element, attribute, local

_MOST_REPEATS = 100
_STORY = re.compile(r"styles\.xml$|(?:[^/]+/)*content\.xml$")
_LOCATORS = {"styles.xml": "en-tête et pied de page", "content.xml": "corps"}
_DECLARED = ("string-value", "current-value", "value", "title")
"""Attributes of variables and form controls that hold what a reader sees."""
_APART = frozenset(("creator", "date", "creator-initials", "title", "desc"))
"""Elements within a paragraph that are no part of its sentence."""
_FORM = ":form:"
_BREAKS = {"line-break": "\n", "tab": "\t"}


def _read(content: Content, job: Job) -> Iterator[Piece]:
    package = Package(content)
    hidden = is_encrypted(package)
    yield from _parts(content.in_clear(clear(content, job.passwords)) if hidden else content)


def _parts(content: Content) -> Iterator[Piece]:
    package = Package(content)
    if "content.xml" not in package.names:
        raise Fault("corrupt: no content part")
    yield from package.properties()
    yield from stories(package, content.document)
    yield from package.pictures()
    yield from package.losses()


def stories(package: Package, document: str, *, but: str = "") -> Iterator[Piece]:
    """Headers and footers, the body, and what is embedded; without the part `but`."""
    for name in sorted(filter(_STORY.match, package.names), key=_order):
        root = package.part(name) if name != but else None
        if root is not None:
            yield from Story(document, _LOCATORS.get(name, "objet incorporé")).pieces(root)


def _order(name: str) -> tuple[bool, str]:
    """Headers and footers, the body, then what is embedded in it."""
    return name not in _LOCATORS, "" if name == "styles.xml" else name


class Story(Telling):
    """One part in reading order: text, table, text…"""

    def _walk(self, element: Element) -> Iterator[Piece]:
        for child in element:
            match local(child):
                case "p" | "h":
                    self._lines.append(_paragraph(child))
                case "table":
                    yield from self._table(child)
                case "title" | "desc":  # what a picture is said to show
                    self._lines.append(child.text or "")
                case name if name.endswith("-decl") or _FORM in str(child.tag):
                    self._lines += filter(None, map(partial(attribute, child), _DECLARED))
                    yield from self._walk(child)
                case _:
                    yield from self._walk(child)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [list(_cells(row)) for row in _rows(table)]
        yield from self._tell(rows)


def _rows(table: Element) -> Iterator[Element]:
    """Its own rows, not those of tables within its cells."""
    for child in table:
        if local(child) == "table-row":
            yield child
        elif local(child) != "table":
            yield from _rows(child)


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            repeats = attribute(cell, "number-columns-repeated")
            text = "\n".join(map(_paragraph, _paragraphs(cell))).strip()
            for _ in range(min(int(repeats), _MOST_REPEATS) if repeats.isdigit() else 1):
                yield text


def _paragraphs(element: Element) -> Iterator[Element]:
    """The nearest paragraphs below: those of a text box within one are told with it."""
    for child in element:
        if local(child) in ("p", "h"):
            yield child
        else:
            yield from _paragraphs(child)


def _paragraph(paragraph: Element) -> str:
    return "".join(_runs(paragraph)).strip()


def _runs(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), _MOST_REPEATS) if count.isdigit() else 1)
        elif name in ("p", "h"):
            yield f"\n{_paragraph(child)}\n"
        elif name in _APART:
            yield f" {child.text or ''} "
        else:
            yield _link(child) if name == "a" else ""
            yield _BREAKS.get(name, "")
            yield from _runs(child)
        yield child.tail or ""


def _link(element: Element) -> str:
    """Where a link leads, unless within the document."""
    address = attribute(element, "href").removeprefix("mailto:")
    return "" if address.startswith("#") or not address else f"{address} "


FORMATS: Formats = {
    sniff.ODF + kind: Format(DocumentKind.OFFICE, _read)
    for kind in ("text", "text-template", "text-master", "presentation", "graphics")
}
