"""Metafiles (EMF, WMF), in which Office keeps charts and pasted pictures: words and bitmaps."""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.metafile import drawing_of
from tocsin.read.text import text_blocks


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    drawing = drawing_of(content.data())
    yield from text_blocks(content.document, "dessin", "\n".join(drawing.words))
    for number, picture in enumerate(drawing.bitmaps, 1):
        yield content.member(f"image-{number}.bmp", picture)
    if not drawing.is_whole:
        yield Loss("corrupt: damaged or cut short")


FORMATS: Formats = {media: Format(DocumentKind.IMAGE, _read) for media in (sniff.EMF, sniff.WMF)}
