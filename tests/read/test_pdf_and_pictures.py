"""PDF and pictures: pages with text are read, pages without are recognised, once each."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from tests.read.conftest import ReadBytes
from tests.read.reading import Reading
from tests.read.samples import LINES, NAME, jpeg, pdf, picture, png, scanned_pdf, tiff, zipped
from tocsin.model.document import ReadStatus
from tocsin.read import ocr
from tocsin.read.content import Content
from tocsin.read.fault import OCR_PENDING
from tocsin.read.format import Job
from tocsin.read.programs import heif, rapid, tesseract
from tocsin.read.reader import read_content


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Image.Image]:
    """The pictures given to OCR, which answers at once."""
    pictures: list[Image.Image] = []

    def recognise(image: Image.Image) -> str:
        pictures.append(image)
        return "reconnu"

    monkeypatch.setattr(ocr, "_recognise", recognise)
    return pictures


def test_pages_of_text_need_no_ocr(read_bytes: ReadBytes, seen: list[Image.Image]) -> None:
    reading = read_bytes(pdf(), "courrier.pdf")
    _, *pages = reading.texts
    assert [block.locator for block in pages] == ["page 1", "page 2"]
    assert "\n".join(LINES) in pages[0].text
    assert not seen
    assert not any(block.ocr for block in reading.texts)


def test_only_the_scanned_page_is_recognised(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    reading = read_bytes(scanned_pdf(), "scan.pdf")
    _, *pages = reading.texts
    assert [(b.locator, b.ocr) for b in pages] == [("page 1", False), ("page 2", True)]
    assert len(seen) == 1


def test_form_fields(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.drawString(72, 750, "Fiche de renseignements administratifs à compléter")
    page.acroForm.textfield(name="nom", value="LEFEVRE Zoe", x=72, y=700, width=200, height=20)
    page.save()
    assert "nom: LEFEVRE Zoe" in read_bytes(out.getvalue(), "fiche.pdf").text


def test_a_password_opens_a_pdf(read_bytes: ReadBytes) -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=StandardEncryption("clinique"))
    page.drawString(72, 750, NAME)
    page.save()
    closed = read_bytes(out.getvalue(), "courrier.pdf", passwords=("faux",))
    assert (closed.status, closed.reason) == (ReadStatus.UNREADABLE, "encrypted")
    assert NAME in read_bytes(out.getvalue(), "x.pdf", passwords=("faux", "clinique")).text


def test_every_page_of_a_fax(read_bytes: ReadBytes, seen: list[Image.Image]) -> None:
    reading = read_bytes(tiff(), "fax.tiff")
    assert [block.locator for block in reading.texts] == ["page 1", "page 2"]
    assert len(seen) == 2


def test_the_same_picture_is_recognised_once(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    reading = read_bytes(zipped({"a.png": png(), "b.png": png()}), "lot.zip")
    assert [block.text for block in reading.texts] == ["reconnu", "reconnu"]
    assert len(seen) == 1


def test_pictures_too_small_or_blank_hold_nothing(read_bytes: ReadBytes) -> None:
    for size in ((8, 8), (900, 600)):
        out = io.BytesIO()
        Image.new("RGB", size, "white").save(out, "PNG")
        reading = read_bytes(out.getvalue(), "blanc.png")
        assert (reading.status, reading.reason, reading.texts) == (ReadStatus.READ, "", [])


def test_the_upper_part_of_a_picture_cut_short(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    reading = read_bytes(jpeg()[: len(jpeg()) * 7 // 10], "carte.jpg")
    assert reading.status is ReadStatus.PARTIAL
    assert reading.text == "reconnu"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (png(), ReadStatus.UNREADABLE),
        (scanned_pdf(), ReadStatus.PARTIAL),
        (pdf(), ReadStatus.READ),
        (b"texte", ReadStatus.READ),
    ],
)
def test_pictures_can_be_left_for_later(data: bytes, status: ReadStatus) -> None:
    content = Content("piece", "", len(data), lambda: io.BytesIO(data))
    reading = Reading(list(read_content(content, Job(ocr=False))))
    assert reading.status is status
    assert reading.reason == ("" if status is ReadStatus.READ else OCR_PENDING)


def test_without_any_program_a_picture_is_unreadable(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "installed", tesseract.Tesseract)
    monkeypatch.setattr(rapid, "installed", rapid.RapidOcr)
    reading = read_bytes(png(), "carte.png")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "no OCR engine")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_letters_are_read_whichever_way_up(read_bytes: ReadBytes, turn: int) -> None:
    lines = [*LINES, "Compte rendu de consultation du service", "Le patient va bien ce jour"]
    reading = read_bytes(picture(lines, turn=turn), "lettre.png")
    assert "LEFÈVRE" in reading.text
    assert reading.texts[0].ocr


def test_poor_pictures_go_to_the_better_program(read_bytes: ReadBytes) -> None:
    image = Image.open(io.BytesIO(picture(LINES))).resize((480, 200))
    out = io.BytesIO()
    image.point(lambda level: 128 + level // 6).save(out, "JPEG", quality=40)
    assert NAME in read_bytes(out.getvalue(), "photo.jpg").text


@pytest.mark.usefixtures("no_ocr")
def test_pictures_of_telephones(read_bytes: ReadBytes) -> None:
    data = picture(LINES, kind="AVIF")
    reading = read_bytes(data, "photo")
    assert reading.record.media_type == "image/avif"
    assert (reading.status, reading.text) == (ReadStatus.READ, "reconnu")
    assert read_bytes(data[: len(data) // 2], "photo").status is not ReadStatus.READ


@pytest.mark.usefixtures("no_ocr")
def test_heic_is_read_where_its_reader_is_installed(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (Path(__file__).parent / "data" / "testHEIF.heic").read_bytes()
    assert (read_bytes(data, "photo").status, read_bytes(data).text) == (ReadStatus.READ, "reconnu")
    monkeypatch.setattr(heif, "is_usable", lambda: False)
    reading = read_bytes(data, "photo")
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "unsupported: image/heic")
