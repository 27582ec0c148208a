"""After shredding nothing of a case can be read, by anybody, with any key."""

import secrets
from datetime import date
from pathlib import Path

import orjson
import pytest

from tests.doubtful import PATIENTS, run, write_index, write_theft
from tocsin.case import Case, keep_until, retention_of, shred
from tocsin.case.key import KEY_NAME
from tocsin.errors import CaseError

TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case that knows persons, documents and what people decided."""
    write_index(tmp_path / "patients.csv")
    write_theft(tmp_path / "vol")
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
    return tmp_path / "affaire"


def test_nothing_can_be_read_afterwards(folder: Path) -> None:
    key = (folder / KEY_NAME).read_bytes()
    done = shred(folder, TODAY)
    words = [cell.encode() for patient in PATIENTS for cell in patient if len(cell) > 3]
    words += [b"homonymes", b"scope.finished", key.strip(), bytes.fromhex(key.decode())]
    for path in folder.rglob("*"):
        content = path.read_bytes()
        assert [word for word in words if word in content] == []
    assert done.in_clear == ()
    with pytest.raises(CaseError, match=r"case\.no_more"):
        Case.open(folder)


def test_another_key_opens_nothing(folder: Path) -> None:
    shred(folder, TODAY)
    (folder / KEY_NAME).write_text(secrets.token_bytes(32).hex(), encoding="ascii")
    with pytest.raises(CaseError, match=r"case\.key"):
        Case.open(folder)


def test_the_last_hash_stays(folder: Path) -> None:
    done = shred(folder, TODAY)
    note = orjson.loads((folder / "shredded.json").read_bytes())
    assert note["last_hash"] == done.last_hash
    assert len(done.last_hash) == 64


def test_what_is_in_clear_is_named_and_left(folder: Path) -> None:
    (folder / "lettres").mkdir()
    (folder / "lettres" / "a.pdf").write_bytes(b"%PDF")
    assert shred(folder, TODAY).in_clear == ("lettres/a.pdf",)
    assert (folder / "lettres" / "a.pdf").exists()


def test_a_case_is_kept_as_long_as_it_must(folder: Path) -> None:
    with Case.open(folder) as case:
        keep_until(case, date(2027, 1, 1))
        assert retention_of(case) == date(2027, 1, 1)
    with pytest.raises(CaseError, match=r"case\.to_be_kept"):
        shred(folder, TODAY)
    Case.open(folder).close()
    shred(folder, date(2027, 1, 1))


def test_a_case_in_use_is_not_shredded(folder: Path) -> None:
    with Case.open(folder), pytest.raises(CaseError, match=r"case\.in_use"):
        shred(folder, TODAY)
    Case.open(folder).close()


def test_a_key_kept_elsewhere_is_destroyed_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "cle"
    (folder / KEY_NAME).rename(elsewhere)
    monkeypatch.setenv("TOCSIN_KEY_FILE", str(elsewhere))
    shred(folder, TODAY)
    assert not elsewhere.exists()
