"""Pictures (PNG, JPEG, TIFF of many pages, BMP, WebP, GIF, AVIF, HEIC): their text by OCR."""

from collections.abc import Iterator

from PIL import Image, ImageFile, ImageSequence

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import PAGES
from tocsin.read.programs import heif
from tocsin.read.text import text_blocks

MOST_PIXELS = 180_000_000


def _read(content: Content, job: Job) -> Iterator[Piece]:
    if sniff.media_type(content) == sniff.HEIC and not heif.is_usable():
        raise Fault(f"unsupported: {sniff.HEIC}")
    try:
        yield from _pages(content, job)
    except Image.DecompressionBombError:
        raise Fault("limit: pixels") from None
    except OSError as error:
        yield Loss(reason_of(error))
        yield from _upper_part(content, job)


def _pages(content: Content, job: Job) -> Iterator[Piece]:
    with Image.open(content.seekable()) as image:
        for number, page in enumerate(ImageSequence.Iterator(image), 1):
            if number > PAGES:
                yield Loss("limit: pages")
                return
            if page.width * page.height > MOST_PIXELS:
                yield Loss("limit: pixels")
                continue
            text = job.recognise(page)
            yield from text_blocks(content.document, f"page {number}", text, ocr=True)
            if image.format != "TIFF":
                return  # the frames of an animation are not pages


def _upper_part(content: Content, job: Job) -> Iterator[Piece]:
    """What a picture that is cut short still shows."""
    allowed, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        with Image.open(content.seekable()) as image:
            image.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = allowed
    text = job.recognise(image)
    yield from text_blocks(content.document, "page 1", text, ocr=True)


FORMATS: Formats = {media: Format(DocumentKind.IMAGE, _read) for media in sorted(sniff.IMAGES)}
