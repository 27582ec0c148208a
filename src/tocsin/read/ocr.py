"""Letters out of pictures: the fast program first, the better one where the fast one is unsure."""

import hashlib
from dataclasses import dataclass

from PIL import Image, ImageOps

from tocsin.read.fault import Fault
from tocsin.read.programs import rapid, tesseract

CONFIDENT = 80.0
"""Mean confidence of a word, of 100, from which Tesseract's reading stands."""

FEW_LETTERS = 25
LEAST_SIDE = 24
"""A picture lower or narrower than this many pixels holds no line of text."""

LONGEST_SIDE = 4_200
"""A4 at 300 dots per inch is 3508 pixels high; larger pictures are reduced to this."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a picture, and how sure the program is of it (0–100)."""

    text: str
    confidence: float

    @property
    def letters(self) -> int:
        """How many letters and digits it holds."""
        return sum(c.isalnum() for c in self.text)

    @property
    def is_doubtful(self) -> bool:
        """Whether a second reading is worth its time."""
        return self.confidence < CONFIDENT or self.letters < FEW_LETTERS


class Recogniser:
    """Reads pictures and remembers what it read, so that no picture is read twice."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def text_of(self, image: Image.Image) -> str:
        """The text in a picture, "" if there is none. Raises `Fault` if no program can read it."""
        if min(image.size) < LEAST_SIDE:
            return ""
        grey = _prepared(image)
        key = hashlib.sha256(repr(grey.size).encode() + grey.tobytes()).digest()
        if key not in self._known:
            self._known[key] = _recognise(grey)
        return self._known[key]


def _prepared(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA", "P"):
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    grey = upright.convert("L")
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey


def _recognise(grey: Image.Image) -> str:
    darkest, lightest = grey.getextrema()
    if darkest == lightest:
        return ""
    readings: list[Recognised] = []
    for program in (tesseract.installed(), rapid.installed()):
        if program.is_usable:
            readings.append(Recognised(*program.recognise(grey)))
            if not readings[-1].is_doubtful:
                break
    if not readings:
        raise Fault("no OCR engine")
    return max(readings, key=lambda reading: reading.letters * reading.confidence).text
