"""Tesseract in this process: lines, boxes, a limit, an alphabet; and where it is not there."""

import ctypes
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.read.samples import LINES, picture
from tocsin.read.programs import tesseract
from tocsin.read.programs.tesseract import Tesseract


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What is known of the library is asked anew, and again after the test."""
    yield
    for known in (tesseract._library, tesseract.installed, tesseract._engine):
        known.cache_clear()


def letter() -> Image.Image:
    return Image.open(io.BytesIO(picture(LINES))).convert("L")


def test_lines_with_their_places() -> None:
    reading = tesseract.installed().recognise(letter())
    assert reading.text.splitlines() == LINES
    assert reading.complete
    tops = [line.box[1] for line in reading.lines]
    assert tops == sorted(tops)
    assert all(
        left < right and top < low for left, top, right, low in (line.box for line in reading.lines)
    )


def test_a_blank_page_has_no_lines() -> None:
    assert tesseract.installed().recognise(Image.new("L", (400, 300), 255)).lines == ()


def test_time_is_bounded() -> None:
    page = Image.open(io.BytesIO(picture(LINES * 8))).convert("L")
    assert not tesseract.installed().recognise(page, seconds=0.001).complete
    assert tesseract.installed().recognise(page).complete


def test_an_alphabet_holds_for_one_reading_only() -> None:
    program = tesseract.installed()
    block = program.recognise(letter(), alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert set(block.text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ \n")
    assert program.recognise(letter()).text.splitlines() == LINES


def test_too_old_or_without_a_language_is_not_used() -> None:
    assert not Tesseract("/data", (3, 5), frozenset({"fra"})).is_usable
    assert not Tesseract("/data", (5, 3), frozenset({"osd"})).is_usable
    assert Tesseract("/data", (5, 3), frozenset({"eng", "osd"})).language == "eng"


def test_damaged_language_data_give_nothing(tmp_path: Path, forgetful: None) -> None:
    (tmp_path / "fra.traineddata").write_bytes(b"no such data")
    reading = Tesseract(str(tmp_path), (5, 3), frozenset({"fra"})).recognise(letter())
    assert (reading.text, reading.complete) == ("", False)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch, forgetful: None) -> None:
    def missing(_name: str) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", missing)
    tesseract._library.cache_clear()
    tesseract.installed.cache_clear()
    assert not tesseract.installed().is_usable


def test_nothing_is_said_at_the_end() -> None:
    code = (
        "from PIL import Image; from tocsin.read.programs import tesseract;"
        "tesseract.installed().recognise(Image.new('L', (400, 300), 255))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
