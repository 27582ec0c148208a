"""Decisions: kept, applied to identical documents, replayed by a new reading, undone."""

import shutil
from pathlib import Path

import pytest

from tests.doubtful import FATHER, HOMONYMS, ODILE, SOLANGE, SON, affected, run, write_index
from tocsin.assess import settle
from tocsin.assess.review import decisions
from tocsin.assess.review.question import Question, QuestionKind, Rank
from tocsin.assess.review.queue import open_questions, to_decide
from tocsin.assess.review.review import Review
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.export import export
from tocsin.progress import Silent


def homonyms(case: Case) -> Question:
    (question,) = (q for q in open_questions(case.store) if q.is_set)
    return question


def bare_name(case: Case) -> Question:
    (question,) = (q for q in open_questions(case.store) if not q.is_set)
    return question


def test_health_comes_first_and_homonyms_are_one_set(doubtful: Case) -> None:
    first, second = open_questions(doubtful.store)
    assert (first.rank, second.rank) == (Rank.HEALTH, Rank.IDENTITY)
    assert set(first.offered) == {FATHER, SON}
    assert first.copies == 2
    assert second.offered == (ODILE,)


def test_one_of_the_homonyms_is_chosen(doubtful: Case) -> None:
    assert Review(doubtful, "DPO").decide(homonyms(doubtful), (SON,))
    found = affected(doubtful)
    assert found[SON] == ("medical", "civil_status;health", "confirmed")
    assert FATHER not in found
    rows = doubtful.store.execute(
        "SELECT documents FROM affected JOIN persons USING (person) WHERE patient_id = ?", (SON,)
    )
    assert rows == [(2,)], "the copy of the file is settled as well"


def test_nobody_of_them(doubtful: Case) -> None:
    Review(doubtful, "DPO").decide(homonyms(doubtful), ())
    assert not {FATHER, SON} & affected(doubtful).keys()
    assert [q.offered for q in open_questions(doubtful.store)] == [(ODILE,)]


def test_somebody_who_was_not_offered_is_added(doubtful: Case, tmp_path: Path) -> None:
    Review(doubtful, "DPO").decide(homonyms(doubtful), (SOLANGE,))
    assert affected(doubtful)[SOLANGE][0] == "medical"
    export(doubtful, tmp_path / "out", Silent())
    exposures = (tmp_path / "out" / "exposures.csv").read_text(encoding="utf-8")
    assert f"{SOLANGE},health,homonymes.txt,,1.0,review" in exposures
    assert FATHER not in exposures


def test_an_undone_decision_leaves_no_trace_in_the_result(doubtful: Case) -> None:
    before = affected(doubtful), exposures(doubtful)
    review = Review(doubtful, "DPO")
    for answer in ((SON,), (SOLANGE,), ()):
        question = homonyms(doubtful)
        review.decide(question, answer, "essai")
        review.undo(decisions.last(doubtful.store), "erreur")
        assert (affected(doubtful), exposures(doubtful)) == before
    assert doubtful.store.count("SELECT count(*) FROM decisions") == 6


def exposures(case: Case) -> list[tuple[object, ...]]:
    return case.store.execute("SELECT * FROM standing")


def test_a_decision_applied_at_once_is_what_settling_makes_of_it(doubtful: Case) -> None:
    review = Review(doubtful, "DPO")
    review.decide(homonyms(doubtful), (SOLANGE,))
    review.decide(bare_name(doubtful), (ODILE,))
    before = affected(doubtful), exposures(doubtful)
    settle(doubtful.store)
    assert (affected(doubtful), exposures(doubtful)) == before


