"""A complementary form says what changed since the version that was filed."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.report import write_report
from tocsin.report.acts import ActKind, record
from tocsin.report.block import Block, plain
from tocsin.report.material import gather
from tocsin.report.page import build_page

pytestmark = pytest.mark.usefixtures("quick_pdfs")


def changes(case: Case, days: int, language: int = 0) -> Block:
    page = build_page("cnil", gather(case, AT + timedelta(days=days)))
    return next(block for block in page.parts[language].blocks if block.is_changes)


def filed(case: Case, out: Path) -> None:
    write_report(case, out, at=AT)
    moment = (AT + timedelta(hours=1)).isoformat()
    record(case, ActKind.MET, "gdpr-33", person="A. Direction", moment=moment)


def test_nothing_is_compared_before_a_version_was_filed(case: Case) -> None:
    assert not changes(case, 1).rows
    assert changes(case, 1).text


def test_what_changed_stands_beside_what_was_filed(case: Case, tmp_path: Path) -> None:
    filed(case, tmp_path / "r")
    case.store.execute("UPDATE affected SET status = 'confirmed' WHERE person = 8")

    rows = {row.key: [plain(cell) for cell in row.cells] for row in changes(case, 1).rows}

    assert rows["type"] == ["initiale", "complémentaire"]
    assert rows["persons"][0].startswith("7 confirmées")
    assert rows["persons"][1].startswith("8 confirmées")
    assert "siren" not in rows


def test_it_is_said_in_both_languages(case: Case, tmp_path: Path) -> None:
    filed(case, tmp_path / "r")
    case.store.execute("UPDATE affected SET status = 'confirmed' WHERE person = 8")

    french, english = (changes(case, 1, language).rows for language in (0, 1))

    assert [row.key for row in french] == [row.key for row in english]
    assert "confirmed" in plain(english[-1].cells[1]) or len(english) > 1


def test_a_draft_after_the_filing_is_not_taken_for_it(case: Case, tmp_path: Path) -> None:
    filed(case, tmp_path / "r")
    case.store.execute("UPDATE affected SET status = 'confirmed' WHERE person = 8")
    write_report(case, tmp_path / "r", at=AT + timedelta(days=2))

    assert "persons" in {row.key for row in changes(case, 3).rows}
