"""DICOM: the patient in labels, what tags say, and no silence about the pixels."""

import io

import pydicom
import pytest
from PIL import Image, ImageDraw

from tests.read.care_samples import EXAM, SAMPLES, dicom
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus
from tocsin.read.dicompixels import frame


def test_what_the_tags_say(read_bytes: ReadBytes) -> None:
    reading = read_bytes(dicom(**EXAM), "examen.dcm")
    assert reading.status is ReadStatus.READ
    assert reading.text.splitlines() == [
        "Nom : LEFÈVRE",
        "Nom de naissance : MOREAU",
        "Prénoms : Zoé Léa",
        "Sexe : F",
        "Né(e) le : 03/07/1984",
        "IPP : 80012345",
        "Date d'examen : 12/03/2025",
        "Numéro d'examen : A25000123",
        "Médecin : Dr MARTEL Paul",
        "Examen : IRM cérébrale",
    ]


def test_pixels_that_are_not_read_are_said(read_bytes: ReadBytes) -> None:
    reading = read_bytes(
        dicom(**EXAM, Rows=1, Columns=2, BitsAllocated=8, PixelData=b"\0\1"), "image"
    )
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "pixels not read")
    assert "Nom : LEFÈVRE" in reading.text


def test_a_report_within_is_a_member(read_bytes: ReadBytes) -> None:
    reading = read_bytes(SAMPLES["examen.dcm"](), "examen.dcm")
    assert reading.member("examen.dcm!/document.plain").status is ReadStatus.READ


def test_words_in_sequences_and_names_in_one_piece(read_bytes: ReadBytes) -> None:
    item = pydicom.Dataset()
    item.TextValue = "Lésion du lobe temporal"
    tags = {"PatientName": "LEFEVRE ZOE", "ContentSequence": [item]}
    text = read_bytes(dicom(**tags), "sr").text
    assert text == "Patient : LEFEVRE ZOE\nTexte : Lésion du lobe temporal"


def test_an_object_without_preamble(read_bytes: ReadBytes) -> None:
    whole = dicom(**EXAM)
    bare = whole[whole.index(b"\x08\0\x05\0CS") :]
    reading = read_bytes(bare, "IM0001")
    assert reading.record.media_type == "application/dicom"
    assert "Nom : LEFÈVRE" in reading.text


def test_a_preamble_without_tags(read_bytes: ReadBytes) -> None:
    reading = read_bytes(bytes(128) + b"DICM", "vide.dcm")
    assert (reading.status, reading.reason) == (
        ReadStatus.UNREADABLE,
        "corrupt: damaged or cut short",
    )


def test_a_deflated_object_is_listed(read_bytes: ReadBytes) -> None:
    data = dicom(**EXAM).replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99", 1)
    reading = read_bytes(data, "examen.dcm")
    assert reading.reason == "unsupported: variant of the format"


PIXELS: dict[str, object] = {
    "Rows": 40,
    "Columns": 200,
    "BitsAllocated": 8,
    "BitsStored": 8,
    "HighBit": 7,
    "PixelRepresentation": 0,
    "SamplesPerPixel": 1,
    "PhotometricInterpretation": "MONOCHROME2",
}


def frames(count: int) -> bytes:
    """Letters as devices burn them in: white, on a picture that is dark."""
    return b"".join(_frame(number).tobytes() for number in range(count))


def _frame(number: int) -> Image.Image:
    frame = Image.new("L", (200, 40), 8)
    ImageDraw.Draw(frame).text((4, 12), f"LEFEVRE ZOE 1984 {number}", 230)
    return frame


def test_letters_burnt_in_are_recognised(read_bytes: ReadBytes, no_ocr: None) -> None:
    reading = read_bytes(dicom(**EXAM, **PIXELS, Modality="US", PixelData=frames(1)), "echo")
    assert (reading.status, reading.texts[-1].text) == (ReadStatus.READ, "reconnu")
    assert reading.texts[-1].ocr


def test_of_many_frames_the_first_and_the_middle(read_bytes: ReadBytes, no_ocr: None) -> None:
    data = dicom(**EXAM, **PIXELS, Modality="US", NumberOfFrames=9, PixelData=frames(9))
    told = [block.locator for block in read_bytes(data, "boucle").texts if block.ocr]
    assert told == ["image 1", "image 5"]


@pytest.mark.parametrize(
    "tags",
    [
        {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"]},
        {"Modality": "US", "BurnedInAnnotation": "NO"},
    ],
)
def test_where_the_device_draws_none_none_are_sought(
    read_bytes: ReadBytes, no_ocr: None, tags: dict[str, object]
) -> None:
    reading = read_bytes(dicom(**EXAM, **PIXELS, **tags, PixelData=frames(1)), "coupe")
    assert reading.status is ReadStatus.READ
    assert not any(block.ocr for block in reading.texts)


def test_a_picture_too_large_is_said(read_bytes: ReadBytes) -> None:
    tags = {**PIXELS, "Rows": 60_000, "Columns": 60_000}
    reading = read_bytes(dicom(**EXAM, **tags, PixelData=b"\0\0"), "mur")
    assert (reading.status, reading.reason) == (ReadStatus.PARTIAL, "limit: pixels")


def test_black_letters_of_the_inverted_kind() -> None:
    tags = {**PIXELS, "PhotometricInterpretation": "MONOCHROME1"}
    image = frame(io.BytesIO(dicom(**tags, PixelData=frames(1))), 0)
    assert (image.getpixel((0, 0)), image.getextrema()) == (255, (0, 255))
