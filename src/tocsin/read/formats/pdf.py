"""PDF (ISO 32000) by PDFium: text page by page, OCR of scanned pages, forms, attachments."""

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import PAGES
from tocsin.read.text import text_blocks

FEW_LETTERS = 40
"""A page with fewer letters than this, and a picture, is a scan."""

PICTURE_SHARE = 0.5
SOME_LETTERS = 250
"""A page half covered by a picture may carry a stamp or page header of up to this many letters."""

DPI = 250
MOST_PIXELS = 40_000_000
_PAGES_TO_PEEK_AT = 3
_OBJECT_DEPTH = 4


def lacks_text(content: Content) -> bool:
    """Whether the first pages are pictures: reading will need OCR."""
    document = pypdfium2.PdfDocument(content.seekable())
    try:
        pages = [document[n] for n in range(min(len(document), _PAGES_TO_PEEK_AT))]
        return any(_is_scan(page, _text(page)) for page in pages)
    finally:
        document.close()


def _read(content: Content, job: Job) -> Iterator[Piece]:
    document = _opened(content, job)
    try:
        yield from _properties(content, document)
        for number in range(min(len(document), PAGES)):
            try:
                yield from _page(content.document, document, number, job)
            except Exception as error:
                yield Loss(reason_of(error))
        if len(document) > PAGES:
            yield Loss("limit: pages")
        yield from _attachments(content, document)
    finally:
        document.close()


def _opened(content: Content, job: Job) -> pypdfium2.PdfDocument:
    """The document, by the first password that opens it. Raises `Fault`."""
    for password in (None, *job.passwords):
        try:
            document = pypdfium2.PdfDocument(content.seekable(), password=password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) != pdfium.FPDF_ERR_PASSWORD:
                raise Fault("corrupt: not a PDF that opens") from None
            continue
        document.init_forms()
        return document
    raise Fault(ENCRYPTED)


def _properties(content: Content, document: pypdfium2.PdfDocument) -> Iterator[Piece]:
    found = document.get_metadata_dict(skip_empty=True)
    kept = [found[name] for name in ("Title", "Author", "Subject", "Keywords") if name in found]
    yield from text_blocks(content.document, "propriétés", "\n".join(kept))


def _page(name: str, document: pypdfium2.PdfDocument, number: int, job: Job) -> Iterator[Piece]:
    page = document[number]
    try:
        text = _text(page)
        locator = f"page {number + 1}"
        yield from text_blocks(name, locator, text)
        yield from text_blocks(name, f"{locator}, formulaire", _fields(document, page))
        if _is_scan(page, text):
            seen = job.recognise(lambda: _rendered(page))
            yield from text_blocks(name, locator, seen, ocr=True)
    finally:
        page.close()


def _text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    return text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-")


def _is_scan(page: pypdfium2.PdfPage, text: str) -> bool:
    letters = sum(map(str.isalnum, text))
    if letters >= SOME_LETTERS:
        return False
    share = _picture_share(page)
    return share > (PICTURE_SHARE if letters >= FEW_LETTERS else 0.02)


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """The share of the page that its pictures cover."""
    width, height = page.get_size()
    covered = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_OBJECT_DEPTH):
        left, bottom, right, top = thing.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return float(covered / max(1.0, width * height))


def _rendered(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = DPI / 72
    most = (MOST_PIXELS / max(1.0, width * height)) ** 0.5
    image: Image.Image = page.render(scale=min(scale, most), grayscale=True).to_pil()
    return image


def _fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> str:
    """What the form fields and the notes of a page hold, one a line."""
    lines = []
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        lines.append(_string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        if document.formenv:
            form = document.formenv.raw
            label = _string(pdfium.FPDFAnnot_GetFormFieldName, form, annotation)
            value = _string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
            lines.append(f"{label}: {value}" if value else "")
        pdfium.FPDFPage_CloseAnnot(annotation)
    return "\n".join(filter(None, lines))


def _string(function: object, *arguments: object) -> str:
    """A UTF-16 string from a PDFium function that fills a buffer."""
    length = function(*arguments, None, 0)  # type: ignore[operator]
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    place = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    function(*arguments, place, length)  # type: ignore[operator]
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _attachments(content: Content, document: pypdfium2.PdfDocument) -> Iterator[Piece]:
    for index in range(document.count_attachments()):
        try:
            attachment = document.get_attachment(index)
            name = clean_name(attachment.get_name() or f"piece-{index + 1}")
            yield content.member(name, bytes(attachment.get_data()))
        except Exception as error:
            yield Loss(reason_of(error))


FORMATS: Formats = {sniff.PDF: Format(DocumentKind.PDF, _read)}
