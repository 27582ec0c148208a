"""What is said of persons adds up the same, row by row or in columns."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.assess.conftest import record
from tocsin.assess.surerows import SURENESS, SureRows, Table, Weight
from tocsin.assess.tally import Tally
from tocsin.assess.unmade import CATEGORIES
from tocsin.model.category import Category
from tocsin.model.finding import DocumentFindings, Exposure

WEIGHTS = tuple(
    tuple(Weight(round(sure.probability, 4), confirmed=True) for _ in CATEGORIES)
    for sure in SURENESS
)
TABLE = Table("ligne ", "patient_id", WEIGHTS)

steps = st.lists(
    st.one_of(
        st.lists(
            st.tuples(st.integers(0, 3), st.integers(0, len(SURENESS) - 1), st.integers(0, 7)),
            min_size=1,
            max_size=4,
        ),
        st.tuples(
            st.integers(0, 3), st.sampled_from(CATEGORIES[:3]), st.sampled_from([0.5, 0.9999, 1.0])
        ),
    ),
    max_size=6,
)
Step = list[tuple[int, int, int]] | tuple[int, Category, float]


def in_columns(said: list[Step]) -> DocumentFindings:
    tally = Tally(b"k" * 32)
    for step in said:
        if isinstance(step, list):
            persons, grades, bits = (np.array(c, np.int32) for c in zip(*step, strict=True))
            numbers = np.arange(len(step)) + tally.clock
            new = tally.new_bits(persons, bits)
            hashes = tally.hashes(str(n) for n in numbers)
            tally.add_rows(
                SureRows(TABLE, numbers, numbers, persons, grades.astype(np.int8), new, hashes)
            )
            tally.clock += len(step)
        else:
            tally.add(one(step, tally.clock))
            tally.clock += 1
    return tally.close(record("a"))


def one_by_one(said: list[Step]) -> DocumentFindings:
    tally, told, clock = Tally(b"k" * 32), dict[int, int](), 0
    for step in said:
        for person, grade, bits in step if isinstance(step, list) else ():
            for order, category in enumerate(CATEGORIES):
                if (bits & ~told.get(person, 0)) >> order & 1:
                    weight, basis = WEIGHTS[grade][order], SURENESS[grade].basis
                    locator = f"ligne {clock}"
                    tally.add(Exposure(person, category, locator, *weight[:1], basis, weight[1]))
            told[person] = told.get(person, 0) | bits
            clock += 1
            tally.clock = clock
        if not isinstance(step, list):
            tally.add(one(step, clock))
            clock += 1
            tally.clock = clock
    return tally.close(record("a"))


def one(step: tuple[int, Category, float], clock: int) -> Exposure:
    person, category, confidence = step
    return Exposure(person, category, f"ligne {clock}", confidence, "name", confirmed=True)


@given(steps)
def test_columns_say_what_single_rows_say(said: list[Step]) -> None:
    columns, single = in_columns(said), one_by_one(said)
    assert list(columns.exposures) == list(single.exposures)
    assert len(columns.exposures) == len(list(columns.exposures))


def test_findings_survive_the_way_between_processes() -> None:
    found = in_columns([[(1, 0, 3), (2, 5, 1)], (1, CATEGORIES[0], 1.0)])
    again = pickle.loads(pickle.dumps(found))
    assert again.exposures == found.exposures
    assert again.mentioned == found.mentioned
    assert [m.locator for m in again.mentioned] == ["ligne 0", "ligne 1"]
    assert again.exposures[0] == next(iter(found.exposures))


def test_a_hash_is_keyed_and_hides_the_value() -> None:
    one_key, other_key = Tally(b"k" * 32), Tally(b"l" * 32)
    assert one_key.hashes(["DUPONT"]) == one_key.hashes(["DUPONT"])
    assert one_key.hashes(["DUPONT"]) != other_key.hashes(["DUPONT"])
    assert len(one_key.hashes(["a", "b"])) == 32
