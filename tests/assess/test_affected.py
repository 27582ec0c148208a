"""From exposures to who is affected: nothing grave is told, or left out, on weak evidence."""

from pathlib import Path

import pytest

from tocsin.assess import settle
from tocsin.assess.affected import _Evidence, sum_up
from tocsin.case import Case
from tocsin.model.category import Category, Status


@pytest.mark.parametrize(
    ("sure", "unsure", "status", "categories"),
    [
        ({Category.CIVIL_STATUS}, set(), Status.CONFIRMED, {Category.CIVIL_STATUS}),
        (set(), {Category.CIVIL_STATUS}, Status.TO_REVIEW, {Category.CIVIL_STATUS}),
        ({Category.CIVIL_STATUS}, {Category.CONTACT}, Status.CONFIRMED, {Category.CIVIL_STATUS}),
        ({Category.CIVIL_STATUS}, {Category.HEALTH}, Status.TO_REVIEW,
         {Category.CIVIL_STATUS, Category.HEALTH}),
        ({Category.NIR}, {Category.OTHER_SENSITIVE, Category.CONTACT}, Status.TO_REVIEW,
         {Category.NIR, Category.OTHER_SENSITIVE, Category.CONTACT}),
        ({Category.HEALTH}, {Category.CONTACT}, Status.CONFIRMED, {Category.HEALTH}),
    ],
)  # fmt: skip
def test_status_and_categories(
    sure: set[Category], unsure: set[Category], status: Status, categories: set[Category]
) -> None:
    evidence = [_Evidence(0, c, True) for c in sure] + [_Evidence(0, c, False) for c in unsure]
    assert sum_up(evidence) == (status, categories)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    opened = Case.create_or_open(tmp_path / "affaire")
    store = opened.store
    blanks = ", ".join(["''"] * 18)
    store.execute(
        "INSERT INTO items (item, path, raw, size, mtime_ns) VALUES (1, 'a', x'00', 1, 1)"
    )
    for person in range(3):
        store.execute(f"INSERT INTO persons VALUES (?, ?, {blanks})", (person, f"P{person}"))
    for document in (1, 2):
        store.execute(
            "INSERT INTO documents VALUES (?, 1, ?, '', '', 0, '', '', '', '')",
            (document, f"d{document}"),
        )
    return opened


def expose(case: Case, person: int, category: Category, document: int, confirmed: int) -> None:
    case.store.execute(
        "INSERT INTO exposures VALUES (?, ?, ?, '', 1.0, '', ?)",
        (person, category.value, document, confirmed),
    )


def test_the_table_is_rebuilt(case: Case) -> None:
    expose(case, 0, Category.HEALTH, 1, 1)
    expose(case, 0, Category.CIVIL_STATUS, 1, 1)
    expose(case, 0, Category.CIVIL_STATUS, 2, 0)
    expose(case, 1, Category.CONTACT, 2, 0)
    settle(case.store)
    rows = "SELECT * FROM affected ORDER BY person"
    assert case.store.execute(rows) == [
        (0, "medical", "civil_status;health", "confirmed", 2),
        (1, "administrative", "contact", "to_review", 1),
    ]
    case.store.execute("DELETE FROM exposures WHERE person = 0")
    settle(case.store)
    assert [row[0] for row in case.store.execute(rows)] == [1]
    case.close()
