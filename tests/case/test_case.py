"""A case opens for its key and for one process, and its tables are noise to anyone else."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tocsin.case import Case, Store
from tocsin.case.journal import first_broken_entry
from tocsin.case.key import KEY_NAME, subkey
from tocsin.case.store import SCHEMA_VERSION
from tocsin.errors import CaseError, MachineError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "affaire"


def test_a_fact_is_kept(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        case.set("source", "/vol")
    with Case.open(folder) as case:
        assert case.get("source") == "/vol"
        assert case.get("nothing") == ""


def test_nothing_is_readable_without_the_key(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        case.set("secret", "PHRASE-EN-CLAIR")
    stored = b"".join(p.read_bytes() for p in folder.glob("case.db*"))
    assert b"PHRASE-EN-CLAIR" not in stored
    assert b"SQLite format" not in stored


def test_another_key_is_refused(folder: Path) -> None:
    Case.create_or_open(folder).close()
    (folder / KEY_NAME).write_text("00" * 32)
    with pytest.raises(CaseError) as caught:
        Case.open(folder)
    assert caught.value.code == "case.key"


@pytest.mark.parametrize("content", ["", "zz", "00" * 31])
def test_a_spoilt_key_is_named(folder: Path, content: str) -> None:
    Case.create_or_open(folder).close()
    (folder / KEY_NAME).write_text(content)
    with pytest.raises(CaseError) as caught:
        Case.open(folder)
    assert caught.value.code == "case.no_key"


def test_the_key_can_stand_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOCSIN_KEY_FILE", str(tmp_path / "usb.key"))
    Case.create_or_open(folder).close()
    assert not (folder / KEY_NAME).exists()
    assert (tmp_path / "usb.key").stat().st_mode & 0o777 == 0o600
    Case.open(folder).close()


def test_a_case_in_use_is_refused_to_another_and_open_to_a_reader(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        case.set("a", "1")
        with pytest.raises(CaseError) as caught:
            Case.open(folder)
        assert caught.value.code == "case.in_use"
        assert str(os.getpid()) in caught.value.fr
        with Case.open(folder, exclusive=False) as reader:
            assert reader.get("a") == "1"
    Case.open(folder).close()


def test_a_killed_holder_leaves_no_lock(folder: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from tocsin.case import Case;"
        "case = Case.create_or_open(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)]).returncode == -9
    Case.open(folder).close()


def test_a_folder_of_something_else_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "photo.jpg").touch()
    for act in (Case.create_or_open, Case.open):
        with pytest.raises(CaseError) as caught:
            act(folder)
        assert caught.value.code == "case.not_a_case"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "affaire").write_text("not a folder")
    with pytest.raises(MachineError):
        Case.create_or_open(tmp_path / "affaire")


def test_tables_that_may_not_be_opened(tmp_path: Path) -> None:
    with pytest.raises(MachineError) as caught:
        Store(tmp_path, bytes(32))
    assert caught.value.code == "case.read_only"


def test_a_case_on_a_disk_that_takes_no_writing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.create_or_open(folder).close()

    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tocsin.case.case.take_lock", refuse)
    with pytest.raises(MachineError) as caught:
        Case.open(folder)
    assert caught.value.code == "case.read_only"
    assert "cp -a" in caught.value.way_out


def test_tables_that_may_not_be_written(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        case.store.execute("PRAGMA query_only = ON")
        with pytest.raises(MachineError) as caught:
            case.set("a", "1")
    assert caught.value.code == "case.read_only"


def test_two_who_make_the_tables_at_once_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (Store(tmp_path / "case.db", bytes(32)) for _ in range(2))
    one = second.one

    def one_too_late(sql: str) -> tuple[object, ...]:
        seen = one(sql)
        first.migrate()
        return seen

    monkeypatch.setattr(second, "one", one_too_late)
    second.migrate()
    monkeypatch.undo()
    with second.transaction():
        second.execute("INSERT INTO meta VALUES ('a', 'b')")
    assert first.execute("SELECT value FROM meta WHERE key = 'a'") == [("b",)]


def test_a_transaction_is_all_or_nothing(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        with pytest.raises(CaseError):
            _fail_half_way(case)
        assert case.get("half") == ""


def _fail_half_way(case: Case) -> None:
    with case.store.transaction():
        case.set("half", "done")
        Case.open(case.folder)  # in use: refused


def test_the_journal_is_append_only_and_its_chain_shows_a_change(folder: Path) -> None:
    with Case.create_or_open(folder) as case:
        case.journal("one", count=1)
        case.journal("two", count=2)
        assert first_broken_entry(case.store) is None
        for sql in ("DELETE FROM journal", "UPDATE journal SET act = 'x'"):
            with pytest.raises(Exception, match="append-only"):
                case.store.execute(sql)
        case.store.execute("DROP TRIGGER journal_keeps_its_words")
        case.store.execute("UPDATE journal SET detail = '{}' WHERE act = 'one'")
        assert first_broken_entry(case.store) == 2


def test_subkeys_differ_by_purpose() -> None:
    key = bytes(32)
    assert len({subkey(key, p) for p in ("a", "b", "ab")}) == 3


@pytest.mark.parametrize(
    ("version", "code"), [(SCHEMA_VERSION - 1, "case.older"), (SCHEMA_VERSION + 1, "case.newer")]
)
def test_a_case_of_another_version_is_named(tmp_path: Path, version: int, code: str) -> None:
    with Case.create_or_open(tmp_path / "affaire") as case:
        case.store.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(CaseError) as caught:
        Case.open(tmp_path / "affaire")
    assert caught.value.code == code
