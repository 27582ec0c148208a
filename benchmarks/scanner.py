"""What a copier, a scanner, a telephone or a fax makes of a paper."""

import io
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageFilter

from benchmarks.papers import PAGE, Paper

TURNS = (0, 0, 0, 90, 180, 270)
MASTER_DPI = 300
FAX_DPI = 204


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper as scanned: a file, and how it lay on the glass."""

    paper: Paper
    data: bytes
    turn: int
    dpi: int

    @property
    def image(self) -> Image.Image:
        """The picture in the file, grey."""
        return Image.open(io.BytesIO(self.data)).convert("L")


def scan(paper: Paper, rng: Random) -> Scan:
    """The paper as it comes out: askew, turned, shaded, blurred, compressed."""
    if paper.kind == "fax":
        return _faxed(paper, rng)
    dpi, turn = rng.choice((150, 150, 200, 200, 250, 300)), rng.choice(TURNS)
    image = _on_glass(paper, rng)
    image = image.rotate(
        rng.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True, fillcolor=250
    ).rotate(turn, expand=True)
    image = _reduced(image, dpi)
    image = _shaded(image, rng)
    if rng.random() < 0.5:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
    image = _noisy(image, rng)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=rng.randint(30, 85), dpi=(dpi, dpi))
    return Scan(paper, target.getvalue(), turn, dpi)


def _on_glass(paper: Paper, rng: Random) -> Image.Image:
    """A card fills the picture, or lies somewhere on a white page."""
    width, height = paper.image.size
    if paper.size == PAGE or rng.random() < 0.6:
        margin = rng.randint(10, 60)
        sheet = Image.new("L", (width + 2 * margin, height + 2 * margin), 250)
        sheet.paste(paper.image, (margin, margin))
        return sheet
    sheet = Image.new("L", (2480, 3508), 252)
    left = rng.randint(0, max(1, 2480 - width))
    sheet.paste(paper.image, (left, rng.randint(100, 3400 - height)))
    return sheet


def _reduced(image: Image.Image, dpi: int) -> Image.Image:
    size = (image.width * dpi // MASTER_DPI, image.height * dpi // MASTER_DPI)
    return image.resize(size, Image.Resampling.BOX)


def _shaded(image: Image.Image, rng: Random) -> Image.Image:
    """A shadow that falls across the picture, in a third of them."""
    if rng.random() > 0.33:
        return image
    across = np.linspace(0, 1, image.width)[None, :]
    down = np.linspace(0, 1, image.height)[:, None]
    slope = rng.uniform(-1, 1)
    depth = rng.uniform(0.25, 0.5)
    light = 1 - depth / (1 + np.exp(-9 * (across + slope * down - rng.uniform(0.3, 0.9))))
    return Image.fromarray((np.asarray(image) * light).astype(np.uint8))


def _noisy(image: Image.Image, rng: Random) -> Image.Image:
    grain = np.random.default_rng(rng.getrandbits(32))
    pixels = np.asarray(image, dtype=np.float32)
    pixels = pixels + grain.normal(0, rng.uniform(1, 8), pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _faxed(paper: Paper, rng: Random) -> Scan:
    """Black and white at 204 × 196 dots per inch (ITU-T T.4, fine), dithered, with streaks."""
    image = paper.image.rotate(rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=255)
    size = image.width * FAX_DPI // MASTER_DPI, image.height * 196 // MASTER_DPI
    image = _noisy(image.resize(size, Image.Resampling.BOX), rng)
    dither = Image.Dither.FLOYDSTEINBERG if rng.random() < 0.5 else Image.Dither.NONE
    pixels = np.array(image.convert("1", dither=dither))
    for _ in range(rng.randint(0, 3)):
        pixels[:, rng.randrange(pixels.shape[1])] = False
    target = io.BytesIO()
    black_and_white = Image.fromarray(pixels)
    black_and_white.save(target, "TIFF", compression="group4", dpi=(FAX_DPI, 196))
    return Scan(paper, target.getvalue(), 0, FAX_DPI)
