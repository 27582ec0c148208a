"""Pictures (PNG, JPEG, TIFF of many pages, BMP, WebP, GIF): their text by OCR."""

from collections.abc import Iterator

from PIL import Image, ImageSequence

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import PAGES
from tocsin.read.text import text_blocks

MOST_PIXELS = 180_000_000


def _read(content: Content, job: Job) -> Iterator[Piece]:
    try:
        image = Image.open(content.seekable())
    except Image.DecompressionBombError:
        raise Fault("limit: pixels") from None
    with image:
        moving = image.format in ("GIF", "WEBP", "PNG")  # frames of an animation, not pages
        for number, page in enumerate(ImageSequence.Iterator(image), 1):
            if number > PAGES:
                yield Loss("limit: pages")
                return
            if page.width * page.height > MOST_PIXELS:
                yield Loss("limit: pixels")
                continue
            text = job.recogniser.text_of(page)
            yield from text_blocks(content.document, f"page {number}", text, ocr=True)
            if moving:
                return


FORMATS: Formats = {media: Format(DocumentKind.IMAGE, _read) for media in sorted(sniff.IMAGES)}
