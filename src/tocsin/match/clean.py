"""One value of the patient index: from what was typed to what is compared, or why not."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from tocsin.match.nir import BODY, compact, has_right_key, is_nir
from tocsin.model.person import Sex

UNKNOWN_DAY = date(1900, 1, 1)
"""Stands for a death whose day the index does not tell: the person must still not be written to."""

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?")
_FRENCH = re.compile(r"(\d\d?)[/.\-](\d\d?)[/.\-](\d{4}|\d\d)(?: .*)?")
_PHONE = re.compile(r"0\d{9}|\+\d{6,15}|0\d{5}")
_FRENCH_PHONE = re.compile(r"0[1-9]\d{8}", re.ASCII)
_BETWEEN = str.maketrans(dict.fromkeys(" .-/\u00a0"))
_WORDED = re.compile(r"(\d\d?)(?:er)?\.? +([a-zéû]+)\.? +(\d{4})")
_MONTHS = ("janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_FEMALE = frozenset(
    ["F", "FEMME", "FEMININ", "FÉMININ", "FEMALE", "2", "MME", "MADAME", "MLLE", "MADEMOISELLE"]
)
_MALE = frozenset(["M", "H", "HOMME", "MASCULIN", "MALE", "1", "MR", "M.", "MONSIEUR"])
_UNSAID = frozenset(
    [
        "I",
        "U",
        "X",
        "O",
        "A",
        "0",
        "9",
        "?",
        "UNKNOWN",
        "OTHER",
        "INDETERMINE",
        "INDÉTERMINÉ",
        "INCONNU",
        "AUTRE",
        "ND",
    ]
)
_NO = frozenset({"N", "NON", "NO", "0", "FALSE", "FAUX", "VIVANT"})


class UncleanError(ValueError):
    """A value that cannot be used. Carries a reason that does not quote it."""


def clean_text(text: str) -> str:
    """Single spaces, no edges."""
    return " ".join(text.split())


def clean_sex(text: str) -> Sex:
    """F or M from a letter, an INSEE digit or a title."""
    word = text.strip().upper()
    if word in _FEMALE:
        return "F"
    if word in _MALE:
        return "M"
    if word and word not in _UNSAID:
        raise UncleanError("unknown sex")
    return ""


def clean_day(text: str) -> date | None:
    """A date in ISO, French or eight-digit form."""
    text = text.strip()
    if not text:
        return None
    try:
        return _date_of(text)
    except ValueError:
        raise UncleanError("impossible date") from None


def clean_birth_date(text: str) -> date | None:
    """A date on which somebody now alive or lately dead can have been born."""
    day = clean_day(text)
    if day is not None and not 1850 <= day.year <= _today().year:
        raise UncleanError("impossible birth date")
    return day


def clean_death(text: str) -> date | None:
    """The day of death; a mere `oui` or an unreadable date still says that the person died."""
    if text.strip().upper() in _NO:
        return None
    try:
        return clean_day(text)
    except UncleanError:
        return UNKNOWN_DAY


def clean_nir(text: str) -> str:
    """13 characters, or 15 where the key is right."""
    if not text:
        return ""
    value = text if text.isdigit() else compact(text)
    if not value:
        return ""
    if not is_nir(value):
        raise UncleanError("malformed NIR")
    return value if len(value) == BODY or has_right_key(value) else value[:BODY]


def clean_phone(text: str) -> str:
    """`0612345678` for a French number, `+…` for another."""
    if not text or _PHONE.fullmatch(text):
        return text
    bare = text.translate(_BETWEEN)
    if _FRENCH_PHONE.fullmatch(bare):
        return bare
    digits = re.sub(r"[^\d+]", "", text.replace("(0)", ""))
    digits = re.sub(r"^(?:\+|00)33", "0", re.sub(r"^00(?!33)", "+", digits))
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = "0" + digits  # a spreadsheet took the zero
    if digits and not _PHONE.fullmatch(digits):
        raise UncleanError("malformed telephone number")
    return digits


def clean_email(text: str) -> str:
    """Lower case."""
    value = text.strip().lower().removeprefix("mailto:")
    if value and not _EMAIL.fullmatch(value):
        raise UncleanError("malformed e-mail address")
    return value


def clean_postal_code(text: str) -> str:
    """Five digits for France (a spreadsheet takes a leading zero), as given elsewhere."""
    value = clean_text(text).removesuffix(".0")
    return value.zfill(5) if value.isdigit() and len(value) == 4 else value


def clean_language(text: str) -> str:
    """A code of two letters (ISO 639-1): as given, `en` for English in words, else French.

    Whoever writes in it falls back to French where it has no texts in that language.
    """
    value = text.strip().lower()
    if re.fullmatch(r"[a-z]{2}(?:[-_][a-z]{2,4})?", value):
        return value[:2]
    return "en" if value.startswith(("en", "ang")) else "fr"


CLEANERS: dict[str, Callable[[str], object]] = {
    "ins": clean_nir,
    "nir": clean_nir,
    "insured_nir": clean_nir,
    "sex": clean_sex,
    "birth_date": clean_birth_date,
    "deceased_on": clean_death,
    "postal_code": clean_postal_code,
    "phone": clean_phone,
    "mobile": clean_phone,
    "email": clean_email,
    "language": clean_language,
}
BLANKS: dict[str, object] = {"birth_date": None, "deceased_on": None, "language": "fr"}
"""What an empty or unusable value becomes, where it is not ""."""


def _date_of(text: str) -> date:
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        return date(year, month, day)
    if match := _FRENCH.fullmatch(text):
        day, month, year = map(int, match.groups())
        return date(_full_year(year) if len(match[3]) == 2 else year, month, day)
    if match := _WORDED.fullmatch(text.lower()):
        return date(int(match[3]), _month(match[2]), int(match[1]))
    if re.fullmatch(r"(?:18|19|20)\d{6}", text):
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    return datetime.strptime(text, "%d%m%Y").date()  # noqa: DTZ007


def _month(word: str) -> int:
    plain = word.translate(str.maketrans("éû", "eu"))
    for number, start in enumerate(_MONTHS, 1):
        if plain.startswith(start):
            return number
    raise ValueError("no month")


def _full_year(two_digits: int) -> int:
    century = _today().year // 100 * 100
    return century + two_digits - (100 if two_digits > _today().year % 100 else 0)


@cache
def _today() -> date:
    return date.today()  # noqa: DTZ011 - the hospital's own day
