"""Typefaces to print papers with: what Debian and reportlab give freely, never one alone."""

from functools import cache
from pathlib import Path
from random import Random

import reportlab
from PIL import ImageFont

FOLDERS = (Path(reportlab.__file__).parent / "fonts", Path("/usr/share/fonts"))
TEXT = {
    "Vera": "VeraBd",
    "LiberationSans-Regular": "LiberationSans-Bold",
    "LiberationSerif-Regular": "LiberationSerif-Bold",
    "LiberationSansNarrow-Regular": "LiberationSansNarrow-Bold",
    "DejaVuSans": "DejaVuSans-Bold",
    "DejaVuSerif": "DejaVuSerif-Bold",
    "NimbusSans-Regular": "NimbusSans-Bold",
    "NimbusRoman-Regular": "NimbusRoman-Bold",
    "NimbusMonoPS-Regular": "NimbusMonoPS-Bold",
    "LiberationMono-Regular": "LiberationMono-Bold",
    "C059-Roman": "C059-Bold",
    "P052-Roman": "P052-Bold",
    "URWBookman-Light": "URWBookman-Demi",
    "URWGothic-Book": "URWGothic-Demi",
}
"""Regular and bold of each; fonts-liberation, fonts-dejavu and fonts-urw-base35 of Debian."""

MACHINE = ("OCRB", "OCRBE", "LiberationMono-Regular")
"""What zones are set in: OCR-B (ISO 1073-2; fonts-ocr-b of Debian), here and there another."""


@cache
def _files() -> dict[str, Path]:
    return {
        path.stem: path
        for folder in reversed(FOLDERS)
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".ttf", ".otf")
    }


@cache
def families() -> tuple[tuple[str, str], ...]:
    """The pairs of regular and bold that this machine has."""
    return tuple(pair for pair in TEXT.items() if set(pair) <= _files().keys())


def family(rng: Random) -> tuple[str, str]:
    """One of them."""
    return rng.choice(families())


def machine(rng: Random) -> str:
    """A typeface for a machine-readable zone."""
    here = [name for name in MACHINE if name in _files()]
    return rng.choices(here, (6, 2, 1)[: len(here)])[0] if here else families()[0][0]


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A typeface in that size, in pixels."""
    path = str(_files()[name])
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
