"""Lists whose title says what all who stand in them are treated for (`Patients dialysés`).

Nothing else in them need speak of an illness: names and telephone numbers under « IVG 2024 » are
enough. A title may mean something else, so that a person looks at what only it tells.
"""

from collections.abc import Iterator, Sequence

from tocsin.find import re2
from tocsin.find.cues import Cues
from tocsin.find.genre import Genre, Reading, begins_line
from tocsin.find.medical import candidates
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

TOLD, TOLD_OF_PATIENTS = 0.55, 0.8
"""How sure it is that a title means the persons below it, and where it calls them patients."""

TOLD_NAME = 0.5
"""How sure it must be that a name begins a line."""

LEAST_PERSONS = 3
_TITLE_LENGTH = 400
_TITLE_KINDS = frozenset(("disease", "act"))
_OF_PATIENTS_KINDS = _TITLE_KINDS | {"short", "drug", "dose", "clinical"}
_OF_PATIENTS = re2.compile(rb"\b(?:COHORTES?|FILES? ACTIVES?|PATIENTE?S|REGISTRES?|SUIVIE?S)\b")
"""Of patients, an abbreviation or a drug is enough."""

_LIST = re2.compile(rb"\bLISTES?\b")

_NAMES = frozenset((MentionKind.FULL_NAME, MentionKind.SURNAME))
_UNIT = re2.compile(
    rb"\b(?:(?:HEMO)?DIALYSES?|CHIMIO(?:THERAPIE)?S?|RADIOTHERAPIE|CURIETHERAPIE|METHADONE"
    rb"|CSAPA|CAARUD|ADDICTOLOGIE|ALCOOLOGIE|ONCOGENETIQUE|ORTHOGENIE|IVG|PMA|FIV|CEGIDD|VIH"
    rb"|CONSULTATIONS? MEMOIRE|UNITE DE SOINS PALLIATIFS|USP|LISP|EMSP"
    rb"|TENTATIVES? DE SUICIDE|SOINS SANS CONSENTEMENT|SPDRE|SPDT|BMR|BHRE)\b"
    rb"|\b(?:DIALYSE|DIABETIQUE|TOXICOMANE|OBESE|HEMOPHILE|DREPANOCYTAIRE|ASTHMATIQUE"
    rb"|GREFFE|TRANSPLANTE|OPERE|SEROPOSITIF|ENCEINTE|PARTURIENTE|ACCOUCHEE|STOMISE|APPAREILLE)E?S\b"
)
"""Where but one thing is treated, and what those are called who are."""

_ABOUT_OTHERS = re2.compile(
    rb"\b(?:EMARGEMENTS?|FORMATIONS?|FORMATEURS?|ANNUAIRE|GARDES?|ASTREINTES?|CONGES|ROULEMENTS?"
    rb"|EFFECTIFS?|PERSONNELS?|AGENTS|SALARIES|INTERNES|MEDECINS|INFIRMIERE?S|IDE|EQUIPES?|REUNIONS?"
    rb"|PRESENCE|STOCKS?|COMMANDES?|FOURNISSEURS?|TARIFS?|INVITATIONS?|INVITES|DEPISTAGES?"
    rb"|VACCIN(?:S|ATIONS?|EE?S)?|PREVENTION|CAMPAGNE|INSCRIPTIONS?|INSCRITS|PARTICIPANTS|CONGRES"
    rb"|COLLOQUE|JOURNEES?|BENEVOLES|CORRESPONDANTS|PRESCRIPTEURS|CONTACTS?|AIDANTS|DONNEURS"
    rb"|ASSOCIATION|LIGUE|PROTOCOLES?|PROCEDURES?|MATERIELS?|INVENTAIRE|TELEPHONIQUES?|BADGES?"
    rb"|HABILITATIONS?|TRIGRAMMES?|SECRETAIRES?|CADRES?|AIDES[ -]SOIGNANTE?S|SOIGNANTS)\b"
)


def illness_in(title: str, *, over_patients: bool = False) -> float:
    """How sure it is that a title says of whoever stands below it that they are ill or treated.

    `over_patients`: what stands below is told of patients alone (birth dates, their numbers), so
    that a list is no list of staff.
    """
    page = Page(title)
    if _ABOUT_OTHERS.search(page.folded):
        return 0.0
    of_patients = _OF_PATIENTS.search(page.folded) is not None
    if not _UNIT.search(page.folded) and not _names_illness(page, of_patients=of_patients):
        return 0.0
    of_patients = of_patients or (over_patients and _LIST.search(page.folded) is not None)
    return TOLD_OF_PATIENTS if of_patients else TOLD


def _names_illness(page: Page, *, of_patients: bool) -> bool:
    kinds, cues = _OF_PATIENTS_KINDS if of_patients else _TITLE_KINDS, Cues(page)
    return any(
        one.kind in kinds and not cues.names_an_institution(one.start) for one in candidates(page)
    )


def members(page: Page, reading: Reading, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """One mention for each person of a list under such a title, where the name stands."""
    if reading.genre is Genre.GENERAL or reading.is_bill:
        return
    named = [(m.start, m.end) for m in mentions if m.kind in _NAMES and m.confidence >= TOLD_NAME]
    first = {page.line(start): (start, end) for start, end in sorted(named, reverse=True)}
    names = sorted(span for line, span in first.items() if begins_line(page, span[0]))
    if len(names) < LEAST_PERSONS:
        return
    top = names[0][0]
    told = illness_in(page.text[max(0, top - _TITLE_LENGTH) : top])
    for span in names if told else ():
        yield page.mention(MentionKind.HEALTH, span, "", told, "title of a list")
