"""PDFium by its C functions: what pypdfium2 leaves to its raw interface."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from tocsin.read.pagelayout import Glyphs

INVISIBLE = 3
_WIDGET = 20
_DEEPEST = 15
_SPACE, _NO_BREAK_SPACE, _REPLACEMENT, _BEYOND = 0x20, 0xA0, 0xFFFD, 0x110000


def glyphs(textpage: pypdfium2.PdfTextPage) -> Glyphs:
    """The characters of a page that are printed, each with the box of its whole advance."""
    raw, codes = textpage.raw, _codes(textpage)
    boxes = (pdfium.FS_RECTF * len(codes))()
    for index, code in enumerate(codes):
        if code > _SPACE and code != _NO_BREAK_SPACE:
            pdfium.FPDFText_GetLooseCharBox(raw, index, boxes[index])
    left, top, right, bottom = np.array(boxes).view(np.float32).reshape(-1, 4).T.astype(np.float64)
    kept = np.flatnonzero(top > bottom)
    characters = np.array([*map(_code_point, codes)], np.uint32)
    return Glyphs(characters[kept], np.stack((left, bottom, right, top), 1)[kept], kept)


def text_but(textpage: pypdfium2.PdfTextPage, taken: frozenset[int]) -> str:
    """The text of a page without the characters of those numbers."""
    codes = enumerate(_codes(textpage))
    kept = [chr(_code_point(code)) for index, code in codes if index not in taken]
    lines = "".join(kept).replace("\r", "").replace("\x02", "-").split("\n")
    return "\n".join(line for line in lines if line.strip())


def _codes(textpage: pypdfium2.PdfTextPage) -> list[int]:
    """What PDFium takes each character of a page for."""
    raw, told = textpage.raw, pdfium.FPDFText_GetUnicode
    return [told(raw, index) for index in range(pdfium.FPDFText_CountChars(raw))]


def _code_point(code: int) -> int:
    return code if code < _BEYOND and not 0xD800 <= code < 0xE000 else _REPLACEMENT


def rectangles(textpage: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float]]:
    """The boxes of the page's stretches of text: left, bottom, right, top."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, top, right, bottom = sides
    found = []
    for index in range(textpage.count_rects()):
        pdfium.FPDFText_GetRect(textpage.raw, index, *sides)
        found.append((left.value, bottom.value, right.value, top.value))
    return found


@dataclass(frozen=True, slots=True)
class Thing:
    """Something drawn on a page: its kind (`FPDF_PAGEOBJ_…`) and PDFium's handle of it."""

    kind: int
    raw: Any


def things_on(page: pypdfium2.PdfPage, depth: int) -> Iterator[Thing]:
    """All that is drawn on a page, down to `depth` forms within one another."""
    return _things(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, depth)


def _things(parent: Any, count: Any, get: Any, depth: int) -> Iterator[Thing]:
    for index in range(count(parent)):
        raw = get(parent, index)
        kind = pdfium.FPDFPageObj_GetType(raw)
        yield Thing(kind, raw)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 1:
            yield from _things(
                raw, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth - 1
            )


def hides_text(page: pypdfium2.PdfPage) -> bool:
    """Whether most of the page's text is invisible, as a scanner lays it under its picture."""
    modes = [
        pdfium.FPDFTextObj_GetTextRenderMode(thing.raw)
        for thing in things_on(page, _DEEPEST)
        if thing.kind == pdfium.FPDF_PAGEOBJ_TEXT
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
