"""The command duties, as a person types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.case import Case
from tocsin.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.create_or_open(tmp_path / "affaire").close()
    return tmp_path / "affaire"


def run(*words: str) -> str:
    answer = CliRunner().invoke(main, ["duties", *words])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_clock_is_started_and_the_duty_met(folder: Path) -> None:
    where = ("--case", str(folder), "--by", "A. Direction")
    run("started", "breach_known", *where, "--at", "2025-07-01T08:00+02:00")

    said = run("met", "gdpr-33", *where, "--at", "2025-07-05T08:00+02:00", "--reason", "panne")

    assert "panne" in said
    found = json.loads(run("--case", str(folder), "--json"))
    duty = next(duty for duty in found["duties"] if duty["id"] == "gdpr-33")
    assert duty["deadline"].startswith("2025-07-04")
    assert (duty["state"], duty["reason_for_delay"]) == ("done_late", "panne")


def test_the_table_names_each_duty_that_applies(folder: Path) -> None:
    shown = run("--case", str(folder))

    assert "[gdpr-33]" in shown
    assert "swiss" not in shown
    assert "swiss-24-1" in run("--case", str(folder), "--all")


def test_one_duty_is_shown_whole(folder: Path) -> None:
    shown = run("show", "gdpr-33", "--case", str(folder))

    assert "conséquences probables" in shown
    assert "cnil.fr" in shown
    assert CliRunner().invoke(main, ["duties", "show", "x", "--case", str(folder)]).exit_code == 2


def test_decisions_and_withdrawals_are_in_the_ledger(folder: Path) -> None:
    where = ("--case", str(folder), "--by", "A. Direction")
    run("decide", "prévenir tous", *where, "--figure", "persons.confirmed")
    run("waive", "banks-courtesy", *where, "--reason", "rien de bancaire")
    run("withdraw", "2", *where, "--reason", "erreur")

    entries = json.loads(run("ledger", "--case", str(folder), "--json"))

    assert [entry["kind"] for entry in entries] == ["decided", "waived", "withdrawn"]
    assert [entry["stands"] for entry in entries] == [True, False, False]


def test_the_template_is_written_into_the_case(folder: Path) -> None:
    assert run("template", "--case", str(folder)).strip().endswith("breach.toml")
    assert (folder / "breach.toml").exists()


def test_without_a_case_the_option_is_asked_for() -> None:
    answer = CliRunner().invoke(main, ["duties"])

    assert answer.exit_code == 2
    assert "--case" in answer.output
