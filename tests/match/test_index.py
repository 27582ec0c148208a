"""The index in memory: every look-up agrees with a plain search; it survives a journey."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.match.people import invent
from tocsin.find import fold
from tocsin.match import PatientIndex
from tocsin.match.keytable import NONE, SEVERAL, KeyTable, hashes_of
from tocsin.model.person import Person

PEOPLE = invent(2_000)


@pytest.fixture(scope="module")
def index() -> PatientIndex:
    return PatientIndex(PEOPLE)


@given(st.lists(st.tuples(st.text(max_size=2), st.integers(0, 1000)), max_size=40), st.text())
def test_a_key_table_is_a_dictionary_of_lists(pairs: list[tuple[str, int]], other: str) -> None:
    table = KeyTable([key for key, _ in pairs], [number for _, number in pairs])
    keys = [*(key for key, _ in pairs), other]
    for key in keys:
        expected = sorted(number for k, number in pairs if k == key)
        assert list(table.get(key)) == expected
        assert list(table.get(key, limit=1)) == (expected if len(expected) <= 1 else [])
    single = [table.get(key) for key in keys]
    assert table.only(hashes_of(keys)).tolist() == [
        NONE if not found else found[0] if len(found) == 1 else SEVERAL for found in single
    ]


def test_every_key_finds_its_persons(index: PatientIndex) -> None:
    for number, person in enumerate(PEOPLE):
        day = person.birth_date.toordinal() if person.birth_date else 0
        assert list(index.with_patient_id(person.patient_id)) == [number]
        assert index.is_patient_id(person.patient_id)
        assert number in index.born_on(day)
        if person.nir:
            assert number in index.with_nir(person.nir)
            assert number in index.with_nir(person.nir[:13])
        if person.insured_nir:
            assert number in index.with_insured_nir(person.insured_nir)
        if person.email:
            assert list(index.with_email(person.email)) == [number]
        for name in {fold(person.birth_name), fold(person.used_name)} - {""}:
            assert number in index.with_surname(name)
            assert number in index.with_name_and_date(name, day)
            assert number in index.with_name(name, fold(person.first_names).split()[0])
            assert index.is_surname(name)


def test_whole_columns_say_the_same(index: PatientIndex) -> None:
    ids = [person.patient_id for person in PEOPLE]
    found = index.each_patient_id([*ids, "IPP999999", ""])
    assert found.tolist() == [*range(len(ids)), NONE, NONE]
    names = np.array([index.surnames.code[fold(person.birth_name)] for person in PEOPLE])
    days = [person.birth_date.toordinal() if person.birth_date else 0 for person in PEOPLE]
    for number, found in enumerate(index.each_name_and_date(names, np.array(days))):
        assert found in (number, SEVERAL)


def test_lost_zeros_and_unknown_numbers(index: PatientIndex) -> None:
    zeros = PatientIndex([Person("000123", birth_name="Martin")])
    assert list(zeros.with_patient_id("123")) == [0]
    assert not zeros.is_patient_id("123")
    assert not index.with_patient_id("IPP999999")
    assert not index.with_email("personne@exemple.invalid")


def test_names_of_the_lexicon(index: PatientIndex) -> None:
    assert index.is_given_name("MARIE")
    assert index.is_given_name("ANNE SOPHIE")
    assert not index.is_given_name("ZEBULON")
    assert not index.is_surname("")
    assert {"LE", "GALL", "N", "GUYEN"} <= index.surname_tokens()
    assert {"ANNE", "SOPHIE"} <= index.given_name_tokens()


def test_a_rare_name_tells_more_than_a_frequent_one() -> None:
    people = [Person(str(i), birth_name="Martin", first_names="Jean") for i in range(1000)]
    index = PatientIndex([*people, Person("x", birth_name="Berthelot", first_names="Solange")])
    assert index.surnames.bits("BERTHELOT") > index.surnames.bits("MARTIN") + 5
    assert index.given_names.bits("SOLANGE") > index.given_names.bits("JEAN")


def test_an_index_crosses_to_another_process(index: PatientIndex) -> None:
    copy = pickle.loads(pickle.dumps(index))
    assert list(copy.with_patient_id("IPP000007")) == [7]


def test_nobody_in_the_index() -> None:
    empty = PatientIndex([])
    assert len(empty) == 0
    assert not empty.with_patient_id("1")
    assert empty.each_nir(["254034207512345"]) == [NONE]
    assert empty.surname_tokens() == frozenset()
