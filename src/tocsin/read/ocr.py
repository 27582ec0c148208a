"""Letters out of pictures: the fast program first, the better one where the fast one is unsure."""

import hashlib
from dataclasses import replace

from PIL import Image, ImageDraw

from tocsin.read import fields, zone
from tocsin.read.fault import Fault
from tocsin.read.picture import (
    enlarged,
    evenly_lit,
    is_blank,
    lies_on_its_side,
    prepared,
    share_outside,
    strokes,
)
from tocsin.read.programs import rapid, tesseract
from tocsin.read.recognised import Recognised, best_of

NO_ENGINE = "no OCR engine"
TIME = "limit: recognition time"

Program = tesseract.Tesseract | rapid.RapidOcr


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
    word = Image.new("L", (240, 80), 255)
    ImageDraw.Draw(word).text((20, 20), "TOCSIN", 0, font_size=40)  # no model loads for a blank
    for program in (tesseract.installed(), rapid.installed()):
        if program.is_usable:
            program.recognise(word)


def _recognise(grey: Image.Image) -> str:
    """The text of a picture. Raises `Fault` if no program can read it, or none in time."""
    programs = [p for p in (tesseract.installed(), rapid.installed()) if p.is_usable]
    if not programs:
        raise Fault(NO_ENGINE)
    even = evenly_lit(grey)
    if lies_on_its_side(even):
        even = even.transpose(Image.Transpose.ROTATE_90)
    readings: list[Recognised] = []
    for program in programs:
        readings.append(_either_way_up(program, even))
        if not (readings[-1].is_doubtful or fields.has_doubt(readings[-1].text)):
            break
    best = max(readings, key=_quality)
    if not best.complete:
        raise Fault(TIME)
    return best.text


def _quality(reading: Recognised) -> tuple[bool, bool, float]:
    return reading.complete, not fields.has_doubt(reading.text), reading.weight


def _either_way_up(program: Program, even: Image.Image) -> Recognised:
    """What a program reads of a picture whose lines run across, but perhaps upside down."""
    readings = []
    for page in (even, even.transpose(Image.Transpose.ROTATE_180)):
        large = enlarged(page)
        readings.append(_completed(large, program.recognise(large)))
        if not readings[-1].is_doubtful:
            break
    return best_of(readings)


def _completed(page: Image.Image, reading: Recognised) -> Recognised:
    """The reading with what it left out counted, and its zone read again."""
    left_out = share_outside(strokes(page), (line.box for line in reading.lines))
    reading = replace(reading, left_out=left_out)
    lines = zone.lines_of(reading)
    found = zone.read_again(page, lines, reading.text) if lines else None
    return zone.with_zone(reading, lines, found) if found else reading
