"""That there was an appointment or a stay: dates, wards, doctors, rooms; not what illness."""

from collections.abc import Iterator, Sequence

from tocsin.find import re2
from tocsin.find.finders.dates import FoundDate
from tocsin.find.page import Page
from tocsin.model.mention import Grade, Mention, MentionKind

_EPISODE = re2.compile(
    rb"\bHOSPITALISE(?:E|\(E\))?S?\b|\bHOSPITALISATION (?:DU|LE|PREVUE|COMPLETE|DE JOUR|EN"
    rb"|DE (?:MME|MADAME|M\.|MONSIEUR))\b|\bBULLETIN (?:DE SITUATION|D'HOSPITALISATION"
    rb"|D'ADMISSION)"
    rb"|\b(?:FICHE|DOSSIER|DATE|HEURE|NUMERO|MOTIF) D'(?:ADMISSION|ENTREE)\b|\bCONVOCATION\b"
    rb"|\bCONVOQUEE?\b|\bRENDEZ[ -]VOUS\b|\bRDV\b|\bADMISE? (?:LE|EN|A|AU|DANS|DEPUIS|AUX)\b"
    rb"|\bSEJOURS? (?:DU|DE|EN|A|N|NO|HOSPITALIER)\b|\bVOTRE (?:SEJOUR|VENUE|HOSPITALISATION"
    rb"|CONSULTATION|PASSAGE|INTERVENTION|ADMISSION|SORTIE|ENTREE)\b"
    rb"|\bCONSULTATION (?:DU|LE|AVEC|DE|D'|EN|PREVUE|EXTERNE)\b|\bPASSAGE AUX URGENCES\b"
    rb"|\b(?:DATE|HEURE) (?:DE SORTIE|DE VENUE|DE CONSULTATION|DU RENDEZ|D'HOSPITALISATION)"
    rb"|\bCHAMBRE (?:NO?|NUMERO)? ?[0-9]{1,4}\b|\bSORTIE? LE\b|\bENTREE? LE\b"
    rb"|\bA QUITTE (?:LE SERVICE|L'HOPITAL|LA CLINIQUE)\b|\bA ETE (?:ADMISE?"
    rb"|(?:VUE?|RECUE?) (?:EN|AUX|PAR LE D|AU)|TRANSFEREE?|PRISE? EN CHARGE (?:AUX?|EN|DANS))\b"
    rb"|\b(?:IEP|NDA)[ ]?:?[ ]?[0-9]{5,}"
    rb"|\bCERTIFICAT (?:DE PRESENCE|D'HOSPITALISATION)|\bCERTIFICAT MEDICAL|\bBON DE TRANSPORT\b"
    rb"|\bADMISSION (?:DU|LE|PREVUE|EN)\b|\bAPPOINTMENT\b|\bADMITTED (?:ON|TO)\b"
    rb"|\bDISCHARGED ON\b|\b(?:RELEVE|RSS|RUM|RSA) PMSI\b|\bGHM ?:? ?[0-9]{2}[CMKZ]"
    rb"|\bEST CONFIRMEE? (?:LE|POUR)\b"
    rb"|\b(?:EMERGENCY|OUTPATIENT|CLINIC|HOSPITAL) (?:VISIT|APPOINTMENT|STAY)\b"
    rb"|\b(?:PRESCRIPTION MEDICALE|DEMANDE|PRISE EN CHARGE) DE TRANSPORT\b"
    rb"|\b(?:S'EST PRESENTEE?|(?:ETES|EST|SERA) ATTENDUE? (?:LE|EN|A [0-9]+|AUX?)|RECUE? LE"
    rb"|A ETE VUE?|VUE? CE JOUR|CONSULTE CE JOUR|CONSULTATION CE JOUR)\b"
    rb"|\bHOSPITALISATION (?:POUR|DE SEMAINE)\b|\bEN AMBU(?:LATOIRE)? LE\b"
    rb"|\b(?:LIT|CH\.|CHAMBRE) ?(?:N ?O ?)?[A-Z]?[0-9]{2,4}\b|\bAFFECTATION (?:DES )?LITS\b"
    rb"|\b(?:DATE|SALLE|JOUR) D(?:E L)?'(?:OPERATION|INTERVENTION)\b"
    rb"|\bBLOC (?:DEMAIN|LE [0-9]|(?:DU )?[0-9]{1,2}/)"
    rb"|\bPERMISSION DE SORTIE\b"
    rb"|\bN'EST PAS VENUE? (?:A SON|A SA|EN|AU)\b|\bA (?:MANQUE|RATE|ANNULE) (?:SON|SA)"
    rb" (?:RDV|RENDEZ|CONSULTATION|SEANCE|INJECTION)"
    rb"|\bSEANCES? DE (?:DIALYSE|CHIMIO[A-Z]*|RADIO[A-Z]*|KINE[A-Z]*)\b"
    rb"|\bIPP ?: ?[^\n]{3,20}\n(?:[^\n]*\n){0,8}SERVICE ?: ?[A-Z]"
    rb"|-> ?(?:LA )?(?:CLINIQUE|HOPITAL|CHU|CENTRE DE DIALYSE|URGENCES)\b"
)
_DATED = re2.compile(
    rb"\b(?:HOSPITALISE(?:E|\(E\))?S?|RDV|RENDEZ[ -]VOUS|CONSULTATION|SEJOUR|ENTREE|SORTIE"
    rb"|ADMISSION|ADMISE?|OPEREE?|CONVOCATION|VUE?|EXAMEN|INTERVENTION|VENUE|PASSAGE"
    rb"|HOSPITALISATION|SOINS|OBSERVATION|VISITE|SEANCE|VISIT|GHM|COLOSCOPIE|IRM|SCANNER"
    rb"|AMBU(?:LATOIRE)?|PRESENTEE?|ATTENDUE?)\b[^\n0-9]{0,30}$"
)
_COLUMN = re2.compile(
    rb"(?m)^[^\n]*(?:[ ]{2,}|\t|\|)[^\n]*\b(?:RDV|RENDEZ[ -]VOUS|ENTREE|SORTIE|CONSULTATION"
    rb"|ADMISSION|INTERVENTION|SEJOUR|VENUE|SERVICE|UNITE|CHAMBRE)\b[^\n]*$"
)
"""A line of column titles, one of which announces an episode: true of the lines below."""

