"""PDFium by its C functions: what pypdfium2 leaves to its raw interface."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from tocsin.read.pagelayout import Glyph

INVISIBLE = 3
_WIDGET = 20
_NO_BREAK_SPACE = 0xA0


def glyphs(textpage: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """The characters of a page that are printed, each with the box of its whole advance."""
    box = pdfium.FS_RECTF()
    place, raw = ctypes.byref(box), textpage.raw
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code <= ord(" ") or code == _NO_BREAK_SPACE:
            continue
        if pdfium.FPDFText_GetLooseCharBox(raw, index, place) and box.top > box.bottom:
            yield Glyph(_character(code), box.left, box.bottom, box.right, box.top, index)


def text_but(textpage: pypdfium2.PdfTextPage, taken: frozenset[int]) -> str:
    """The text of a page without the characters of those numbers."""
    raw = textpage.raw
    left = (index for index in range(pdfium.FPDFText_CountChars(raw)) if index not in taken)
    kept = [_character(pdfium.FPDFText_GetUnicode(raw, index)) for index in left]
    lines = "".join(kept).replace("\r", "").replace("\x02", "-").split("\n")
    return "\n".join(line for line in lines if line.strip())


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def rectangles(textpage: pypdfium2.PdfTextPage) -> list[tuple[float, float, float, float]]:
    """The boxes of the page's stretches of text: left, bottom, right, top."""
    return [textpage.get_rect(n) for n in range(textpage.count_rects())]


def hides_text(page: pypdfium2.PdfPage) -> bool:
    """Whether most of the page's text is invisible, as a scanner lays it under its picture."""
    modes = [
        pdfium.FPDFTextObj_GetTextRenderMode(thing.raw)
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
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
