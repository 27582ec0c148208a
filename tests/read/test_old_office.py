"""Office 97 to 2003: tables, comments, properties, pictures, documents within documents."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.read.conftest import ReadBytes
from tests.read.samples import NAME, TABLE, picture
from tocsin.model.document import ReadStatus
from tocsin.read.blips import bitmap, blips
from tocsin.read.cfb import STREAM, CompoundFile
from tocsin.read.cfbwriter import standalone
from tocsin.read.metafile import drawing_of
from tocsin.read.oleobject import from_ole1

DATA = Path(__file__).parent / "data"


@pytest.mark.usefixtures("no_ocr")
def test_a_letter_of_old_word(read_bytes: ReadBytes) -> None:
    reading = read_bytes((DATA / "lettre.doc").read_bytes(), "lettre.doc")
    (table,) = reading.tables
    assert [list(table.header), *table.rows] == [*TABLE, ["VIDE", "", ""]]
    order = [block.text.strip() for block in reading.texts if block.locator == "corps"]
    assert order[0].startswith("Clinique des Hêtres")
    assert order[1].startswith("Après le tableau")
    for said in ("EN-TETE Service", "PIED de page", "COMMENTAIRE sur Zoé", "TITRE du courrier"):
        assert said in reading.text
    assert reading.member("lettre.doc!/image-1").media_type == "image/png"
    assert reading.status is ReadStatus.READ


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_stands_beside_the_cells(read_bytes: ReadBytes, kind: str) -> None:
    reading = read_bytes((DATA / f"classeur.{kind}").read_bytes(), "classeur")
    patients, hidden = reading.tables
    assert patients.header == ("Nom", "Prénom", "Né(e) le", "NIR", "Tel", "Commentaire")
    row = ["LEFÈVRE", "Zoé", "1984-07-03", "184077500123456", "612345678"]
    assert patients.rows == [[*row, "COMMENTAIRE rappeler Zoé"]]
    assert hidden.rows == [["SECRET de Zoé"]]
    for said in ("ENTETE feuille", "PIED feuille", "TITRE classeur", "Très caché"):
        assert said in reading.text
    assert [r.media_type for r in reading.records if r.parent] == ["image/png"]


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize(
    ("name", "media"),
    [("testWORD_embedded_rtf.doc", "application/rtf"), ("testExcel_embeddedPDF.xls", None)],
)
def test_documents_within_are_members(read_bytes: ReadBytes, name: str, media: str | None) -> None:
    reading = read_bytes((DATA / name).read_bytes(), name)
    kinds = {record.media_type for record in reading.records if record.parent}
    assert (media or "application/pdf") in kinds
    assert reading.status is ReadStatus.READ


def test_slides_of_old_powerpoint(read_bytes: ReadBytes) -> None:
    reading = read_bytes((DATA / "testPPT.ppt").read_bytes(), "x.ppt")
    assert reading.status is ReadStatus.READ
    assert "Sample Powerpoint Slide" in reading.text


@pytest.mark.parametrize("name", ["lettre.doc", "classeur.xls", "testPPT.ppt"])
def test_a_storage_becomes_a_file_of_its_own(name: str) -> None:
    whole = CompoundFile((DATA / name).read_bytes())
    copy = CompoundFile(standalone(whole, whole.entries[0]))
    streams = [entry.name for entry in whole.top() if entry.kind == STREAM]
    assert streams
    assert sorted(streams) == sorted(e.name for e in copy.top() if e.kind == STREAM)
    for stream in streams:
        assert copy.stream(stream) == whole.stream(stream)


@given(st.binary(max_size=400))
def test_damaged_drawings_raise_nothing(data: bytes) -> None:
    assert list(blips(b"\0\0\x1e\xf0" + data)) is not None
    drawing_of(data)
    drawing_of(b"\1\0\0\0" + data.ljust(36, b"\0")[:36] + b" EMF" + data)
    from_ole1(data)


def blip(kind: int, body: bytes) -> bytes:
    return struct.pack("<HHI", 0x6E0, 0xF000 | kind, len(body)) + body


def test_pictures_among_other_records() -> None:
    png = picture([NAME])
    stream = b"noise" + blip(0x1E, bytes(17) + png) + b"\xff\xd8\xff" + blip(0x1D, bytes(16)) + b"."
    assert list(blips(stream)) == [png]


@pytest.mark.usefixtures("no_ocr")
def test_a_bare_bitmap_gets_the_header_of_a_file(read_bytes: ReadBytes) -> None:
    whole = picture([NAME], kind="BMP")
    reading = read_bytes(bitmap(whole[14:]), "image")
    assert (reading.status, reading.text) == (ReadStatus.READ, "reconnu")


def emf(*records: tuple[int, bytes]) -> bytes:
    told = b"".join(struct.pack("<II", kind, 8 + len(body)) + body for kind, body in records)
    return struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44) + told


def test_the_words_of_a_metafile(read_bytes: ReadBytes) -> None:
    words = NAME.encode("utf-16-le")
    text = bytes(36) + struct.pack("<II", len(NAME), 76) + bytes(24) + words.ljust(24, b"\0")
    whole = emf((84, text), (14, bytes(12)))
    reading = read_bytes(whole, "dessin")
    assert (reading.status, reading.text) == (ReadStatus.READ, NAME)
    assert read_bytes(whole[:-20], "dessin").status is ReadStatus.PARTIAL


def test_an_object_of_ole_1() -> None:
    name = struct.pack("<I", 8) + b"Package\0" + bytes(8)
    native = b"\2\0note.txt\0C:\\note.txt\0\0\0\3\0" + struct.pack("<I", 2) + b"t\0"
    native += struct.pack("<I", len(NAME.encode())) + NAME.encode()
    data = struct.pack("<II", 0x501, 2) + name + struct.pack("<I", len(native)) + native
    assert from_ole1(data) == NAME.encode()
    assert from_ole1(data[:30]) == b""


RTF_TABLE = (
    rb"{\rtf1\ansi\ansicpg1252{\info{\title Courrier}{\author Dr MARTEL}}{\header ent\'eate}"
    rb"avant\par \trowd\cellx1\cellx2 Nom\cell N\'e9 le\cell\row \trowd\cellx1\cellx2 LEFEVRE\cell"
    rb" 03/07/1984\cell\row apr\'e8s{\*\annotation remarque}{\footnote note}"
    rb"{\*\shppict{\pict\pngblip %s}}{\nonshppict{\pict\wmetafile8 00}} fin}"
)


@pytest.mark.usefixtures("no_ocr")
def test_rich_text_with_a_table_and_a_picture(read_bytes: ReadBytes) -> None:
    png = picture([NAME])
    reading = read_bytes(RTF_TABLE % png.hex().encode(), "lettre.rtf")
    (table,) = reading.tables
    assert (table.header, table.rows) == (("Nom", "Né le"), [["LEFEVRE", "03/07/1984"]])
    lines = [line for line in reading.text.splitlines() if line]
    told = ["Courrier", "Dr MARTEL", "entête", "avant", "après", "remarque", "note", " fin"]
    assert lines == [*told, "reconnu"]
    assert reading.member("lettre.rtf!/image-1").size == len(png)


def test_halves_of_a_character_of_rich_text_meet(read_bytes: ReadBytes) -> None:
    assert read_bytes(rb"{\rtf1\uc0 a\u-10179\u-8704 b}", "x.rtf").text == "a\U0001f600b"


def test_cut_short_rich_text_raises_nothing(read_bytes: ReadBytes) -> None:
    whole = RTF_TABLE % picture([NAME]).hex().encode()
    for tenth in range(1, 10):
        read_bytes(whole[: len(whole) * tenth // 10], "x.rtf")
