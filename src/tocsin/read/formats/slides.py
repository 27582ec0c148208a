"""Presentations (pptx): the text of each slide and its notes. ECMA-376."""

import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.package import Package
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, descendants, local

_SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide|comments/\w*comment)(\w*)\.xml$")


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    with Package(content) as package:
        found = sorted(filter(_SLIDE.match, package.names), key=_order)
        if not found and "ppt/presentation.xml" not in package.names:
            raise Fault("corrupt: no slide part")
        yield from package.properties()
        for name in found:
            root = package.part(name)
            if root is not None:
                yield from text_blocks(content.document, _locator(name), _text(root))
        yield from package.pictures()
        yield from package.losses()


def _order(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return (int(number[1]) if number else 0, name)


def _locator(name: str) -> str:
    number, _ = _order(name)
    return f"diapositive {number}" if "slides/slide" in name else f"notes {number}"


def _text(root: Element) -> str:
    lines = ["".join(map(_run, paragraph.iter())) for paragraph in descendants(root, "p")]
    lines += [element.text or "" for element in descendants(root, "text")]
    return "\n".join(lines)


def _run(element: Element) -> str:
    name = local(element)
    return (element.text or "") if name == "t" else "\n" if name == "br" else ""


FORMATS: Formats = {
    sniff.PPTX: Format(DocumentKind.OFFICE, _read),
}
