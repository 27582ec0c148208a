from datetime import date

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.model.person import Person
from tocsin.report.figure import Figure, Standing
from tocsin.report.figures import measure
from tocsin.report.form import figures_json
from tocsin.report.material import gather

GOLDEN = {
    "files.total": 7,
    "documents.total": 7,
    "documents.status/read": 2,
    "documents.status/partial": 1,
    "documents.status/unreadable": 3,
    "documents.status/skipped_duplicate": 1,
    "documents.reason/unsupported": 2,
    "documents.reason/encrypted": 1,
    "documents.reason/limit": 1,
    "documents.unread": 4,
    "documents.naming": 2,
    "records.confirmed": 7,
    "records.total": 9,
    "persons.confirmed": 7,
    "persons.to_review": 2,
    "persons.total": 9,
    "persons.medical": 1,
    "persons.administrative": 6,
    "persons.medical.to_review": 1,
    "persons.administrative.to_review": 1,
    "persons.medical.total": 2,
    "persons.category/civil_status": 7,
    "persons.category/contact": 3,
    "persons.category/nir": 2,
    "persons.category/health": 1,
    "persons.category/credentials": 0,
    "persons.minors": 1,
    "persons.protected": 1,
    "persons.deceased": 1,
    "unmatched.names": 1,
    "index.persons": 9,
    "index.issues": 0,
    "cnil/civil_status": 7,
    "cnil/nir": 3,
    "cnil/identity_document": 2,
    "cnil/health": 2,
    "told.email": 2,
    "told.letter": 1,
    "told.call": 1,
    "told.held": 3,
    "told.pending": 0,
    "told.first_on": "2025-07-02",
    "told.last_on": "2025-07-02",
    "notices/email/accepted": 2,
    "notices/call/to_call": 1,
    "held/minor": 1,
    "held/deceased": 1,
    "held/guardianship": 1,
    "severity/medical/4/persons": 1,
    "severity/medical/4/score": 5.0,
    "severity/administrative/2/score": 3.0,
    "severity/administrative/1/score": 2.0,
    "clock/gdpr-33": 23,
}


def test_golden_figures(case: Case) -> None:
    figures = gather(case, AT).figures

    assert {name: figures[name].value for name in GOLDEN} == GOLDEN


def test_every_query_recomputes_from_the_json(case: Case) -> None:
    saved = orjson.loads(orjson.dumps(figures_json(gather(case, AT))))

    assert len(saved["figures"]) > len(GOLDEN)
    for figure in saved["figures"]:
        found = case.store.one(figure["query"], tuple(figure["parameters"]))
        assert found[0] == figure["value"], figure["id"]


def test_a_changed_ledger_no_longer_agrees_with_the_saved_figure(case: Case) -> None:
    before = gather(case, AT).figures["persons.confirmed"]

    case.store.execute("UPDATE affected SET status = 'to_review' WHERE person = 0")

    assert case.store.one(before.sql, before.parameters)[0] == GOLDEN["persons.confirmed"] - 1


@pytest.mark.parametrize(
    ("person", "state", "email", "unreached"),
    [(0, "delivered", 2, 0), (0, "bounced", 1, 1), (0, "refused", 1, 1), (4, "returned", 2, 1)],
)
def test_who_was_told_follows_what_came_back(
    case: Case, person: int, state: str, email: int, unreached: int
) -> None:
    case.store.execute("UPDATE deliveries SET state = ? WHERE notice = ?", (state, person))

    figures = measure(case.store, AT)

    assert figures["told.email"].value == email
    assert figures["told.unreached"].value == unreached


def test_an_empty_case_counts_zero(empty_case: Case) -> None:
    figures = gather(empty_case, AT).figures

    assert {figure.value for figure in figures} <= {0, ""}


def test_ids_and_anchors_are_unique_and_labels_are_in_both_languages(case: Case) -> None:
    figures = list(gather(case, AT).figures)

    assert len({figure.id for figure in figures}) == len(figures)
    assert len({figure.anchor for figure in figures}) == len(figures)
    assert all(figure.label("fr") and figure.label("en") for figure in figures)
    assert not [figure.id for figure in figures if "{}" in figure.fr + figure.en + figure.name_fr]


def test_counts_that_wait_for_review_are_never_confirmed(case: Case) -> None:
    confirmed = measure(case.store, AT).confirmed()

    assert not [figure.id for figure in confirmed if "to_review" in figure.sql]
    for name in ("persons.to_review", "persons.total", "persons.medical.total", "records.total"):
        assert name not in confirmed


@given(
    born=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    today=st.dates(date(2015, 1, 1), date(2040, 12, 31)),
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_minors_are_counted_as_the_model_counts_them(case: Case, born: date, today: date) -> None:
    figure = measure(case.store, AT)["persons.minors"]
    case.store.execute("UPDATE persons SET birth_date = '1950-01-01'")
    case.store.execute("UPDATE persons SET birth_date = ? WHERE person = 0", (born.isoformat(),))

    (counted,) = case.store.one(figure.sql, (today.isoformat(),))

    assert counted == Person("x", birth_date=born).is_minor(today)


@pytest.mark.parametrize(
    ("born", "today", "minor"),
    [
        ("2008-02-29", "2026-02-28", 1),
        ("2008-02-29", "2026-03-01", 0),
        ("2010-03-01", "2028-02-29", 1),
        ("2007-07-03", "2025-07-03", 0),
    ],
)
def test_minors_on_birthdays(case: Case, born: str, today: str, minor: int) -> None:
    figure = measure(case.store, AT)["persons.minors"]
    case.store.execute("UPDATE persons SET birth_date = NULL")
    case.store.execute("UPDATE persons SET birth_date = ? WHERE person = 0", (born,))

    assert case.store.one(figure.sql, (today,))[0] == minor


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (126000, "126\u202f000", "126,000"),
        (0, "0", "0"),
        (2.0, "2,0", "2.0"),
        ("2025-07-01", "1er\u00a0juillet 2025", "1\u00a0July 2025"),
        ("", "—", "—"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes(value: float | str, fr: str, en: str) -> None:
    figure = Figure("x", "x", "x", value, "", (), "", Standing.CONFIRMED)

    assert (figure.text("fr"), figure.text("en")) == (fr, en)
