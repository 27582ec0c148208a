"""All finders over one document's text, and what counts where their findings overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tocsin.find import re2
from tocsin.find.finders.ages import ages
from tocsin.find.finders.care import CareFinder
from tocsin.find.finders.contact import ContactFinder
from tocsin.find.finders.credentials import CredentialFinder
from tocsin.find.finders.dates import FoundDate, birth_dates, birth_mention, dates
from tocsin.find.finders.eponyms import EponymFinder
from tocsin.find.finders.establishments import EstablishmentFinder
from tocsin.find.finders.general import GeneralNameFinder
from tocsin.find.finders.health import HealthFinder
from tocsin.find.finders.identity import IdentityFinder
from tocsin.find.finders.insurance import InsuranceFinder
from tocsin.find.finders.money import SUM, MoneyFinder
from tocsin.find.finders.names import NameFinder
from tocsin.find.finders.nir import NirFinder
from tocsin.find.finders.patient_id import PatientIdFinder
from tocsin.find.finders.sensitive import SensitiveFinder
from tocsin.find.finders.staff import StaffFinder
from tocsin.find.finders.stays import StayFinder
from tocsin.find.finders.titles import TitleFinder
from tocsin.find.finders.towns import TownFinder
from tocsin.find.fold import composed
from tocsin.find.genre import Genre, Reading, read_genre
from tocsin.find.page import Page
from tocsin.find.windows import inside, moved, windows
from tocsin.model.mention import Mention, MentionKind, NameLexicon

_NAMES = frozenset(
    (MentionKind.FULL_NAME, MentionKind.SURNAME, MentionKind.BIRTH_NAME, MentionKind.GIVEN_NAMES)
)
_SOLID = (
    frozenset((MentionKind.MRZ,)),
    frozenset((MentionKind.EMAIL,)),
    frozenset((MentionKind.NIR, MentionKind.INS, MentionKind.FINANCIAL)),
    frozenset((MentionKind.CREDENTIAL, MentionKind.IDENTITY_NUMBER)),
    frozenset((MentionKind.BIRTH_DATE,)),
    frozenset((MentionKind.PATIENT_ID, MentionKind.STAY_ID)),
    frozenset((MentionKind.PHONE,)),
    frozenset((MentionKind.NAMESAKE,)),
    frozenset(
        (MentionKind.ADDRESS, MentionKind.POSTAL_CODE, MentionKind.CITY, MentionKind.BIRTH_PLACE)
    ),
    frozenset((MentionKind.STAFF,)),
    _NAMES,
)
"""Kinds that take their characters for themselves, the strongest first."""
_PLACES = {kind: place for place, kinds in enumerate(_SOLID) for kind in kinds}
_LAST = len(_SOLID)
_NEXT_TO_A_NAME = 40
_ZONE = " zone"


class TextFinder:
    """Finds what a text says of persons. Build it once; `find` keeps no state."""

    def __init__(self, lexicon: NameLexicon) -> None:
        self._titles = TitleFinder(lexicon)
        self._names = NameFinder(lexicon)
        self._general = GeneralNameFinder(lexicon)
        self._patient_ids = PatientIdFinder(lexicon)
        self._simple = (
            NirFinder(),
            ContactFinder(),
            IdentityFinder(),
            MoneyFinder(),
            InsuranceFinder(),
            CredentialFinder(),
            StaffFinder(),
            EstablishmentFinder(),
            EponymFinder(),
            TownFinder(lexicon),
            StayFinder(lexicon),
        )
        self._care, self._health, self._sensitive = CareFinder(), HealthFinder(), SensitiveFinder()

    def find(self, text: str, *, ocr: bool = False, personal: bool = False) -> list[Mention]:
        """The mentions of one whole document, sorted by start; `ocr` says letters may be wrong.

        `personal` says that the text is known to be about somebody although it may name nobody: a
        cell of free text in a person's row.
        """
        nfc, offsets = composed(text)
        mentions = self._find(Page(nfc, ocr=ocr), personal=personal)
        if offsets is not None:
            mentions = [replace(m, start=offsets[m.start], end=offsets[m.end]) for m in mentions]
        return mentions

    def _find(self, page: Page, *, personal: bool) -> list[Mention]:
        found = dates(page)
        mentions = [m for finder in self._simple for m in finder.find(page)]
        mentions += birth_dates(found)
        lettered = page.lettered()
        mentions += self._titles.find(lettered, found)
        mentions += self._names.find(lettered, found)
        mentions += self._general.find(lettered)
        mentions += self._patient_ids.find(page)
        mentions = _settled(mentions)
        bare = list(_bare_birth_dates(page, found, mentions))
        mentions = _settled([*mentions, *bare]) if bare else mentions
        mentions += ages(page, found, {m.end for m in mentions if m.kind in _NAMES})
        births = {m.start for m in mentions if m.kind is MentionKind.BIRTH_DATE}
        mentions += self._care.find(page, [date for date in found if date.start not in births])
        mentions.sort(key=_place)
        readings = list(_readings(page, mentions, personal=personal))
        medical = (m for reading in readings for m in self._medical(*reading))
        return sorted([*_without_ages_of_cases(mentions, readings), *medical], key=_place)

    def _medical(
        self, start: int, part: Page, around: Sequence[Mention], reading: Reading
    ) -> Iterator[Mention]:
        """Health and other sensitive data of one window."""
        for mention in self._health.find(part, reading, around):
            yield moved(mention, start)
        for mention in self._sensitive.find(part, reading):
            yield moved(mention, start)


Window = tuple[int, Page, list[Mention], Reading]
"""Where a window starts, its page, the mentions in it, and what it is."""


def _readings(page: Page, mentions: Sequence[Mention], *, personal: bool) -> Iterator[Window]:
    """Each window of the text, read for what it is."""
    before = None
    for start, end in windows(page):
        part = page if end - start == len(page.text) else page.part(start, end)
        around = inside(mentions, start, end)
        reading = read_genre(part, around, personal=personal, before=before)
        before = reading.genre
        yield start, part, around, reading


def _without_ages_of_cases(
    mentions: Sequence[Mention], readings: Iterable[Window]
) -> list[Mention]:
    """In a lesson or an article an age is said of a case: it must make a namesake of nobody."""
    cases = {
        start + mention.start
        for start, _, around, reading in readings
        if reading.genre is Genre.GENERAL and reading.named
        for mention in around
        if mention.kind is MentionKind.AGE
    }
    return [m for m in mentions if m.kind is not MentionKind.AGE or m.start not in cases]


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _settled(mentions: Iterable[Mention]) -> list[Mention]:
    """Of solid kinds that overlap, the stronger, then the surer, then the longer."""
    taken = _Taken()
    kept: list[Mention] = []
    ranked = sorted(mentions, key=_rank)
    for mention in ranked:
        solid = _is_solid(mention)
        if not solid or mention.rule.endswith(_ZONE) or taken.is_free(mention.start, mention.end):
            kept.append(mention)
            if solid:
                taken.take(mention.start, mention.end)
    return kept


def _rank(mention: Mention) -> tuple[int, float, int, int]:
    place = _PLACES.get(mention.kind, _LAST)
    length = mention.end - mention.start
    if mention.kind in _NAMES:
        return place, -_name_weight(mention), -length, mention.start
    return place, -mention.confidence, -length, mention.start


def _name_weight(mention: Mention) -> float:
    """Full names before halves (`Nom : DUPONT Marie` is one person), but a label of given names
    knows best (`Prénom : Marie-Claude`, though CLAUDE is a surname too).
    """
    whole = mention.kind in (MentionKind.FULL_NAME, MentionKind.BIRTH_NAME)
    given = mention.kind is MentionKind.GIVEN_NAMES and mention.rule == "labelled"
    return mention.confidence + 0.2 * (whole or given)


def _is_solid(mention: Mention) -> bool:
    if mention.kind is MentionKind.FINANCIAL:
        return mention.rule != SUM
    return mention.kind in _PLACES and mention.end > mention.start


class _Taken:
    """Which characters are spoken for."""

    def __init__(self) -> None:
        self._blocks: dict[int, list[tuple[int, int]]] = {}

    def is_free(self, start: int, end: int) -> bool:
        for block in range(start >> 7, (end >> 7) + 1):
            for s, e in self._blocks.get(block, ()):
                if s < end and start < e:
                    return False
        return True

    def take(self, start: int, end: int) -> None:
        for block in range(start >> 7, (end >> 7) + 1):
            self._blocks.setdefault(block, []).append((start, end))


def _bare_birth_dates(
    page: Page, found: Sequence[FoundDate], mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """Dates that stand alone beside a name on its line: they may be birth dates."""
    names = sorted((m.start, m.end) for m in mentions if m.kind in _NAMES)
    taken = {m.start for m in mentions if m.kind is MentionKind.BIRTH_DATE}
    beside: dict[int, FoundDate] = {}  # of two dates beside one name the older is the birth
    position = 0
    for date in found:
        if date.start in taken:
            continue
        while position + 1 < len(names) and names[position + 1][1] <= date.start:
            position += 1
        for start, end in names[position : position + 2]:
            if _is_beside(page, date, start, end):
                older = beside.get(start)
                beside[start] = date if older is None or date.day < older.day else older
                break
    for date in {date.start: date for date in beside.values()}.values():
        yield birth_mention(date, 0.5, "bare date near name")


_AGE_BETWEEN = re2.compile(rb", ?[0-9]{1,3} ?ANS\b,? ?")
"""`Yvette Granger, 83 ans (03/09/1941)`: an age does not part a name from its date."""

_LONGEST_AGE = len(", 100 ANS, ")

_WORDS = frozenset(
    (
        b"LE",
        b"DU",
        b"AU",
        b"RDV",
        b"ENTREE",
        b"SORTIE",
        b"CONSULTATION",
        b"DEPUIS",
        b"POUR",
        b"EST",
        b"VU",
        b"VUE",
    )
)


def _is_beside(page: Page, date: FoundDate, start: int, end: int) -> bool:
    first, last = (end, date.start) if end <= date.start else (date.end, start)
    if last - first > _NEXT_TO_A_NAME + _LONGEST_AGE:
        return False
    gap = page.folded[first:last]
    if age := _AGE_BETWEEN.search(gap):
        gap = gap[: age.start()] + gap[age.end() :]
    if (
        len(gap) > _NEXT_TO_A_NAME
        or gap.count(b"\n") > 1
        or (b"\n" in gap and len(gap.strip()) > 0)
    ):
        return False
    if any(48 <= byte <= 57 for byte in gap):
        return False
    words = gap.replace(b",", b" ").replace(b":", b" ").split()
    return len(words) <= 3 and not _WORDS.intersection(words)
