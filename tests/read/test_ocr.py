"""Which program reads a picture, how often, and how a zone gets into its text."""

import datetime

import pytest
from PIL import Image, ImageDraw

from tocsin.clinic.mrz import card, passport
from tocsin.read import ocr, zone
from tocsin.read.fault import Fault
from tocsin.read.mrz import TD1, TD3, Zone
from tocsin.read.printed import PrintedNames
from tocsin.read.programs import rapid, tesseract
from tocsin.read.recognised import Line, Recognised

BORN, EXPIRES = datetime.date(1968, 3, 9), datetime.date(2031, 7, 4)
PASSPORT = passport("Lefèvre", "Zoé Anne", "F", BORN, EXPIRES, "14AB12345")
PRINTED = "PASSEPORT\nPasseport n° 14AB12345\nNom LEFÈVRE\nPrénoms Zoé, Anne"
GOOD = "Née le 02/03/1954, vue en consultation ce jour, va bien"
BAD_DATE = "Née le 32/13/1954, vue en consultation ce jour, va bien"


def reading(text: str, confidence: float = 95.0, *, complete: bool = True) -> Recognised:
    rows = enumerate(text.splitlines())
    lines = tuple(Line(line, confidence, (0, 90 * y, 1_800, 90 * y + 80)) for y, line in rows)
    return Recognised(lines, complete)


def sheet() -> Image.Image:
    """Two lines of text, where the readings below have theirs."""
    image = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(image).text((20, 10), "texte " * 20, 0)
    return image


class Programs:
    """Two programs that answer as told, and remember that they were asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fast: Recognised, better: Recognised):
        self.asked: list[str] = []

        def answers(name: str, answer: Recognised) -> object:
            def recognise(*_args: object, **_options: object) -> Recognised:
                self.asked.append(name)
                return answer

            return recognise

        monkeypatch.setattr(tesseract.Tesseract, "recognise", answers("fast", fast))
        monkeypatch.setattr(rapid.RapidOcr, "recognise", answers("better", better))


def test_a_good_reading_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, reading(GOOD), reading("autre"))
    assert ocr.Recogniser().text_of(sheet()) == GOOD
    assert programs.asked == ["fast"]


def test_the_same_picture_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, reading(GOOD), reading("autre"))
    recogniser = ocr.Recogniser()
    assert recogniser.text_of(sheet()) == recogniser.text_of(sheet())
    assert programs.asked == ["fast"]


def test_a_date_that_cannot_be_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, reading(BAD_DATE), reading(GOOD, 90.0))
    assert ocr.Recogniser().text_of(sheet()) == GOOD
    assert programs.asked == ["fast", "better"]


def test_an_unsure_reading_is_tried_upside_down_first(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, reading(GOOD, 40.0), reading(GOOD))
    ocr.Recogniser().text_of(sheet())
    assert programs.asked == ["fast", "fast", "better"]


def test_a_page_of_which_much_was_left_out_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs(monkeypatch, reading(GOOD), reading(f"{GOOD}\net la suite"))
    page = sheet()
    for row in range(100, 280, 20):
        ImageDraw.Draw(page).text((20, row), "une ligne que le cadre a fait oublier " * 3, 0)
    assert "la suite" in ocr.Recogniser().text_of(page)
    assert programs.asked == ["fast", "fast", "better", "better"]


def test_no_time_is_a_fault_unless_the_other_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = reading("Née", complete=False)
    Programs(monkeypatch, slow, reading(GOOD))
    assert ocr.Recogniser().text_of(sheet()) == GOOD
    Programs(monkeypatch, slow, slow)
    with pytest.raises(Fault, match="limit: recognition time"):
        ocr.Recogniser().text_of(sheet())


def test_the_corrected_zone_replaces_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    poor = [PASSPORT[0].replace("ANNE<<", "ANNE<K"), PASSPORT[1].replace("680309", "6803O9")]
    Programs(monkeypatch, reading("\n".join([PRINTED, *poor])), reading(""))
    text = ocr.Recogniser().text_of(sheet())
    assert text.splitlines()[-2:] == list(PASSPORT)
    assert poor[0] not in text


def test_lines_that_are_no_zone_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{GOOD}\nretour << haut de page << sommaire <<"
    Programs(monkeypatch, reading(text), reading(text))
    assert ocr.Recogniser().text_of(sheet()) == text


def test_names_of_a_zone_as_printed() -> None:
    wrong = Zone(TD3, (PASSPORT[0].replace("LEFEVRE", "LEFEVRF"), PASSPORT[1]))
    names = PrintedNames(PRINTED)
    assert names.confirmed(wrong).lines == PASSPORT
    assert names.confirmed(wrong).guessed == 0
    other = card("Autre", "Personne", "M", BORN, EXPIRES, "X4RTBPFW4")
    assert names.confirmed(Zone(TD1, other)).lines == other
    assert names.confirmed(Zone(TD1, other)).guessed == 3


def test_a_zone_printed_askew_is_read() -> None:
    image = Image.new("L", (1500, 400), 255)
    for row, text in enumerate(PASSPORT):
        for at, character in enumerate(text):
            ImageDraw.Draw(image).text((60 + at * 31, 150 + 60 * row), character, 0, font_size=36)
    askew = image.rotate(-2, Image.Resampling.BICUBIC, fillcolor=255)
    lines = (
        Line("P<FRA<<", 20.0, (60, 130, 1440, 190)),
        Line("14<<", 20.0, (60, 190, 1440, 250)),
    )
    found = zone.read_again(askew, lines, PRINTED)
    assert found
    assert found.lines == PASSPORT
