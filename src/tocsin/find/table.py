"""Columns understood once per table: header words first, the values' profile beside them."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from tocsin.find.fold import fold
from tocsin.find.others import of_others
from tocsin.find.profile import Profile, is_medical_title
from tocsin.model.camelcase import spaced
from tocsin.model.mention import Column, MentionKind, NameLexicon

_PERSON = frozenset(
    (
        MentionKind.FULL_NAME,
        MentionKind.SURNAME,
        MentionKind.BIRTH_NAME,
        MentionKind.GIVEN_NAMES,
        MentionKind.NIR,
        MentionKind.INS,
        MentionKind.PATIENT_ID,
        MentionKind.STAY_ID,
        MentionKind.EMAIL,
        MentionKind.PHONE,
    )
)
_NAMES = frozenset(
    (MentionKind.FULL_NAME, MentionKind.SURNAME, MentionKind.BIRTH_NAME, MentionKind.GIVEN_NAMES)
)
PATIENTS_ONLY = frozenset(
    (
        MentionKind.NIR,
        MentionKind.INS,
        MentionKind.PATIENT_ID,
        MentionKind.STAY_ID,
        MentionKind.BIRTH_DATE,
        MentionKind.HEALTH,
    )
)
_ABOUT_A_PERSON = frozenset(
    (
        MentionKind.HEALTH,
        MentionKind.OTHER_SENSITIVE,
        MentionKind.CARE_EPISODE,
        MentionKind.FINANCIAL,
        MentionKind.INSURANCE,
        MentionKind.AGE,
    )
)
_CHECKABLE = frozenset(
    (
        MentionKind.NIR,
        MentionKind.INS,
        MentionKind.EMAIL,
        MentionKind.PHONE,
        MentionKind.POSTAL_CODE,
        MentionKind.BIRTH_DATE,
        MentionKind.SEX,
    )
)
_BY_VALUES = (
    (MentionKind.EMAIL, 0.6),
    (MentionKind.NIR, 0.6),
    (MentionKind.FINANCIAL, 0.6),
    (MentionKind.PATIENT_ID, 0.5),
    (MentionKind.PHONE, 0.6),
    (MentionKind.STAFF, 0.5),
    (MentionKind.FULL_NAME, 0.5),
    (MentionKind.ADDRESS, 0.4),
    (MentionKind.SEX, 0.9),
    (MentionKind.GIVEN_NAMES, 0.5),
    (MentionKind.SURNAME, 0.5),
    (MentionKind.HEALTH, 0.7),
    (MentionKind.POSTAL_CODE, 0.8),
)
_CONTRADICTED, _OBVIOUS = 0.2, 0.8
_ENOUGH_REMARKS = 10
_REMARKS = re.compile(r"\b(?:COMMENT|REMARQ|OBS|NOTE)")
_LEAST_VALUES = 3
_MEDICAL_SHARE = 0.8  # below, the cells are read one by one
_FEW_NAMES = 0.2
_CROWDED = 0.5
_MANY_ROWS = 20


_THEATRE = frozenset(
    ("OPERATEUR", "CHIRURGIEN", "CHIR", "ANESTHESISTE", "MAR", "IBODE", "TYPE ANESTHESIE", "BLOC")
)
_EMERGENCY = frozenset(
    ("ORIENTATION", "DEVENIR", "TRI", "CCMU", "IAO", "IOA", "NIVEAU DE TRI", "BOX", "MODE ARRIVEE")
)
_COMPLAINTS = frozenset(("MOTIF", "MOTIF ENTREE", "MOTIF ARRIVEE", "MOTIF CONSULTATION", "PLAINTE"))
_OPERATIONS = frozenset(
    ("INTERVENTION", "TYPE INTERVENTION", "OPERATION", "GESTE", "ACTE", "ACTES")
)


STAFF_TABLE = "a table of the staff"
"""How the rule begins by which a column of names is of the staff, since the whole table is."""


class TableFinder:
    """Says what each column of a table holds. Keeps no state."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._lexicon = lexicon

    def columns(
        self,
        header: Sequence[str],
        sample: Sequence[Sequence[str]],
        *,
        of_a_ward: bool = False,
    ) -> list[Column]:
        """One `Column` for each column; `header` is () where there is none.

        `of_a_ward`: what stands above the table speaks of a treatment, and a `poste` is a bed's.
        """
        width = max([len(header), *(len(row) for row in sample)], default=0)
        profiles = [
            Profile([row[i] for row in sample if i < len(row)], self._lexicon) for i in range(width)
        ]
        titles = [_title(header[i]) if i < len(header) else "" for i in range(width)]
        columns = [_decide(i, titles[i], profiles[i]) for i in range(width)]
        columns = _address_logins(columns, profiles)
        columns = of_others(_one_birth_date(columns), titles, sample)
        if _is_theatre_list(titles):
            columns = [_as_act(column, titles[column.index]) for column in columns]
        if not _EMERGENCY.isdisjoint(titles):
            columns = [_as_complaint(column, titles[column.index]) for column in columns]
        if _lists_staff([t for t in titles if not of_a_ward or t != "POSTE"], columns):
            columns = [_as_staff(column) for column in columns]
        return columns if any(c.kind in _PERSON for c in columns) else [_nobody(c) for c in columns]


