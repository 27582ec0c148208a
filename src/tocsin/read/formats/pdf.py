"""PDF (ISO 32000) by PDFium: text and tables page by page, OCR of what is a picture, forms, notes,
bookmarks, attachments."""

import re
from collections.abc import Iterator
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content, clean_name
from tocsin.read.fault import ENCRYPTED, Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import PAGES
from tocsin.read.pagelayout import may_have_tables, tables_on
from tocsin.read.pagepictures import is_scan, pictures_beside, rendered
from tocsin.read.programs.pdfium import annotations, form_packets, rectangles, text_but, words
from tocsin.read.table import blocks
from tocsin.read.text import text_blocks
from tocsin.read.xml import local, parse_damaged

_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.S)
_XMP_WORDS = frozenset(("li", "description", "title", "creator", "keywords"))
_MOST_BOOKMARKS = 20_000
_WHOLE_BYTES = 64_000_000
"""Files up to this size are looked through for their XMP."""


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
    """Properties, bookmarks, and the data of an XFA form."""
    found = document.get_metadata_dict(skip_empty=True)
    kept = [found[name] for name in ("Title", "Author", "Subject", "Keywords") if name in found]
    kept += _extended_properties(content)
    yield from text_blocks(content.document, "propriétés", "\n".join(dict.fromkeys(kept)))
    marks = (mark.get_title() for mark in islice(document.get_toc(), _MOST_BOOKMARKS))
    yield from text_blocks(content.document, "signets", "\n".join(marks))
    for packet in form_packets(document):
        root = parse_damaged(packet)
        leaves = root.iter() if root is not None else ()
        lines = (f"{local(leaf)}: {leaf.text}" for leaf in leaves if (leaf.text or "").strip())
        yield from text_blocks(content.document, "formulaire", "\n".join(lines))


def _extended_properties(content: Content) -> list[str]:
    """The words of its XMP (ISO 16684-1), which programs may fill where they leave Info empty."""
    found = _XMP.search(content.data()) if content.size <= _WHOLE_BYTES else None
    root = parse_damaged(found[0]) if found else None
    words = root.iter() if root is not None else ()
    return [text for e in words if local(e) in _XMP_WORDS and (text := (e.text or "").strip())]


def _page(name: str, document: pypdfium2.PdfDocument, number: int, job: Job) -> Iterator[Piece]:
    page = document[number]
    try:
        locator = f"page {number + 1}"
        textpage = page.get_textpage()
        text = _plain(textpage)
        yield from _told(name, locator, textpage, text)
        fields = "\n".join(filter(None, annotations(document, page)))
        yield from text_blocks(name, f"{locator}, formulaire", fields)
        if is_scan(page, text):
            seen = job.recognise(lambda: rendered(page))
            yield from text_blocks(name, locator, seen, ocr=True)
            return
        for picture in pictures_beside(page):
            seen = job.recognise(picture)
            yield from text_blocks(name, locator, seen, ocr=True)
    finally:
        page.close()


def _told(name: str, locator: str, textpage: pypdfium2.PdfTextPage, text: str) -> Iterator[Piece]:
    """The page's text, its tables apart."""
    tables = tables_on(list(words(textpage))) if may_have_tables(rectangles(textpage)) else []
    if not tables:
        yield from text_blocks(name, locator, text)
        return
    taken = frozenset().union(*(table.orders for table in tables))
    yield from text_blocks(name, locator, text_but(textpage, taken))
    for number, table in enumerate(tables, 1):
        yield from blocks(name, f"{locator}, tableau {number}", table.rows)


def _plain(textpage: pypdfium2.PdfTextPage) -> str:
    text: str = textpage.get_text_range()
    return text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-")


def _attachments(content: Content, document: pypdfium2.PdfDocument) -> Iterator[Piece]:
    for index in range(document.count_attachments()):
        try:
            attachment = document.get_attachment(index)
            name = clean_name(attachment.get_name() or f"piece-{index + 1}")
            yield content.member(name, bytes(attachment.get_data()))
        except Exception as error:
            yield Loss(reason_of(error))


FORMATS: Formats = {sniff.PDF: Format(DocumentKind.PDF, _read)}
