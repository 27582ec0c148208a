"""OpenDocument texts and presentations (odt, odp). ODF 1.3 part 3. Spreadsheets: see there."""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.odfencryption import clear, is_encrypted
from tocsin.read.package import Package
from tocsin.read.table import blocks
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, local

_MOST_REPEATS = 100
_BREAKS = {"line-break": "\n", "tab": "\t"}


def _read(content: Content, job: Job) -> Iterator[Piece]:
    with Package(content) as package:
        hidden = is_encrypted(package)
    yield from _parts(content.in_clear(clear(content, job.passwords)) if hidden else content)


def _parts(content: Content) -> Iterator[Piece]:
    with Package(content) as package:
        if "content.xml" not in package.names:
            raise Fault("corrupt: no content part")
        yield from package.properties()
        for part, locator in (("styles.xml", "en-tête et pied de page"), ("content.xml", "corps")):
            root = package.part(part) if part in package.names else None
            if root is not None:
                yield from _Story(content.document, locator).pieces(root)
        yield from package.pictures()
        yield from package.losses()


class _Story:
    """One part in reading order: text, table, text…"""

    def __init__(self, document: str, locator: str) -> None:
        self._document, self._locator = document, locator
        self._lines: list[str] = []
        self._tables = 0

    def pieces(self, root: Element) -> Iterator[Piece]:
        """Its text blocks and table blocks."""
        yield from self._walk(root)
        yield from self._flush()

    def _walk(self, element: Element) -> Iterator[Piece]:
        for child in element:
            match local(child):
                case "p" | "h":
                    self._lines.append(_paragraph(child))
                case "table":
                    yield from self._table(child)
                case _:
                    yield from self._walk(child)

    def _flush(self) -> Iterator[Piece]:
        text, self._lines = "\n".join(self._lines), []
        yield from text_blocks(self._document, self._locator, text)

    def _table(self, table: Element) -> Iterator[Piece]:
        yield from self._flush()
        self._tables += 1
        rows = [list(_cells(row)) for row in table.iter("{*}table-row")]
        yield from blocks(self._document, f"{self._locator}, tableau {self._tables}", rows)


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if local(cell) == "table-cell":
            repeats = attribute(cell, "number-columns-repeated")
            text = "\n".join(_paragraph(p) for p in cell.iter("{*}p", "{*}h")).strip()
            for _ in range(min(int(repeats), _MOST_REPEATS) if repeats.isdigit() else 1):
                yield text


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
        else:
            yield _BREAKS.get(name, "")
            yield from _runs(child)
        yield child.tail or ""


FORMATS: Formats = {
    sniff.ODF + kind: Format(DocumentKind.OFFICE, _read)
    for kind in ("text", "text-template", "text-master", "presentation", "graphics")
}
