"""Machine-readable zones: the old French identity card (2 x 36), the passport (TD3), cards (TD1).

Check digits: ICAO Doc 9303 part 3, weights 7, 3, 1; the old card's layout is the one printed on
French identity cards from 1988 to 2021.
"""

from datetime import date

from tocsin.clinic.text import bare

WEIGHTS = (7, 3, 1)


def check_digit(text: str) -> str:
    """The check digit of a field."""
    return str(sum(_value(c) * WEIGHTS[at % 3] for at, c in enumerate(text)) % 10)


def _value(character: str) -> int:
    if character == "<":
        return 0
    return int(character, 36)


def _padded(text: str, width: int) -> str:
    return bare(text).replace(" ", "<")[:width].ljust(width, "<")


def old_identity_card(
    surname: str, given: str, sex: str, born: date, number: str
) -> tuple[str, str]:
    """The two lines of an old card; `number` has 12 characters, the last five being its order."""
    first = f"IDFRA{_padded(surname, 25)}{number[4:7]}{number[7:10]}"
    names = _padded(given, 14)
    body = f"{number}{check_digit(number)}{names}{born:%y%m%d}{check_digit(f'{born:%y%m%d}')}{sex}"
    return first, body + check_digit(first + body)


def passport(
    surname: str, given: str, sex: str, born: date, expires: date, number: str
) -> tuple[str, str]:
    """The two lines of 44 of a passport; `number` has 9 characters."""
    names = f"{_fill(surname)}<<{_fill(given)}"
    first = f"P<FRA{names[:39].ljust(39, '<')}"
    birth, expiry, optional = f"{born:%y%m%d}", f"{expires:%y%m%d}", "<" * 14
    body = f"{number}{check_digit(number)}FRA{birth}{check_digit(birth)}{sex}"
    body += f"{expiry}{check_digit(expiry)}{optional}<"
    checked = body[:10] + body[13:20] + body[21:43]
    return first, body + check_digit(checked)


def _fill(text: str) -> str:
    return bare(text).replace(" ", "<")


def card(
    surname: str, given: str, sex: str, born: date, expires: date, number: str, kind: str = "ID"
) -> tuple[str, str, str]:
    """The three lines of 30 of a card (TD1): `ID` the new French identity card, `IR` a residence
    permit; `number` has 9 characters."""
    birth, expiry = f"{born:%y%m%d}", f"{expires:%y%m%d}"
    first = f"{kind}FRA{number}{check_digit(number)}".ljust(30, "<")
    nationality = "FRA" if kind == "ID" else "MAR"
    second = f"{birth}{check_digit(birth)}{sex}{expiry}{check_digit(expiry)}{nationality}"
    second = second.ljust(29, "<")
    checked = first[5:30] + second[:7] + second[8:15] + second[18:29]
    names = f"{_fill(surname)}<<{_fill(given)}"
    return first, second + check_digit(checked), names[:30].ljust(30, "<")
