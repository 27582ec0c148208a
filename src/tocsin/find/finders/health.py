"""What a person suffers from or was treated with, told apart from medical words about nobody.

Words and patterns give candidates; the genre of the document and the nearness of a person decide.
Negation and family history stay health data of the person: the rule only says so.
"""

import bisect
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from tocsin.find import re2
from tocsin.find.cues import Cues
from tocsin.find.genre import Genre, Reading
from tocsin.find.lists import members
from tocsin.find.medical import Candidate, candidates
from tocsin.find.notes import notes
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_UNSURE = 0.45
_WEAK = 0.3
_BILLED = 0.6
_REMARKED = 0.6
"""Of a weak word in a remark that stands in a person's own row, or in a carer's note on them."""

_NOTED = 0.5
"""A person looks: one weak word on somebody's line, a drug's name near them, an illness in
somebody's entry of a list about nobody's health (a rota: `Mme X : en chimio jusqu'en mai`)."""

_IN_COMPANY = (0.0, _WEAK, 0.6, 0.82)
"""Of a weak medical word in a personal document, by how many there are together."""

_EXAMS_ALONE = (0.0, _WEAK, _WEAK, 0.6)
"""The same where all of them are examinations: an appointment names two of them."""

_ALSO_PLACES = frozenset(("REANIMATION", "SOINS PALLIATIFS", "SOINS INTENSIFS", "DIALYSE"))
"""Words that name a ward as well: alone, they say where somebody works or goes."""

_TREATED_THERE = frozenset(
    ("DIALYSE", "HEMODIALYSE", "RADIOTHERAPIE", "CHIMIOTHERAPIE", "CHIMIO", "CURIETHERAPIE")
)
"""Treatments whose place a row names (`centre de dialyse`): who is taken there is treated so."""

_ON_THE_WAY = re2.compile(
    rb"\b(?:TRAJETS?|DOMICILE|TRANSPORT(?:S|EE?)?|VSL|TAXI|AMBULANCE|DESTINATION|CONDUITE? A)\b"
)
"""Words of those who are taken somewhere."""

_TOGETHER = 200
_AFTER = 300  # two medical words before a name are about it, as in a form signed below
_NAMED = frozenset(
    (
        MentionKind.FULL_NAME,
        MentionKind.SURNAME,
        MentionKind.BIRTH_NAME,
        MentionKind.GIVEN_NAMES,
        MentionKind.STAFF,
        MentionKind.EMAIL,
        MentionKind.ADDRESS,
        MentionKind.CITY,
    )
)


