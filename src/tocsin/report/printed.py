"""The numbers a finished file prints, in order, and which figure each of them is."""

import re
from collections.abc import Iterator, Sequence

import pypdfium2
from selectolax.lexbor import LexborHTMLParser

from tocsin.language import LANGUAGES
from tocsin.report.block import Printed
from tocsin.report.page import Page, sentences

_NUMBER = re.compile(r"\d+(?:[\u202f\u00a0,.]\d+)*")
_GROUPS = str.maketrans("", "", "\u202f\u00a0")
_UNTITLED = "script, style, title"


def numbers_in(name: str, content: bytes) -> list[str]:
    """The numbers of a file in reading order, without the spaces between their thousands.

    A file that is no HTML, PDF or text has none.
    """
    text = _text_of(name, content)
    return [found.translate(_GROUPS) for found in _NUMBER.findall(text)]


def printed(page: Page, name: str, content: bytes) -> list[Printed]:
    """The numbers of a rendered page, each with the figure that it prints."""
    found = numbers_in(name, content)
    owners = [""] * len(found)
    place = 0
    for figure, text in _said(page, with_appendix=page.appendix and not name.endswith(".md")):
        wanted = [number.translate(_GROUPS) for number in _NUMBER.findall(text)]
        start = _find(found, wanted, place)
        if wanted and start is not None:
            owners[start : start + len(wanted)] = [figure] * len(wanted)
            place = start + len(wanted)
    return [Printed(text, owner) for text, owner in zip(found, owners, strict=True)]


def _said(page: Page, *, with_appendix: bool) -> Iterator[tuple[str, str]]:
    for part in page.parts:
        for sentence in sentences(part):
            yield from ((span.figure, span.text) for span in sentence if span.figure)
    if with_appendix:
        yield from ((figure.id, figure.text(LANGUAGES[0])) for figure in page.figures)


def _find(found: Sequence[str], wanted: Sequence[str], start: int) -> int | None:
    """Where `wanted` next stands in `found` from `start` on."""
    size = len(wanted)
    places = range(start, len(found) - size + 1)
    return next((at for at in places if list(found[at : at + size]) == list(wanted)), None)


def _text_of(name: str, content: bytes) -> str:
    match name.rpartition(".")[2]:
        case "html":
            return _html_text(content)
        case "pdf":
            return "\n".join(_pdf_pages(content))
        case "md" | "txt" | "csv":
            return content.decode("utf-8", "replace")
        case _:
            return ""


def _html_text(content: bytes) -> str:
    tree = LexborHTMLParser(content.decode("utf-8", "replace"))
    for node in tree.css(_UNTITLED):
        node.decompose()
    body = tree.body
    return body.text(separator=" ") if body else ""


def _pdf_pages(content: bytes) -> Iterator[str]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return  # altered so far that it is no PDF any more: it prints nothing
    try:
        for page in document:
            yield page.get_textpage().get_text_range()
    finally:
        document.close()
