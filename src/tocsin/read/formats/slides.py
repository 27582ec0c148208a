"""Presentations (pptx): text and tables of each slide, notes and comments. ECMA-376."""

import re
from collections.abc import Iterator
from functools import partial

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.package import Package, targets_of
from tocsin.read.packageparts import aside
from tocsin.read.telling import Telling
from tocsin.read.xml import Element, attribute, descendants, local

_SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide|comments/\w*comment)\w*\.xml$", re.I)
_PRESENTATION = "ppt/presentation.xml"
_NUMBER = re.compile(r"(\d+)\.xml$")


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    package = Package(content)
    found = sorted(filter(_SLIDE.match, package.names), key=_order)
    if not found and _PRESENTATION not in package.names:
        raise Fault("corrupt: no slide part")
    yield from package.properties()
    places = _places(package)
    for name in found:
        root = package.part(name)
        if root is not None:
            yield from _Slide(content.document, _locator(name, places)).pieces(root)
    yield from aside(package, content.document)
    yield from package.pictures()
    yield from package.losses()


def _order(name: str) -> tuple[int, str]:
    number = _NUMBER.search(name)
    return (int(number[1]) if number else 0, name)


def _places(package: Package) -> dict[str, int]:
    """The number under which each slide is shown; hidden slides have one too."""
    root = package.part(_PRESENTATION) if _PRESENTATION in package.names else None
    targets = targets_of(package, _PRESENTATION)
    shown = descendants(root, "sldId") if root is not None else ()
    return {targets.get(_relation(slide), ""): n for n, slide in enumerate(shown, 1)}


def _relation(slide: Element) -> str:
    """The identifier of a slide's part, which has a namespace; its own number has none."""
    return next((str(v) for k, v in slide.attrib.items() if str(k).endswith("}id")), "")


def _locator(name: str, places: dict[str, int]) -> str:
    number, _ = _order(name)
    if "slides/slide" in name:
        return f"diapositive {places.get(name, number)}"
    return f"commentaires {number}" if "/comments/" in name else f"notes {number}"


class _Slide(Telling):
    """A slide told in order: text, table, text…"""

    def _walk(self, element: Element) -> Iterator[Piece]:
        for child in element:
            match local(child):
                case "p":
                    self._lines.append(_paragraph(child))
                case "tbl":
                    yield from self._table(child)
                case "text":  # of a comment
                    self._lines.append(child.text or "")
                case "cNvPr":  # what a picture is said to show
                    self._lines += filter(None, map(partial(attribute, child), ("descr", "title")))
                case "Fallback":
                    pass
                case _:
                    yield from self._walk(child)

    def _table(self, table: Element) -> Iterator[Piece]:
        rows = [
            ["\n".join(map(_paragraph, cell.iter("{*}p"))) for cell in row.iterchildren("{*}tc")]
            for row in table.iterchildren("{*}tr")
        ]
        yield from self._tell(rows)


def _paragraph(paragraph: Element) -> str:
    return "".join(map(_run, paragraph.iter()))


def _run(element: Element) -> str:
    name = local(element)
    return (element.text or "") if name == "t" else "\n" if name == "br" else ""


FORMATS: Formats = {
    sniff.PPTX: Format(DocumentKind.OFFICE, _read),
}
