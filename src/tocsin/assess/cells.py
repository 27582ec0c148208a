"""A table's cells in the form that matching compares; values repeat, so each is done once."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from tocsin.find.fold import fold, fold_all
from tocsin.match.clean import UncleanError, clean_day, clean_nir, clean_phone, clean_sex
from tocsin.match.keytable import Flags
from tocsin.match.nir import BODY, compact
from tocsin.model.mention import MentionKind as K

NOTHING = frozenset({"", "-", "--", "/", ".", "?", "NULL", "N/A", "NA", "NONE", "NR", "NC", "\\N"})
"""Cells that say nothing."""

NOTHING_MEDICAL = NOTHING | frozenset(
    ["0", "N", "NON", "NO", "FALSE", "FAUX", "RAS", "AUCUN", "AUCUNE", "NEANT", "NÉANT", "0.0"]
)
"""In a medical column, a bare `non` says nothing either: whole exports carry such flags."""

TITLES = frozenset(["M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "MADEMOISELLE"])
LONGEST_NOTHING = max(map(len, NOTHING_MEDICAL))


def says_nothing(cell: str, kind: K) -> bool:
    """Whether a cell of a column of this kind is as good as empty."""
    word = cell.strip()
    return len(word) <= LONGEST_NOTHING and word.upper() in nothing_in(kind)


def are_filled(cells: Sequence[str], kind: K) -> Flags:
    """For each cell of a column of this kind whether it says something."""
    nothing = nothing_in(kind)
    sizes = np.fromiter(map(len, map(str.strip, cells)), np.int64, len(cells))
    short = np.flatnonzero(sizes <= LONGEST_NOTHING).tolist()
    blank = {cell for cell in {cells[at] for at in short} if cell.strip().upper() in nothing}
    filled = np.ones(len(cells), np.bool_)
    filled[[at for at in short if cells[at] in blank]] = False
    return filled


def nothing_in(kind: K) -> frozenset[str]:
    """The cells that say nothing in a column of this kind."""
    return NOTHING_MEDICAL if kind in (K.HEALTH, K.OTHER_SENSITIVE) else NOTHING


@lru_cache(maxsize=200_000)
def name(cell: str) -> str:
    """Folded."""
    return fold(cell)


def full_name(cell: str) -> str:
    """Folded, without the title before it."""
    return _without_title(fold(cell))


def full_names(column: Sequence[str]) -> list[str]:
    """The same for a whole column."""
    folded = fold_all(column)
    lines = "\n".join(["", *folded])
    titled = any(f"\n{title} " in lines for title in TITLES)
    return list(map(_without_title, folded)) if titled else folded


def _without_title(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in TITLES else folded


@lru_cache(maxsize=100_000)
def day(cell: str) -> str:
    """ISO, or "" if it is no date."""
    try:
        found = clean_day(cell)
    except UncleanError:
        return ""
    return found.isoformat() if found else ""


def ordinal(cell: str) -> int:
    """The day as a proleptic ordinal, or 0 if it is no date."""
    try:
        found = clean_day(cell)
    except UncleanError:
        return 0
    return found.toordinal() if found else 0


def nir_body(cell: str) -> str:
    """Of a number its first 13 characters, of anything else too: it will match nobody."""
    return (cell.upper() if cell.isalnum() else compact(cell))[:BODY]


def nir(cell: str) -> str:
    """13 or 15 characters; what has not the form is given as it is, and will match nobody."""
    try:
        return clean_nir(cell)
    except UncleanError:
        return compact(cell)


def _phone(cell: str) -> str:
    try:
        return clean_phone(cell)
    except UncleanError:
        return ""


def _sex(cell: str) -> str:
    try:
        return clean_sex(cell)
    except UncleanError:
        return ""


def _plain(cell: str) -> str:
    return cell.strip()


def _email(cell: str) -> str:
    return cell.strip().lower()


def _age(cell: str) -> str:
    return cell.strip().lower().removesuffix("ans").strip()


NORMAL: dict[K, Callable[[str], str]] = {
    K.FULL_NAME: full_name,
    K.SURNAME: name,
    K.BIRTH_NAME: name,
    K.GIVEN_NAMES: name,
    K.SEX: _sex,
    K.BIRTH_DATE: day,
    K.BIRTH_PLACE: _plain,
    K.AGE: _age,
    K.NIR: nir,
    K.INS: nir,
    K.PATIENT_ID: _plain,
    K.STAY_ID: _plain,
    K.EMAIL: _email,
    K.PHONE: _phone,
    K.ADDRESS: _plain,
    K.POSTAL_CODE: _plain,
    K.CITY: _plain,
}
"""From a cell to a mention's value, for every kind that says who it is."""
