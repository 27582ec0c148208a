"""What the values of a column look like, whatever its header says."""

import datetime
import re
from collections.abc import Callable, Sequence
from functools import cached_property

from tocsin.find.finders.contact import is_postal_code, phone_value
from tocsin.find.finders.dates import parse_date
from tocsin.find.finders.money import is_iban
from tocsin.find.finders.nir import is_plausible
from tocsin.find.fold import fold
from tocsin.find.page import Page
from tocsin.find.terms import terms
from tocsin.model.mention import MentionKind, NameLexicon

MOST_VALUES = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(
    r"\d{1,4} ?(?:BIS|TER|[A-D])?,? (?:RUE|AV|AVENUE|BD|BOULEVARD|CHEMIN|ALLEE|IMPASSE|PLACE"
    r"|ROUTE|QUAI|COURS|LOT|RES|SQUARE|PASSAGE|MONTEE)\b"
)
_CIM10 = re.compile(r"[A-TV-Z]\d{2}\.?[\dX+]{0,3}")
_CCAM = re.compile(r"[A-Z]{4}\d{3}(?:[ /-]\d)*|\d{2}[CMKZ]\d{2}[0-9A-Z]")
_TITLE = re.compile(r"\s*(?:DR|DOCTEUR|PR|PROFESSEUR|DRE)\b\.?", re.IGNORECASE)
_SEXES = frozenset(
    [
        "F",
        "M",
        "H",
        "1",
        "2",
        "MME",
        "MADAME",
        "M",
        "MR",
        "MONSIEUR",
        "MLLE",
        "FEMME",
        "HOMME",
        "FEMININ",
        "MASCULIN",
        "MALE",
        "FEMALE",
        "GARCON",
        "FILLE",
    ]
)
_NUMBER = re.compile(r"[-+]?[\d\s.,/%€]+(?:EUR)?")
_STRONG = frozenset(("disease", "act"))
_OF_A_TITLE = frozenset(("disease", "act", "symptom"))
_DIET = re.compile(
    r"\b(?:SANS SEL|SANS SUCRE|SANS RESIDU|SANS GLUTEN|DIABETIQUE|HYPER ?PROTI|HYPO|MIXEE?|LIQUIDE"
    r"|CASHER|HALAL)"
)
_WORDS_OF_PROSE = 4
_FIGURE = re.compile(r"[0-9;]")
_LIFETIME_YEARS = 25


class Profile:
    """Shares (0 to 1) of the non-empty values of a column (at most the first 200) that look like
    each kind; each is counted when it is first asked for, for most columns' headers say enough.
    """

    def __init__(self, values: Sequence[str], lexicon: NameLexicon) -> None:
        self._kept = [value.strip() for value in values if value and value.strip()][:MOST_VALUES]
        self._lexicon = lexicon
        self._shares: dict[MentionKind, float] = {}
        self.filled = len(self._kept)

    def share(self, kind: MentionKind) -> float:
        """How much of the column looks like `kind`."""
        known = self._shares.get(kind)
        if known is None:
            known = self._shares[kind] = self._counted(kind)
        return known

    def _counted(self, kind: MentionKind) -> float:
        if kind in _TESTS:
            return _share(self._kept, _TESTS[kind])
        if kind is MentionKind.PATIENT_ID:
            return _share(self._kept, self._lexicon.is_patient_id)
        if kind is MentionKind.SURNAME:
            return _share(self._folded, self._lexicon.is_surname)
        given = self._lexicon.given_name_tokens()
        if kind is MentionKind.GIVEN_NAMES:
            return _share(
                self._folded, lambda value: bool(value) and given.issuperset(value.split())
            )
        if kind is MentionKind.FULL_NAME:
            surnames = self._lexicon.surname_tokens()
            return _share(self._folded, lambda value: _is_full(value.split(), surnames, given))
        return 0.0

    @cached_property
    def _folded(self) -> list[str]:
        return list(map(fold, self._kept))

    @cached_property
    def _years(self) -> list[int]:
        """Of those that are dates, in order."""
        return sorted(date.year for value in self._kept if (date := parse_date(value)))

    @property
    def dates(self) -> float:
        """Dates in any style."""
        return len(self._years) / max(self.filled, 1)

    @cached_property
    def numbers(self) -> float:
        """Numbers and amounts."""
        return _share(self._kept, _NUMBER.fullmatch)

    @cached_property
    def prose(self) -> float:
        """Four words or more."""
        return _share(self._kept, lambda value: len(value.split()) >= _WORDS_OF_PROSE)

    @cached_property
    def medical(self) -> float:
        """Diseases, acts, or codes of them."""
        return _share(self._kept, is_medical)

    @cached_property
    def diets(self) -> float:
        """What a kitchen is told."""
        return _share(self._folded, _DIET.search)

    @cached_property
    def figures(self) -> float:
        """Values with a digit or a semicolon."""
        return _share(self._kept, _FIGURE.search)

    @property
    def distinct(self) -> float:
        """Of the values, how many are different ones."""
        return len(set(self._kept)) / max(self.filled, 1)

    @property
    def looks_like_birth_dates(self) -> bool:
        """Dates spread over a lifetime, none in the future."""
        this_year = datetime.date.today().year  # noqa: DTZ011 - years only
        if self.dates <= 0.7:
            return False
        return _spread(self._years) >= _LIFETIME_YEARS and self._years[-1] <= this_year


