"""The hospital's list of stays."""

from pathlib import Path

import pytest

from tests.match.people import invent
from tocsin.errors import InputError
from tocsin.match import OwnNumbers, PatientIndex, load_stays
from tocsin.match.claim import Claim
from tocsin.match.resolve import Outcome, Resolver
from tocsin.model.mention import MentionKind as K

PEOPLE = invent(200)
KNOWN = {"IPP1": "IPP000001", "IPP2": "IPP000002"}


def listed(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_names_a_patient_and_one_or_more_stays(tmp_path: Path) -> None:
    path = listed(tmp_path / "sejours.csv", "ipp;nda\nIPP1;111111\nIPP2;222222, 333333\n")
    assert load_stays(path, KNOWN).pairs == [
        ("111111", "IPP000001"),
        ("222222", "IPP000002"),
        ("333333", "IPP000002"),
    ]


def test_a_row_of_nobody_is_named_by_its_line(tmp_path: Path) -> None:
    path = listed(tmp_path / "sejours.csv", "ipp;nda\nIPP9;111111\nIPP1\nIPP1;\n")
    loaded = load_stays(path, KNOWN)
    assert not loaded.pairs
    assert [(one.line, one.reason) for one in loaded.issues] == [
        (2, "patient not in the index"),
        (3, "1 fields"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("nom;nda\nX;1\n", "stays.no_column"), ("ipp;nom\n1;X\n", "stays.no_column")],
)
def test_a_list_without_its_columns_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_stays(listed(tmp_path / "sejours.csv", text), KNOWN)
    assert caught.value.code == code


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_stays(tmp_path / "rien.csv", KNOWN)
    assert caught.value.code == "stays.unusable"


OWN = OwnNumbers(("HC-999999",), (), [("0250012345", 7), ("250012346", 8)])
INDEX = PatientIndex(PEOPLE, OWN)
RESOLVER = Resolver(INDEX)


def test_a_listed_stay_tells_who_it_is() -> None:
    found = RESOLVER.resolve(Claim([(K.STAY_ID, "25-0012345")]))
    assert found.is_confirmed
    assert (found.candidates[0].person, found.candidates[0].basis) == (7, "stay")


def test_a_stay_of_one_beside_the_number_of_another_goes_to_a_person() -> None:
    claim = Claim([(K.STAY_ID, "250012345"), (K.PATIENT_ID, PEOPLE[8].patient_id)])
    found = RESOLVER.resolve(claim)
    assert found.outcome is Outcome.TO_REVIEW
    assert {candidate.person for candidate in found.candidates} == {7, 8}


def test_a_stay_of_another_speaks_against_a_namesake() -> None:
    person = PEOPLE[20]
    name = (K.FULL_NAME, f"{person.first_names.split()[0]} {person.birth_name}".upper())
    found = RESOLVER.resolve(Claim([name, (K.STAY_ID, "250012346")]))
    assert not found.is_confirmed or found.candidates[0].person == 8


def test_an_unknown_stay_is_nobodys() -> None:
    assert RESOLVER.resolve(Claim([(K.STAY_ID, "999999999")])).outcome is Outcome.NOBODY


def test_letters_that_a_form_adds_to_a_patient_number_do_not_count() -> None:
    index = PatientIndex([*invent(3)], OwnNumbers(("IPP-999999",)))
    plain = PatientIndex(
        [person.__class__("7" + person.patient_id[-5:], birth_name="X") for person in PEOPLE],
        OwnNumbers(("HC-999999",)),
    )
    assert index.with_patient_id("IPP-000002") == index.with_patient_id("IPP000002")
    assert list(plain.with_patient_id("HC-700003")) == [3]
    assert plain.each_patient_id(["HC700003", "XX700003"]).tolist() == [3, -1]
