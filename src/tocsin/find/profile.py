"""What the values of a column look like, whatever its header says."""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Profile:
    """Shares (0 to 1) of the non-empty values that look like each kind."""

    filled: int
    shares: dict[MentionKind, float] = field(default_factory=dict)
    dates: float = 0.0
    spread: int = 0
    newest: int = 0
    numbers: float = 0.0
    prose: float = 0.0
    medical: float = 0.0
    distinct: float = 0.0
    figures: float = 0.0
    diets: float = 0.0

    def share(self, kind: MentionKind) -> float:
        """How much of the column looks like `kind`."""
        return self.shares.get(kind, 0.0)

    @property
    def looks_like_birth_dates(self) -> bool:
        """Dates spread over a lifetime, none in the future."""
        this_year = datetime.date.today().year  # noqa: DTZ011 - years only
        return self.dates > 0.7 and self.spread >= _LIFETIME_YEARS and self.newest <= this_year


def profile(values: Sequence[str], lexicon: NameLexicon) -> Profile:
    """The profile of a column's values (at most the first 200 that are not empty)."""
    kept = [value.strip() for value in values if value and value.strip()][:MOST_VALUES]
    result = Profile(len(kept))
    if not kept:
        return result
    result.shares = {kind: _share(kept, test) for kind, test in _TESTS.items()}
    _look_up(kept, lexicon, result)
    years = [date.year for value in kept if (date := parse_date(value))]
    result.dates = len(years) / len(kept)
    if years:
        result.spread, result.newest = _spread(years), max(years)
    result.numbers = _share(kept, lambda value: _NUMBER.fullmatch(value) is not None)
    result.prose = _share(kept, lambda value: len(value.split()) >= _WORDS_OF_PROSE)
    result.medical = _share(kept, is_medical)
    result.diets = _share(kept, lambda value: _DIET.search(fold(value)))
    result.figures = _share(kept, _FIGURE.search)
    result.distinct = len(set(kept)) / len(kept)
    return result


def is_medical(value: str) -> bool:
    """Whether a cell holds a disease, an act or a code of one."""
    if len(value) <= 12 and (_CIM10.fullmatch(value) or _CCAM.fullmatch(value)):
        return True
    page, known = Page(value), terms()
    return any(
        known.classes[phrase] in _STRONG and (len(phrase) > 4 or value[start:end].isupper())
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


def _look_up(kept: Sequence[str], lexicon: NameLexicon, result: Profile) -> None:
    folded = [fold(value) for value in kept]
    surnames, given = lexicon.surname_tokens(), lexicon.given_name_tokens()
    shares = result.shares
    shares[MentionKind.SURNAME] = _share(folded, lexicon.is_surname)
    shares[MentionKind.GIVEN_NAMES] = _share(
        folded, lambda value: bool(value) and all(token in given for token in value.split())
    )
    shares[MentionKind.FULL_NAME] = _share(
        folded, lambda value: _is_full(value.split(), surnames, given)
    )
    shares[MentionKind.PATIENT_ID] = _share(kept, lexicon.is_patient_id)


def _is_full(tokens: list[str], surnames: frozenset[str], given: frozenset[str]) -> bool:
    return (
        len(tokens) > 1 and any(t in given for t in tokens) and any(t in surnames for t in tokens)
    )


def _share(values: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(value)) for value in values) / len(values)


def _spread(years: list[int]) -> int:
    """Years between the 5th and the 95th hundredth: a typing slip does not count."""
    ordered = sorted(years)
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
