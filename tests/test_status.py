"""The status of a case: every document is counted once, in its format and in its state."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from tests.theft import patients, source
from tocsin.case import Case
from tocsin.cli import main
from tocsin.export import export
from tocsin.model.document import ReadStatus
from tocsin.progress import Silent
from tocsin.report.figures import measure
from tocsin.scope import scope
from tocsin.seal import Source
from tocsin.status import FormatStatus, formats_of, total_of

__all__ = ["patients", "source"]


@pytest.fixture
def case(tmp_path: Path, source: Path, patients: Path) -> Iterator[Case]:
    (source / "scellé.zip").write_bytes(b"PK\x03\x04 and no more")
    (source / "film.mp3").write_bytes(b"ID3" + bytes(40))
    with Case.create_or_open(tmp_path / "affaire") as opened:
        scope(opened, Source.at(str(source)), patients, Silent(), workers=1)
        yield opened


def rows_of(case: Case, out: Path) -> list[dict[str, str]]:
    export(case, out, Silent())
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_counts_every_row_of_the_export(case: Case, tmp_path: Path) -> None:
    rows = rows_of(case, tmp_path / "out")
    counted = {
        (form.media_type, status.value): count
        for form in formats_of(case)
        for status, count in form.states.items()
        if count
    }
    assert counted == Counter((row["media_type"], row["status"]) for row in rows)
    assert total_of(formats_of(case)).tried == len(rows)


def test_every_document_that_was_not_read_has_its_reason(case: Case) -> None:
    total = total_of(formats_of(case))
    unread = total.states[ReadStatus.PARTIAL] + total.states[ReadStatus.UNREADABLE]
    assert sum(total.reasons.values()) == unread > 1
    assert {"corrupt", "unsupported"} <= set(total.reasons)


def test_the_report_counts_as_the_status_does(case: Case) -> None:
    from tests.report.conftest import AT

    figures = measure(case.store, AT)
    for form in formats_of(case):
        assert figures[f"formats.tried/{form.media_type}"].value == form.tried
        for status, count in form.states.items():
            assert figures[f"formats.{status}/{form.media_type}"].value == count
        why = figures.series(f"formats.why/{form.media_type}")
        assert {str(figure.parameters[1]): figure.value for figure in why} == form.reasons


def test_the_most_frequent_format_comes_first(case: Case) -> None:
    tried = [form.tried for form in formats_of(case)]
    assert tried == sorted(tried, reverse=True)


def test_a_duplicate_needs_no_reason() -> None:
    form = FormatStatus("text/plain")
    form.add(ReadStatus.SKIPPED_DUPLICATE, "same bytes as a.txt", 2)
    assert (form.tried, form.reasons) == (2, {})


@pytest.mark.parametrize(("language", "word"), [("fr", "format non lu"), ("en", "not read")])
def test_the_command_shows_it_in_both_languages(case: Case, language: str, word: str) -> None:
    tried = total_of(formats_of(case)).tried
    case.close()
    command = ["status", "--case", str(case.folder), "--formats"]
    answer = CliRunner(env={"TOCSIN_LANG": language, "COLUMNS": "160"}).invoke(main, command)
    assert answer.exit_code == 0
    assert word in answer.output
    assert answer.output.splitlines()[-1].split()[:2] == ["Total", str(tried)]


def test_scripts_get_it_as_json(case: Case, tmp_path: Path) -> None:
    rows = rows_of(case, tmp_path / "out")
    case.close()
    answer = CliRunner().invoke(main, ["status", "--case", str(case.folder), "--formats", "--json"])
    formats = orjson.loads(answer.stdout)["formats"]
    assert sum(form["tried"] for form in formats) == len(rows)
    assert sum(form["read"] for form in formats) == sum(row["status"] == "read" for row in rows)