_SENSITIVE_WARD = re2.compile(
    rb"\b(?:CONSULTATIONS?|SERVICE|UNITE|HOPITAL DE JOUR|HDJ|POLE|RDV|RENDEZ[ -]VOUS|UF)\b(?: DE "
    rb"| D'|EN | D| )(?:L'|LA |LE )?"
    rb"(ONCOLOGIE|CANCEROLOGIE|HEMATOLOGIE|ONCO[ -]?HEMATO[A-Z]*|PSYCHIATRIE|PEDOPSYCHIATRIE"
    rb"|ADDICTOLOGIE|ALCOOLOGIE|MALADIES INFECTIEUSES|VIH|NEPHROLOGIE|DIALYSE|SENOLOGIE"
    rb"|ORTHOGENIE|AMP|PMA|SOINS PALLIATIFS|RADIOTHERAPIE|CHIMIOTHERAPIE|DIABETOLOGIE|GENETIQUE"
    rb"|MEMOIRE|ONCOGENETIQUE)\b"
)


class CareFinder:
    """Finds appointments and stays."""

    def find(self, page: Page, found: Sequence[FoundDate]) -> Iterator[Mention]:
        """Words of an episode, dates in such a context, wards that let an illness be guessed."""
        for match in _EPISODE.finditer(page.folded):
            yield page.mention(MentionKind.CARE_EPISODE, match.span(), "", 0.8, rule="episode")
        titles = _COLUMN.search(page.folded)
        below = titles.end() if titles else len(page.folded)
        for date in found:
            if date.labelled_only or date.of_birth:
                continue
            if date.start > below or _is_dated(page.before(date.start, 50)):
                yield Mention(
                    MentionKind.CARE_EPISODE,
                    date.start,
                    date.end,
                    date.day.isoformat(),
                    0.85,
                    rule="dated",
                )
        for match in _SENSITIVE_WARD.finditer(page.folded):
            ward = match.group(1).decode("ascii")
            yield page.mention(
                MentionKind.CARE_EPISODE, match.span(), ward, 0.6, "ward", Grade.INFERRED
            )


def _is_dated(before: bytes) -> bool:
    """Whether words of an episode stand before a date, on its line and without a figure between."""
    return before[-1:] != b"\n" and not before[-1:].isdigit() and _DATED.search(before) is not None
