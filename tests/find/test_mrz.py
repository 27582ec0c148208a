import datetime

import pytest

from tocsin.find import mrz

# The specimens of ICAO Doc 9303 (Utopia) and a card with the layout of the old French one.
TD3 = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
TD1 = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]


def french_card(surname: str, given: str, birth: str, sex: str) -> list[str]:
    first = ("IDFRA" + surname).ljust(30, "<") + "422018"
    number = "940342201802"
    second = number + mrz.check_digit(number) + given.ljust(14, "<") + birth
    second += mrz.check_digit(birth) + sex
    return [first, second + mrz.check_digit(first + second)]


@pytest.mark.parametrize(("lines", "layout"), [(TD3, mrz.TD3), (TD1, mrz.TD1)])
def test_specimens_of_icao(lines: list[str], layout: str) -> None:
    zone = mrz.parse(lines)
    assert zone is not None
    assert zone.layout == layout
    assert (zone.surname, zone.given_names, zone.sex) == ("ERIKSSON", "ANNA MARIA", "F")
    assert zone.birth_date == datetime.date(1974, 8, 12)
    assert zone.checks == 1


def test_old_french_card() -> None:
    zone = mrz.parse(french_card("DUPONT", "MARIE<<LOUISE", "540302", "F"))
    assert zone is not None
    assert zone.layout == mrz.FRENCH_CARD
    assert (zone.surname, zone.given_names) == ("DUPONT", "MARIE LOUISE")
    assert zone.birth_date == datetime.date(1954, 3, 2)
    assert zone.checks == 1


def test_a_wrong_letter_costs_checks_but_not_the_zone() -> None:
    zone = mrz.parse([TD3[0], TD3[1].replace("740812", "740813")])
    assert zone is not None
    assert 0 < zone.checks < 1


@pytest.mark.parametrize("lines", [[], ["A" * 44], ["A" * 20, "B" * 20], ["A" * 36, "B" * 36]])
def test_not_a_zone(lines: list[str]) -> None:
    assert mrz.parse(lines) is None
