"""Documents set apart: they are another's, of the index or not; undone like any decision."""

from pathlib import Path

import pytest

from tests.doubtful import FATHER, ODILE, SOLANGE, SON, affected, run
from tocsin.assess.people.apart import set_apart
from tocsin.assess.public import Review, second_sample, standing
from tocsin.case import Case
from tocsin.errors import UsageError

FATHERS, SOLANGES, ODILES = 0, 3, 2


def document(case: Case, path: str) -> int:
    return case.store.count("SELECT document FROM documents WHERE path = ?", (path,))


def test_a_document_is_nobodys_of_the_index(doubtful: Case) -> None:
    assert affected(doubtful)[SOLANGE][2] == "confirmed"
    apart = [document(doubtful, "sure.txt")]
    assert set_apart(doubtful, SOLANGES, apart, "Anne", "autre personne") == 1
    assert SOLANGE not in affected(doubtful)


def test_it_is_another_patients_with_all_it_says(doubtful: Case) -> None:
    before = affected(doubtful)[SOLANGE]
    set_apart(doubtful, SOLANGES, [document(doubtful, "sure.txt")], "Anne", "x", to=ODILES)
    found = affected(doubtful)
    assert SOLANGE not in found
    assert found[ODILE][1:] == (before[1], "confirmed")


def test_it_holds_for_identical_documents_and_a_new_reading(doubtful: Case, tmp_path: Path) -> None:
    set_apart(doubtful, FATHERS, [document(doubtful, "homonymes.txt")], "Anne", "x")
    assert FATHER not in affected(doubtful)
    (tmp_path / "vol" / "encore.txt").write_text("Liste des courses.\n", encoding="utf-8")
    run(doubtful, tmp_path)
    assert FATHER not in affected(doubtful)
    assert SON in affected(doubtful)


def test_undone_all_is_as_before(doubtful: Case) -> None:
    before = affected(doubtful)
    set_apart(doubtful, SOLANGES, [document(doubtful, "sure.txt")], "Anne", "x", to=ODILES)
    (decision,) = standing(doubtful.store)
    Review(doubtful, "Anne").undo(decision)
    assert affected(doubtful) == before


def test_nobody_is_asked_it_a_second_time(doubtful: Case) -> None:
    set_apart(doubtful, SOLANGES, [document(doubtful, "sure.txt")], "Anne", "x")
    assert second_sample(doubtful, 50) == []


@pytest.mark.parametrize(
    ("path", "why", "to"), [("menu.txt", "x", None), ("sure.txt", " ", None), ("sure.txt", "x", 3)]
)
def test_what_cannot_be_set_apart(doubtful: Case, path: str, why: str, to: int | None) -> None:
    with pytest.raises(UsageError):
        set_apart(doubtful, SOLANGES, [document(doubtful, path)], "Anne", why, to)
    assert list(standing(doubtful.store)) == []