def normalized(title: str) -> str:
    """A header as in headers.toml: `dateNaissance`, `DATE_NAISSANCE` give `DATE NAISSANCE`."""
    return fold(spaced(title).replace("°", "o ").replace("º", "o "))


def _title(header: str) -> str:
    """The header, normalised; of a path (`Ligne.libelle`) the last name if that says what text it
    is. Whose a name or a date is says the path, so that these keep it.
    """
    title = normalized(header)
    if "." in header and kind_of_title(title) is None:
        last = normalized(header.rpartition(".")[2])
        if kind_of_title(last) in (MentionKind.FREE_TEXT, MentionKind.HEALTH):
            return last
    return title


def kind_of_title(title: str) -> MentionKind | None:
    """The kind that a normalised header names, or None."""
    aliases, affixes = _words()
    for candidate in _variants(title, affixes):
        if candidate in aliases:
            return aliases[candidate]
    return None


def _variants(title: str, affixes: frozenset[str]) -> list[str]:
    """The header whole, squeezed, then without the words that only say whose it is."""
    variants = [title, title.replace(" ", "")]
    words = title.split()
    while len(words) > 1 and words[0] in affixes:
        words = words[1:]
        variants.append(" ".join(words))
    while len(words) > 1 and (words[-1] in affixes or words[-1] in ("DU", "DE", "LE", "LA", "L")):
        words = words[:-1]
        variants.append(" ".join(words))
    return variants


@cache
def _toml() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(
        (resources.files("tocsin.find") / "headers.toml").read_text(encoding="utf-8")
    )


@cache
def _words() -> tuple[dict[str, MentionKind], frozenset[str]]:
    aliases = {
        spelling: MentionKind(kind)
        for kind, words in _toml()["aliases"].items()
        for word in words
        for spelling in (word, word.replace(" ", ""))
    }
    return aliases, frozenset(_toml()["affixes"]["drop"])


def _decide(index: int, title: str, values: Profile) -> Column:
    named = kind_of_title(title) if title else None
    if named is None:
        return _by_values(index, title, values)
    if title == "REGIME" and values.diets:
        return Column(index, MentionKind.HEALTH, 0.8, "diets under a title of insurance")
    if named is MentionKind.CARE_EPISODE and values.share(MentionKind.FULL_NAME) >= _OBVIOUS:
        return Column(index, MentionKind.FULL_NAME, 0.8, "names under a title of places")
    if values.filled >= _LEAST_VALUES:
        if named in _CHECKABLE and _own_share(named, values) < _CONTRADICTED:
            other = _by_values(index, "", values)
            if other.kind not in (MentionKind.IGNORED, MentionKind.FREE_TEXT):
                return Column(index, other.kind, 0.7, f"values, against the header: {other.rule}")
        if named in (MentionKind.IGNORED, MentionKind.FREE_TEXT) and (obvious := _obvious(values)):
            return Column(index, obvious, 0.8, "values")
    return _refined(index, title, named, values)


def _own_share(kind: MentionKind, values: Profile) -> float:
    if kind is MentionKind.BIRTH_DATE:
        return values.dates
    return values.share(MentionKind.NIR if kind is MentionKind.INS else kind)


def _obvious(values: Profile) -> MentionKind | None:
    kinds = (
        MentionKind.EMAIL,
        MentionKind.NIR,
        MentionKind.PATIENT_ID,
        MentionKind.FULL_NAME,
        MentionKind.STAFF,
    )
    return next((kind for kind in kinds if values.share(kind) >= _OBVIOUS), None)


def _refined(index: int, title: str, named: MentionKind, values: Profile) -> Column:
    """The header's kind, made finer by what only the values can tell."""
    # A few medical remarks do not make every remark medical: then each cell is read for itself.
    few = values.filled < _ENOUGH_REMARKS and _REMARKS.search(title)
    if named is MentionKind.FREE_TEXT and values.medical >= _MEDICAL_SHARE and not few:
        return Column(index, MentionKind.HEALTH, 0.8, "header and medical values")
    if (
        named in (MentionKind.FULL_NAME, MentionKind.SURNAME)
        and values.share(MentionKind.STAFF) > 0.5
    ):
        return Column(index, MentionKind.STAFF, 0.9, "titles of doctors")
    if named in (MentionKind.FULL_NAME, MentionKind.SURNAME):
        for other in (MentionKind.PATIENT_ID, MentionKind.EMAIL):
            if values.share(other) >= _OBVIOUS:
                return Column(index, other, 0.9, "values under a header of names")
    full = values.share(MentionKind.FULL_NAME)
    if named is MentionKind.SURNAME and full > 0.6 and values.share(MentionKind.SURNAME) < full:
        return Column(index, MentionKind.FULL_NAME, 0.9, "header and values")
    return Column(index, named, 0.95, "header")


