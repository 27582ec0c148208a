"""A run of decoys, from the stolen files to the statement."""

from pathlib import Path

import orjson
import pytest

from tests.doubtful import run
from tocsin.assess.recall.decoys import Share, latest_decoys
from tocsin.assess.recall.sample import draw_sample
from tocsin.assess.recall.write import write_statement
from tocsin.case import Case
from tocsin.decoys.run import Place, draw, set_decoys
from tocsin.errors import CaseError
from tocsin.model.category import Category
from tocsin.progress import Silent

LETTER = """Madame Solange MONTAGNIER, née le 02/03/1954

Compte rendu de consultation
La patiente présente un asthme sévère traité par salbutamol.
"""
UNREADABLE_STYLE = "SOLANGEMONTAGNIER19540302"


def with_letters(case: Case, tmp_path: Path) -> None:
    for folder in ("courriers", "consultations", "sorties"):
        (tmp_path / "vol" / folder).mkdir()
        text = f"{LETTER}\nService {folder}.\n"
        (tmp_path / "vol" / folder / "lettre.txt").write_text(text, encoding="utf-8")
    run(case, tmp_path)


def test_decoys_stand_where_patients_were_found(doubtful: Case, tmp_path: Path) -> None:
    with_letters(doubtful, tmp_path)
    found = set_decoys(doubtful, 3, Silent())
    assert found.persons == Share(3, 3)
    assert found.confirmed == Share(3, 3)
    assert found.kind(Category.HEALTH).found >= 2
    assert found.families >= 2
    assert latest_decoys(doubtful.store) == found


def test_nothing_of_a_decoy_is_written(doubtful: Case, tmp_path: Path) -> None:
    with_letters(doubtful, tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "vol").rglob("*.txt")}
    persons = doubtful.store.execute("SELECT * FROM persons")
    set_decoys(doubtful, 2, Silent())
    assert {path: path.read_bytes() for path in (tmp_path / "vol").rglob("*.txt")} == before
    assert doubtful.store.execute("SELECT * FROM persons") == persons
    (kept,) = doubtful.store.one("SELECT decoys FROM recall_decoys")
    assert set(orjson.loads(kept)[0]) == {
        "document", "family", "found", "confirmed", "expected", "told",
    }  # fmt: skip
    ((detail,),) = doubtful.store.execute("SELECT detail FROM journal WHERE act = 'recall.decoys'")
    assert orjson.loads(detail)["decoys"] == 2


def test_a_document_that_is_gone_is_counted(doubtful: Case, tmp_path: Path) -> None:
    with_letters(doubtful, tmp_path)
    (tmp_path / "vol" / "courriers" / "lettre.txt").unlink()
    found = set_decoys(doubtful, 20, Silent())
    assert found.unfit >= 1
    assert len(found.decoys) + found.unfit == 4


def test_without_a_confirmed_person_there_is_no_place(doubtful: Case) -> None:
    doubtful.store.execute("UPDATE exposures SET confirmed = 0")
    with pytest.raises(CaseError) as caught:
        set_decoys(doubtful, 5, Silent())
    assert caught.value.code == "recall.no_place"


def test_families_and_health_take_turns() -> None:
    places = [
        Place(f"f{family}/{n}.txt", f"f{family}", n, ("health",) if medical else ())
        for family in range(5)
        for n in range(30)
        for medical in (n < 3,)
    ]
    chosen = draw(places, 20, b"k" * 32)
    assert sum(place.is_medical for place in chosen) == 10
    assert {place.family for place in chosen[::2]} == {f"f{n}" for n in range(5)}
    assert draw(places[::-1], 20, b"k" * 32) == chosen
    assert draw(places, 20, b"l" * 32) != chosen


def test_the_statement_says_what_decoys_show(doubtful: Case, tmp_path: Path) -> None:
    with_letters(doubtful, tmp_path)
    set_decoys(doubtful, 3, Silent())
    draw_sample(doubtful, 5)
    _, paths = write_statement(doubtful, tmp_path / "rappel")
    shares = orjson.loads(paths[2].read_bytes())["decoys"]["shares"]
    assert (shares["found"]["decoys"], shares["found"]["found"]) == (3, 3)
    page = paths[1].read_text(encoding="utf-8")
    assert "Leurres" in page
    assert "persons written as the decoys are" in page
