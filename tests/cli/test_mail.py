"""The commands that mind the e-mail itself, as a person calls them."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.notify.people import case_of, crowd, release, states
from tests.notify.test_check import good_zone
from tests.notify.test_settle import doubtful
from tocsin.case import Case
from tocsin.cli import main
from tocsin.clinic.mailserver import MailServer
from tocsin.notify import approval, mail, prepare

TODAY = date(2025, 7, 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with one e-mail in doubt."""
    with case_of(tmp_path / "c", crowd(3)) as case:
        doubtful(case)
    return tmp_path / "c"


def notify(command: str, folder: Path, *rest: str) -> Result:
    return CliRunner().invoke(main, ["notify", command, "--case", str(folder), *rest])


def test_check_says_what_hurts_and_leaves_a_file_to_fill_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "resolver", good_zone)
    with MailServer() as server:
        address = ("--test-to", "moi@exemple.invalid")
        answer = notify("check", folder, "--smtp", server.url, *address, "--json")
        assert server.counts().accepted == 1
    grades = {row["subject"]: row["grade"] for row in json.loads(answer.output)}
    assert answer.exit_code == 6
    assert grades["MX"] == "bad", "another domain's zone"
    assert grades["serveur · server"] == "good"
    assert "[[dkim]]" in (folder / "mail.toml").read_text()
    assert notify("check", folder).exit_code == 6


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (("--test-to", "moi@exemple.invalid"), 2),
        (("--smtp", "smtp://127.0.0.1:1", "--test-to", "nobody"), 2),
        (("--smtp", "nonsense"), 6),
    ],
)
def test_check_called_wrongly(
    folder: Path, monkeypatch: pytest.MonkeyPatch, rest: tuple[str, ...], code: int
) -> None:
    monkeypatch.setattr(mail, "resolver", good_zone)
    assert notify("check", folder, *rest).exit_code == code


def test_the_switch_and_a_doubt_settled_by_a_person(folder: Path) -> None:
    reference = notify("settle", folder).output.split()[0]
    assert notify("stop-all", folder).exit_code == 0
    with MailServer() as server:
        assert notify("send", folder, "--smtp", server.url).exit_code == 130
        assert notify("resume-all", folder).exit_code == 0
        answer = notify("settle", folder, "--not-accepted", reference)
        assert answer.exit_code == 2, "whose word is it?"
        answer = notify("settle", folder, "--not-accepted", reference, "--as", "Anne Lefèvre")
        assert answer.exit_code == 0
        assert reference not in answer.output
        assert notify("send", folder, "--smtp", server.url).exit_code == 0
        assert server.counts().accepted == 1


def test_a_doubt_that_nobody_can_settle_becomes_a_letter(folder: Path) -> None:
    assert notify("settle", folder, "--letter", "all").exit_code == 2, "whose word is it?"
    answer = notify("settle", folder, "--letter", "all", "--as", "Anne Lefèvre")
    assert answer.exit_code == 0
    with Case.open(folder) as case:
        assert states(case)[-1] == ("letter", "due")
    assert "Aucun courriel en doute" in notify("settle", folder).output


@pytest.mark.parametrize("window", ["25:00-26:00", "08:00", "08:00-08:00"])
def test_a_wrong_window(folder: Path, window: str) -> None:
    answer = notify("send", folder, "--smtp", "smtp://127.0.0.1:1", "--window", window)
    assert answer.exit_code == 2


def test_a_log_that_is_none(folder: Path) -> None:
    assert notify("settle", folder, "--log", str(folder / "none.log")).exit_code == 3


def send_to_nobody(folder: Path) -> str:
    with MailServer() as server:
        answer = notify("send", folder, "--smtp", server.url)
        assert server.counts().accepted == 0
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_sending_what_nobody_approved_says_so_and_how_to_approve(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(3)) as case:
        prepare(case, TODAY)
    assert "3 courriels" in send_to_nobody(tmp_path / "c")
    assert "notify submit" in send_to_nobody(tmp_path / "c")
    with Case.open(tmp_path / "c") as case:
        assert approval.submit(case, "Anne Lefèvre")
    said = send_to_nobody(tmp_path / "c")
    assert "notify approve 1" in said
    assert "notify submit" not in said
    with Case.open(tmp_path / "c") as case:
        approval.approve(case, 1, "Omar Diallo")
        approval.pause(case, 1, "Omar Diallo")
    assert "notify resume 1" in send_to_nobody(tmp_path / "c")
    with Case.open(tmp_path / "c") as case:
        approval.stop(case, 1, "Omar Diallo")
    assert "notify submit" in send_to_nobody(tmp_path / "c")


def test_sending_where_nothing_waits_says_so(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []):
        pass
    assert "Aucun courriel n'attend" in send_to_nobody(tmp_path / "c")


def test_what_leaves_whole_is_not_said_to_wait(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", crowd(2)) as case:
        release(case, TODAY)
    with MailServer() as server:
        said = notify("send", tmp_path / "c", "--smtp", server.url).output
        assert server.counts().accepted == 2
    assert "attend" not in said


def test_nothing_to_settle_and_nobody_held_are_said(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []):
        pass
    log = tmp_path / "mail.log"
    log.touch()
    assert "Aucun courriel en doute" in notify("settle", tmp_path / "c").output
    assert "Rien de nouveau" in notify("settle", tmp_path / "c", "--log", str(log)).output
    assert "Personne" in notify("held", tmp_path / "c").output


@pytest.mark.parametrize("place", ["file", "folder", "maildir"])
def test_a_mailbox_in_which_nothing_is_says_so(tmp_path: Path, place: str) -> None:
    box = tmp_path / place
    if place == "file":
        box.write_text("\n")
    else:
        (box / "cur").mkdir(parents=True)
        (box / "new").mkdir()
        (box / "tmp").mkdir()
    if place == "folder":
        (box / "cur").rmdir()
    with case_of(tmp_path / "c", crowd(1)) as case:
        prepare(case, TODAY)
    arguments = ["notify", "bounces", str(box), "--case", str(tmp_path / "c")]
    answer = CliRunner().invoke(main, arguments)
    assert answer.exit_code == 0, answer.output
    assert "Rien n'est revenu" in answer.output
    found = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert (found["read"], found["waiting"]) == (0, 0)


def test_a_mailbox_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with case_of(tmp_path / "c", []):
        pass
    arguments = ["notify", "bounces", str(tmp_path / "non"), "--case", str(tmp_path / "c")]
    assert CliRunner().invoke(main, arguments).exit_code == 3
