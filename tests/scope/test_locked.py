"""What no password opened is read again when passwords come, and nothing else is."""

import shutil
from pathlib import Path

from tests.doubtful import write_index, write_theft
from tests.house.repository import ROOT
from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

SECRET = ROOT / "tests" / "read" / "data" / "secret.zip"


def read(case: Case, folder: Path, *passwords: str) -> int:
    """Files read by one more run."""
    source, index = Source.at(str(folder / "vol")), folder / "patients.csv"
    return scope(case, source, index, Silent(), workers=1, passwords=passwords).files_read


def locked(case: Case) -> int:
    return case.store.count("SELECT count(*) FROM documents WHERE reason = 'encrypted'")


def test_a_password_that_comes_later_opens_what_stayed_closed(tmp_path: Path) -> None:
    write_index(tmp_path / "patients.csv")
    theft = write_theft(tmp_path / "vol")
    shutil.copy(SECRET, theft / "secret.zip")
    shutil.copy(SECRET, theft / "secret bis.zip")
    with Case.create_or_open(tmp_path / "affaire") as case:
        read(case, tmp_path)
        closed = locked(case)
        assert closed > 0
        assert read(case, tmp_path) == 0
        assert read(case, tmp_path, "faux") == 2
        assert locked(case) == closed
        assert read(case, tmp_path, "clinique") == 2
        assert locked(case) == 0
        assert read(case, tmp_path, "clinique") == 0
