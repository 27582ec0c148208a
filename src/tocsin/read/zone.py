"""The machine-readable zone of a picture: found among its lines, read again with care."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from PIL import Image

from tocsin.read import mrz
from tocsin.read.printed import PrintedNames
from tocsin.read.programs import rapid, tesseract
from tocsin.read.recognised import Box, Line, Recognised

LINE_HEIGHT = 60
"""Pixels from one line to the next in the picture that is read again."""

_ANGLES = [step / 2 for step in range(-8, 9)]

Eye = Callable[[Image.Image], Recognised]


def lines_of(reading: Recognised) -> tuple[Line, ...]:
    """The lines of a reading that look like those of a zone."""
    return tuple(line for line in reading.lines if mrz.looks_like_line(line.text))


def read_again(page: Image.Image, lines: tuple[Line, ...], text: str) -> mrz.Zone | None:
    """The zone that stands where these lines were read, None if there is none.

    `text` is all that was read of the page. Stops at the first reading whose check digits are all
    right and whose names and number the page shows too; else what each got right counts.
    """
    found: list[mrz.Zone] = []
    printed = PrintedNames(text)
    for texts in _readings(page, lines):
        zone = mrz.zone_of(texts)
        if zone:
            zone = printed.confirmed(zone)
            found.append(zone)
            if zone.is_settled:
                break
    return mrz.merged(found)


def with_zone(reading: Recognised, old: tuple[Line, ...], zone: mrz.Zone) -> Recognised:
    """The reading with the zone in place of its old lines."""
    sure = 100.0 * zone.right / len(zone.layout.checks)
    new = [Line(text, sure, old[-1].box) for text in zone.lines]
    before = [line for line in reading.lines if line not in old]
    at = sum(line.box[1] < old[0].box[1] for line in before)
    return replace(reading, lines=(*before[:at], *new, *before[at:]))


def _readings(page: Image.Image, lines: tuple[Line, ...]) -> Iterator[list[str]]:
    """What was read at first; then what each program sees in the cut-out, set straight."""
    yield [line.text for line in lines]
    cut = _straight(page.crop(_around(page, lines)))
    height = (len(lines) + 2) * LINE_HEIGHT
    width = max(1, cut.width * height // cut.height)
    large = cut.resize((width, height), Image.Resampling.BICUBIC)
    for eye in _eyes():
        yield [line.text for line in eye(large).lines]


def _eyes() -> Iterator[Eye]:
    if tesseract.installed().is_usable:
        yield lambda image: tesseract.installed().recognise(image, alphabet=mrz.ALPHABET)
    if rapid.installed().is_usable:
        yield lambda image: rapid.installed().recognise(image)


def _around(page: Image.Image, lines: tuple[Line, ...]) -> Box:
    """A box around the lines with the room of one line on each side."""
    lefts, tops, rights, lows = zip(*(line.box for line in lines), strict=True)
    room = (max(lows) - min(tops)) // (len(lines) + 1)
    return (
        max(0, min(lefts) - room),
        max(0, min(tops) - room),
        min(page.width, max(rights) + room),
        min(page.height, max(lows) + room),
    )


def _straight(cut: Image.Image) -> Image.Image:
    """Turned by some degrees so that its lines run level: sums of rows vary most."""
    small = cut.reduce(max(1, cut.width // 400))
    best = max(_ANGLES, key=lambda angle: _levelness(small, angle))
    return cut.rotate(best, Image.Resampling.BICUBIC, fillcolor=255)


def _levelness(small: Image.Image, angle: float) -> float:
    turned = small.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255)
    return float(np.asarray(turned, np.float32).mean(axis=1).var())