def test_decisions_are_replayed_by_a_new_reading(doubtful: Case, tmp_path: Path) -> None:
    review = Review(doubtful, "DPO")
    review.decide(homonyms(doubtful), (SON,))
    review.decide(bare_name(doubtful), ())
    shutil.copy(tmp_path / "vol" / "homonymes.txt", tmp_path / "vol" / "une de plus.txt")
    with (tmp_path / "patients.csv").open("a", encoding="utf-8") as file:
        file.write("P000009,AUTRE,,Zoé,F,2001-01-01,Roanne\n")  # another index: all is read anew
    run(doubtful, tmp_path)
    found = affected(doubtful)
    assert found[SON][2] == "confirmed"
    assert not {FATHER, ODILE} & found.keys()
    assert to_decide(open_questions(doubtful.store)) == []


def test_a_candidate_nobody_was_asked_about_opens_the_question_again(
    doubtful: Case, tmp_path: Path
) -> None:
    Review(doubtful, "DPO").decide(homonyms(doubtful), ())
    index = write_index(tmp_path / "patients.csv")
    with index.open("a", encoding="utf-8") as file:
        file.write("P000010,ESPOSITO,,Luca,M,2003-01-01,Roanne\n")
    run(doubtful, tmp_path)
    (question,) = (q for q in open_questions(doubtful.store) if "P000010" in q.offered)
    assert question.rank is Rank.HEALTH
    assert affected(doubtful)["P000010"][2] == "to_review"


def test_a_changed_file_is_another_question(doubtful: Case, tmp_path: Path) -> None:
    Review(doubtful, "DPO").decide(homonyms(doubtful), (SON,))
    for path in ("homonymes.txt", "archive/copie.txt"):
        (tmp_path / "vol" / path).write_text(HOMONYMS + "Suite.\n", encoding="utf-8")
    run(doubtful, tmp_path)
    assert set(homonyms(doubtful).offered) == {FATHER, SON}


def test_the_same_answer_again_changes_nothing(doubtful: Case) -> None:
    review, question = Review(doubtful, "DPO"), bare_name(doubtful)
    assert review.decide(question, (ODILE,))
    assert not review.decide(question, (ODILE,))
    assert review.decide(question, ())
    assert ODILE not in affected(doubtful)


def test_a_fact_in_doubt_is_asked_of_the_person(doubtful: Case) -> None:
    doubtful.store.execute("UPDATE exposures SET confirmed = 0 WHERE category = 'care_episode'")
    doubtful.store.execute(
        "UPDATE exposures SET category = 'health' WHERE category = 'care_episode'"
    )
    settle(doubtful.store)
    assert affected(doubtful)[SOLANGE][2] == "to_review"
    (fact,) = (q for q in open_questions(doubtful.store) if q.kind is QuestionKind.FACT)
    assert (fact.rank, fact.category, fact.offered) == (Rank.HEALTH, "health", (SOLANGE,))
    review = Review(doubtful, "DPO")
    review.decide(fact, ())
    assert affected(doubtful)[SOLANGE] == ("administrative", "civil_status", "confirmed")
    review.decide(fact, (SOLANGE,))
    assert affected(doubtful)[SOLANGE] == ("medical", "civil_status;health", "confirmed")


def test_the_journal_holds_no_name(doubtful: Case) -> None:
    Review(doubtful, "Madame Reader").decide(homonyms(doubtful), (SON,), "vu avec ESPOSITO")
    journal = str(doubtful.store.execute("SELECT act, detail FROM journal"))
    assert "review.decided" in journal
    assert not [word for word in ("ESPOSITO", "Reader", SON, "homonymes") if word in journal]


def test_decisions_cannot_be_rewritten(doubtful: Case) -> None:
    Review(doubtful, "DPO").decide(homonyms(doubtful), (SON,))
    for sql in ("DELETE FROM decisions", "UPDATE decisions SET answer = '[]'"):
        with pytest.raises(Exception, match="append-only"):
            doubtful.store.execute(sql)


def test_a_decision_needs_a_name_and_an_undo_a_decision(doubtful: Case) -> None:
    with pytest.raises(UsageError) as caught:
        Review(doubtful, "  ")
    assert caught.value.code == "review.reader"
    with pytest.raises(UsageError) as caught:
        decisions.last(doubtful.store)
    assert caught.value.code == "review.nothing_to_undo"
