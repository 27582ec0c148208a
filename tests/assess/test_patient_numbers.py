"""Patient numbers in every spelling, from text and path to the person; and never by chance."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.assess.conftest import record
from tests.match.people import invent
from tocsin.assess import Analyst
from tocsin.match import PatientIndex
from tocsin.model.document import TableBlock, TextBlock
from tocsin.model.finding import DocumentFindings

PEOPLE = invent(1_200, seed=4)
MEANT = 1_034


def analyst(shape: Callable[[int], str]) -> Analyst:
    people = [replace(person, patient_id=shape(n)) for n, person in enumerate(PEOPLE)]
    return Analyst(PatientIndex(people), b"k" * 32)


@pytest.fixture(scope="module")
def digits() -> Analyst:
    """Eight digits with zeros before: of all such numbers hardly any is used."""
    return analyst(lambda n: f"{n * 37 + 100_000:08}")


@pytest.fixture(scope="module")
def letters() -> Analyst:
    return analyst(lambda n: f"HC-{n * 37 + 100_000:07}")


@pytest.fixture(scope="module")
def dense() -> Analyst:
    """Six digits, one after the other."""
    return analyst(lambda n: f"{n + 100_000}")


def in_text(one: Analyst, written: str) -> DocumentFindings:
    text = f"Bonjour,\nmerci de sortir le {written} pour demain.\n"
    (found,) = one.documents([TextBlock("d.txt", "corps", text), record("d.txt")])
    return found


def in_path(one: Analyst, written: str) -> DocumentFindings:
    (found,) = one.documents([record(f"Dossiers/{written}/scan.pdf")])
    return found


def who(found: DocumentFindings) -> set[tuple[int, bool]]:
    return {(exposure.person, exposure.confirmed) for exposure in found.exposures}


@pytest.mark.parametrize(
    "written",
    [
        "00138258", "IPP 00138258", "IPP: 138258", "IPP00138258", "n° 00.138.258",
        "IPP n°0013 8258", "NIP_00138258", "00138258_cr", "cr-00138258-scan",
        "patient n° 138258", "IPP O0138258", "dossier 00138258",
    ],
)  # fmt: skip
def test_eight_digits(digits: Analyst, written: str) -> None:
    assert who(in_text(digits, written)) == {(MEANT, True)}
    assert who(in_path(digits, written)) == {(MEANT, True)}


@pytest.mark.parametrize(
    "written",
    [
        "HC-0138258", "hc-0138258", "HC0138258", "HC 0138258", "HC.0138258", "IPP : 0138258",
        "cr_HC-0138258_2024", "HC_0138258",
    ],
)  # fmt: skip
def test_letters_before_digits(letters: Analyst, written: str) -> None:
    assert who(in_text(letters, written)) == {(MEANT, True)}
    assert who(in_path(letters, written)) == {(MEANT, True)}


@pytest.mark.parametrize("written", ["138258", "code 138258", "0138258", "01.38.25.8x", "1382 58"])
def test_digits_that_are_not_the_whole_number_mean_nobody(digits: Analyst, written: str) -> None:
    assert who(in_text(digits, written)) == set()


@pytest.mark.parametrize("written", ["montant de 101034", "lot 101034", "bon n° 101034"])
def test_a_number_like_many_others_makes_no_person(dense: Analyst, written: str) -> None:
    assert who(in_text(dense, written)) == set()
    assert who(in_path(dense, written)) == set()


@pytest.mark.parametrize("written", ["IPP 101034", "patient 101034", "dossier : 101 034"])
def test_a_label_says_what_it_is(dense: Analyst, written: str) -> None:
    assert who(in_text(dense, written)) == {(MEANT, True)}


def test_a_folder_named_by_a_number_alone_is_for_somebody_to_look_at(dense: Analyst) -> None:
    assert who(in_path(dense, "101034")) == {(MEANT, False)}


def test_a_bare_number_beside_a_name_tells_homonyms_apart() -> None:
    people = [replace(p, patient_id=f"{n + 100_000}") for n, p in enumerate(PEOPLE)]
    twins = [replace(people[3], patient_id=number) for number in ("200001", "200002")]
    one = Analyst(PatientIndex([*people, *twins]), b"k" * 32)
    name = f"{people[3].first_names.split()[0]} {people[3].birth_name.upper()}"
    found = in_text(one, f"dossier de {name} (200002)")
    assert who(found) == {(len(people) + 1, True)}


def test_a_number_column_in_which_zeros_were_lost(digits: Analyst) -> None:
    rows = [[str(n * 37 + 100_000), "oui"] for n in range(MEANT, MEANT + 4)]
    block = TableBlock("t.csv", "", ("IPP", "Rendez-vous"), rows)
    (found,) = digits.documents([block, record("t.csv")])
    assert {e.person for e in found.exposures if e.confirmed} == set(range(MEANT, MEANT + 4))
