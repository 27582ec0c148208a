"""Other sensitive data (GDPR art. 9 and 10): genes, sexual life, religion, offences, union."""

from collections.abc import Iterator

from tocsin.find import re2
from tocsin.find.genre import Genre, Reading
from tocsin.find.page import Page
from tocsin.model.mention import Mention, MentionKind

_KINDS = {
    "genetic": (
        rb"CARYOTYPE|MUTATION (?:DU GENE |DE |BRCA|HETERO|HOMO)[A-Z0-9]*|BRCA ?[12]?"
        rb"|TRISOMIE(?: [0-9]{1,2})?|DEPISTAGE GENETIQUE|TEST GENETIQUE|HETEROZYGOTE"
        rb"|HOMOZYGOTE|ONCOGENETIQUE|CONSEIL GENETIQUE"
        rb"|PORTEU(?:R|SE) SAINE?S?"
    ),
    "hiv": rb"VIH|SIDA|SEROPOSITI(?:F|VE|VITE)|CHARGE VIRALE|ANTIRETROVIRAUX|TRITHERAPIE|CD4",
    "psychiatry": (
        rb"SCHIZOPHREN(?:E|IE)|BIPOLAIRE|TENTATIVE DE SUICIDE|TENTATIVE D'AUTOLYSE"
        rb"|IDEES SUICIDAIRES|HOSPITALISATION (?:SANS CONSENTEMENT|SOUS CONTRAINTE)"
        rb"|SOINS SANS CONSENTEMENT|SDRE|SDT|SPDRE|SPDT|SPPI|TOXICOMAN(?:E|IE)S?"
        rb"|ADDICTION (?:A |AU |AUX )[A-Z']+"
        rb"|TROUBLES? DE LA PERSONNALITE|DELIRANTE?S?|PSYCHOSE|ELECTROCONVULSIVOTHERAPIE"
    ),
    "sexual life": (
        rb"HOMOSEXUEL(?:LE)?S?|BISEXUEL(?:LE)?|TRANSGENRE|TRANSIDENTITE|RAPPORTS? SEXUELS?"
        rb"|ORIENTATION SEXUELLE|PROSTITUTION|TRAVAILLEUSE DU SEXE|IVG"
        rb"|INTERRUPTION VOLONTAIRE DE GROSSESSE|VIOL|AGRESSION SEXUELLE"
        rb"|(?:VICTIME DE |DECLARE DES )VIOLENCES?|VIOLENCES? (?:DE LA PART"
        rb"|CONJUGALES?|SEXUELLES?|INTRAFAMILIALES?)|HSH|PREP|DELINQUANCE SEXUELLE"
    ),
    "religion": (
        rb"TEMOINS? DE JEHOVAH|DE CONFESSION [A-Z]+|(?:RELIGION|CULTE)[ ]?:[ ]?[A-Z]{4,}"
        rb"|MUSULMANE?|CATHOLIQUE PRATIQUANTE?|DE RELIGION [A-Z]+|REFUS DE TRANSFUSION"
        rb"|(?:REPAS |REGIME |MENU )?(?:CASHER|KASHER|HALAL)|RAMADAN"
        rb"|(?:VISITE (?:DU |D'UN |DE L'|PAR (?:LE |L'))|PAR (?:LE |L')|VOIR (?:LE |L'|UN ))"
        rb"(?:RABBIN|IMAM|PRETRE|AUMONIER|PASTEUR PROTESTANT)|COMMUNION|SACREMENT DES MALADES"
        rb"|(?:DEMANDE|SOUHAITE) (?:LE |L'|UN )(?:RABBIN|IMAM|PRETRE|AUMONIER)"
    ),
    "offence": (
        rb"GARDE A VUE|DETENUE?|INCARCEREE?|CASIER JUDICIAIRE|MISE? EN EXAMEN"
        rb"|CONDAMNEE? (?:A|POUR)|SOUS MAIN DE JUSTICE|EXTRACTION PENITENTIAIRE"
        rb"|MAISON D'ARRET|INJONCTION DE SOINS|BRACELET ELECTRONIQUE"
    ),
    "union": rb"SYNDIQUEE?|ADHERENTE? (?:CGT|CFDT|FO|SUD|UNSA|CFTC)|DELEGUEE? SYNDICALE?",
    "origin": (
        rb"ORIGINE ETHNIQUE|DEMANDEUR D'ASILE|DEMANDEUSE D'ASILE|REFUGIEE? POLITIQUE"
        rb"|SANS[ -]PAPIERS?"
    ),
}
_PATTERN = re2.compile(
    rb"\b(?:" + rb"|".join(rb"(" + pattern + rb")" for pattern in _KINDS.values()) + rb")\b"
)
_AFTER = 150
"""Characters after which a person may still be named: « patient détenu », then the name."""

_ALSO_HEALTH = ("hiv", "psychiatry", "genetic")


_IN_CAPITALS = (b"VIH", b"SIDA", b"CD4", b"SDRE", b"SDT", b"IVG", b"HSH", b"PREP")


class SensitiveFinder:
    """Finds sensitive data other than health, in documents that are about somebody."""

    def find(self, page: Page, reading: Reading) -> Iterator[Mention]:
        """The rule names the kind; HIV, psychiatry and genes are health as well."""
        if reading.genre is Genre.GENERAL or reading.is_bill:
            return
        for match in _PATTERN.finditer(page.folded):
            kind = next(name for i, name in enumerate(_KINDS, start=1) if match.group(i))
            if match.group(0) in _IN_CAPITALS and not _is_abbreviated(page, *match.span()):
                continue
            sure = (
                0.85
                if reading.genre is Genre.CLINICAL
                or reading.is_near_a_person(page, match.start(), reach_after=_AFTER)
                else 0.4
            )
            value = page.fold(*match.span())
            yield page.mention(MentionKind.OTHER_SENSITIVE, match.span(), value, sure, rule=kind)
            if kind in _ALSO_HEALTH:
                yield page.mention(MentionKind.HEALTH, match.span(), value, sure, rule=kind)


def _is_abbreviated(page: Page, start: int, end: int) -> bool:
    """Whether it is written as an abbreviation is (`PrEP`)."""
    return sum(letter.isupper() for letter in page.text[start:end]) > 1
