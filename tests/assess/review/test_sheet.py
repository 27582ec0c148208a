"""The spreadsheet: what goes out comes back, bad lines cost themselves alone."""

import csv
import io
from pathlib import Path

import pytest

from tests.doubtful import FATHER, ODILE, SON, affected
from tocsin.assess.review.question import Question, QuestionKind
from tocsin.assess.review.queue import open_questions
from tocsin.assess.review.review import Review, by_key
from tocsin.assess.review.sheet import MARK, Imported, read_sheet, write_sheet
from tocsin.case import Case
from tocsin.errors import InputError


def written(case: Case) -> list[dict[str, str]]:
    file = io.StringIO()
    write_sheet(case.store, open_questions(case.store), file)
    assert file.getvalue().startswith(MARK)
    return list(csv.DictReader(io.StringIO(file.getvalue()[1:]), delimiter=";"))


def taken(case: Case, path: Path) -> Imported:
    known = by_key(open_questions(case.store))
    return read_sheet(case.store, path, known, Review(case, "DPO"))


def fill(path: Path, rows: list[dict[str, str]], *, delimiter: str, encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), (";", "cp1252"), (",", "utf-8"), ("\t", "utf-16")],
)
def test_a_filled_sheet_is_taken(
    doubtful: Case, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = written(doubtful)
    number = rows[0]["candidats"].splitlines().index(
        next(line for line in rows[0]["candidats"].splitlines() if SON in line)
    ) + 1  # fmt: skip
    rows[0]["décision"], rows[0]["motif"] = str(number), "né en 1980, vu au dossier"
    rows[1]["décision"] = " Oui "
    path = fill(tmp_path / "revue.csv", rows, delimiter=delimiter, encoding=encoding)
    done = taken(doubtful, path)
    assert (done.decided, done.empty, done.faults) == (2, 0, [])
    found = affected(doubtful)
    assert (found[SON][2], found[ODILE][2]) == ("confirmed", "confirmed")
    assert FATHER not in found
    ((reason,),) = doubtful.store.execute("SELECT reason FROM decisions WHERE reason != ''")
    assert reason == "né en 1980, vu au dossier"


def test_bad_lines_are_named_and_the_others_taken(doubtful: Case, tmp_path: Path) -> None:
    rows = written(doubtful)
    good = dict(rows[1], décision="n")
    bad = [
        dict(rows[0], décision="oui"),  # which of them?
        dict(rows[0], décision="7"),
        dict(rows[0], personne="P999999"),
        dict(rows[0], question="qfeed", décision="non"),
        dict(rows[0], décision=""),
    ]
    path = fill(tmp_path / "r.csv", [*bad, good], delimiter=";", encoding="utf-8")
    done = taken(doubtful, path)
    assert (done.decided, done.empty) == (1, 1)
    assert [error.code for _, error in done.faults] == [
        "review.no_answer",
        "review.no_answer",
        "review.unknown_patient",
        "review.unknown_question",
    ]
    assert ODILE not in affected(doubtful)


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"\x00\xff\x00"])
def test_another_file_is_refused(doubtful: Case, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        taken(doubtful, tmp_path / "x.csv")
    assert caught.value.code == "review.no_sheet"


def test_a_stolen_file_name_is_no_formula(doubtful: Case) -> None:
    file = io.StringIO()
    write_sheet(doubtful.store, [Question(QuestionKind.SAMPLE, "c", "=HYPERLINK(1)")], file)
    assert ";'=HYPERLINK(1);" in file.getvalue()
