"""PDF by reportlab, always the same bytes: text, scanned pages, one under a password."""

import io
import textwrap
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tocsin.clinic.paper import Paper, Table

LINE, MARGIN, WRAP = 14, 56, 92
TABLE_COLUMN = 130


def pdf(paper: Paper, rng: Random) -> bytes:
    """A PDF with a text layer."""
    return _drawn(paper, rng, None)


def locked_pdf(paper: Paper, rng: Random, password: str) -> bytes:
    """A PDF that opens with a password only."""
    return _drawn(paper, rng, StandardEncryption(password, strength=40))


def scanned_pdf(pictures: list[bytes]) -> bytes:
    """A PDF whose pages are pictures, without text."""
    target = io.BytesIO()
    canvas = _canvas(target, None)
    for picture in pictures:
        image = ImageReader(io.BytesIO(picture))
        width, height = image.getSize()
        scale = min(A4[0] / width, A4[1] / height)
        canvas.drawImage(image, 0, A4[1] - height * scale, width * scale, height * scale)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas(target: io.BytesIO, encryption: StandardEncryption | None) -> Canvas:
    canvas = Canvas(target, pagesize=A4, invariant=1, pageCompression=1, encrypt=encryption)
    canvas.setCreator("Bureautique")
    canvas.setTitle("")
    canvas.setAuthor("")
    canvas.setSubject("")
    return canvas


def _drawn(paper: Paper, rng: Random, encryption: StandardEncryption | None) -> bytes:
    target = io.BytesIO()
    page = _Page(
        _canvas(target, encryption), paper.header, rng.choice(("Helvetica", "Times-Roman"))
    )
    page.write([paper.title, ""], 13)
    for block in paper.blocks:
        if isinstance(block, str):
            page.write([*_wrapped(block), ""])
        else:
            page.write_table(block)
    page.canvas.save()
    return target.getvalue()


def _wrapped(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in textwrap.wrap(line, WRAP) or [""]]


class _Page:
    """Writes down the page and opens the next one when it is full."""

    def __init__(self, canvas: Canvas, header: str, font: str) -> None:
        self.canvas = canvas
        self._header, self._font = header, font
        self._open()

    def write(self, lines: list[str], size: int = 10) -> None:
        self.canvas.setFont(self._font, size)
        for line in lines:
            self.canvas.drawString(MARGIN, self._y, _latin(line))
            self._down()

    def write_table(self, rows: Table) -> None:
        width = min(TABLE_COLUMN, (A4[0] - 2 * MARGIN) / max(len(rows[0]), 1))
        for row in rows:
            for column, cell in enumerate(row):
                self.canvas.drawString(MARGIN + column * width, self._y, _latin(cell))
            self._down()
        self._down()

    def _open(self) -> None:
        self._y = A4[1] - MARGIN
        self.canvas.setFont(self._font, 10)
        if self._header:
            self.canvas.drawString(MARGIN, A4[1] - 30, _latin(self._header))

    def _down(self) -> None:
        self._y -= LINE
        if self._y < MARGIN:
            self.canvas.showPage()
            self._open()


def _latin(text: str) -> str:
    return text.encode("cp1252", "replace").decode("cp1252")
