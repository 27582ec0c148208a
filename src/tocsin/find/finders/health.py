"""What a person suffers from or was treated with, told apart from medical words about nobody.

Words and patterns give candidates; the genre of the document and the nearness of a person decide.
Negation and family history stay health data of the person: the rule only says so.
"""

import bisect
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tocsin.find import re2
from tocsin.find.cues import Cues
from tocsin.find.genre import Genre, Reading
from tocsin.find.page import Page
from tocsin.find.terms import terms
from tocsin.model.mention import Mention, MentionKind

_LAB = re2.compile(
    rb"\b[0-9]+(?:[.,][0-9]+)? ?(?:MG/L|G/L|G/DL|MG/DL|MMOL/L|UMOL/L|NMOL/L|PMOL/L|[MU]?UI/L"
    rb"|UI/ML|MUI/ML|NG/ML|NG/L|PG/ML|UG/L|MMHG|MEQ/L|ML/MIN(?:/1[.,]73)?|G/24 ?H|GIGA/L|TERA/L"
    rb"|/MM3|G/MMOL)\b"
)
_STATED = re2.compile(
    rb"\b(?:(DIAGNOSTIC[A-Z ]{0,20}|ANTECEDENTS?[A-Z, ]{0,30}|ATCD|ALLERGIES?(?: CONNUES?)?"
    rb"|TRAITEMENTS?(?: EN COURS| HABITUEL| ACTUEL| DE SORTIE)?|INDICATION(?: OPERATOIRE)?"
    rb"|PATHOLOGIES?|MALADIE|ALD)[ \t]*:[ \t]*[A-Z0-9][^\n]{2,80}"
    rb"|(OPEREE?S? (?:DE |D'|DU |DES |POUR )(?:LA |L'|UNE? )?[A-Z]{4,}|SOUFFRE (?:DE |D'"
    rb"|DU )[A-Z' ]{4,}|ATTEINTE? (?:DE |D'|DU )[A-Z']{2,}(?: [A-Z']{2,}){0,3}"
    rb"|SUIVIE? POUR (?:UNE? |SON |SA "
    rb"|DES )?[A-Z]{4,}|HOSPITALISEE? POUR (?:UNE? |SON |SA |DES )?[A-Z]{4,}|EST ENCEINTE"
    rb"|ENCEINTE DE [0-9]|RECONNUE? (?:TRAVAILLEUR|TRAVAILLEUSE) HANDICAPEE?|RQTH|DOSSIER MDPH"
    rb"|TAUX D'INCAPACITE|EN ALD\b))"
)
_UNSAID = re2.compile(
    rb":[ \t]*(?:OUI ?[/ ] ?NON|NON ?/ ?OUI|A (?:COMPLETER|PRECISER|REMPLIR)|VOIR|CF\b|NC\b"
    rb"|[.\-_ ]*$)"
)
_CODE = re2.compile(
    rb"\b(?:CIM(?:[ -]?10)?|DP|DAS|DIAGNOSTICS?(?: PRINCIPAL| ASSOCIES?)?|CODE DIAG[A-Z]*"
    rb"|ICD(?:-?10)?)\b[ \t]*[:=(\[]{0,2}[ \t]*([A-TV-Z][0-9]{2}(?:\.?[0-9X+]{1,3})?)\b"
    rb"|\b(?:CCAM|ACTE(?: CCAM)?|CODE ACTE|GHM|ADICAP)\b[ \t]*[:=(]{0,2}[ \t]*([A-Z]{4}[0-9]{3}"
    rb"|[0-9]{2}[CMKZ][0-9]{2}[0-9A-Z])\b|\[([A-TV-Z][0-9]{2}\.?[0-9]{0,2})\]"
)
_DOSE = re2.compile(
    rb"^[A-Z \-/(]{0,25}[0-9]+(?:[.,][0-9]+)? ?(?:MG|G|UG|MCG|UI|ML|CP|CPR|COMPRIMES?|GELULES?"
    rb"|AMPOULES?|SACHETS?|BOUFFEES?|GOUTTES?|X|PAR JOUR|/J|FOIS)\b|^[^\n]{0,25}\b(?:MATIN|MIDI"
    rb"|SOIR|COUCHER|PAR JOUR|SI BESOIN)\b"
)
_UNSURE = 0.45
_AFTER = 300  # two medical words before a name are about it, as in a form signed below
_GIVEN = re2.compile(
    rb"\b(?:PERFUSIONS?|INJECTIONS?|CURES?|BOLUS|SOUS|TRAITEE?S? PAR|TRAITEMENT PAR|ARRET|ARRETER"
    rb"|PRESCRIT|PREVOIR|DEBUT)(?: DE | D'| DU | PAR | )$"
)
_STRONG = frozenset(("disease", "act", "stated", "code", "dose", "lab"))
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


