"""The invented clinic's logs: flows seen, the theft cut off, care spared; the commands."""

from datetime import datetime
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from tocsin.case import Case
from tocsin.cli import main
from tocsin.clinic import Clinic
from tocsin.progress import Silent
from tocsin.watch import Settings, watch
from tocsin.watch.contain import Advice, advise, leaves, write_advice
from tocsin.watch.contain.advice import Aim
from tocsin.watch.contain.care import FILE_NAME
from tocsin.watch.contain.kind import MeasureKind
from tocsin.watch.sigma.book import brought

CARE = """
[machines]
"10.10.0.12" = "srv-fichiers"
"10.10.0.21" = "srv-app"
[[service]]
name = "Dossiers partagés"
serves = "toutes les unités"
hosts = ["srv-fichiers"]
[[service]]
name = "Radiologie"
hosts = ["srv-pacs"]
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["watch", *(str(word) for word in words)])


@pytest.fixture(scope="module")
def folder(clinic: Clinic, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coupe") / "affaire"
    with Case.create_or_open(path) as case:
        watch(case, clinic.logs, Settings(brought()), Silent())
    (path / FILE_NAME).write_text(CARE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def advice(folder: Path) -> Advice:
    with Case.open(folder) as case:
        return advise(case)


def test_the_intruder_stands_in_the_tunnel_and_on_the_application_server(advice: Advice) -> None:
    assert {"10.212.134.23", "srv-app"} <= advice.scene.footholds
    assert "srv-fichiers" not in advice.scene.footholds
    assert advice.scene.stores == {"srv-fichiers"}


def test_the_theft_is_cut_off_without_harm(advice: Advice) -> None:
    cut = advice.cuts[Aim.DESTINATIONS]
    assert [(step.kind, step.source) for step in cut.steps] == [
        (MeasureKind.BLOCK_DESTINATION, "198.51.100.200")
    ]
    assert cut.spares_care
    assert cut.steps[0].per_hour == 0


def test_isolating_the_file_server_is_told_to_cost_care(advice: Advice) -> None:
    by_name = {one.measure.name: one for one in advice.weighed}
    server = by_name["srv-fichiers"]
    assert [service.name for service in server.services] == ["Dossiers partagés"]
    assert server.per_hour > 0
    assert server.since is not None
    assert by_name["198.51.100.200"].bytes == 1.0


def test_the_page_names_the_service_that_no_log_shows(advice: Advice, tmp_path: Path) -> None:
    french, english = leaves(advice)
    assert any("Radiologie" in text for text in french.paragraphs)
    assert any("No flow observed to: Radiologie" in text for text in english.paragraphs)
    paths = write_advice(advice, tmp_path)
    assert [path.suffix for path in paths] == [".html", ".md", ".json"]
    facts = orjson.loads(paths[2].read_bytes())
    assert facts["cuts"]["destinations"]["spares_care"] is True


def test_the_commands_advise_record_and_show(folder: Path, tmp_path: Path) -> None:
    shown = run("contain", "--case", folder)
    assert shown.exit_code == 0
    assert "Tocsin ne coupe rien" in shown.stdout
    assert run("contain", "--case", folder, "--to", tmp_path).exit_code == 0
    assert orjson.loads(run("contain", "--case", folder, "--json").stdout)["measures"]
    taken = ("measure", "block_destination", "198.51.100.200", "--case", folder)
    assert run(*taken, "--at", "2025-07-01T09:00", "--effect", "rien ne sort").exit_code == 0
    assert run(*taken, "--undone", "--json").exit_code == 0
    told = orjson.loads(run("measure", "--case", folder, "--json").stdout)
    assert [entry["act"] for entry in told] == ["done", "undone"]
    assert datetime.fromisoformat(told[0]["at"]).hour == 7
    state = ("--service", "Radiologie", "--state", "normal", "--since", "2025-06-01")
    assert run("continuity", "--case", folder, *state).exit_code == 0
    facts = orjson.loads(run("continuity", "--case", folder, "--json").stdout)
    assert facts["care_unaffected"] is False
    assert [one["service"] for one in facts["not_recorded"]] == ["Dossiers partagés"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("measure", "isolate_host"), 2),
        (("measure", "cut_internet", "srv-app"), 2),
        (("measure", "isolate_host", "nowhere", "--undone"), 2),
        (("measure", "wish", "srv-app"), 2),
        (("continuity", "--service", "Radiologie"), 2),
        (("continuity", "--service", "X", "--state", "normal", "--since", "2025-06-01"), 2),
        (("continuity", "--since", "never"), 2),
    ],
)
def test_what_makes_no_sense_is_refused(folder: Path, words: tuple[str, ...], code: int) -> None:
    answer = run(*words, "--case", folder)
    assert answer.exit_code == code
    assert "Traceback" not in answer.output


def test_a_case_without_a_list_gets_a_template(tmp_path: Path) -> None:
    logs = tmp_path / "auth.log"
    logs.write_bytes(b"<34>1 2025-06-26T02:13:01+02:00 srv sshd[1] - - - hello\n")
    case = tmp_path / "affaire"
    assert run("logs", logs, "--case", case).exit_code == 0
    assert run("contain", "--case", case).exit_code == 3
    assert run("contain", "--case", case, "--template").exit_code == 0
    answer = run("contain", "--case", case)
    assert answer.exit_code == 0
    assert "ne nomme aucun service" in answer.stdout


def test_a_measure_on_a_name_that_no_log_shows_is_kept_and_said(folder: Path) -> None:
    known = run("measure", "isolate_host", "SRV-APP", "--case", folder)
    typed_wrong = run("measure", "isolate_host", "srv-ap", "--case", folder)
    assert known.exit_code == typed_wrong.exit_code == 0
    assert "vérifiez-le" not in known.stderr
    assert "vérifiez-le" in typed_wrong.stderr
    assert "srv-ap " in typed_wrong.stdout


def test_reading_logs_says_who_where_and_what_next(clinic: Clinic, tmp_path: Path) -> None:
    answer = run(clinic.logs, "--case", tmp_path / "affaire")
    assert answer.exit_code == 0
    for told in ("maint.gmao", "srv-app", "pris :", "watch contain --case"):
        assert told in answer.stdout


def test_the_timeline_says_where_data_went_and_how_much(folder: Path) -> None:
    shown = run("timeline", "--case", folder).stdout
    (sent, *_) = [line for line in shown.splitlines() if "Envoi massif" in line]
    assert "→" in sent
    assert " Mo" in sent
