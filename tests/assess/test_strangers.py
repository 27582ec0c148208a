"""Persons who are not in the index: one row each, whatever many documents say of them."""

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.assess.affected import settle
from tocsin.assess.strangers import Stranger, consolidate
from tocsin.case import Case

MAY, JUNE = "b" + "1" * 32, "b" + "2" * 32
NIR, OTHER_NIR = "n" + "3" * 32, "n" + "4" * 32


def seen(name: str, place: int, *traits: str, reason: str = "not_in_index") -> Stranger:
    born = next((trait for trait in traits if trait[0] == "b"), "")
    numbers = frozenset(trait for trait in traits if trait[0] == "n")
    return Stranger(name, reason, born, numbers, {"civil_status"}, {place: 100 + place})


def rows(*sightings: Stranger) -> list[tuple[str, int]]:
    return sorted((one.name, len(one.documents)) for one in consolidate(sightings))


def test_the_same_name_and_date_is_one_person() -> None:
    one = seen("ZUCCARELLI Philomène", 0, MAY)
    other = seen("Mme philomène Zuccarelli", 1, MAY)
    assert [count for _, count in rows(one, other)] == [2]


def test_another_date_is_another_person() -> None:
    assert len(rows(seen("VIDAL Jo", 0, MAY), seen("VIDAL Jo", 1, JUNE))) == 2


def test_an_undated_mention_joins_the_only_date_known_under_its_name() -> None:
    undated = seen("VIDAL Jo", 2)
    assert rows(seen("VIDAL Jo", 0, MAY), undated) == [("VIDAL Jo", 2)]
    found = consolidate([seen("VIDAL Jo", 0, MAY), seen("VIDAL Jo", 1, JUNE), seen("VIDAL Jo", 2)])
    assert sorted(len(one.documents) for one in found) == [1, 1, 1]


def test_a_number_joins_a_married_and_a_birth_name() -> None:
    assert rows(seen("VIDAL Zoé", 0, MAY, NIR), seen("FAURE Zoé", 1, MAY, NIR)) == [
        ("VIDAL Zoé", 2)
    ]
    assert rows(seen("VIDAL", 0, NIR), seen("VIDAL Zoé", 1, NIR)) == [("VIDAL Zoé", 2)]


def test_a_child_under_a_parents_number_is_not_the_parent() -> None:
    parent, child = seen("VIDAL Zoé", 0, NIR), seen("VIDAL Tom", 1, NIR)
    assert len(rows(parent, child)) == 2
    dated = seen("VIDAL Zoé", 0, MAY, NIR), seen("VIDAL Zoé", 1, JUNE, NIR)
    assert len(list(consolidate(dated))) == 2


def test_two_homonyms_are_told_apart_by_their_numbers_dates_and_nothing_else() -> None:
    found = consolidate([seen("VIDAL Jo", 0, MAY, NIR), seen("VIDAL Jo", 1, JUNE, OTHER_NIR)])
    assert len(list(found)) == 2


def test_staff_stay_apart_and_a_surname_joins_the_only_full_name() -> None:
    petit = seen("Dr Petit", 0, reason="staff"), seen("Dr Claire PETIT", 1, reason="staff")
    assert rows(*petit) == [("Dr Claire PETIT", 2)]
    two = (*petit, seen("Dr Paul PETIT", 2, reason="staff"))
    assert len(rows(*two)) == 3
    assert len(rows(seen("Claire PETIT", 0, MAY), seen("Claire PETIT", 1, reason="staff"))) == 2


def test_nameless_mentions_join_nobody() -> None:
    assert len(rows(seen("", 0, NIR), seen("VIDAL Jo", 1, NIR))) == 2


TRAITS = st.lists(st.sampled_from([MAY, JUNE, NIR, OTHER_NIR]), max_size=2, unique=True)
SIGHTINGS = st.lists(
    st.tuples(st.sampled_from(["VIDAL Jo", "Jo VIDAL", "VIDAL", "FAURE Zoé", "Dr Faure"]), TRAITS),
    max_size=5,
)


@given(SIGHTINGS)
def test_nothing_is_lost_and_no_one_has_two_dates(said: list[tuple[str, list[str]]]) -> None:
    sightings = [seen(name, place, *traits) for place, (name, traits) in enumerate(said)]
    dates = {place: one.born for place, one in enumerate(sightings)}
    found = list(consolidate(sightings))
    assert sorted(place for one in found for place in one.documents) == list(range(len(said)))
    for one in found:
        assert len({dates[place] for place in one.documents} - {""}) <= 1


def test_the_order_of_documents_does_not_matter() -> None:
    said = [("VIDAL Jo", MAY), ("Jo VIDAL", ""), ("VIDAL Jo", JUNE), ("FAURE Zoé", MAY)]
    counts = set()
    for order in permutations(said):
        sightings = [
            seen(name, place, *filter(None, [born])) for place, (name, born) in enumerate(order)
        ]
        counts.add(tuple(sorted(len(one.documents) for one in consolidate(sightings))))
    assert counts == {(1, 1, 1, 1)}


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create_or_open(tmp_path / "affaire")


def test_the_table_has_the_first_document_by_path(case: Case) -> None:
    with case:
        store = case.store
        store.insert(
            "INSERT INTO items (item, path, raw, size, mtime_ns) VALUES (1, 'a', x'61', 1, 1)", ()
        )
        for number, path in ((1, "z.txt"), (2, "a.txt")):
            store.insert(
                "INSERT INTO documents VALUES (?, 1, ?, '', '', 1, 't', 'text', 'read', '')",
                (number, path),
            )
            store.insert(
                "INSERT INTO unmatched VALUES (?, 'VIDAL Jo', ?, 'not_in_index', ?)",
                (number, ("health", "civil_status")[number - 1], MAY),
            )
        for _ in range(2):
            settle(store)
            assert store.execute(
                "SELECT document, name, categories, reason, documents FROM strangers"
            ) == [(2, "VIDAL Jo", "civil_status;health", "not_in_index", 2)]