class Candidate(NamedTuple):
    """A medical word or pattern and its class."""

    start: int
    end: int
    kind: str


class HealthFinder:
    """Finds health data of persons; says nothing where the document is about nobody."""

    def find(self, page: Page, reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
        """Health mentions; below .5 where it may well be about nobody."""
        if reading.genre is Genre.GENERAL and not reading.named:
            return
        masked = sorted((m.start, m.end) for m in mentions if m.kind in _NAMED)
        candidates = [c for c in _candidates(page) if not _overlaps(masked, c.start, c.end)]
        if reading.genre is Genre.CLINICAL and (reading.head or candidates):
            yield from _head(reading)
        if not candidates:
            return
        cues = Cues(page)
        strong = len({page.folded[c.start : c.end] for c in candidates if c.kind in _STRONG})
        for candidate in candidates:
            confidence = _confidence(page, reading, cues, candidate, strong)
            if confidence:
                yield Mention(
                    MentionKind.HEALTH,
                    candidate.start,
                    candidate.end,
                    page.fold(candidate.start, candidate.end),
                    confidence,
                    rule=_rule(cues, candidate),
                )


def _head(reading: Reading) -> Iterator[Mention]:
    if reading.head:
        yield Mention(MentionKind.HEALTH, *reading.head, "", 0.9, rule="kind of document")


def _candidates(page: Page) -> Iterator[Candidate]:
    known = terms()
    for start, end, phrase in known.vocabulary.scan(page):
        kind = known.classes[phrase]
        if len(phrase) <= 4 and not page.text[start:end].isupper():
            continue  # abbreviations count in capitals only
        if kind == "drug" and _is_given(page, start, end):
            kind = "dose"
        yield Candidate(start, end, kind)
    for match in _LAB.finditer(page.folded):
        yield Candidate(match.start(), match.end(), "lab")
    for match in _STATED.finditer(page.folded):
        if not _UNSAID.search(match.group(0)):
            yield Candidate(match.start(), match.end(), "stated")
    for match in _CODE.finditer(page.folded):
        yield Candidate(match.start(), match.end(), "code")


def _is_given(page: Page, start: int, end: int) -> bool:
    """Whether a drug is prescribed here: a dose after it, or a word of giving before."""
    dosed = _DOSE.search(page.after(end, 40)) is not None
    return dosed or _GIVEN.search(page.before(start, 24)) is not None


def _confidence(
    page: Page, reading: Reading, cues: Cues, candidate: Candidate, strong: int
) -> float:
    if cues.names_an_institution(candidate.start):
        return 0.0
    hypothetical = cues.is_hypothetical(candidate.start, candidate.end)
    is_strong = candidate.kind in _STRONG
    if reading.genre is Genre.CLINICAL:
        return 0.5 if hypothetical else 0.92 if is_strong else 0.75
    if hypothetical:
        return 0.0
    if reading.genre is Genre.GENERAL:
        named = is_strong and reading.is_named_on_the_line(page, candidate.start)
        return _UNSURE if named else 0.0
    return _in_a_personal_document(page, reading, candidate, strong)


def _in_a_personal_document(
    page: Page, reading: Reading, candidate: Candidate, strong: int
) -> float:
    """Of a letter, a list, a mail: the word must be strong and somebody near."""
    if candidate.kind not in _STRONG:
        return 0.0 if reading.is_bill else 0.3
    reach = _AFTER if strong > 1 else 0
    near = reading.is_near_a_person(page, candidate.start, reach_after=reach)
    if reading.is_bill or not near:
        return _UNSURE
    return 0.9 if strong > 1 or candidate.kind == "code" else 0.82


def _rule(cues: Cues, candidate: Candidate) -> str:
    if cues.is_of_the_family(candidate.start):
        return f"{candidate.kind}, family"
    return f"{candidate.kind}, negated" if cues.is_negated(candidate.start) else candidate.kind


def _overlaps(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    ordered = spans if isinstance(spans, list) else list(spans)
    position = bisect.bisect_left(ordered, (end, 0))
    return any(span[1] > start for span in ordered[max(0, position - 4) : position])
