"""The commands of the room, each in a process of its own, as people run them."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tocsin.case import Case

CODE_OF_USAGE, CODE_OF_CASE = 2, 4


def tocsin(*words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tocsin", *words]
    return subprocess.run(command, capture_output=True, text=True, input=said, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.create_or_open(tmp_path / "affaire").close()
    return tmp_path / "affaire"


def test_accounts_from_the_first_to_the_third(folder: Path) -> None:
    case = ("--case", str(folder))
    first = tocsin("user", "add", "c.morel", "--role", "data_protection", *case)
    assert first.returncode == 0
    assert len(first.stdout.splitlines()[1]) == 20
    assert "data_protection" in first.stdout
    tocsin("user", "add", "j.roux", "--role", "direction", *case)
    third = tocsin("user", "add", "l.faure", "--role", "direction", *case)
    assert "À approuver dans la salle" in third.stdout
    assert tocsin("user", "roles", "c.morel", "--without", "data_protection", *case).returncode == 0
    assert tocsin("user", "disable", "l.faure", *case).returncode == 0
    listed = tocsin("user", "list", *case).stdout.splitlines()
    assert listed[0].split()[:2] == ["c.morel", "data_protection"]
    assert "fermé" in listed[2]
    again = tocsin("user", "add", "c.morel", *case)
    assert again.returncode == CODE_OF_USAGE
    assert "room.account_known" in again.stderr
    assert tocsin("user", "reset", "nobody", *case).returncode == CODE_OF_USAGE


def test_the_room_is_not_opened_to_others_in_clear(folder: Path) -> None:
    done = tocsin("serve", "--case", str(folder), "--host", "0.0.0.0")
    assert done.returncode == CODE_OF_USAGE
    assert "room.in_clear" in done.stderr


def test_a_database_that_is_none(folder: Path) -> None:
    done = tocsin("user", "list", "--case", str(folder), "--database", "mysql://x/y")
    assert done.returncode == CODE_OF_USAGE
    assert "room.database" in done.stderr


def test_shredding_a_case_without_accounts_takes_its_name(folder: Path) -> None:
    wrong = tocsin("shred", "--case", str(folder), said="autre\n")
    assert wrong.returncode == CODE_OF_USAGE
    assert "shred.name" in wrong.stderr
    Case.open(folder).close()
    done = tocsin("shred", "--case", str(folder), said="affaire\n")
    assert done.returncode == 0
    assert tocsin("status", "--case", str(folder)).returncode == CODE_OF_CASE


def test_a_case_that_must_be_kept(folder: Path) -> None:
    later = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011
    assert tocsin("shred", "--case", str(folder), "--keep-until", later).returncode == 0
    done = tocsin("shred", "--case", str(folder), said="affaire\n")
    assert done.returncode == CODE_OF_CASE
    assert "case.to_be_kept" in done.stderr


def test_shredding_takes_two_where_there_are_two(folder: Path) -> None:
    case = ("--case", str(folder))
    tocsin("user", "add", "c.morel", "--role", "data_protection", *case)
    asked = tocsin("shred", *case, said="affaire\n")
    assert "à approuver dans la salle" in asked.stdout
    assert "case.key" in [path.name for path in folder.iterdir()]
    approve = (
        "import sys; from pathlib import Path; from tocsin.room.keeping import keeping\n"
        "with keeping(Path(sys.argv[1])):\n"
        "    from tocsin.room import foureyes\n"
        "    from tocsin.room.models import Request, User\n"
        "    foureyes.decide(Request.objects.get().pk, by=User.objects.get(), approve=True)\n"
    )
    subprocess.run([sys.executable, "-c", approve, str(folder)], check=True)
    done = tocsin("shred", *case, said="affaire\n")
    assert done.returncode == 0
    assert "case.key" not in [path.name for path in folder.iterdir()]
