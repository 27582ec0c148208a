"""Doctors, nurses, clerks and signatures: names that must not be taken for the patient's."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.person_words import name_run
from tocsin.model.mention import Mention, MentionKind

_ROLE = (
    rb"DRS?|DOCTEURE?S?|PRS?|PROFESSEURE?|INTERNE|EXTERNE|IDE|IADE|IBODE|INFIRMIER(?:E"
    rb"|\(E\))?(?: REFERENTE?)?|AIDE[ -]SOIGNANTE?"
    rb"|SIGNATAIRE|SIGNE(?: ELECTRONIQUEMENT)?(?: PAR)?|MEDECIN(?: (?:TRAITANT|RESPONSABLE"
    rb"|REFERENT|PRESCRIPTEUR|COORDONNATEUR|ADRESSEUR|GENERALISTE|CHEF|HOSPITALIER|CONSEIL))?"
    rb"|CHIRURGIEN(?:NE)?|PRATICIEN(?:NE)?(?: (?:TRAITANT|RESPONSABLE|REFERENT|PRESCRIPTEUR"
    rb"|COORDONNATEUR|ADRESSEUR|GENERALISTE|CHEF|HOSPITALIER|CONSEIL))?"
    rb"|OPERATEUR|ANESTHESISTE|SAGE[ -]FEMME|SECRETAIRE(?: MEDICALE)?|SECRETARIAT"
    rb"|CADRE(?: DE SANTE)?"
    rb"|DIRECTEUR(?: GENERAL)?|DIRECTRICE(?: GENERALE)?|PSYCHOLOGUE|KINESITHERAPEUTE|DIETETICIENNE?"
    rb"|ASSISTANTE? SOCIALE?|PHARMACIEN(?:NE)?|PRESCRIPTEUR|CORRESPONDANT|REDACTEUR|REDACTRICE"
    rb"|REDIGE PAR"
    rb"|VALIDE PAR|APPROUVE PAR|VERIFIE PAR|VERIFICATEUR|APPROBATEUR|RESPONSABLE|REFERENTE?"
    rb"|AUTEUR|PILOTE|CHEF(?:FE)? DE (?:SERVICE|POLE)"
    rb"|RADIOLOGUE|BIOLOGISTE|MANIPULATEUR|BRANCARDIER|FORMATEUR|FORMATRICE|INTERVENANTE?"
)
_BEFORE = re2.compile(
    rb"\b(?:"
    + _ROLE
    + (
        rb"|(?:DR|PR|INT|PROF)\.)(?:\b|[ \t])[ \t]{0,3}[:,]?[ \t]{0,3}(?:(?:LE |LA )?(?:DR"
        rb"|DOCTEUR|PR|PROFESSEUR|MME|MADAME|M"
        rb"|MR|MONSIEUR|MLLE)\b\.?[ \t]{0,2})?"
    )
)
_AFTER = re2.compile(
    rb"^[ \t]{0,3}[,(\-:|;\t]{1,2}[ \t]{0,3}(?:"
    + _ROLE
    + rb"|CARDIOLOGUE|NEUROLOGUE|PNEUMOLOGUE|UROLOGUE|DERMATOLOGUE|GYNECOLOGUE"
    rb"|ONCOLOGUE|COMPTABLE|STANDARD|ACCUEIL|QUALITICIENNE?|INFORMATICIEN)\b"
)
_INITIALS = re2.compile(rb"^(?:[A-Z]\.[ \-]?){1,3}")
_RPPS = re2.compile(rb"\b(?:RPPS|ADELI|FINESS|AM)[ ]?(?:N?O)?[ ]?:?[ ]?([0-9]{8,11})\b")
_OF_THE_PATIENT = re2.compile(
    rb"ANS|RETRAITE|ANCIEN|DE PROFESSION|PATIENTE?|\bNEE?\b"
    rb"|ACCUEIL (?:DE (?:JOUR|NUIT)|TEMPORAIRE|FAMILIAL|EN )|STANDARD (?:DE|EN) "
)


class StaffFinder:
    """Names after or before a professional role, and RPPS numbers."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Every professional's name that a role introduces."""
        for match in _BEFORE.finditer(page.folded):
            if match.group(0).startswith(b"PR ") and not page.text[match.start()].isupper():
                continue  # « pr » for « pour »
            start, end = name_run(page, _after_initials(page, match.end()))
            if end > start:
                yield Mention(
                    MentionKind.STAFF, start, end, page.fold(start, end), 0.95, rule="role"
                )
        for match in _RPPS.finditer(page.folded):
            yield page.mention(
                MentionKind.STAFF, match.span(1), match.group(1).decode(), 0.95, rule="rpps"
            )


def _after_initials(page: Page, start: int) -> int:
    """Where the surname begins in `Dr L. Roux`, `Dr J.-P. Roux`."""
    match = _INITIALS.search(page.after(start, 8))
    return start + match.end() if match else start


def is_followed_by_role(page: Page, end: int) -> bool:
    """Whether a role stands right after a name (`Claire Petit, cadre de santé`)."""
    after = page.after(end, 45)
    return _AFTER.search(after) is not None and _OF_THE_PATIENT.search(after) is None
