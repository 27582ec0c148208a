"""What stands before a medical word and changes what it means: found once for a whole page."""

import bisect
from collections.abc import Iterable

from tocsin.find import re2
from tocsin.find.page import Page

_INSTITUTION = re2.compile(
    rb"\b(?:LIGUE (?:NATIONALE )?CONTRE|ASSOCIATION|FEDERATION|FONDATION|SOCIETE|INSTITUT|CENTRE"
    rb"|SERVICE|POLE|UNITE|RESEAU|CONSULTATION|COMITE|PLAN|PROGRAMME|SECTEUR|HDJ|HOPITAL DE JOUR"
    rb"|SECRETARIAT|CONTRE|VACCIN|VACCINATION|DEPISTAGE|PREVENTION|CAMPAGNE"
    rb"|(?:LA|UNE) (?:JOURNEE|SEMAINE)(?: MONDIALE| NATIONALE)?|(?:LE|CE|UN) MOIS"
    rb"|(?:JOURNEE|SEMAINE) (?:MONDIALE|NATIONALE)"
    rb"|FORMATION|ATELIER|DI?U (?:EN|DE|D)|DIPLOME|MASTER|SEMINAIRE|CONGRES|COLLOQUE"
    rb"|SPECIALISTE|MEDECIN"
    rb"|CHIRURGIEN|INFIRMIERE?|BLOC|RISQUE|MUTUELLE|OCTOBRE|COMMISSION|REFERENT|MISSION|SALLE"
    rb"|PLATEAU|BUREAU|ACCES)S?\b"
    rb"(?:(?: |'|-)(?:DE|DU|DES|D|LA|LE|LES|L|EN|AU|AUX|A|CONTRE|CHRONIQUE|ET)\b)*(?: |'|-)*"
)
_CONDITION = re2.compile(
    rb"\b(?:SI VOUS|SI (?:LE|LA) PATIENTE?|EN CAS D|AVEZ[ -]VOUS|ETES[ -]VOUS|PRENEZ[ -]VOUS"
    rb"|SIGNALE[RZ]|PREVENIR|PREVENEZ|EVENTUEL|LE CAS ECHEANT|TOUTE? (?:ALLERGIE|TRAITEMENT"
    rb"|MALADIE)"
    rb"|VOS (?:ALLERGIES|TRAITEMENTS|ORDONNANCES|EXAMENS|RADIO)|VOTRE TRAITEMENT|DERNIERES? "
    rb"|APPORTE[RZ]|MUNI|PENSEZ|NE PAS (?:PRENDRE|BOIRE|MANGER|FUMER)|MERCI DE (?:VOUS|NOUS|BIEN"
    rb"|SIGNALER|PREVENIR|VENIR|PRESENTER|RESPECTER)|VEUILLEZ"
    rb"|LES PERSONNES|LES PATIENTS|PAR EXEMPLE|PEU(?:VEN)?T (?:ENTRAINER|PROVOQUER|CAUSER"
    rb"|SURVENIR|SE COMPLIQUER)|COMPLICATIONS? (?:POSSIBLES?|RARES?))"
)
_NEGATION = re2.compile(
    rb"\b(?:PAS D|ABSENCE D|AUCUNE?\b|SANS\b|NI\b|NEGATI[FV]E?S?\b)[^\n.;:]{0,30}"
)
_FAMILY = re2.compile(
    rb"\b(?:FAMILIAUX|FAMILIAL[ES]*|FAMILLE|MERE|PERE|SOEUR|FRERE|COUSINE?|TANTE|ONCLE"
    rb"|GRAND[ -](?:MERE|PERE))\b[^\n.;]{0,60}"
)
_OTHER_CLAUSE = re2.compile(
    rb"\n|[.;] |, ?[^,]{12,}$"
    rb"|, ?(?:ET |MAIS )?(?:TU|JE|IL|ELLE|ON|NOUS|VOUS|OK|RDV|FAUT|QUAND|PEUX)\b"
)
"""What parts a word from the question after it: « veut une IVG, rendez-vous jeudi au centre ? »."""

_SENTENCE_ENDS = (b". ", b"\n\n", b"? ")
_SENTENCE_REACH, _QUESTION_REACH = 250, 60


class Cues:
    """The reach of each cue in one page; ask whether an offset lies in it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._institutions = {match.end() for match in _INSTITUTION.finditer(page.folded)}
        self._conditions = _Reach(
            (match.start(), _sentence_end(page, match.end()))
            for match in _CONDITION.finditer(page.folded)
        )
        self._negations = _Reach(match.span() for match in _NEGATION.finditer(page.folded))
        self._family = _Reach(match.span() for match in _FAMILY.finditer(page.folded))

    def names_an_institution(self, start: int) -> bool:
        """Whether the word only completes the name of a ward, an association, a campaign…"""
        return start in self._institutions

    def is_hypothetical(self, start: int, end: int) -> bool:
        """Whether its sentence only asks, warns or instructs."""
        question = self._page.folded.find(b"?", end, end + _QUESTION_REACH)
        asked = question >= 0 and not _OTHER_CLAUSE.search(self._page.folded[end:question])
        return asked or self._conditions.covers(start)

    def is_negated(self, start: int) -> bool:
        """Whether it is said not to be so."""
        return self._negations.covers(start)

    def is_of_the_family(self, start: int) -> bool:
        """Whether it is said of a relative."""
        return self._family.covers(start)


class _Reach:
    """Stretches of a text, in the order of their starts."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = list(spans)

    def covers(self, offset: int) -> bool:
        position = bisect.bisect_right(self._spans, (offset, offset)) - 1
        return position >= 0 and offset <= self._spans[position][1]


def _sentence_end(page: Page, start: int) -> int:
    limit = start + _SENTENCE_REACH
    ends = (page.folded.find(mark, start, limit) for mark in _SENTENCE_ENDS)
    return min((end for end in ends if end >= 0), default=limit)
