"""PDFium by its C functions: what pypdfium2 leaves to its raw interface."""

import ctypes
import re
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from tocsin.read.pagelayout import Box, Word

INVISIBLE = 3
_WIDGET = 20
_DEEPEST = 15
_WORD = re.compile("[^\0- \xa0]+")
_HALVES = re.compile("[\ud800-\udfff]")
_UNEVEN = 0.2


def words(textpage: pypdfium2.PdfTextPage) -> Iterator[Word]:
    """The words of a page that are printed, each with the box of its whole advance.

    PDFium parts what stands apart, so only the first and the last character of a word are asked
    where they stand; all of them if the word does not run from the one to the other.
    """
    box_of = partial(_box, textpage.raw, pdfium.FS_RECTF())
    for found in _WORD.finditer(characters(textpage)):
        text, start, end = found[0], found.start(), found.end()
        first = box_of(start)
        last = box_of(end - 1) if end - start > 1 else first
        if first and last and _is_even(first, last, end - start):
            left, bottom, _, top = first
            yield Word(text, left, bottom, last[2], top, start)
        else:
            boxes = ((index, box_of(index)) for index in range(start, end))
            yield from (Word(text[at - start], *box, at) for at, box in boxes if box)


def _box(raw: Any, place: Any, index: int) -> Box | None:
    """Where a character stands, if it takes any room."""
    if pdfium.FPDFText_GetLooseCharBox(raw, index, place) and place.top > place.bottom:
        return place.left, place.bottom, place.right, place.top
    return None


def _is_even(first: Box, last: Box, count: int) -> bool:
    """Whether as many characters run from the first to the last on one line."""
    height = first[3] - first[1]
    level = abs(first[3] + first[1] - last[3] - last[1]) < _UNEVEN * height
    return level and 0 < last[2] - first[0] <= count * height


def characters(textpage: pypdfium2.PdfTextPage) -> str:
    """All that is drawn on a page, in that order: one for each character that PDFium counts."""
    raw = textpage.raw
    count = max(0, pdfium.FPDFText_CountChars(raw))
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(raw, 0, count, units) == len(units):
        codes = units[:-1]
    else:  # it left some out
        codes = [pdfium.FPDFText_GetUnicode(raw, index) for index in range(count)]
    text = "".join(chr(code) if code <= sys.maxunicode else "\ufffd" for code in codes)
    return _HALVES.sub("\ufffd", text).replace("\ufffe", "\x02")


def text_but(textpage: pypdfium2.PdfTextPage, taken: frozenset[int]) -> str:
    """The text of a page without the characters of those numbers."""
    left = (c for index, c in enumerate(characters(textpage)) if index not in taken)
    lines = "".join(left).replace("\r", "").replace("\x02", "-").split("\n")
    return "\n".join(line for line in lines if line.strip())


def rectangles(textpage: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float]]:
    """The boxes of the page's stretches of text: left, bottom, right, top."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, top, right, bottom = sides
    found = []
    for index in range(textpage.count_rects()):
        pdfium.FPDFText_GetRect(textpage.raw, index, *sides)
        found.append((left.value, bottom.value, right.value, top.value))
    return found


def things_on(page: pypdfium2.PdfPage, kind: int, depth: int) -> Iterator[Any]:
    """What is drawn on a page of one kind (`FPDF_PAGEOBJ_…`), as PDFium's handles, down to `depth`
    forms within one another."""
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    return _things(page.raw, count, get, kind, depth)


def _things(parent: Any, count: Any, get: Any, kind: int, depth: int) -> Iterator[Any]:
    kind_of = pdfium.FPDFPageObj_GetType
    for index in range(count(parent)):
        thing = get(parent, index)
        found = kind_of(thing)
        if found == kind:
            yield thing
        elif found == pdfium.FPDF_PAGEOBJ_FORM and depth > 1:
            inner = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
            yield from _things(thing, *inner, kind, depth - 1)


def hides_text(page: pypdfium2.PdfPage) -> bool:
    """Whether most of the page's text is invisible, as a scanner lays it under its picture."""
    modes = [
        pdfium.FPDFTextObj_GetTextRenderMode(thing)
        for thing in things_on(page, pdfium.FPDF_PAGEOBJ_TEXT, _DEEPEST)
    ]
    return 2 * modes.count(INVISIBLE) > len(modes)


def annotations(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    """What notes, links and form fields of a page hold, a line each."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if pdfium.FPDFAnnot_GetSubtype(annotation) != _WIDGET:
            for key in (b"T", b"Subj"):
                yield _string(pdfium.FPDFAnnot_GetStringValue, annotation, key)
        yield _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
        yield _address(document, annotation)
        if document.formenv:
            form = document.formenv.raw
            label = _string(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
            label = label or _string(pdfium.FPDFAnnot_GetFormFieldName, form, annotation)
            value = _string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
            yield f"{label}: {value}" if value else ""
        pdfium.FPDFPage_CloseAnnot(annotation)


def _address(document: pypdfium2.PdfDocument, annotation: object) -> str:
    """Where a link leads."""
    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    length = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, length)
    return buffer.value.decode("utf-8", "replace").removeprefix("mailto:")


def form_packets(document: pypdfium2.PdfDocument) -> Iterator[bytes]:
    """The data of an XFA form, as XML."""
    for index in range(pdfium.FPDF_GetXFAPacketCount(document.raw)):
        name = ctypes.create_string_buffer(64)
        pdfium.FPDF_GetXFAPacketName(document.raw, index, name, 64)
        if name.value != b"datasets":
            continue
        size = ctypes.c_ulong()
        pdfium.FPDF_GetXFAPacketContent(document.raw, index, None, 0, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(size.value)
        pdfium.FPDF_GetXFAPacketContent(document.raw, index, buffer, size.value, ctypes.byref(size))
        yield buffer.raw[: size.value]


def _string(function: object, *arguments: object) -> str:
    """A UTF-16 string from a PDFium function that fills a buffer."""
    length = function(*arguments, None, 0)  # type: ignore[operator]
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    place = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    function(*arguments, place, length)  # type: ignore[operator]
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