def _by_values(index: int, title: str, values: Profile) -> Column:
    if values.filled == 0:
        return Column(index, MentionKind.IGNORED, 0.5, "empty")
    if values.dates > 0.7:
        return _dated(index, title, values)
    for kind, least in _BY_VALUES:
        if kind in _NAMES and values.figures >= _CROWDED:
            continue  # « ROUX Anne (02/03/1954) PTH ; PETIT Jean… »: names among other things
        if values.share(kind) >= least:
            return _found_by_values(index, kind, values)
    if values.medical >= 0.5 or is_medical_title(title):
        return Column(index, MentionKind.HEALTH, 0.7, "medical values")
    if values.numbers > 0.7:
        return Column(index, MentionKind.IGNORED, 0.7, "numbers")
    if values.prose > 0.2 or values.medical > 0 or values.share(MentionKind.FULL_NAME) > 0:
        return Column(index, MentionKind.FREE_TEXT, 0.6, "prose")
    return Column(index, MentionKind.IGNORED, 0.5, "unknown")


def _found_by_values(index: int, kind: MentionKind, values: Profile) -> Column:
    if kind in _NAMES and values.filled >= _MANY_ROWS and values.distinct < _FEW_NAMES:
        return Column(index, MentionKind.STAFF, 0.5, "few names, often")
    if kind is MentionKind.GIVEN_NAMES and values.share(MentionKind.SURNAME) > values.share(kind):
        kind = MentionKind.SURNAME
    return Column(index, kind, min(0.9, values.share(kind)), "values")


_NEITHER = re.compile(
    r"\b(?:CREAT|CREE|MODIF|MAJ|UPDATE|FACTUR|REGL|EXPIR|PEREMPT|DECES|LIVRAISON|COMMANDE"
    r"|ECHEANCE|DROITS|VALIDITE|VALABLE|DELIVR|INSCRIPTION|CREATED|UPDATED|NAISS)"
)


def _dated(index: int, title: str, values: Profile) -> Column:
    if "NAIS" in title or "BIRTH" in title:
        return Column(index, MentionKind.BIRTH_DATE, 0.9, "header word")
    if _NEITHER.search(title):
        return Column(index, MentionKind.IGNORED, 0.7, "other date")
    if values.looks_like_birth_dates:
        return Column(index, MentionKind.BIRTH_DATE, 0.7, "dates over a lifetime")
    return Column(index, MentionKind.CARE_EPISODE, 0.6, "recent dates")


def _one_birth_date(columns: list[Column]) -> list[Column]:
    """Where a header names the birth date, another date column seen by values alone is not one."""
    births = [c for c in columns if c.kind is MentionKind.BIRTH_DATE]
    if len(births) < 2 or not any(c.rule.startswith("header") for c in births):
        return columns
    return [
        Column(c.index, MentionKind.IGNORED, 0.5, "a second lifetime of dates")
        if c.kind is MentionKind.BIRTH_DATE and not c.rule.startswith("header")
        else c
        for c in columns
    ]


def _address_logins(columns: list[Column], profiles: Sequence[Profile]) -> list[Column]:
    """Logins that are e-mail addresses count as such where the password has its own column."""
    credentials = {c.index for c in columns if c.kind is MentionKind.CREDENTIAL}
    logins = {i for i in credentials if profiles[i].share(MentionKind.EMAIL) >= _OBVIOUS}
    if logins == credentials:
        return columns
    return [
        Column(c.index, MentionKind.EMAIL, 0.9, "logins that are addresses")
        if c.index in logins
        else c
        for c in columns
    ]


def _lists_staff(titles: Sequence[str], columns: Sequence[Column]) -> bool:
    words = set(_toml()["staff_tables"]["words"])
    return any(title in words for title in titles) and not any(
        c.kind in PATIENTS_ONLY for c in columns
    )


def _is_theatre_list(titles: Sequence[str]) -> bool:
    """Whether rows are operations: somebody operates or puts to sleep."""
    return not _THEATRE.isdisjoint(titles)


def _as_act(column: Column, title: str) -> Column:
    bare = title.removeprefix("LIB ").removeprefix("LIBELLE ")
    if column.kind is MentionKind.FREE_TEXT and bare in _OPERATIONS:
        return Column(column.index, MentionKind.HEALTH, 0.85, "a list of operations")
    return column


def _as_complaint(column: Column, title: str) -> Column:
    """What brought somebody to the emergency room is health, in whatever shorthand (`dlr tho`)."""
    if column.kind is MentionKind.FREE_TEXT and title in _COMPLAINTS:
        return Column(column.index, MentionKind.HEALTH, 0.85, "a list of the emergency room")
    return column


def _as_staff(column: Column) -> Column:
    if column.kind in _NAMES:
        rule = f"{STAFF_TABLE}: {column.kind}"
        return Column(column.index, MentionKind.STAFF, 0.8, rule)
    if column.kind in _PERSON or column.kind in _ABOUT_A_PERSON:
        return Column(column.index, MentionKind.IGNORED, 0.8, "a table of the staff")
    return column


def _nobody(column: Column) -> Column:
    """A price list, a catalogue, a stock: nothing in it is about a person."""
    if column.kind in _ABOUT_A_PERSON:
        return Column(column.index, MentionKind.IGNORED, 0.7, "no person in the table")
    return column
