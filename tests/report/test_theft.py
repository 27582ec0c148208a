"""The theft in the drafts: what logs and people said, and never more."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.report.conftest import AT, watched
from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.report.edpb import edpb_json, edpb_page
from tocsin.report.material import gather
from tocsin.report.page import build_page
from tocsin.report.sheet import NAMES
from tocsin.report.web import to_markdown
from tocsin.watch.contain.continuity import Spell, State, log
from tocsin.watch.moment import as_datetime

FIRST, LAST = 1_750_970_400_000_000, 1_751_336_100_000_000
DRAFTS = ("cnil", "sante", "nis2", "edpb", "plainte", "registre", "faits", "vol", "resume")


def page(case: Case, name: str) -> str:
    material = gather(case, AT)
    text = to_markdown(edpb_page(material) if name == "edpb" else build_page(name, material))
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("’", "'")


@pytest.mark.parametrize("name", DRAFTS)
def test_without_logs_the_drafts_say_that_it_is_not_known(case: Case, name: str) -> None:
    text = page(case, name)
    assert "aucun journal n'a été lu" in text
    assert "no log was read" in text


@pytest.mark.parametrize("name", ["cnil", "sante", "plainte", "registre", "vol", "resume"])
def test_without_a_continuity_log_nothing_is_said_of_care(case: Case, name: str) -> None:
    text = page(case, name)
    assert "continuité n'est pas tenu" in text
    assert "Care was not affected" not in text


def test_logs_without_a_hostile_act_do_not_prove_that_there_was_none(case: Case) -> None:
    case.store.execute(
        "INSERT INTO log_files (path, sha256, size, reader, state) VALUES ('a', '', 1, '', 'read')"
    )
    assert "does not prove" in page(case, "cnil")


@pytest.mark.parametrize("name", DRAFTS)
def test_begin_and_end_stand_with_their_confidence(case: Case, name: str) -> None:
    watched(case)
    text = page(case, name)
    assert "26 June 2025 at 22:40 (UTC+2)" in text
    assert "1 July 2025 at 4:15 (UTC+2)" in text
    assert "99" in text
    assert "89" in text


def test_what_would_move_them_stands_where_it_is_weighed(case: Case) -> None:
    watched(case)
    assert "ne commence que le 2025-06-20" in page(case, "faits")
    assert "ne commence que le 2025-06-20" in page(case, "vol")


def test_measures_name_accounts_inside_and_before_the_judge_only(case: Case) -> None:
    watched(case)
    for name in NAMES:
        text = page(case, name)
        assert ("presta" in text) == (name == "vol"), name
    assert "presta" in page(case, "faits")
    assert "plus de connexion" in page(case, "cnil")
    assert "O. Garde" not in page(case, "cnil")


def test_where_care_was_hit_it_is_said(case: Case) -> None:
    watched(case)
    for name in ("cnil", "presse", "questions", "vol"):
        assert "Care was affected: Dossier patient" in page(case, name)


def test_care_not_affected_is_said_only_if_every_service_was_normal(case: Case) -> None:
    watched(case)
    with case.store.transaction():
        case.store.execute("DROP TRIGGER continuity_is_kept")
        case.store.execute("DELETE FROM continuity WHERE service <> 'Urgences'")
    assert "Care was" not in page(case, "presse")
    assert "records are missing" in page(case, "cnil")
    log(case, Spell("Dossier patient", State.NORMAL, as_datetime(FIRST), None, "A."))
    assert "Care was not affected" in page(case, "presse")


@pytest.mark.parametrize("name", ["cnil", "nis2", "edpb", "resume"])
def test_days_that_differ_from_those_declared_are_said(case: Case, name: str) -> None:
    watched(case)
    assert "are not the same" not in page(case, name)
    said = case.folder / "hospital.toml"
    said.write_text(said.read_text().replace("2025-06-26", "2025-06-20"), encoding="utf-8")
    assert "are not the same (begin)" in page(case, name)


def test_what_the_logs_tell_stands_beside_the_answers_of_the_template(case: Case) -> None:
    def rows() -> dict[int, dict[str, Any]]:
        material = gather(case, AT)
        fields = edpb_json(edpb_page(material), material)["fields"]
        return {field["row"]: field for field in fields}

    assert "no log was read" in rows()[62]["beside_en"]
    watched(case)
    said = case.folder / "hospital.toml"
    lines = said.read_text(encoding="utf-8").splitlines()
    undated = [line for line in lines if not line.startswith(("started_on", "ended_on"))]
    said.write_text("\n".join(undated), encoding="utf-8")
    told = rows()
    assert told[44]["chosen"] == ["b"]
    assert told[62]["beside_en"] is None
    for row, moment in ((46, "26 June 2025 at 22:40"), (47, "1 July 2025 at 4:15")):
        assert (told[row]["value_en"], told[row]["to_complete"]) == (None, True)
        assert moment in told[row]["beside_en"].replace("\N{NO-BREAK SPACE}", " ")
    assert told[46]["figures"] == ["theft.first.confidence"]
    assert told[63]["figures"] == ["theft.reached/host"]


def test_declared_days_of_any_form_are_compared(case: Case) -> None:
    watched(case)
    material = gather(case, AT)
    for said in (date(2025, 6, 26), "2025-06-26", "2025-06-26T21:00+02:00", None):
        hospital = replace(material.facts.hospital, started_on=said)
        assert material.facts.theft.differs(hospital, "en") == ""


def test_figures_of_the_theft_are_queries(case: Case) -> None:
    watched(case)
    figures = gather(case, AT).figures
    found = {name: figures[name].value for name in (
        "logs.read", "logs.unread", "logs.unparsed", "theft.hours", "theft.first.confidence",
        "theft.reached/account", "theft.files/certain", "theft.files/likely", "measures.done",
        "measures.standing", "care.services/normal", "care.services/interrupted", "care.longest",
    )}  # fmt: skip
    assert list(found.values()) == [1, 1, 3, 102, 99, 1, 1, 1, 2, 1, 1, 1, 135]


def test_measures_stand_in_the_timeline_without_names(case: Case) -> None:
    watched(case)
    texts = [one.en for one in gather(case, AT).timeline]
    assert "measure taken: disable the account" in texts
    assert "measure taken back: isolate the machine" in texts


def test_a_malformed_list_of_services_is_an_error_with_a_way_out(case: Case) -> None:
    (case.folder / "care.toml").write_text("not toml", encoding="utf-8")
    with pytest.raises(InputError):
        gather(case, AT)
