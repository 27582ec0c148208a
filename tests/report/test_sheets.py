"""Sheets and page templates hold words; every number in them is a figure."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.report.material import gather
from tocsin.report.page import build_page, sentences
from tocsin.report.sheet import SHEETS, compose, load_sheet

NAMES = sorted(path.stem for path in SHEETS.glob("*.toml"))
PAGES = SHEETS.with_name("pages")
WORDS = ("fr", "en", "value", "value_fr", "value_en", "hint_fr", "hint_en")
WITHOUT_NUMBERS = ("sous-traitants", "decisions")
SLOT = re.compile(r"\{[^}]*\}")


def texts(entry: Any) -> Iterator[str]:
    """Every sentence of a sheet, wherever it stands."""
    if isinstance(entry, list):
        for item in entry:
            yield from [item] if isinstance(item, str) else texts(item)
    elif isinstance(entry, dict):
        for key, value in entry.items():
            if isinstance(value, str):
                yield from [value] if key in WORDS else []
            elif key != "figures":
                yield from texts(value)


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_of_a_sheet_holds_a_digit(name: str) -> None:
    found = list(texts(load_sheet(name)))

    assert len(found) > 4
    spoken = (SLOT.sub("", text).replace("NIS 2", "") for text in found)  # a law's own name
    assert not [text for text in spoken if re.search(r"\d", text)]


@pytest.mark.parametrize("name", ["page.html.jinja", "page.md.jinja"])
def test_no_page_template_prints_a_digit_of_its_own(name: str) -> None:
    source = (PAGES / name).read_text(encoding="utf-8")
    printed = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", source, flags=re.DOTALL)

    assert "#" in source
    assert not re.search(r"\d", printed)


def test_the_pdf_template_prints_no_digit_of_its_own() -> None:
    source = (PAGES / "page.typ").read_text(encoding="utf-8")
    words = re.findall(r'"[^"]*"|\[[^\[\]]*\]', source)
    layout = {'"a4"', '"1 / 1"', *re.findall(r'"#[0-9a-f]{6}"', source)}  # page numbers, colours

    assert len(words) > len(layout)
    assert not [text for text in words if re.search(r"\d", text) and text not in layout]


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_in_both_languages(name: str) -> None:
    def check(entry: Any) -> None:
        if isinstance(entry, list):
            [check(item) for item in entry]
        elif isinstance(entry, dict):
            for stem in ("", "value_", "hint_"):
                assert (stem + "fr" in entry) == (stem + "en" in entry), entry
            [check(value) for value in entry.values()]

    check(load_sheet(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_both_languages_are_the_same_figures(case: Case, name: str) -> None:
    page = build_page(name, gather(case, AT))

    french, english = (
        [span.figure for text in sentences(part) for span in text if span.figure]
        for part in page.parts
    )
    assert french or name in WITHOUT_NUMBERS
    assert sorted(french) == sorted(english)


def test_a_sheet_cannot_name_an_unknown_figure(case: Case) -> None:
    sheet = load_sheet("presse")
    sheet["subtitle"] = {"fr": "{persons.invented}", "en": "x"}

    with pytest.raises(KeyError):
        compose(sheet, gather(case, AT), "fr")


def test_a_sheet_of_confirmed_figures_cannot_name_another(case: Case) -> None:
    sheet = load_sheet("presse")
    sheet["subtitle"] = {"fr": "{persons.to_review}", "en": "x"}

    with pytest.raises(KeyError):
        compose(sheet, gather(case, AT), "fr")


def test_what_the_hospital_has_not_said_is_left_open(empty_case: Case) -> None:
    part = build_page("cnil", gather(empty_case, AT)).parts[0]
    rows = {row.key: row.cells[0] for block in part.blocks for row in block.rows}

    assert "".join(span.text for span in rows["type"]) == "initiale"
    for key in ("siren", "name", "dpo_name", "started_on", "discovered_at", "narrative"):
        assert [span.text for span in rows[key]] == ["à compléter"]
        assert rows[key][0].missing
