"""A letter to a guardian speaks to the guardian, of the person; and everybody else's as before."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from tests.notify.people import MEDICAL, Invented, case_of, crowd, release
from tests.notify.test_held import PROTECTED, UDAF, decided
from tests.notify.test_lint import TEXTS
from tocsin.case import Case
from tocsin.language import LANGUAGES, Language
from tocsin.model.category import Category
from tocsin.model.notice import Channel
from tocsin.notify import lint, prepare, write_letters
from tocsin.notify.notice import Reader, kind_headings, template_of
from tocsin.notify.preview import preview_person
from tocsin.notify.testimony import proof_of
from tocsin.notify.wording import Library

TODAY = date(2025, 7, 10)
SECOND_PERSON = re.compile(r"^(?:Votre|Vos|Your) ")


def ready(case: Case, channel: Channel = Channel.LETTER) -> None:
    prepare(case, TODAY)
    decided(case, ["P000000"], channel, UDAF)
    release(case, TODAY)


def pages(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Nous vous écrivons au sujet de Marie DUPONT", "Son état civil")),
        ("en", ("We are writing to you about Marie DUPONT", "Their civil status")),
    ],
)
def test_the_letter_speaks_to_the_guardian(
    tmp_path: Path, language: Language, words: tuple[str, str]
) -> None:
    with case_of(tmp_path / "c", [replace(PROTECTED, language=language)]) as case:
        ready(case)
        (shown,) = preview_person(case, "P000000")
        write_letters(case, today=TODAY)
        text = pages(case.folder / "lettres" / "lettres-0001.pdf")
        (notice,) = proof_of(case, "P000000").notices
    assert notice.words
    told = " ".join(block.text for block in notice.words.blocks)
    for said in (" ".join(shown.split()), text, told):
        assert all(word in said for word in words)
        assert "Bonjour" not in said
        assert "Dear Marie" not in said


def test_in_one_batch_each_reader_has_their_own_words(tmp_path: Path) -> None:
    other = replace(crowd(1)[0], email="")
    with case_of(tmp_path / "c", [PROTECTED, other]) as case:
        ready(case)
        assert write_letters(case, today=TODAY).letters == 2
        text = pages(case.folder / "lettres" / "lettres-0001.pdf")
    assert text.count("Nous vous écrivons au sujet de Marie DUPONT") == 1
    assert text.count("Bonjour Marie DUPONT-0") == 1


def test_of_health_by_registered_letter(tmp_path: Path) -> None:
    who = replace(MEDICAL, guardian_name="UDAF")
    with case_of(tmp_path / "c", [who]) as case:
        ready(case, Channel.REGISTERED_LETTER)
        assert write_letters(case, today=TODAY).registered == 1
        text = pages(case.folder / "lettres" / "recommandees-0001.pdf")
    assert "Des informations sur sa santé" in text
    assert "concernent sa santé" in text


def test_without_somebody_in_their_place_the_person_is_written_to(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(guardian_name="UDAF", email="")]) as case:
        prepare(case, TODAY)
        decided(case, ["P000000"], Channel.LETTER)
        (shown,) = preview_person(case, "P000000")
    assert "Bonjour Marie DUPONT" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_data_is_called_yours(language: Language) -> None:
    headings = kind_headings(language, Category, reader=Reader.REPRESENTATIVE)
    assert not [heading for heading in headings if SECOND_PERSON.match(heading)]
    assert len(set(headings)) == len(Category)


@pytest.mark.parametrize("reader", Reader)
def test_the_template_says_whom_it_speaks_to(reader: Reader) -> None:
    assert Reader.of(template_of(Channel.LETTER, "fr", reader)) is reader


@pytest.mark.parametrize("element", ["nature", "contact", "authenticity"])
def test_lint_holds_it_to_the_law_as_well(element: str) -> None:
    name = "fr/representative.txt"
    changed = re.sub(rf"^# {element}\b", "# autre", TEXTS[name], flags=re.MULTILINE)
    faults = lint.lint(Library({**TEXTS, name: changed}).load)
    assert any(element in fault.fr for fault in faults)


def test_lint_refuses_a_link_in_it() -> None:
    name = "fr/representative.txt"
    changed = re.sub(
        r"^# advice.*$", r"\g<0>\nVoyez https://exemple.invalid.", TEXTS[name], flags=re.M
    )
    faults = lint.lint(Library({**TEXTS, name: changed}).load)
    assert {fault.template for fault in faults} == {name}
