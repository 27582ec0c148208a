import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.find.finders.contact import is_postal_code, phone_value
from tocsin.model.mention import MentionKind as K


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tél. 06.39.98.12.34", "0639981234"),
        ("0639981234", "0639981234"),
        ("+33 6 39 98 12 34", "0639981234"),
        ("+33 (0)6 39 98 12 34", "0639981234"),
        ("0033 639981234", "0639981234"),
        ("06-39-98-12-34", "0639981234"),
        ("06 39 98\n12 34", "0639981234"),
        ("+41 22 730 61 11", "+41227306111"),
    ],
)
def test_phones(finder: TextFinder, text: str, value: str) -> None:
    assert values(finder.find(text), K.PHONE) == [value]


@pytest.mark.parametrize(
    "text",
    ["1234567890", "00 00 00 00 00", "2025-06-26 02:14:07", "10.0.4.17", "06/05/1949 07/01/2024"],
)
def test_no_phones(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.PHONE) == []


def test_email_is_folded_and_hides_the_name_in_it(finder: TextFinder) -> None:
    found = finder.find("écrire à Marie.DUPONT@Exemple.invalid")
    assert values(found, K.EMAIL) == ["marie.dupont@exemple.invalid"]
    assert values(found, K.FULL_NAME, K.SURNAME) == []


@pytest.mark.parametrize("text", ["@clinique", "a@b", "100 @ 3 euros", "user@", "@"])
def test_no_emails(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.EMAIL) == []


@pytest.mark.parametrize(
    "street", ["12 bis rue de l'Église", "3, avenue de la Libération", "8 ALLEE DES ERABLES"]
)
def test_addresses(finder: TextFinder, street: str) -> None:
    found = finder.find(f"demeurant {street}, 42100 Saint-Étienne. Merci de répondre")
    assert len(values(found, K.ADDRESS)) == 1
    assert values(found, K.POSTAL_CODE) == ["42100"]
    assert values(found, K.CITY) == ["SAINT ETIENNE"]


@pytest.mark.parametrize(
    "text", ["12000 euros", "42000 Habitants", "99123 Nulle-Part", "page 12345"]
)
def test_quantities_are_no_postal_codes(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.POSTAL_CODE, K.CITY) == []


def test_place_of_birth(finder: TextFinder) -> None:
    assert values(finder.find("née le 02/03/1954 à LYON"), K.BIRTH_PLACE) == ["LYON"]


def test_phone_value_of_nonsense() -> None:
    assert phone_value("abc") == ""
    assert phone_value("+12") == ""


@pytest.mark.parametrize(
    ("code", "right"),
    [("42000", True), ("2A004", True), ("97400", True), ("00100", False), ("4200", False)],
)
def test_postal_codes(code: str, right: bool) -> None:
    assert is_postal_code(code) is right


def test_a_passage_through_the_ward_is_no_street(finder: TextFinder) -> None:
    found = finder.find("Chambre 12 Passage au bloc opératoire, le 3 passage aux urgences")
    assert values(found, K.ADDRESS) == []


@pytest.mark.parametrize(
    "text",
    [
        "anne.petit [at] exemple [point] invalid",
        "anne.petit(arobase)exemple.invalid",
        "Anne.Petit arobase exemple point invalid",
    ],
)
def test_an_address_hidden_from_robots(finder: TextFinder, text: str) -> None:
    assert values(finder.find(f"Mme Anne PETIT, {text}"), K.EMAIL) == ["anne.petit@exemple.invalid"]


@pytest.mark.parametrize("text", ["rendez-vous at home", "le point de vue", "il est (a) présent"])
def test_words_that_hide_no_address(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.EMAIL) == []


def test_a_number_typed_with_the_letter_o(finder: TextFinder) -> None:
    assert values(finder.find("mobile : O6 39 98 12 34"), K.PHONE) == ["0639981234"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("(33) 6 39 98 12 34", "0639981234"), ("tél. (26) 0 32 70 72 62", "+26032707262")],
)
def test_a_country_in_brackets(finder: TextFinder, text: str, value: str) -> None:
    assert values(finder.find(text), K.PHONE) == [value]


@pytest.mark.parametrize("text", ["(12) 3 mai", "article (14) 25 000 € en 2024", "(2025) 12 34"])
def test_numbers_in_brackets_are_no_telephone(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.PHONE) == []
