"""Was each of them told? Per person, in total, and as a proof."""

import csv
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from tests.notify.bounce.test_record import dsn
from tests.notify.people import HOSPITAL, MEDICAL, Invented, case_of, crowd, release
from tocsin.case import Case, Reading
from tocsin.cli import main
from tocsin.errors import UsageError
from tocsin.model.notice import DeliveryState
from tocsin.notify import write_letters
from tocsin.notify.bounce import read_feedback
from tocsin.notify.calls import Outcome, note, tasks
from tocsin.notify.deliveries import _BY_STATE, Told, persons_told, totals, write_deliveries
from tocsin.notify.letters.returned import ReturnReason, record_returned
from tocsin.notify.letters.testimony import write_testimony
from tocsin.notify.testimony import proof_of

TODAY = date(2025, 7, 10)
NOW = datetime(2025, 7, 20, tzinfo=UTC)
PEOPLE = [*crowd(3), MEDICAL, Invented(email=""), Invented(guardian_name="UDAF")]


def told_case(case: Case) -> None:
    """E-mails accepted, one of them bounced; letters written; the call made."""
    release(case, TODAY)
    case.store.many(
        "UPDATE deliveries SET state = ?, message_id = notice || '@exemple.invalid'"
        " WHERE notice = ?",
        [(state, notice) for notice in (1, 2, 3) for state in ("handing_over", "accepted")],
    )
    read_feedback(case, [dsn("failed", "5.1.1", "p1@exemple.invalid")], now=NOW)
    write_letters(case, today=TODAY)
    note(case, tasks(case)[0].reference, Outcome.TOLD, "Anne Lefèvre", checked=True)


def text_of(pdf: Path) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_every_state_says_how_far_a_person_is_told() -> None:
    assert set(_BY_STATE) == set(DeliveryState)


def test_totals_are_of_persons_and_add_up(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        counted = totals(case)
        assert {told: n for told, n in counted.items() if n} == {
            "arrived": 1,
            "sent": 4,
            "held": 1,
        }
        assert sum(counted.values()) == len(PEOPLE)


def test_a_bounce_counts_by_the_letter_that_followed(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        second = list(persons_told(case))[1]
        assert (second.told, second.channels) == (Told.SENT, "email/bounced;letter/written")


def test_the_files_have_a_row_a_person_and_a_row_a_notice(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        rows = write_deliveries(case, tmp_path / "out")
    assert rows == {"deliveries.csv": 6, "notices.csv": 8}
    with (tmp_path / "out" / "notices.csv").open(encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    assert {row["approved_by"] for row in read if row["channel"] == "email"} == {"Omar Diallo"}


def test_the_proof_holds_the_very_words_whatever_became_of_the_templates(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        (case.folder / "hospital.toml").write_text(
            HOSPITAL.replace("Trois Ponts", "Quatre Ponts"), encoding="utf-8"
        )
        proof = proof_of(case, "P000000")
        (notice,) = proof.notices
        assert notice.words is not None
        assert "Trois Ponts" in notice.words.subject
        assert any("DUPONT-0" in block.text for block in notice.words.blocks)


def test_the_proof_as_a_pdf_says_who_what_when(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        path = write_testimony(case, "P000001", tmp_path / "out")
    text = text_of(path)
    for words in ("DUPONT-1", "approuvé par Omar Diallo", "non remis 5.1.1", "Vol de données"):
        assert words in text
    assert "DUPONT-0" not in text
    assert "DUPONT" not in path.name


def test_the_proof_of_a_call_says_who_called(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", PEOPLE) as case:
        told_case(case)
        proof = proof_of(case, "P000003", "en")
    assert proof.told is Told.ARRIVED
    assert any("call by Anne Lefèvre: told" in e.what for e in proof.notices[0].events)


def test_of_nobody_there_is_no_proof(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []) as case, pytest.raises(UsageError):
        proof_of(case, "P000000")


def reference_of_letter(case: Case) -> str:
    (found,) = case.store.one("SELECT reference FROM notices WHERE channel = 'letter' LIMIT 1")
    return str(found)


def test_a_returned_letter_is_recorded_once_by_its_reference(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(email="")]) as case:
        told_case_letters(case)
        reference = reference_of_letter(case)
        typed = reference.lower().replace("-", " ")
        assert record_returned(case, [typed, reference], ReturnReason.UNKNOWN, "Anne") == 1
        assert record_returned(case, [reference], ReturnReason.UNKNOWN, "Anne") == 0
        assert totals(case)["not_reached"] == 1


def told_case_letters(case: Case) -> None:
    release(case, TODAY)
    write_letters(case, today=TODAY)


@pytest.mark.parametrize("wrong", ["0000-000", "K7QX", "", "K7QX-3MZ"])
def test_a_misread_reference_records_nothing(wrong: str, tmp_path: Path) -> None:
    with case_of(tmp_path / "c", [Invented(email="")]) as case:
        told_case_letters(case)
        with pytest.raises(UsageError):
            record_returned(case, [reference_of_letter(case), wrong], ReturnReason.REFUSED, "Anne")
        assert totals(case)["not_reached"] == 0


def run(*words: object) -> str:
    wide = {"COLUMNS": "120"}  # a line a call
    done = CliRunner().invoke(main, [str(word) for word in words], env=wide, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_commands_say_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with case_of(folder, [*crowd(1), MEDICAL]) as case:
        case.reading = Reading.WHOLE
        reference = None
    at = ("--case", folder)
    run("notify", "submit", *at, "--as", "Anne")
    run("notify", "approve", 1, *at, "--as", "Omar")
    run("notify", "pause", 1, *at, "--as", "Omar")
    run("notify", "resume", 1, *at, "--as", "Omar")
    run("notify", "--yes", *at)
    (task,) = json.loads(run("notify", "calls", *at, "--json"))
    reference = task["reference"]
    noted = ("--outcome", "no_answer", "--as", "Anne")
    run("notify", "calls", "note", reference, *at, *noted)
    assert re.search("pas de réponse", run("notify", "calls", *at))
    assert "répondeur" in run("notify", "calls", "script", *at)
    run("notify", "returned", reference, *at, "--as", "Anne")
    (tmp_path / "m.eml").write_bytes(dsn("failed", "5.1.1", "x@exemple.invalid"))
    shown = json.loads(run("notify", "bounces", tmp_path / "m.eml", *at, "--json"))
    assert shown["waiting"] == 1
    assert "x@exemple.invalid" in run("notify", "unattributed", *at)
    run("notify", "attribute", 1, *at, "--as", "Anne", "--nobody")
    found = json.loads(run("deliveries", *at, "--to", tmp_path / "out", "--json"))
    assert (found["persons"], found["told"]["not_yet"]) == (2, 2)
    assert "reference" in run("deliveries", *at, "--person", "P000001", "--json")
    assert run("deliveries", *at, "--person", "P000001", "--to", tmp_path / "out").strip()
    run("notify", "held", *at)
    run("notify", "stop", 1, *at, "--as", "Omar")
    (batch,) = json.loads(run("notify", "batches", *at, "--json"))
    assert (batch["submitted_by"], batch["approved_by"]) == ("Anne", "Omar")
