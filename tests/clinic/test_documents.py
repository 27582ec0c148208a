"""What the writers write can be read by libraries that are not ours."""

import csv
import io
import zipfile
from datetime import date
from email import message_from_bytes, policy
from random import Random

import docx as python_docx
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.clinic.documents.archive import locked_zip, zipped
from tocsin.clinic.documents.docx import docx
from tocsin.clinic.documents.mail import Letter, eml
from tocsin.clinic.documents.pdf import locked_pdf, pdf
from tocsin.clinic.documents.sheets import csv_bytes, fixed_width
from tocsin.clinic.mrz import check_digit, old_identity_card, passport
from tocsin.clinic.paper import Paper
from tocsin.clinic.phrases import pick, say, sections

PAPER = Paper("Titre é", ["Une ligne\nune autre", [["Nom", "DUPONT"]]], header="En-tête")
WORDS = st.text(st.characters(codec="cp1252", exclude_categories=["C"]), max_size=20)


def test_docx_opens_in_python_docx() -> None:
    document = python_docx.Document(io.BytesIO(docx(PAPER, Random(1))))
    assert document.paragraphs[0].text == "Titre é"
    assert document.tables[0].cell(0, 1).text == "DUPONT"
    assert document.sections[0].header.paragraphs[0].text == "En-tête"


def test_pdf_opens_and_holds_its_words() -> None:
    text = pypdfium2.PdfDocument(pdf(PAPER, Random(1)))[0].get_textpage().get_text_range()
    assert "DUPONT" in text
    assert "En-tête" in text


def test_a_locked_pdf_opens_with_its_password_only() -> None:
    data = locked_pdf(PAPER, Random(1), "secret")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(data)
    assert len(pypdfium2.PdfDocument(data, password="secret")) == 1


@given(st.binary(max_size=400), st.binary(min_size=1, max_size=12))
def test_a_locked_zip_opens_with_its_password_only(data: bytes, password: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(locked_zip("a.txt", data, password, Random(1)))) as archive:
        assert archive.read("a.txt", pwd=password) == data
        with pytest.raises(RuntimeError):
            archive.read("a.txt")


def test_archives_have_no_time_of_their_own() -> None:
    assert zipped({"a": b"1", "b/c": b"2"}) == zipped({"a": b"1", "b/c": b"2"})


def test_a_mail_with_attachments_is_the_same_twice_and_parses() -> None:
    letter = Letter(
        "A <a@x.invalid>", "B <b@x.invalid>", "Été", "Bonjour é", attachments=[("f.zip", b"PK")]
    )
    first, second = (eml(letter, 7, Random(2)) for _ in range(2))
    assert first == second
    message = message_from_bytes(first, policy=policy.default)
    assert message["Subject"] == "Été"
    assert [part.get_filename() for part in message.iter_attachments()] == ["f.zip"]


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_csv_round_trip(rows: list[list[str]]) -> None:
    text = csv_bytes(rows).decode("cp1252")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == rows


def test_fixed_width_cuts() -> None:
    assert fixed_width([["VALANCOGNE", "Marie"]], [4, 3]) == "VALA Mar"


def test_check_digit_of_the_published_example() -> None:
    assert check_digit("520727") == "3"  # ICAO Doc 9303 part 3, appendix A


def test_zones_have_their_length_and_digits() -> None:
    born = date(1974, 8, 12)
    first, second = passport("Eriksson", "Anna Maria", "F", born, date(2034, 4, 15), "15AB12345")
    assert len(first) == len(second) == 44
    assert first.startswith("P<FRAERIKSSON<<ANNA<MARIA<")
    assert second[9] == check_digit(second[:9])
    assert second[43] == check_digit(second[:10] + second[13:20] + second[21:43])
    top, bottom = old_identity_card("Lefèvre", "Hélène", "F", born, "160542507739")
    assert len(top) == len(bottom) == 36
    assert bottom[12] == check_digit(bottom[:12])
    assert bottom[35] == check_digit(top + bottom[:35])


@pytest.mark.parametrize("name", ["letters", "nobody", "medical"])
def test_every_choice_in_every_phrase_closes(name: str) -> None:
    for lines in sections(name).values():
        assert lines
        for line in lines:
            assert line.count("{") == line.count("}")
            assert line.count("<") == line.count(">")


def test_a_sentence_fills_its_slots() -> None:
    assert say(Random(1), "{a|b|c} <x>", {"x": "1"}) in ("a 1", "b 1", "c 1")
    with pytest.raises(KeyError):
        say(Random(1), "<y>", {"x": "1"})


def test_a_few_sentences_are_all_different() -> None:
    lines = pick(Random(1), "letters", "filler", {}, 5)
    assert len(set(lines)) == 5
