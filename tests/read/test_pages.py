"""PDF pages: tables by place, pictures on pages of text, forms, notes, bookmarks, properties."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.read.conftest import ReadBytes
from tests.read.samples import LINES, picture
from tocsin.model.document import ReadStatus
from tocsin.read import ocr
from tocsin.read.pagelayout import Word, lines_of, tables_on
from tocsin.read.pagepictures import is_garbled

HEADER = ["Nom", "Prénom", "Né(e) le", "Téléphone"]
ROWS = [
    ["LEFÈVRE", "Zoé Marie", "03/07/1984", "06 12 34 56 78"],
    ["GALL", "", "01/02/1960", ""],
    ["MOREAU", "Ann", "", "04 77 00 00 00"],
]
SENTENCE = "Madame, vous trouverez ci-joint la copie de la carte remise à l'accueil ce jour."


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Image.Image]:
    pictures: list[Image.Image] = []
    monkeypatch.setattr(ocr, "_recognise", lambda image: pictures.append(image) or "reconnu")
    return pictures


def drawn(*draw: object, **options: object) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, **options)
    for one in draw:
        one(page)  # type: ignore[operator]
        page.showPage()
    page.save()
    return out.getvalue()


def table(page: canvas.Canvas, *, by_column: bool) -> None:
    places = [(r, c) for r in range(4) for c in range(4)]
    for row, column in sorted(places, key=lambda p: (p[1], p[0])) if by_column else places:
        page.drawString(50 + 130 * column, 700 - 18 * row, [HEADER, *ROWS][row][column])
    page.drawString(50, 760, "Patients vus au mois de mars")
    page.drawString(50, 400, "Fin de la liste")


@pytest.mark.parametrize("by_column", [False, True])
def test_rows_hold_together_however_they_were_drawn(
    read_bytes: ReadBytes, seen: list[Image.Image], by_column: bool
) -> None:
    reading = read_bytes(drawn(lambda page: table(page, by_column=by_column)), "liste.pdf")
    (found,) = reading.tables
    assert (found.locator, list(found.header)) == ("page 1, tableau 1", HEADER)
    assert found.rows == ROWS
    assert "Patients vus au mois de mars" in reading.text
    assert "Fin de la liste" in reading.text
    assert "LEFÈVRE" not in reading.text


def prose(page: canvas.Canvas) -> None:
    for row in range(20):
        page.drawString(50, 780 - 16 * row, SENTENCE)


def test_prose_is_no_table(read_bytes: ReadBytes, seen: list[Image.Image]) -> None:
    reading = read_bytes(drawn(prose), "lettre.pdf")
    assert not reading.tables
    assert reading.text.count(SENTENCE) == 20


def card(page: canvas.Canvas) -> None:
    prose(page)
    page.drawImage(ImageReader(io.BytesIO(picture(LINES))), 72, 200, 250, 160)


def logo(page: canvas.Canvas) -> None:
    prose(page)
    page.drawImage(ImageReader(io.BytesIO(picture(LINES))), 72, 200, 60, 20)


def test_a_card_on_a_page_of_text_is_recognised(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    reading = read_bytes(drawn(card, logo, card), "envoi.pdf")
    recognised = [block.locator for block in reading.texts if block.ocr]
    assert recognised == ["page 1", "page 3"]
    assert len(seen) == 1  # the same picture


def test_a_scan_with_text_laid_under_it_is_not_read_twice(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    def scan(page: canvas.Canvas) -> None:
        page.drawImage(ImageReader(io.BytesIO(picture(LINES))), 0, 0, 595, 842)
        text = page.beginText(50, 780)
        text.setTextRenderMode(3)
        for _ in range(20):
            text.textLine(SENTENCE)
        page.drawText(text)

    assert SENTENCE in read_bytes(drawn(scan), "scan.pdf").text
    assert not seen


def test_letters_drawn_as_curves_are_recognised(
    read_bytes: ReadBytes, seen: list[Image.Image]
) -> None:
    def curves(page: canvas.Canvas) -> None:
        for number in range(150):
            page.line(50 + number, 700, 52 + number, 710)

    assert read_bytes(drawn(curves), "plan.pdf").texts[-1].text == "reconnu"


def test_bookmarks_notes_links_and_properties(read_bytes: ReadBytes) -> None:
    def page(page: canvas.Canvas) -> None:
        prose(page)
        page.bookmarkPage("a")
        page.addOutlineEntry("Dossier GALL", "a")
        page.textAnnotation("à rappeler", Rect=[10, 10, 30, 30])
        page.linkURL("mailto:zoe@exemple.invalid", (10, 40, 30, 60))
        page.setSubject("Sortie de Zoé")

    text = read_bytes(drawn(page), "x.pdf").text
    for said in ("Dossier GALL", "à rappeler", "zoe@exemple.invalid", "Sortie de Zoé"):
        assert said in text


def test_extended_properties(read_bytes: ReadBytes) -> None:
    xmp = (
        "<?xpacket begin=''?><x:xmpmeta xmlns:x='x'><rdf:RDF xmlns:rdf='r' xmlns:dc='d'>"
        "<dc:creator><rdf:li>Secrétariat de Zoé</rdf:li></dc:creator></rdf:RDF></x:xmpmeta>"
    )
    data = drawn(prose).replace(b"%%EOF", xmp.encode() + b"\n%%EOF")
    reading = read_bytes(data, "x.pdf")
    assert "Secrétariat de Zoé" in reading.text
    assert reading.status is ReadStatus.READ


def test_an_empty_password_opens(read_bytes: ReadBytes) -> None:
    lock = StandardEncryption("", ownerPassword="secret", canPrint=0)
    assert SENTENCE in read_bytes(drawn(prose, encrypt=lock), "x.pdf").text


BOXES = st.tuples(st.floats(0, 600), st.floats(0, 800), st.floats(0.5, 20), st.floats(0.5, 20))


@given(st.lists(BOXES, max_size=60))
def test_no_character_is_lost_or_told_twice(boxes: list[tuple[float, float, float, float]]) -> None:
    words = [
        Word("x", left, bottom, left + width, bottom + height, order)
        for order, (left, bottom, width, height) in enumerate(boxes)
    ]
    told = [order for line in lines_of(words) for cell in line for order in cell.orders]
    assert sorted(told) == list(range(len(boxes)))
    for found in tables_on(words):
        letters = sum(cell.count("x") for row in found.rows for cell in row)
        assert letters == len(found.orders)


def test_a_page_of_symbols_without_letters_is_recognised() -> None:
    assert is_garbled("\ue001\ue002\ue003 \ue004")
    assert not is_garbled(SENTENCE)
    assert not is_garbled("")
