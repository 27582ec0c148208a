"""notify letters: what is approved is written, once; nothing is sent."""

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from tests.notify.people import Invented, case_of, release
from tocsin.case import Case
from tocsin.cli import main
from tocsin.notify import prepare


def letters(folder: Path) -> int:
    return CliRunner().invoke(main, ["notify", "letters", "--case", str(folder)]).exit_code


def test_only_what_is_approved_is_written(tmp_path: Path) -> None:
    folder, today = tmp_path / "c", date(2025, 7, 10)
    with case_of(folder, [Invented(email="")]) as case:
        prepare(case, today)
    assert letters(folder) == 0
    assert not (folder / "lettres").exists()
    with Case.open(folder) as case:
        release(case, today)
    assert letters(folder) == 0
    made = (folder / "lettres" / "lettres-0001.pdf").read_bytes()
    assert letters(folder) == 0
    assert [path.name for path in sorted((folder / "lettres").glob("*.pdf"))] == [
        "lettres-0001.pdf"
    ]
    assert (folder / "lettres" / "lettres-0001.pdf").read_bytes() == made
