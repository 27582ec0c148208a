"""Which pictures of a PDF page need their letters recognised, and the picture of each."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from tocsin.read.programs.pdfium import hides_text, things_on

FEW_LETTERS = 40
"""A page with fewer letters than this, and anything drawn, is recognised whole."""

SOME_LETTERS = 250
"""A page half covered by pictures may carry a stamp or page header of up to this many letters."""

HALF, MOST = 0.5, 0.8
PICTURE_SHARE = 0.03
"""A picture that covers this share of a page of text may be a card: one is 7 % of A4."""

LEAST_SIDES = (200, 300)
MANY_PATHS = 100
"""So many lines and curves on a page without letters may be letters drawn as curves."""

DPI = 250
MOST_PIXELS = 40_000_000
_OBJECT_DEPTH = 4
_LETTERS = re.compile(r"[^\W_]+")
_STRANGE = re.compile("[\0-\x08\x0e-\x1b\ue000-\uf8ff\ufffd]")


@dataclass(frozen=True, slots=True)
class _Picture:
    thing: pypdfium2.PdfImage
    share: float


def is_scan(page: pypdfium2.PdfPage, text: str) -> bool:
    """Whether a page as a whole has to be recognised."""
    letters = sum(map(len, _LETTERS.findall(text)))
    if letters >= SOME_LETTERS and not is_garbled(text):
        return False
    share = sum(picture.share for picture in _pictures(page))
    if letters >= FEW_LETTERS and not is_garbled(text):
        return share > HALF
    return share > 0.02 or is_garbled(text) or _paths(page) >= MANY_PATHS


def pictures_beside(page: pypdfium2.PdfPage) -> Iterator[Callable[[], Image.Image]]:
    """What draws the pictures on a page of text that may show a card or a letter."""
    found = [picture for picture in _pictures(page) if picture.share >= PICTURE_SHARE]
    if max((picture.share for picture in found), default=0.0) > MOST and hides_text(page):
        return  # a scan whose text is laid under it
    for picture in found:
        width, height = picture.thing.get_px_size()
        short, long = sorted((width, height))
        if short >= LEAST_SIDES[0] and long >= LEAST_SIDES[1] and width * height <= MOST_PIXELS:
            yield partial(_drawn, picture.thing)


def _drawn(thing: pypdfium2.PdfImage) -> Image.Image:
    image: Image.Image = thing.get_bitmap().to_pil()
    return image


def rendered(page: pypdfium2.PdfPage) -> Image.Image:
    """The page as a picture, grey."""
    width, height = page.get_size()
    scale = DPI / 72
    most = (MOST_PIXELS / max(1.0, width * height)) ** 0.5
    image: Image.Image = page.render(scale=min(scale, most), grayscale=True).to_pil()
    return image


def _pictures(page: pypdfium2.PdfPage) -> Iterator[_Picture]:
    width, height = page.get_size()
    area = max(1.0, width * height)
    for raw in things_on(page, pdfium.FPDF_PAGEOBJ_IMAGE, _OBJECT_DEPTH):
        thing = pypdfium2.PdfImage(raw, page=page, pdf=page.pdf)
        left, bottom, right, top = thing.get_bounds()
        yield _Picture(thing, max(0.0, right - left) * max(0.0, top - bottom) / area)


def _paths(page: pypdfium2.PdfPage) -> int:
    return sum(1 for _ in things_on(page, pdfium.FPDF_PAGEOBJ_PATH, _OBJECT_DEPTH))


def is_garbled(text: str) -> bool:
    """Whether the page's letters stand for nothing: its fonts do not say what they draw."""
    strange = len(_STRANGE.findall(text))
    return strange > 0 and strange > 0.3 * len("".join(text.split()))
