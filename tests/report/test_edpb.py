"""The EDPB's template: all rows, their conditions, and what the case answers."""

import re
from collections import Counter
from datetime import timedelta

import orjson
import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.language import LANGUAGES
from tocsin.report.acts import ActKind, record
from tocsin.report.edpb import edpb_json, edpb_page
from tocsin.report.edpb.answers import ANSWERS, choose, facts, more_of, text_of
from tocsin.report.edpb.template import Row, rows
from tocsin.report.material import Material, gather

BY_NUMBER = {row.number: row for row in rows()}
FIELDS = [row for row in rows() if not row.is_heading]
FACTS = {"late": False, "inside_eea": True, "outside_eea": False, "asked_nationally": False}


def test_all_126_rows_are_there() -> None:
    assert [row.number for row in rows()] == list(range(1, 127))
    assert Counter(row.mandatory for row in FIELDS) == {"yes": 42, "conditional": 46, "no": 12}


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_every_row_is_in_both_languages_and_its_conditions_look_back(row: Row) -> None:
    assert row.label("fr")
    assert row.label("en")
    assert all(option.label("fr") and option.label("en") for option in row.options)
    assert len({option.key for option in row.options}) == len(row.options)
    for condition in row.when:
        for one in condition.get("or", [condition]):
            if "row" in one:
                assert one["row"] < row.number
                keys = {option.key for option in BY_NUMBER[one["row"]].options}
                assert set(one["any_of"]) <= keys


@pytest.mark.parametrize(
    ("row", "choices", "known", "asked"),
    [
        (5, {3: ("b",), 4: ("c",)}, {}, True),
        (5, {3: ("b",), 4: ("a",)}, {}, False),
        (47, {44: ("c",)}, {}, False),
        (49, {3: ("a",)}, {"late": True}, True),
        (49, {3: ("a",)}, {"late": False}, False),
        (49, {3: ("b",)}, {"late": True}, False),
        (81, {55: ("a", "b")}, {}, True),
        (83, {55: ("b",)}, {}, False),
        (83, {55: ("c",)}, {}, True),
        (111, {110: ("a",)}, {}, True),
        (111, {109: ("b",), 110: ("c",)}, {}, False),
        (113, {}, {}, True),
        (120, {}, {}, False),
    ],
)
def test_a_row_is_asked_by_its_condition(
    row: int, choices: dict[int, tuple[str, ...]], known: dict[str, bool], asked: bool
) -> None:
    assert BY_NUMBER[row].is_asked(choices, FACTS | known) is asked


def test_the_slips_of_the_transcription_are_put_right() -> None:
    assert [option.key for option in BY_NUMBER[89].options] == ["a", "b", "c", "d"]
    assert [option.key for option in BY_NUMBER[97].options] == ["a", "b", "b1", "c", "d", "e"]
    assert all("b1)" not in option.en for option in BY_NUMBER[97].options)
    assert BY_NUMBER[95].type == "textarea"
    for row in (118, 123):
        names = [option.en for option in BY_NUMBER[row].options]
        assert len(names) == 48
        assert {name.split(" - ")[0] for name in names} >= {"France", "Latvia", "Norway"}


@pytest.fixture
def material(case: Case) -> Material:
    return gather(case, AT)


def test_the_case_answers_what_its_ledger_knows(material: Material) -> None:
    chosen = choose(material)

    assert (chosen[3], chosen[4]) == (("a",), ("b",))  # new; incomplete while counts may move
    assert set(chosen[65]) == {"d", "e", "i"}
    assert set(chosen[70]) == {"a", "b", "k", "l", "n", "p", "q"}
    assert chosen[67] == ("b",)
    assert chosen[87] == ("c",)
    assert chosen[89] == ("a",)
    assert chosen[97] == ("a",)


def test_every_answer_in_the_data_is_of_a_row_that_offers_it() -> None:
    import tomllib

    for number, entry in tomllib.loads(ANSWERS.read_text(encoding="utf-8"))["row"].items():
        row = BY_NUMBER[int(number)]
        keys = {option.key for option in row.options}
        assert {key for key, *_ in entry.get("choose", ())} <= keys
        assert bool(entry.get("choose")) == bool(row.options), number
        assert bool(text_of(row, "fr")) == bool(text_of(row, "en"))


def test_json_has_every_row_and_says_what_is_to_complete(material: Material) -> None:
    form = orjson.loads(orjson.dumps(edpb_json(edpb_page(material), material)))
    fields = {field["row"]: field for field in form["fields"]}

    assert len(form["fields"]) + len(form["headings"]) == 126
    assert fields[68]["figures"] == ["persons.confirmed", "persons.total"]
    assert fields[12]["value_fr"] == "Clinique des Tilleuls & Cie"
    assert not fields[5]["asked"]
    assert 63 in form["to_complete"]
    assert 5 not in form["to_complete"]
    assert all(BY_NUMBER[row].mandatory != "no" for row in form["to_complete"])
    assert form["figures"]["persons.confirmed"]["query"].startswith("SELECT")


def test_the_reasons_are_asked_for_once_72_hours_have_passed(case: Case) -> None:
    early, late = (facts(gather(case, AT + timedelta(days=days)))["late"] for days in (0, 3))

    assert (early, late) == (False, True)


def test_a_second_notification_follows_up(case: Case) -> None:
    record(case, ActKind.MET, "gdpr-33", person="A. Direction", moment="2025-07-02")

    assert choose(gather(case, AT))[3] == ("b",)


@pytest.mark.parametrize("row", [row for row in FIELDS if text_of(row, "fr")], ids=lambda r: r.fr)
def test_no_answer_holds_a_digit_of_its_own(row: Row, material: Material) -> None:
    for language in LANGUAGES:
        texts = (text_of(row, language), *more_of(row, material, language))
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", " ".join(texts)))
