"""Merged rows of the index are one person, whatever is decided or read later; split, two again."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from tests.doubtful import (
    FATHER,
    HEADER,
    HOMONYMS,
    ODILE,
    PATIENTS,
    SOLANGE,
    SON,
    affected,
    run,
    write_index,
    write_theft,
)
from tocsin.assess.people.grouped import merged_persons
from tocsin.assess.people.merges import merge, merges_of, split
from tocsin.assess.public import Review, open_questions, standing, to_decide
from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.export import export
from tocsin.progress import Silent

NUMBER = {FATHER: 0, SON: 1, ODILE: 2, SOLANGE: 3}
WHY = "fiche en double"


def join(case: Case, kept: str, other: str) -> int:
    return merge(case, NUMBER[kept], NUMBER[other], "Anne", WHY)


def homonyms(case: Case) -> int:
    return sum(question.is_set for question in to_decide(open_questions(case.store)))


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[Case]:
    """A patient who was entered twice, and a document that says which of all patients she is."""
    row = ["MARTINAUD", "", "Jeanne", "F", "1961-05-05", "Roanne"]
    rows = [HEADER, ["P1", *row], ["P2", *row], *PATIENTS]
    (tmp_path / "patients.csv").write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "cr.txt").write_text(
        "Madame Jeanne MARTINAUD, née le 05/05/1961, présente un asthme sévère.\n", encoding="utf-8"
    )
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
        yield case


def test_a_row_entered_twice_is_no_homonym(twice: Case) -> None:
    before = affected(twice)
    assert (before["P1"][2], before["P2"][2], homonyms(twice)) == ("to_review", "to_review", 1)
    merge(twice, 0, 1, "Anne", WHY)
    found = affected(twice)
    assert set(found) == {"P1"}
    assert (found["P1"][0], found["P1"][2]) == ("medical", "confirmed")
    assert homonyms(twice) == 0


def test_who_may_be_neither_stays_in_review(doubtful: Case) -> None:
    """A bare name may be of somebody outside the index: that two are one changes no odds."""
    join(doubtful, FATHER, SON)
    found = affected(doubtful)
    assert SON not in found
    assert found[FATHER] == ("medical", "civil_status;health", "to_review")


def test_split_makes_two_again(doubtful: Case) -> None:
    before, exposures = affected(doubtful), rows(doubtful, "exposures")
    number = join(doubtful, FATHER, SON)
    split(doubtful, number, "Anne", "erreur")
    assert affected(doubtful) == before
    assert rows(doubtful, "exposures") == exposures
    assert (rows(doubtful, "merged"), rows(doubtful, "together")) == ([], [])
    with pytest.raises(UsageError):
        split(doubtful, number, "Anne")


def test_a_merge_outlives_a_new_reading(doubtful: Case, tmp_path: Path) -> None:
    join(doubtful, FATHER, SON)
    found = affected(doubtful)
    (tmp_path / "vol" / "homonymes bis.txt").write_text(f"{HOMONYMS}\n", encoding="utf-8")
    run(doubtful, tmp_path)
    assert affected(doubtful) == found
    documents = doubtful.store.count(
        "SELECT documents FROM affected WHERE person = ?", (NUMBER[FATHER],)
    )
    assert documents == 3


def test_what_review_said_of_either_holds_for_both(doubtful: Case) -> None:
    (question,) = [q for q in open_questions(doubtful.store) if q.is_set]
    Review(doubtful, "Anne").decide(question, (SON,))
    assert FATHER not in affected(doubtful)
    number = join(doubtful, FATHER, SON)
    assert affected(doubtful)[FATHER][2] == "confirmed"
    Review(doubtful, "Anne").undo(next(iter(standing(doubtful.store))))
    assert affected(doubtful)[FATHER][2] == "to_review"
    split(doubtful, number, "Anne")
    assert affected(doubtful)[SON][2] == "to_review"


def test_a_chain_of_merges_is_one_person(doubtful: Case) -> None:
    first = join(doubtful, FATHER, SON)
    join(doubtful, SOLANGE, SON)  # the son is told as the father by now
    assert merged_persons(doubtful.store) == {0: 3, 1: 3, 3: 3}
    assert set(affected(doubtful)) == {SOLANGE, ODILE}
    split(doubtful, first, "Anne")
    assert merged_persons(doubtful.store) == {0: 3, 3: 3}
    assert set(affected(doubtful)) == {SOLANGE, ODILE, SON}


def test_the_export_names_one_person_once(doubtful: Case, tmp_path: Path) -> None:
    join(doubtful, FATHER, SON)
    export(doubtful, tmp_path / "out", Silent())
    lines = (tmp_path / "out" / "exposures.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(set(lines))
    assert not any(line.startswith(SON) for line in lines)
    assert sum(line.startswith(f"{FATHER},health") for line in lines) == 2


def test_merges_are_listed_for_each_of_them(doubtful: Case) -> None:
    number = join(doubtful, FATHER, SON)
    for person in (0, 1):
        (one,) = merges_of(doubtful.store, person)
        assert (one.number, one.kept, one.other, one.why) == (number, FATHER, SON, WHY)
    assert merges_of(doubtful.store, 3) == []


def test_what_is_no_merge_is_refused(doubtful: Case) -> None:
    join(doubtful, FATHER, SON)
    for kept, other, by, why in ((0, 1, "Anne", WHY), (1, 0, "Anne", WHY), (2, 2, "Anne", WHY),
                                 (2, 3, "Anne", " "), (2, 3, " ", WHY)):  # fmt: skip
        with pytest.raises(UsageError):
            merge(doubtful, kept, other, by, why)
    assert len(rows(doubtful, "merges")) == 1


def test_the_journal_has_numbers_only(doubtful: Case) -> None:
    number = join(doubtful, FATHER, SON)
    (detail,) = doubtful.store.one("SELECT detail FROM journal ORDER BY entry DESC LIMIT 1")
    assert orjson.loads(detail) == {"merge": number, "persons": [0, 1], "by": "Anne"}


@pytest.mark.parametrize("sql", ["DELETE FROM merges", "UPDATE merges SET why = ''"])
def test_merges_are_append_only(doubtful: Case, sql: str) -> None:
    join(doubtful, FATHER, SON)
    with pytest.raises(sqlcipher.IntegrityError):
        doubtful.store.execute(sql)


def rows(case: Case, table: str) -> list[tuple[object, ...]]:
    return sorted(case.store.execute(f"SELECT * FROM {table}"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """One case for all examples: each leaves it as it found it."""
    folder = tmp_path_factory.mktemp("fusions")
    write_index(folder / "patients.csv")
    write_theft(folder / "vol")
    with Case.create_or_open(folder / "affaire") as case:
        run(case, folder)
        yield case


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_whatever_is_merged_and_split_ends_as_it_began(
    shared: Case, steps: list[tuple[int, int]]
) -> None:
    before, made = affected(shared), []
    for kept, other in steps:
        with suppress(UsageError):
            made.append(merge(shared, kept, other, "Anne", WHY))
        into = merged_persons(shared.store)
        assert all(into[one] == one for one in into.values())
    for number in made:
        split(shared, number, "Anne")
    assert affected(shared) == before
