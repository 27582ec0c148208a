"""Machine-readable zones: TD1 (3 × 30), TD3 (2 × 44), the old French identity card (2 × 36).

ICAO Doc 9303 part 3 § 4.9: weights 7, 3, 1; digits as they are, A–Z 10–35, `<` 0. The French card
of 1988–2021 has its own layout (arrêté of 30 April 1988; PRADO): surname and place of issue in the
first line; number, given names, birth date and sex in the second.
"""

import datetime
from dataclasses import dataclass

_WEIGHTS = (7, 3, 1)
TD1, TD3, FRENCH_CARD = "TD1", "TD3", "IDFRA"


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says. `checks` is the share of its check digits that are right."""

    layout: str
    number: str
    surname: str
    given_names: str
    birth_date: datetime.date | None
    sex: str
    checks: float


def check_digit(field: str) -> str:
    """The check digit of a field."""
    total = sum(_value(c) * _WEIGHTS[i % 3] for i, c in enumerate(field))
    return str(total % 10)


def parse(lines: list[str]) -> Zone | None:
    """The zone that these lines (capitals, digits and `<` only) make up, or None."""
    if len(lines) >= 3 and all(len(line) == 30 for line in lines[:3]):
        return _td1(*lines[:3])
    if len(lines) >= 2 and all(len(line) == 44 for line in lines[:2]):
        return _td3(*lines[:2])
    if len(lines) >= 2 and all(len(line) == 36 for line in lines[:2]) and lines[0].startswith("ID"):
        return _french_card(*lines[:2])
    return None


def _td1(first: str, second: str, third: str) -> Zone:
    surname, given = _names(third)
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    checks = (
        (first[5:14], first[14]),
        (second[0:6], second[6]),
        (second[8:14], second[14]),
        (composite, second[29]),
    )
    number = _plain(first[5:14])
    return Zone(TD1, number, surname, given, _date(second[0:6]), _sex(second[7]), _share(checks))


def _td3(first: str, second: str) -> Zone:
    surname, given = _names(first[5:])
    composite = second[0:10] + second[13:20] + second[21:43]
    checks = (
        (second[0:9], second[9]),
        (second[13:19], second[19]),
        (second[21:27], second[27]),
        (composite, second[43]),
    )
    number = _plain(second[0:9])
    return Zone(TD3, number, surname, given, _date(second[13:19]), _sex(second[20]), _share(checks))


def _french_card(first: str, second: str) -> Zone:
    checks = (
        (second[0:12], second[12]),
        (second[27:33], second[33]),
        (first + second[:35], second[35]),
    )
    surname = _plain(first[5:30])
    given = _plain(second[13:27])
    birth = _date(second[27:33])
    return Zone(
        FRENCH_CARD, _plain(second[0:12]), surname, given, birth, _sex(second[34]), _share(checks)
    )


def _share(checks: tuple[tuple[str, str], ...]) -> float:
    return sum(check_digit(field) == _digits(digit) for field, digit in checks) / len(checks)


def _value(character: str) -> int:
    return 0 if character == "<" else int(character, 36)


def _names(field: str) -> tuple[str, str]:
    surname, _, given = field.partition("<<")
    return _plain(surname), _plain(given)


def _plain(field: str) -> str:
    return " ".join(field.replace("<", " ").split())


_DIGIT_FOR = str.maketrans("OQDIZSGB", "00012568")


def _digits(field: str) -> str:
    """Letters that OCR put where only digits can stand, as digits (`<` for 0 too)."""
    return field.translate(_DIGIT_FOR).replace("<", "0")


def _date(field: str) -> datetime.date | None:
    """A birth date of six figures: of this century unless that lies in the future."""
    digits = _digits(field)
    if not digits.isdigit():
        return None
    today = datetime.date.today()  # noqa: DTZ011 - a birth date has no zone
    year, month, day = (int(digits[i : i + 2]) for i in (0, 2, 4))
    for century in (2000, 1900):
        try:
            born = datetime.date(century + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def _sex(character: str) -> str:
    return character if character in "FM" else ""
