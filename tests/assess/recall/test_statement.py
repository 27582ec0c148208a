"""From the draw to the statement: reproducible, honest about what nobody judged or could read."""

import csv
import shutil
from pathlib import Path

import orjson
import pytest

from tests.doubtful import ODILE, SOLANGE, affected, run
from tocsin.assess.recall.sample import draw_sample, latest_sample, sample_questions
from tocsin.assess.recall.statement import state
from tocsin.assess.recall.strata import units
from tocsin.assess.recall.words import leaves_of
from tocsin.assess.recall.write import write_statement
from tocsin.assess.review.question import Question
from tocsin.assess.review.review import Review
from tocsin.case import Case
from tocsin.errors import CaseError, MachineError
from tocsin.report.figures import query


def judge_all(case: Case, missed: dict[str, tuple[str, ...]]) -> None:
    review = Review(case, "Juge")
    for question in sample_questions(case.store):
        review.decide(question, missed.get(question.document, ()))


def with_notes(case: Case, tmp_path: Path, count: int = 60) -> None:
    for number in range(count):
        (tmp_path / "vol" / f"note {number:02}.txt").write_text(f"Réunion numéro {number}.")
    (tmp_path / "vol" / "film.mp3").write_bytes(b"ID3" + bytes(40))
    run(case, tmp_path)


def test_identical_documents_are_one_unit(doubtful: Case) -> None:
    found = {unit.path: unit for unit in units(doubtful.store)}
    assert found["archive/copie.txt"].stratum == "medical/text"
    assert "homonymes.txt" not in found
    assert found["sure.txt"].stratum == "administrative/text"
    assert found["menu.txt"].stratum == "nobody/text"


def test_the_same_case_draws_the_same_sample(doubtful: Case, tmp_path: Path) -> None:
    with_notes(doubtful, tmp_path)
    draw_sample(doubtful, 20)
    first = sample_questions(doubtful.store)
    key = doubtful.subkey("recall sample 1")
    from tocsin.assess.review.order import by_key

    nobody = [u.content for u in units(doubtful.store) if u.stratum == "nobody/text"]
    drawn = [q.content for q in first if q.content in nobody]
    assert sorted(by_key(key, nobody)[: len(drawn)]) == sorted(drawn)
    draw_sample(doubtful, 20)
    assert latest_sample(doubtful.store).number == 2
    assert {q.content for q in sample_questions(doubtful.store)} != {q.content for q in first}


def test_the_draw_is_in_the_journal_before_anybody_judges(doubtful: Case) -> None:
    sample = draw_sample(doubtful, 3)
    ((detail,),) = doubtful.store.execute("SELECT detail FROM journal WHERE act = 'recall.sampled'")
    assert orjson.loads(detail)["seed"] == sample.seed
    assert orjson.loads(detail)["population"] == sample.population


def test_what_nobody_judged_counts_as_missed(doubtful: Case, tmp_path: Path) -> None:
    with_notes(doubtful, tmp_path)
    sample = draw_sample(doubtful, 30)
    unjudged = state(doubtful)
    assert unjudged.count("undecided") == sample.size
    assert unjudged.count("documents_at_most") >= sample.size
    judge_all(doubtful, {})
    judged = state(doubtful)
    assert judged.count("undecided") == 0
    assert judged.count("documents_at_most") < unjudged.count("documents_at_most")


def test_a_whole_examination_leaves_no_doubt(doubtful: Case) -> None:
    draw_sample(doubtful, 1_000)
    judge_all(doubtful, {"menu.txt": (SOLANGE,), "sure.txt": (SOLANGE,)})
    found = state(doubtful)
    assert found.count("documents_at_most") == found.count("documents_found") == 2
    assert found.count("persons_at_most") == 2
    assert "Tous les documents ont été lus." in leaves_of(found)[0].lead
    assert affected(doubtful)[SOLANGE][0] == "medical", "who was found by the sample is reported"


def test_persons_reported_elsewhere_were_not_missed(doubtful: Case) -> None:
    first, *_ = (q for q in _open(doubtful) if q.is_set)
    known = first.offered[0]
    Review(doubtful, "DPO").decide(first, (known,))
    draw_sample(doubtful, 1_000)
    judge_all(doubtful, {"menu.txt": (known,)})
    found = state(doubtful)
    assert (found.count("documents_found"), found.count("persons_found")) == (1, 0)


def _open(case: Case) -> list[Question]:
    from tocsin.assess.review.queue import open_questions

    return open_questions(case.store)


def test_a_document_of_several_multiplies(doubtful: Case, tmp_path: Path) -> None:
    with_notes(doubtful, tmp_path)
    draw_sample(doubtful, 30)
    judge_all(doubtful, {sample_questions(doubtful.store)[0].document: (ODILE, SOLANGE, "")})
    found = state(doubtful)
    assert found.count("most_in_one") == 3
    assert found.count("persons_at_most") == 3 * found.count("documents_at_most")


def test_other_files_make_the_sample_stale(doubtful: Case, tmp_path: Path) -> None:
    draw_sample(doubtful, 5)
    shutil.copy(tmp_path / "vol" / "menu.txt", tmp_path / "vol" / "menu bis.txt")
    run(doubtful, tmp_path)
    state(doubtful)  # the same bytes are the same unit
    (tmp_path / "vol" / "autre.txt").write_text("Mardi : riz.")
    run(doubtful, tmp_path)
    with pytest.raises(CaseError) as caught:
        state(doubtful)
    assert caught.value.code == "recall.stale"


def test_no_statement_without_a_sample(doubtful: Case) -> None:
    with pytest.raises(CaseError) as caught:
        state(doubtful)
    assert caught.value.code == "recall.no_sample"


def test_the_files_say_what_was_not_read_and_where_numbers_come_from(
    doubtful: Case, tmp_path: Path
) -> None:
    with_notes(doubtful, tmp_path)
    draw_sample(doubtful, 30)
    judge_all(doubtful, {})
    found, paths = write_statement(doubtful, tmp_path / "rappel")
    assert [path.name for path in paths] == [
        "rappel.html", "rappel.md", "rappel.json", "rappel-non-lus.csv",
    ]  # fmt: skip
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    with paths[-1].open(encoding="utf-8") as file:
        assert [row["document"] for row in csv.DictReader(file)] == ["film.mp3"]
    content = orjson.loads(paths[2].read_bytes())
    by_name = {measure["name"]: measure for measure in content["measures"]}
    for name in ("known", "to_review", "unread", "samples"):
        assert query(doubtful.store, by_name[name]["source"], ()) == by_name[name]["value"]
    for path in paths[:2]:
        text = path.read_text(encoding="utf-8")
        assert text.index("Déclaration de rappel") < text.index("Recall statement")
        assert str(found.count("persons_at_most")) in text


def test_both_languages_say_the_same_numbers(doubtful: Case, tmp_path: Path) -> None:
    with_notes(doubtful, tmp_path)
    draw_sample(doubtful, 30)
    french, english = leaves_of(state(doubtful))
    assert "1 document(s) n'ont pas pu être lus" in french.lead
    assert "1 document(s) could not be read" in english.lead
    assert "Provisoire" in french.paragraphs[0]
    assert "Provisional" in english.paragraphs[0]
    assert [len(table.rows) for table in french.tables] == [len(t.rows) for t in english.tables]


def test_a_folder_that_cannot_be_written(doubtful: Case, tmp_path: Path) -> None:
    draw_sample(doubtful, 5)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MachineError) as caught:
        write_statement(doubtful, tmp_path / "file" / "out")
    assert caught.value.code == "recall.not_writable"