_STRONG_WITH_A_DOSE = _STRONG | {"drug"}
_DOSED = re.compile(r"\d ?(?:mg|mcg|µg|ug|UI|ml|cpr?|gel)\b", re.IGNORECASE)
"""`CLOZAPINE 100 MG CPR`: a drug's name beside a dose is one."""


def is_medical(value: str) -> bool:
    """Whether a cell holds a disease, an act or a code of one."""
    if len(value) <= 12 and (_CIM10.fullmatch(value) or _CCAM.fullmatch(value)):
        return True
    page, known = Page(value), terms()
    strong = _STRONG_WITH_A_DOSE if _DOSED.search(value) else _STRONG
    return any(
        known.classes[phrase] in strong and (len(phrase) > 4 or value[start:end].isupper())
        for start, end, phrase in known.vocabulary.scan(page)
    )


def is_medical_title(title: str) -> bool:
    """Whether a header is a medical word itself (`Escarre`, `Risque de chute`)."""
    known = terms()
    return any(
        known.classes[phrase] in _OF_A_TITLE
        for _, _, phrase in known.vocabulary.scan(Page(title))
        if len(phrase) > 4
    )


def _is_full(tokens: list[str], surnames: frozenset[str], given: frozenset[str]) -> bool:
    return (
        len(tokens) > 1 and any(t in given for t in tokens) and any(t in surnames for t in tokens)
    )


def _share(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(map(bool, map(test, values))) / max(len(values), 1)


def _spread(ordered: Sequence[int]) -> int:
    """Years between the 5th and the 95th hundredth: a typing slip does not count."""
    cut = len(ordered) // 20
    return ordered[-1 - cut] - ordered[cut]


def _is_nir(value: str) -> bool:
    bare = re.sub(r"[\s.\-]", "", value.upper())
    return (
        len(bare) in (13, 15)
        and bare[0] in "123478"
        and bare[7:].isdigit()
        and is_plausible(bare[:13])
    )


_TESTS: dict[MentionKind, Callable[[str], object]] = {
    MentionKind.NIR: _is_nir,
    MentionKind.EMAIL: _EMAIL.fullmatch,
    MentionKind.PHONE: lambda value: len(value) < 22 and bool(phone_value(value)),
    MentionKind.POSTAL_CODE: is_postal_code,
    MentionKind.ADDRESS: lambda value: _ADDRESS.search(fold(value)),
    MentionKind.FINANCIAL: lambda value: is_iban(value.replace(" ", "").upper()),
    MentionKind.SEX: lambda value: fold(value) in _SEXES,
    MentionKind.HEALTH: lambda value: _CIM10.fullmatch(value) or _CCAM.fullmatch(value),
    MentionKind.STAFF: _TITLE.match,
}
