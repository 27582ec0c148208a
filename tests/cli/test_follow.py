"""The command watch follow."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main

MAPPING = '[columns]\n"@timestamp" = "at"\n"user.name" = "who"\n"patient.id" = "ipp"\n'


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def words(tmp_path: Path) -> list[object]:
    log, mapping = tmp_path / "dpi.csv", tmp_path / "columns.toml"
    rows = "".join(f"2025-06-26T10:{n // 60:02d}:{n % 60:02d};thief;{n}\n" for n in range(1_200))
    log.write_text("at;who;ipp\n" + rows, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return [log, "--mapping", mapping, "--case", tmp_path / "affaire", "--once"]


@pytest.mark.parametrize("name", ["follow", "--follow"])
def test_an_alarm_is_shown_once(words: list[object], name: str) -> None:
    first, second = run("watch", name, *words), run("watch", name, *words)
    assert first.exit_code == second.exit_code == 0
    assert "thief" in first.stdout
    assert "thief" not in second.stdout


def test_a_mail_needs_all_three(words: list[object]) -> None:
    assert run("watch", "follow", *words, "--smtp", "smtp://mail.local").exit_code == 2


def test_an_incomplete_register_is_refused(words: list[object], tmp_path: Path) -> None:
    register = tmp_path / "approved.csv"
    register.write_text(
        "account,from,until,most,approved_by\ncoder,2025-06-01,2025-07-01,many,chief\n"
    )
    answer = run("watch", "follow", *words, "--approved", register)
    assert answer.exit_code == 3
    assert "watch.register" in answer.stderr


def test_what_was_left_out_of_visits_is_said(words: list[object], tmp_path: Path) -> None:
    visits, staff = tmp_path / "visits.csv", tmp_path / "staff.csv"
    visits.write_text("patient,begin\n7,2025-06-26\n8,never\n")
    staff.write_text("account,role\nTHIEF,nurse\n")
    answer = run("watch", "follow", *words, "--visits", visits, "--staff", staff)
    assert answer.exit_code == 0
    assert "1 lignes de séjours non comprises" in answer.stderr


def test_neither_logs_nor_a_port_is_a_usage_error(tmp_path: Path) -> None:
    assert run("watch", "follow", "--case", tmp_path / "affaire", "--once").exit_code == 2


def test_listening_says_where_and_what_cannot_be_known(words: list[object]) -> None:
    answer = run("watch", "follow", *words, "--listen-syslog", "127.0.0.1:0")
    assert answer.exit_code == 0
    assert "inconnu" in answer.stdout


def test_http_without_a_good_token_is_refused(words: list[object], tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_bytes(b"\xff\xfe")
    asked = ("watch", "follow", *words, "--listen-http", "0")
    assert "watch.listen_token" in run(*asked).stderr
    assert "watch.token_file" in run(*asked, "--token-file", token).stderr


def test_a_wrong_network_is_a_usage_error(words: list[object]) -> None:
    assert run("watch", "follow", *words, "--allow", "10.0.0.0/99").exit_code == 2


def test_what_was_received_is_written_out(words: list[object], tmp_path: Path) -> None:
    assert run("watch", "follow", *words).exit_code == 0
    out = tmp_path / "received.log"
    answer = run("watch", "received", "--case", tmp_path / "affaire", "--to", out)
    assert answer.exit_code == 0
    assert out.read_bytes() == b""


def test_logs_that_name_no_patient_are_said_to_ring_for_nobody(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    line = '10.0.0.9 - {} [26/Jun/2025:10:00:{:02d} +0200] "GET /records/{} HTTP/1.1" 200 9\n'
    log.write_text("".join(line.format("nurse", n, n) for n in range(9)), encoding="utf-8")
    asked = ("watch", "follow", log, "--case", tmp_path / "affaire", "--once")
    assert "rien ne peut alerter" in run(*asked).stdout


def test_a_path_may_name_the_patient(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    line = '10.0.0.9 - {} [26/Jun/2025:10:00:{:02d} +0200] "GET /records/{} HTTP/1.1" 200 9\n'
    log.write_text("".join(line.format("thief", n % 60, n) for n in range(1_100)), encoding="utf-8")
    asked = ("watch", "follow", log, "--case", tmp_path / "affaire", "--once")
    answer = run(*asked, "--patient-in", r"/records/(\d+)")
    assert "thief (1 001)" in answer.stdout.replace("\N{NARROW NO-BREAK SPACE}", " ").replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_pattern_that_is_none_is_a_usage_error(words: list[object]) -> None:
    assert run("watch", "follow", *words, "--patient-in", "(").exit_code == 2
