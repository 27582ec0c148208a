"""What every format owes: one record a document, no exception, the right status when damaged."""

import random
from pathlib import Path

import pytest

from tests.read import (
    archive_samples,
    care_samples,
    mail_samples,
    note_samples,
    pst_samples,
    samples,
)
from tests.read.conftest import ReadBytes
from tests.read.reading import Reading
from tocsin.model.document import ReadStatus
from tocsin.read import read

SAMPLES = {
    **samples.SAMPLES,
    **archive_samples.SAMPLES,
    **care_samples.SAMPLES,
    **mail_samples.SAMPLES,
    **note_samples.SAMPLES,
    **pst_samples.SAMPLES,
}

formats = pytest.mark.parametrize("name", SAMPLES)


@formats
@pytest.mark.usefixtures("no_ocr")
def test_a_sound_document_is_read(read_bytes: ReadBytes, name: str) -> None:
    data = SAMPLES[name]()  # once: a signature is another each time
    reading = read_bytes(data, name)
    assert reading.status is ReadStatus.READ
    assert reading.record.document == name
    assert reading.record.size == len(data)
    assert "LEFÈVRE" in reading.everything or "reconnu" in reading.everything


@formats
@pytest.mark.usefixtures("no_ocr")
def test_the_bytes_decide_and_not_the_extension(read_bytes: ReadBytes, name: str) -> None:
    named, nameless = read_bytes(SAMPLES[name](), name), read_bytes(SAMPLES[name](), "x")
    assert nameless.record.media_type == named.record.media_type
    assert nameless.record.kind == named.record.kind


@formats
@pytest.mark.usefixtures("no_ocr")
def test_cut_short_at_every_tenth(read_bytes: ReadBytes, name: str) -> None:
    whole = SAMPLES[name]()
    sound = read_bytes(whole, name)
    for tenth in range(10):
        reading = read_bytes(whole[: len(whole) * tenth // 10], name)
        if not tenth:
            assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "empty")
        if _has_an_end(name):
            assert reading.status is not ReadStatus.READ, f"{tenth} tenths pass for the whole"
        assert len(reading.everything) <= len(sound.everything) + len(whole)


def _has_an_end(name: str) -> bool:
    """Whether the format itself tells that its end is missing; plain text, say, does not."""
    return name.rpartition(".")[2] in _WITH_AN_END.split()


_WITH_AN_END = """
    xlsx docx pdf png jpg zip gz bz2 xz json xml rtf odt pptx bmp 7z rar cab cpio zst pst ost p7m
"""


@formats
@pytest.mark.usefixtures("no_ocr")
def test_flipped_bytes_raise_nothing(read_bytes: ReadBytes, name: str) -> None:
    chance = random.Random(name)
    whole = SAMPLES[name]()
    for _ in range(12):
        damaged = bytearray(whole)
        for _ in range(1 + len(whole) // 500):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        read_bytes(bytes(damaged), name)


@pytest.mark.parametrize("size", [1, 3, 100, 70_000])
def test_garbage_is_listed_unreadable(read_bytes: ReadBytes, size: int) -> None:
    garbage = b"\x00\x9f\x01" + random.Random(size).randbytes(size)
    reading = read_bytes(garbage, "données.bin")
    assert reading.status is ReadStatus.UNREADABLE
    assert reading.reason.startswith("unsupported: ")


def test_a_file_that_is_gone_has_its_record(tmp_path: Path) -> None:
    reading = Reading(list(read(tmp_path / "absent", "absent.txt")))
    assert reading.record.document == "absent.txt"
    assert reading.reason == "not openable: FileNotFoundError"
