"""Tesseract OCR (Apache-2.0, a system library) in this process: no program run, no file written.

https://tesseract-ocr.github.io/tessapi/5.x/a02018.html (capi.h)
"""

import atexit
import ctypes
import os
import re
from collections.abc import Iterator
from ctypes import POINTER, c_char_p, c_float, c_int, c_void_p
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from tocsin.read.recognised import Line, Recognised

OLDEST = (4, 1)
SECONDS = 60.0
"""The most one page may take; what was read until then is kept as incomplete."""

DPI = 300
"""Told to Tesseract, which guesses badly; its lines are scaled to one height anyway."""

NAMES = ("libtesseract.so.5", "libtesseract.so.4")
FOLDERS = tuple(
    Path(folder)
    for folder in (
        "/usr/share/tesseract-ocr/5/tessdata",
        "/usr/share/tesseract-ocr/4.00/tessdata",
        "/usr/share/tessdata",
    )
)

_PAGE, _BLOCK, _TEXT_LINE = 3, 6, 2
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "TessVersion": (c_char_p, []),
    "TessBaseAPICreate": (c_void_p, []),
    "TessBaseAPIDelete": (None, [c_void_p]),
    "TessBaseAPIInit3": (c_int, [c_void_p, c_char_p, c_char_p]),
    "TessBaseAPISetVariable": (c_int, [c_void_p, c_char_p, c_char_p]),
    "TessBaseAPISetPageSegMode": (None, [c_void_p, c_int]),
    "TessBaseAPISetImage": (None, [c_void_p, c_char_p, c_int, c_int, c_int, c_int]),
    "TessBaseAPISetSourceResolution": (None, [c_void_p, c_int]),
    "TessBaseAPIRecognize": (c_int, [c_void_p, c_void_p]),
    "TessBaseAPIGetIterator": (c_void_p, [c_void_p]),
    "TessBaseAPIClear": (None, [c_void_p]),
    "TessMonitorCreate": (c_void_p, []),
    "TessMonitorDelete": (None, [c_void_p]),
    "TessMonitorSetDeadlineMSecs": (None, [c_void_p, c_int]),
    "TessResultIteratorDelete": (None, [c_void_p]),
    "TessResultIteratorNext": (c_int, [c_void_p, c_int]),
    "TessResultIteratorGetUTF8Text": (c_void_p, [c_void_p, c_int]),
    "TessResultIteratorConfidence": (c_float, [c_void_p, c_int]),
    "TessResultIteratorGetPageIterator": (c_void_p, [c_void_p]),
    "TessPageIteratorBoundingBox": (c_int, [c_void_p, c_int, *[POINTER(c_int)] * 4]),
    "TessDeleteText": (None, [c_void_p]),
}


@dataclass(frozen=True, slots=True)
class Tesseract:
    """A Tesseract that this process can load: where its languages are, and which."""

    folder: str = ""
    version: tuple[int, ...] = ()
    languages: frozenset[str] = frozenset()

    @property
    def is_usable(self) -> bool:
        """Whether it is recent enough and reads some language."""
        return self.version >= OLDEST and bool(self.language)

    @property
    def language(self) -> str:
        """French if it is installed, else English."""
        return next((lang for lang in ("fra", "eng") if lang in self.languages), "")

    def recognise(
        self, image: Image.Image, *, alphabet: str = "", seconds: float = SECONDS
    ) -> Recognised:
        """The lines of an upright grey image. With an `alphabet`, it is one block of its letters.

        Incomplete where the time ran out; nothing at all where the language cannot be loaded.
        """
        engine = _engine(self.folder, self.language)
        if engine is None:
            return Recognised(complete=False)
        library = _library()
        library.TessBaseAPISetVariable(engine, b"tessedit_char_whitelist", alphabet.encode())
        library.TessBaseAPISetPageSegMode(engine, _BLOCK if alphabet else _PAGE)
        pixels, width = image.tobytes(), image.width
        library.TessBaseAPISetImage(engine, pixels, width, image.height, 1, width)
        library.TessBaseAPISetSourceResolution(engine, DPI)
        try:
            complete = _finishes(library, engine, seconds)
            return Recognised(tuple(_lines(library, engine)), complete)
        finally:
            library.TessBaseAPIClear(engine)


def _finishes(library: Any, engine: int, seconds: float) -> bool:
    """Whether it recognised all of the image in that time."""
    monitor = library.TessMonitorCreate()
    try:
        library.TessMonitorSetDeadlineMSecs(monitor, round(1_000 * seconds))
        return bool(library.TessBaseAPIRecognize(engine, monitor) == 0)
    finally:
        library.TessMonitorDelete(monitor)


def _lines(library: Any, engine: int) -> Iterator[Line]:
    """The lines with text: an empty page has no iterator, a picture on it has a blank line."""
    places = library.TessBaseAPIGetIterator(engine)
    try:
        more = bool(places)
        while more:
            line = _line(library, places)
            if line.text:
                yield line
            more = bool(library.TessResultIteratorNext(places, _TEXT_LINE))
    finally:
        if places:
            library.TessResultIteratorDelete(places)


def _line(library: Any, places: int) -> Line:
    sides = [c_int() for _ in range(4)]
    page = library.TessResultIteratorGetPageIterator(places)
    library.TessPageIteratorBoundingBox(page, _TEXT_LINE, *map(ctypes.byref, sides))
    left, top, right, low = (side.value for side in sides)
    confidence = library.TessResultIteratorConfidence(places, _TEXT_LINE)
    return Line(_text(library, places), float(confidence), (left, top, right, low))


def _text(library: Any, places: int) -> str:
    address = library.TessResultIteratorGetUTF8Text(places, _TEXT_LINE)
    if not address:
        return ""
    try:
        return " ".join(ctypes.string_at(address).decode("utf-8", "replace").split())
    finally:
        library.TessDeleteText(address)


@cache
def installed() -> Tesseract:
    """The Tesseract of this machine; an unusable one if there is none."""
    library = _library()
    found = re.match(rb"(\d+)\.(\d+)", library.TessVersion()) if library else None
    if found is None:
        return Tesseract()
    version = tuple(map(int, found.groups()))
    for folder in FOLDERS:
        languages = frozenset(path.stem for path in folder.glob("*.traineddata"))
        if languages & {"fra", "eng"}:
            return Tesseract(str(folder), version, languages)
    return Tesseract("", version)


@cache
def _library() -> Any:
    """The library with its signatures, or None if there is none that has them all."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one worker a core: threads would only wait
    for name in NAMES:
        try:
            library = ctypes.CDLL(name)
            for function, (result, arguments) in _SIGNATURES.items():
                entry = getattr(library, function)
                entry.restype, entry.argtypes = result, arguments
        except (OSError, AttributeError):
            continue
        return library
    return None


@cache
def _engine(folder: str, language: str) -> int | None:
    """The engine, loaded once a process (0.1 s; it grows to some 150 MB); None if it does not."""
    library = _library()
    engine: int = library.TessBaseAPICreate()
    atexit.register(library.TessBaseAPIDelete, engine)
    failed = library.TessBaseAPIInit3(engine, folder.encode(), language.encode())
    library.TessBaseAPISetVariable(engine, b"debug_file", b"/dev/null")  # it chats on stderr
    return None if failed else engine
