"""Shapes of patient numbers, and how often a number is some patient's by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.match import PatientIndex
from tocsin.match.idshape import IdShapes, id_key, squeezed
from tocsin.model.person import Person


def test_usual_shapes_come_first_and_odd_ones_not_at_all() -> None:
    ids = [f"HC-{n:07}" for n in range(300)] + [f"{n:08}" for n in range(100)] + ["X1"]
    assert IdShapes(ids).usual == ("HC-9999999", "99999999")


def test_the_fuller_a_length_the_less_a_number_tells() -> None:
    shapes = IdShapes(f"{n:06}" for n in range(100_000))
    assert shapes.chance("123456") == pytest.approx(0.1)
    assert shapes.chance("12345") == 0
    assert IdShapes(f"{n:010}" for n in range(100_000)).chance("0000000001") < 1e-4


def test_letters_of_the_shape_are_no_chance() -> None:
    shapes = IdShapes(f"HC{n:04}" for n in range(100))
    assert shapes.chance("hc 0001") == pytest.approx(0.01)
    assert shapes.chance("0001") == 0


@given(st.text(alphabet="0123456789ABCx.-/ _", max_size=14))
def test_keys_do_not_change_when_made_again(value: str) -> None:
    assert id_key(id_key(value)) == id_key(value)
    assert squeezed(value) == squeezed(f" {value}-")


@pytest.mark.parametrize(
    ("written", "full", "zeros_lost"),
    [
        ("00.123.456", "00123456", "00123456"),
        ("123456", "", "00123456"),
        ("HC 42", "HC-42", "HC-42"),
        ("999", "", ""),
        ("", "", ""),
    ],
)
def test_a_spelling_leads_to_the_number_of_the_index(
    written: str, full: str, zeros_lost: str
) -> None:
    people = [Person("00123456", birth_name="A"), Person("HC-42", birth_name="B")]
    index = PatientIndex(people)
    assert index.patient_id_of(written) == full
    assert index.patient_id_of(written, zeros_lost=True) == zeros_lost
