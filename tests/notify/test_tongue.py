"""One more language is one more folder, and nothing else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.notify.people import Invented, case_of, release
from tocsin.match.clean import clean_language
from tocsin.model.category import Category
from tocsin.notify import lint, wording, write_letters
from tocsin.notify.preview import preview_person
from tocsin.notify.tongue import languages, spoken, tongue

TODAY = date(2025, 7, 10)
HANNA = Invented(birth_name="MÜLLER", first_names="Hanna", language="de")
GERMAN_WORDS = """
months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
          "Oktober", "November", "Dezember"]
first_day = "1."
stranger = "Guten Tag"
hospital = "Ihre Klinik"
switchboard = "Zentrale"
reference = "Aktenzeichen"
registered = "EINSCHREIBEN"
place = "{town}, {day}"
no_place = "{day}"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A third folder beside the two, translated as far as this test reads it."""
    folder = tmp_path / "templates"
    shutil.copytree(wording.FOLDER, folder)
    shutil.copytree(folder / "en", folder / "de")
    (folder / "de" / "words.toml").write_text(GERMAN_WORDS, encoding="utf-8")
    notice = folder / "de" / "notice.txt"
    text = notice.read_text(encoding="utf-8").replace("Dear {name},", "Guten Tag {name},")
    notice.write_text(text, encoding="utf-8")
    monkeypatch.setattr(wording, "FOLDER", folder)
    wording.load.cache_clear()
    yield folder
    wording.load.cache_clear()


def test_a_folder_makes_a_language(german: Path) -> None:
    assert languages() == ("fr", "de", "en")
    assert tongue("de").day("2025-03-01") == "1. März 2025"
    assert lint.lint() == []


def test_a_person_is_written_to_in_their_language(german: Path, tmp_path: Path) -> None:
    other_mail = "x@exemple.invalid"
    people = [HANNA, replace(HANNA, email=""), Invented(language="xx", email=other_mail)]
    with case_of(tmp_path / "c", people) as case:
        release(case, TODAY)
        (mail,) = preview_person(case, "P000000")
        (other,) = preview_person(case, "P000002")
        write_letters(case, today=TODAY)
        pdf = pypdfium2.PdfDocument(case.folder / "lettres" / "lettres-0001.pdf")
    text = pdf[0].get_textpage().get_text_range()
    assert "Guten Tag Hanna MÜLLER" in mail
    assert "Bonjour" in other
    assert "Guten Tag Hanna MÜLLER" in text
    assert "10 Juli 2025" in text
    assert "Aktenzeichen" in text


def test_without_its_folder_a_language_falls_back() -> None:
    assert spoken("de") == "fr"
    assert spoken("en") == "en"


def test_every_folder_has_every_file_and_every_word() -> None:
    names = {path.name for path in (wording.FOLDER / "fr").iterdir()}
    for code in languages():
        assert {path.name for path in (wording.FOLDER / code).iterdir()} == names
        assert len(tongue(code).months) == 12
        assert {c.value for c in Category} == set(wording.load(code, "categories").sections)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("de", "de"),
        ("DE-at", "de"),
        ("EN", "en"),
        ("Anglais", "en"),
        ("english", "en"),
        ("français", "fr"),
        ("", "fr"),
    ],
)
def test_the_index_gives_codes_or_words(given: str, code: str) -> None:
    assert clean_language(given) == code
