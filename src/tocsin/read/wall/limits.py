"""What a stolen file may cost behind the wall, beyond what any reading may."""

from tocsin.wall import limits
from tocsin.wall.limits import MEMORY_BYTES, OUTPUT_BYTES

DOCUMENTS = 1_000_000
"""Documents in one file."""

TRIES = 6
"""How often a file that kills its cell is tried: each time without the members that did it."""

SILENCE_SECONDS_OCR = 180.0
"""How long a cell may say nothing with pictures to recognise: a page may take this long."""


def silence(size: int, *, ocr: bool) -> float:
    """The longest wait, in seconds, for the next message about a file of `size` bytes."""
    return limits.silence(size, SILENCE_SECONDS_OCR if ocr else limits.SILENCE_SECONDS)


__all__ = ["DOCUMENTS", "MEMORY_BYTES", "OUTPUT_BYTES", "TRIES", "silence"]
