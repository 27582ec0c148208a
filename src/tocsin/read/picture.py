"""A picture made ready for recognition: grey, evenly lit, large enough; or found to be blank."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps

from tocsin.read.recognised import Box

LONGEST_SIDE = 3_508
"""A4 at 300 dots per inch; larger pictures are reduced to this."""

SMALL_SIDE = 1_700
"""A picture with no longer side is doubled: letters of a card at 150 dpi are 12 pixels high."""

LEAST_SIDE = 24
"""A picture lower or narrower than this many pixels holds no line of text."""

BACKGROUND_STEP = 8
DARKEST_PAPER = 40
TILE = 64
STROKE = 8
"""Within so many pixels left and right of a stroke there is paper."""

LEAST_CONTRAST = 30
LEAST_STROKES = 100
"""Pixels in strokes, below which there is no text: ten small letters have some 300."""


def prepared(image: Image.Image) -> Image.Image:
    """Grey, upright by its EXIF tag, transparency on white, at most `LONGEST_SIDE`."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    grey = upright.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def is_blank(grey: Image.Image) -> bool:
    """Whether there is no text in it, for want of room or of anything like a stroke.

    Strokes may be light: devices burn white letters into a dark picture.
    """
    if min(grey.size) < LEAST_SIDE:
        return True
    return int(strokes(grey).sum() + strokes(ImageOps.invert(grey)).sum()) < LEAST_STROKES


def strokes(grey: Image.Image) -> NDArray[np.bool_]:
    """Where something dark and narrow stands between lighter pixels left and right."""
    pixels = np.asarray(grey, np.int16)
    ink = pixels[:, STROKE:-STROKE] + LEAST_CONTRAST
    found: NDArray[np.bool_] = np.zeros(pixels.shape, np.bool_)
    left, right = pixels[:, : -2 * STROKE], pixels[:, 2 * STROKE :]
    found[:, STROKE:-STROKE] = (ink < left) & (ink < right)
    return found


def share_outside(marks: NDArray[np.bool_], boxes: Iterable[Box]) -> float:
    """The share of marks that lie in none of the boxes."""
    left_over = marks.copy()
    for left, top, right, low in boxes:
        left_over[top:low, left:right] = False
    return float(left_over.sum() / max(1, marks.sum()))


def evenly_lit(grey: Image.Image) -> Image.Image:
    """Divided by the light of its paper, so that shadows and coloured grounds turn white."""
    small = grey.reduce(BACKGROUND_STEP)
    paper = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6))
    light = np.asarray(paper.resize(grey.size, Image.Resampling.BILINEAR), np.float32)
    pixels = np.asarray(grey, np.float32) * (255 / np.maximum(light, DARKEST_PAPER))
    return Image.fromarray(np.minimum(pixels, 255).astype(np.uint8))


def enlarged(grey: Image.Image) -> Image.Image:
    """Doubled, if its letters are likely to be too small for recognition."""
    if max(grey.size) > SMALL_SIDE:
        return grey
    return grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def lies_on_its_side(even: Image.Image) -> bool:
    """Whether the lines of text run up and down.

    In a tile of text the sums of rows (line, gap, line…) vary more than those of columns; tiles
    are small enough for a skew of some degrees not to matter.
    """
    reduced = even.copy()
    reduced.thumbnail((1_000, 1_000))
    ink = 255 - np.asarray(reduced, np.float32)
    height, width = (side // TILE * TILE for side in ink.shape)
    tiles = ink[:height, :width].reshape(height // TILE, TILE, width // TILE, TILE)
    rows, columns = tiles.mean(axis=3).var(axis=1), tiles.mean(axis=1).var(axis=2)
    return float(rows.sum()) < float(columns.sum())
