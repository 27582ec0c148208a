"""Health-insurance papers: Vitale card, rights, mutuelle, membership numbers."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_EXPLICIT = re2.compile(
    rb"ATTESTATION (?:DE )?(?:DROITS|VITALE|D'ASSURANCE MALADIE|DE TIERS PAYANT|MUTUELLE)"
    rb"|CARTE (?:DE )?(?:TIERS[ -]PAYANT|MUTUELLE|ADHERENT)"
    rb"|(?:NO|N|NUMERO|NUM\.?)[ ]?(?:D'|DE )?(?:ADHERENT|AMC|AMO|MUTUELLE|CONTRAT"
    rb"|TELETRANSMISSION)\b[ \t]*:?[ \t]*[A-Z0-9][A-Z0-9 /\-]{3,20}"
    rb"|\b(?:AMC|AMO|CODE (?:ORGANISME|REGIME|CAISSE)|ORGANISME (?:COMPLEMENTAIRE"
    rb"|DE RATTACHEMENT)|MUTUELLE|COMPLEMENTAIRE SANTE|CAISSE DE RATTACHEMENT"
    rb"|ADHERENT)[ \t]*[:=|][ \t]*[A-Z0-9](?:[A-Z0-9'/\-]+ ?){1,5}"
    rb"|\b(?:C2S|CMU-?C?|ACS|AME|PUMA|CSS)\b[ \t]*:[ \t]*(?:OUI|[0-9])"
    rb"|\bREGIME[ ]?:?[ ]?[0-9]{2}[ ,]{1,3}CAISSE[ ]?:?[ ]?[0-9]{3}"
    rb"|EXONERATION DU TICKET MODERATEUR|PRISE EN CHARGE A 100 ?%|DROITS OUVERTS|FIN DE DROITS"
    rb"|DATE DE DROITS"
)
_NAMED = re2.compile(
    rb"\bTIERS[ -]PAYANT\b|\bJUSTIFICATIFS? DE DROITS\b"
    rb"|\bADHERENTE?[ ](?:NO? ?)?[A-Z]{0,2}[0-9][A-Z0-9]{3,}"
    rb"|\b[A-Z]{3,} MUTUELLE N[O.]?[ ]?:?[ ]?[0-9]{5,}"
    rb"|\bMUTUELLE (?:(?:DU|DES|DE|DE LA|D')[ ])?[A-Z][A-Z\-]{2,}"
)
_CARD = re2.compile(rb"CARTE (?:D'ASSURANCE MALADIE|VITALE)|\bVITALE\b")
_CARD_FIELDS = re2.compile(
    rb"EMISE LE|ASSURANCE MALADIE|NO? ?:?[ ]?[12][ .]?[0-9]{2}"
    rb"|[12] [0-9]{2} [0-9]{2} [0-9]{2} [0-9]{3}"
)
_NAME_LABEL = re2.compile(rb"\b(?:NOM|SURNAME|MME|MADAME|MONSIEUR|M\.)[^\n]{0,12}$")
_SHORT = 1_500


class InsuranceFinder:
    """Finds what says how a person is insured."""

    def find(self, page: Page) -> Iterator[Mention]:
        """Labelled fields; the words « carte Vitale » only where the text is the card itself."""
        for match in _EXPLICIT.finditer(page.folded):
            yield page.mention(
                MentionKind.INSURANCE,
                match.span(),
                page.fold(*match.span()),
                0.85,
                rule="labelled",
            )
        for match in _NAMED.finditer(page.folded):
            if page.text[match.end() - 1].isdigit() or _is_proper(page, match.span()):
                yield page.mention(MentionKind.INSURANCE, match.span(), None, 0.7, "named")
        if len(page.text) < _SHORT and _CARD_FIELDS.search(page.folded):
            cards = (m for m in _CARD.finditer(page.folded) if not _is_surname(page, m.start()))
            if card := next(cards, None):
                yield page.mention(MentionKind.INSURANCE, card.span(), "VITALE", 0.9, rule="card")


def _is_surname(page: Page, start: int) -> bool:
    """Whether a label of names stands before: people are called Vitale too."""
    return _NAME_LABEL.search(page.before(start, 24)) is not None


def _is_proper(page: Page, span: tuple[int, int]) -> bool:
    """Whether a mutuelle is named (`Mutuelle du Forez`), or another word than that was found."""
    words = page.text[span[0] : span[1]].split()
    return not words[0].lower().startswith("mutuelle") or words[-1][0].isupper()
