"""Letters out of pictures: the fast program first, the better one where the fast one is unsure."""

import hashlib

from PIL import Image

from tocsin.read.fault import Fault
from tocsin.read.picture import enlarged, evenly_lit, is_blank, lies_on_its_side, prepared
from tocsin.read.programs import rapid, tesseract
from tocsin.read.recognised import Recognised, best_of

NO_ENGINE = "no OCR engine"
TIME = "limit: recognition time"


class Recogniser:
    """Reads pictures and remembers what it read, so that no picture is read twice."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def text_of(self, image: Image.Image) -> str:
        """The text in a picture, "" if there is none. Raises `Fault` if no program can read it."""
        grey = prepared(image)
        if is_blank(grey):
            return ""
        key = hashlib.sha256(repr(grey.size).encode() + grey.tobytes()).digest()
        if key not in self._known:
            self._known[key] = _recognise(grey)
        return self._known[key]


def load_engines() -> None:
    """Load what recognition needs, before processes are forked that share it or that are walled."""
    blank = Image.new("L", (64, 64), 255)
    for program in (tesseract.installed(), rapid.installed()):
        if program.is_usable:
            program.recognise(blank)


def _recognise(grey: Image.Image) -> str:
    """The text of a picture. Raises `Fault` if no program can read it, or none in time."""
    even = evenly_lit(grey)
    if lies_on_its_side(even):
        even = even.transpose(Image.Transpose.ROTATE_90)
    reading = _read(even)
    if not reading.complete:
        raise Fault(TIME)
    return reading.text


def _read(even: Image.Image) -> Recognised:
    """The best reading of a picture whose lines run across, either way up."""
    fast, better = tesseract.installed(), rapid.installed()
    if not (fast.is_usable or better.is_usable):
        raise Fault(NO_ENGINE)
    readings: list[Recognised] = []
    upside_down = even.transpose(Image.Transpose.ROTATE_180)
    for program in (fast, better):
        for page in (even, upside_down) if program.is_usable else ():
            readings.append(program.recognise(enlarged(page)))
            if not readings[-1].is_doubtful:
                return readings[-1]
    return best_of(readings)