class HealthFinder:
    """Finds health data of persons; says nothing where the document is about nobody."""

    def find(self, page: Page, reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Health mentions; below .5 where it may well be about nobody."""
        if reading.genre is Genre.GENERAL and not reading.named:
            return
        masked = sorted((m.start, m.end) for m in mentions if m.kind in _NAMED)
        yield from notes(page, reading, masked)
        yield from members(page, reading, mentions)
        staff = {m.start for m in mentions if m.kind is MentionKind.STAFF}
        found = sorted(
            one
            for one in candidates(page)
            if not _overlaps(masked, one.start, one.end)
            or (one.kind == "dose" and one.start in staff)  # « appelé interne, Lasilix 40 IVD »
        )
        if reading.genre is Genre.CLINICAL and (reading.head or found):
            yield from _head(reading)
        if not found:
            return
        judged = _Judged(page, reading, Cues(page), found)
        for candidate in found:
            confidence = judged.confidence(candidate)
            if confidence:
                yield Mention(
                    MentionKind.HEALTH,
                    candidate.start,
                    candidate.end,
                    page.fold(candidate.start, candidate.end),
                    confidence,
                    rule=judged.rule(candidate),
                )


def _head(reading: Reading) -> Iterator[Mention]:
    if reading.head:
        yield Mention(MentionKind.HEALTH, *reading.head, "", 0.9, rule="kind of document")


class _Judged:
    """The candidates of one page, each weighed by what stands around it."""

    def __init__(
        self, page: Page, reading: Reading, cues: Cues, found: Sequence[Candidate]
    ) -> None:
        self._page, self._reading, self._cues = page, reading, cues
        self._said = [c for c in found if not self._is_unsaid(c)]
        self._strong = len({page.folded[c.start : c.end] for c in found if c.is_strong})

    def confidence(self, candidate: Candidate) -> float:
        """How sure it is health data of somebody; 0 where it is of nobody."""
        cues, genre = self._cues, self._reading.genre
        if cues.names_an_institution(candidate.start):
            return _NOTED if self._is_taken_there(candidate) else 0.0
        hypothetical = cues.is_hypothetical(candidate.start, candidate.end)
        if genre is Genre.CLINICAL:
            return 0.5 if hypothetical else 0.92 if candidate.is_strong else 0.75
        if hypothetical:
            return 0.0
        if genre is Genre.GENERAL:
            return self._in_a_text_about_nobody(candidate)
        return self._in_a_personal_document(candidate)

    def _is_taken_there(self, candidate: Candidate) -> bool:
        """Whether it is the place of a treatment, in somebody's own row or as where they go."""
        if self._page.fold(*candidate[:2]) not in _TREATED_THERE:
            return False
        line = self._page.folded[slice(*self._page.line(candidate.start))]
        return self._reading.all_of_it or _ON_THE_WAY.search(line) is not None

    def _is_unsaid(self, candidate: Candidate) -> bool:
        hypothetical = self._cues.is_hypothetical(candidate.start, candidate.end)
        return hypothetical or self._cues.names_an_institution(candidate.start)

    def rule(self, candidate: Candidate) -> str:
        """Its class, and whether it is denied or said of a relative."""
        if self._cues.is_of_the_family(candidate.start):
            return f"{candidate.kind}, family"
        negated = self._cues.is_negated(candidate.start)
        return f"{candidate.kind}, negated" if negated else candidate.kind

    def _in_a_text_about_nobody(self, candidate: Candidate) -> float:
        """Of a rota, minutes, an article: somebody must be named on its line."""
        if not candidate.is_strong:
            return 0.0
        if self._reading.is_entry_of(self._page, candidate.start):
            return _NOTED
        named = self._reading.is_named_on_the_line(self._page, candidate.start)
        return _UNSURE if named else 0.0

    def _in_a_personal_document(self, candidate: Candidate) -> float:
        """Of a letter, a list, a mail: somebody must be near, and a weak word not alone."""
        reach = _AFTER if self._strong > 1 or self._is_the_writers(candidate) else 0
        near = self._reading.is_near_a_person(self._page, candidate.start, reach_after=reach)
        if not candidate.is_strong:
            own = self._reading.all_of_it or self._is_noted(candidate)
            least = _REMARKED if own and candidate.kind != "exam" else self._alone(candidate)
            is_spoken_of = near and not self._reading.is_bill
            return max(least, self._in_company(candidate)) if is_spoken_of else _WEAK
        if not near:
            return _UNSURE
        if self._reading.is_bill:
            return 0.8 if candidate.kind == "code" else _BILLED
        return 0.9 if self._strong > 1 or candidate.kind == "code" else 0.82

    def _is_the_writers(self, candidate: Candidate) -> bool:
        """Whether it is said of oneself (`après ma pneumonie`): who writes signs below."""
        return self._page.before(candidate.start, 4).endswith((b"MA ", b"MON ", b"MES "))

    def _alone(self, candidate: Candidate) -> float:
        """Of one weak word near somebody."""
        if candidate.kind == "drug":
            return _NOTED
        if candidate.kind != "symptom" or self._page.fold(*candidate[:2]) in _ALSO_PLACES:
            return _WEAK
        named = self._reading.is_named_on_the_line(self._page, candidate.start)
        return _NOTED if named else _WEAK

    def _is_noted(self, candidate: Candidate) -> bool:
        """Whether carers write it on the line of somebody they name."""
        named = self._reading.is_named_on_the_line(self._page, candidate.start)
        return named and self._reading.of_carers

    def _in_company(self, candidate: Candidate) -> float:
        """Of a weak word: two of them together speak of an illness, three say so."""
        first = bisect.bisect_left(self._said, candidate.start - _TOGETHER, key=attrgetter("start"))
        last = bisect.bisect_right(self._said, candidate.start + _TOGETHER, key=attrgetter("start"))
        beside = self._said[first:last]
        words = {self._page.folded[one.start : one.end] for one in beside}
        scale = _EXAMS_ALONE if all(one.kind == "exam" for one in beside) else _IN_COMPANY
        return scale[min(len(words), len(scale) - 1)]


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    ordered = spans if isinstance(spans, list) else list(spans)
    position = bisect.bisect_left(ordered, (end, 0))
    return any(span[1] > start for span in ordered[max(0, position - 4) : position])
