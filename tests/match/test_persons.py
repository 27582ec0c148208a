"""Persons in columns: they come out as they went in, one by one, all, and after a journey."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from tests.match.people import invent
from tocsin.match.coded import Coded
from tocsin.match.persons import CHUNK, PersonTable
from tocsin.match.texts import PIECE, Texts
from tocsin.model.person import Person

anything = st.text(st.characters(codec="utf-16", exclude_categories=()), max_size=6)


@given(st.lists(st.lists(anything)))
def test_texts_are_a_list_of_texts(chunks: list[list[str]]) -> None:
    texts = Texts()
    for chunk in chunks:
        texts.extend(chunk)
    expected = [text for chunk in chunks for text in chunk]
    assert list(texts) == expected
    assert [texts[at] for at in range(len(texts))] == expected
    assert texts[1:3] == expected[1:3]


def test_texts_of_more_than_one_piece() -> None:
    texts, expected = Texts(), [f"é{n}" if n % 3 else "" for n in range(2 * PIECE + 5)]
    texts.extend(expected)
    assert list(texts) == expected


def test_half_a_character_of_a_broken_file_does_no_harm() -> None:
    texts = Texts()
    texts.extend(["a", "\ud83d", "é"])
    assert list(texts) == ["a", "\ud83d", "é"]


@given(st.lists(st.one_of(st.none(), st.dates(), st.text(max_size=2)), max_size=30))
def test_a_coded_column_is_a_list(values: list[object]) -> None:
    column = Coded()
    column.extend(values[:7])
    column.extend(values[7:])
    assert list(column) == values
    assert [column[at] for at in range(len(column))] == values
    assert [column.values[code] for code in column.codes] == values
    assert len(column.values) == len(set(values))


def test_a_table_is_a_sequence_of_persons() -> None:
    people = invent(300)
    table = PersonTable(people)
    assert table == people
    assert people == list(table)
    assert [table[at] for at in range(len(table))] == people
    assert table[-1] == people[-1]
    assert table[10:12] == people[10:12]
    assert pickle.loads(pickle.dumps(table)) == people
    assert table != people[1:]


def test_a_table_of_more_than_one_chunk() -> None:
    people = [Person(str(number), birth_name=f"NOM{number % 9}") for number in range(CHUNK + 3)]
    assert PersonTable(iter(people)) == people


def test_a_table_does_not_show_who_is_in_it() -> None:
    assert repr(PersonTable(invent(3))) == "PersonTable of 3"
