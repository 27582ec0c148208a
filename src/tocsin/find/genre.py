"""What a document is about: a person's illness, a person, or nobody (protocol, menu, form)."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.words import words
from tocsin.model.mention import Mention, MentionKind


class Genre(StrEnum):
    """The three kinds of document that health words must be read in."""

    CLINICAL = "clinical"
    PERSONAL = "personal"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Reading:
    """The genre, where persons are named, and whether it is a bill."""

    genre: Genre
    person_spans: tuple[tuple[int, int], ...]
    is_bill: bool
    head: tuple[int, int] | None = None
    named: tuple[tuple[int, int], ...] = ()  # of these, where a name or an identifier stands
    all_of_it: bool = False  # every word of the text is known to be about somebody
    of_carers: bool = False  # notes that those who nurse and treat write for each other

    def is_named_on_the_line(self, page: Page, offset: int) -> bool:
        """Whether a name or an identifier stands on the same line."""
        start, end = page.line(offset)
        position = bisect.bisect_left(self.named, (start, start))
        return position < len(self.named) and self.named[position][0] < end

    def is_entry_of(self, page: Page, offset: int) -> bool:
        """Whether the line begins with somebody's name, as an entry of a list does."""
        start, end = page.line(offset)
        position = bisect.bisect_left(self.named, (start, start))
        first = self.named[position : position + 1]
        return bool(first) and first[0][0] < end and begins_line(page, first[0][0])

    def is_near_a_person(self, page: Page, offset: int, *, reach_after: int = 0) -> bool:
        """Whether somebody is named not far before, or after: on the line or within reach."""
        if self.all_of_it:
            return True
        position = bisect.bisect_right(self.person_spans, (offset, offset))
        if position and offset - self.person_spans[position - 1][1] <= _NEAR:
            return True
        following = self.person_spans[position : position + 1]
        limit = max(page.line(offset)[1], offset + reach_after)
        return bool(following) and following[0][0] <= limit


_BEFORE_A_NAME = re2.compile(rb"^(?:[^A-Z]|\b(?:MME|MR?|MLLE|CH|LIT|N|NO|BB|[A-Z]{1,2})\b)*$")
"""What may stand before the name in a line of a list: a rank, a room, a title."""


def begins_line(page: Page, name: int) -> bool:
    """Whether a line begins with the name at an offset."""
    return _BEFORE_A_NAME.search(page.folded[page.line(name)[0] : name]) is not None


HEAD = re2.compile(
    rb"(?m)\b(?:COMPTES?[ -]RENDUS?|CR|C\.R\.)[ -]{1,3}(?:[A-Z]{3,12} )?(?:D'|DE |DU |D "
    rb"|MEDICAL )?(?:L'|LA )?(?:HOSPI[A-Z]*|CONSULT[A-Z]*|OPERATOIRE|OP|PASSAGE(?: AUX)?|IMAGERIE"
    rb"|SCANNER|IRM|ECHO[A-Z]*"
    rb"|RADIO[A-Z]*|ENDOSCOP[A-Z]*|COLOSCOP[A-Z]*|ANATOMO[A-Z \-]*|ANAPATH|ACCOUCHEMENT"
    rb"|EXAMEN|SEJOUR|INTERVENTION|URGENCES|BIOLOGI[A-Z]*"
    rb"|CORONAROGRAPHIE)\b"
    rb"|\b(?:CRH|CRO)\b|\bLETTRE (?:DE (?:LIAISON|SORTIE)|D'ADRESSAGE)\b"
    rb"|\bRESULTATS? (?:D'ANALYSES?|DE BIOLOGIE"
    rb"|D'EXAMENS?|BIOLOGIQUES|DE LABORATOIRE|DU LABORATOIRE|D'ANATOMO[A-Z\-]*|D'IMAGERIE)\b"
    rb"|\bEXAMENS? DE BIOLOGIE MEDICALE\b"
    rb"|^[ \t*#=\-]{0,6}ORDONNANCE\b[^\n]{0,30}$|\bORDONNANCE (?:MEDICALE|BIZONE|DE SORTIE)\b"
    rb"|\bANATOMIE PATHOLOGIQUE\b|\bDISCHARGE SUMMARY\b|\bCERTIFICAT DE DECES\b"
    rb"|\bPROTOCOLE DE SOINS\b[^\n]{0,20}ALD"
)
_HEAD_LENGTH = 1_200
_CARERS = re2.compile(
    rb"\b(?:TRANS(?:MISSIONS?)?"
    rb"|RELEVE (?:(?:DE )?(?:NUIT|JOUR|INFIRMIERE?|IDE)|[0-9]{1,2} ?H)|KINE[A-Z]*"
    rb"|ERGO(?:THERAPIE)?|ORTHOPHONI[A-Z]*|DIETETI[A-Z]*|PSYCHOMOT[A-Z]*|REEDUC[A-Z]*"
    rb"|CAHIER (?:DE )?SOINS|PLAN DE SOINS|SOINS INFIRMIERS|ENTRETIEN INFIRMIER|PANSEMENTS?"
    rb"|NUIT DU|IDE|RCP|HAD|PASSAGE INFIRMIER|TOUR (?:DES CHAMBRES|DU MATIN)"
    rb"|VISITE (?:DU|DES) [A-Z]+|SUIVI (?:IDE|KINE)|ASH? DE NUIT"
    rb"|BILAN (?:KINE|ORTHO|ERGO|PSY)[A-Z]*|REGIMES|SORTIES DU JOUR|MATER"
    rb"|TABLEAU DES ACCOUCH[A-Z]*|CONFRERE|CONSOEUR|CHER AMI|CHERE AMIE|SEANCES? [0-9]"
    rb"|[0-9] SEANCES|SAGE[ -]FEMME|PODO[A-Z]*|PSYCHOLOGUE|DECLARATION DE CHUTE|NUIT [0-9]"
    rb"|CAHIER DE GARDE|EVENEMENT INDESIRABLE|INFORMATION PREOCCUPANTE|APTITUDE|SUIVI PLAIES?"
    rb"|SURVEILLANCE (?:DES|DE LA|IDE)|EQUIPE MOBILE|VISITE A DOMICILE|ASSISTANTE? SOCIALE?"
    rb"|ENTRETIEN (?:AVEC|DU)|CONSULT MEMOIRE|MATELAS)\b"
)
"""Words of those who nurse and treat, when they write to each other."""

_TOP_LENGTH = 300
_SECTIONS = re2.compile(
    rb"\b(?:ANTECEDENTS?|ATCD|MOTIF D'HOSPITALISATION|MOTIF DE (?:LA )?CONSULTATION"
    rb"|HISTOIRE DE LA MALADIE|HDM|EXAMEN CLINIQUE|EXAMENS COMPLEMENTAIRES"
    rb"|TRAITEMENTS? (?:DE SORTIE|A L'ENTREE|EN COURS|HABITUEL|DE FOND|A LA SORTIE)"
    rb"|MODE DE VIE|EVOLUTION DANS LE SERVICE|AU TOTAL|A L'EXAMEN|CLINIQUEMENT"
    rb"|DIAGNOSTIC(?: PRINCIPAL| RETENU)?|CONCLUSION|POSOLOGIE|INDICATION|ALLERGIES?|PARACLINIQUE"
    rb"|BIOLOGIE|A LA BIOLOGIE|AU SCANNER|SUITES OPERATOIRES|COMPTE RENDU OPERATOIRE)\b"
)
_NARRATIVE = re2.compile(
    rb"\b(?:(?:LA|CETTE|NOTRE) PATIENTE|(?:LE|CE|NOTRE) PATIENT (?:A|EST|PRESENT|SE |N'|RAPPORT"
    rb"|DECRIT|CONSULT|AVAIT|ETAIT|S')|CHEZ (?:CE|CETTE) PATIENTE?|JE VOIS|J'AI (?:VU|RECU"
    rb"|EXAMINE|OPERE|REVU|LE PLAISIR)|NOUS (?:AVONS (?:VU|RECU|OPERE|REVU|PRIS)|REVOYONS)"
    rb"|(?:ELLE|IL|MADAME [A-Z\-]+|MONSIEUR [A-Z\-]+) (?:PRESENTE|PRESENTAIT|SOUFFRE|DECRIT"
    rb"|RAPPORTE|CONSULTE|EST SUIVIE?|A ETE OPEREE?|A PRESENTE|BENEFICIE)|AGEE? DE [0-9]{1,3} ANS"
    rb"|PATIENTE? (?:DE|AGEE? DE) [0-9]{1,3}|[0-9]{1,3} ANS, (?:EST|A ETE|CONSULTE|ADRESSEE?)"
    rb"|OPEREE? (?:DE |D'|DU |POUR |CE JOUR|PAR )|HOSPITALISEE? (?:POUR|DANS LE CADRE|SUITE"
    rb"|DEPUIS|DANS LE SERVICE)|SUIVIE? (?:POUR|EN [A-Z]+LOGIE)|ADRESSEE? (?:POUR|PAR)|SOUFFRE D"
    rb"|ATTEINTE? D|SE PLAINT|ON RETROUVE|TRAITEE? (?:PAR|POUR)|VOUS NOUS ADRESSEZ"
    rb"|VOUS M'ADRESSEZ|SOUS TRAITEMENT PAR|RETOUR A DOMICILE)"
)
_IMPERSONAL = re2.compile(
    rb"\b(?:LES PATIENTS|DES PATIENTS|AUX PATIENTS|TOUT PATIENT|CHAQUE PATIENT|PATIENTS"
    rb"|CHEZ L'(?:ADULTE|ENFANT)|CHEZ LES?|EN CAS DE|EN CAS D'|IL CONVIENT|IL EST RECOMMANDE"
    rb"|DOIT ETRE|DOIVENT|PROTOCOLES?|PROCEDURES?|MODE OPERATOIRE|RECOMMANDATIONS?"
    rb"|CONDUITE A TENIR|FICHE TECHNIQUE|REFERENTIEL|LIVRET|BROCHURE|GUIDE|CHARTE"
    rb"|OBJECTIFS?(?: PEDAGOGIQUES?)?|FORMATIONS?|DIAPOSITIVE|DIAPO|MODULE|VERSION|REVISION"
    rb"|DATE D'APPLICATION|REDACTEURS?|REDIGE PAR|APPROUVE PAR|APPROBATEUR|VALIDE PAR"
    rb"|DESTINATAIRES|DOMAINE D'APPLICATION|TARIFS?|PRIX UNITAIRE|P\.U|STOCKS?|QUANTITE"
    rb"|REFERENCE ARTICLE|COMMANDE|CATALOGUE|FOURNISSEUR"
    rb"|MENUS?|DESSERT|ETUDES?|COHORTE|PREVALENCE|INCIDENCE|BIBLIOGRAPHIE|REVUE|RESUME|ABSTRACT"
    rb"|NEWSLETTER|ACTUALITES|JOURNEE MONDIALE|SENSIBILISATION|CAMPAGNE|ANNUAIRE|A COMPLETER"
    rb"|COCHER|QUESTIONNAIRE|PREVENTION|VACCINATION|LES SOIGNANTS|LES EQUIPES|LE PERSONNEL"
    rb"|SOMMAIRE|CHAPITRE|COURS|QCM|ATELIER|QUIZ|CORRIGE|COMPETENCES? VISEES?|EMARGEMENT"
    rb"|CAS CLINIQUES?|CAS N ?O? ?[0-9]|RAISONNEMENT CLINIQUE|MISE EN SITUATION|VIGNETTE"
    rb"|SUPPORT|QUE FAITES-VOUS|A RETENIR|EVALUATION|INDICATEURS?"
    rb"|CONTRE-INDICATIONS?|PRECAUTIONS|AU CAS PAR CAS|REDACTION|AVANT TOUT|AVANT CHAQUE"
    rb"|APRES CHAQUE)\b"
)
_BILL = re2.compile(
    rb"(?m)(?:^|[.!] {1,3}|: ?)[^A-Z\n]{0,12}(?:[A-Z']{1,12} ){0,2}(?:FACTURE|AVIS DES SOMMES"
    rb"|TITRE DE RECETTES?|RELEVE DE (?:COMPTE|PRESTATIONS)|NOTE D'HONORAIRES|DEVIS|RELANCE"
    rb"|BORDEREAU)\b|\b(?:FACTURE|TITRE|DEVIS) (?:N|NO|NUMERO)\b"
)
"""A bill says what it is where a line or sentence begins: « cherche sa facture » is none."""

_WORK = re2.compile(
    rb"(?m)\b(?:CURRICULUM VITAE|CANDIDATURE|LETTRE DE MOTIVATION|CONTRAT DE TRAVAIL|FICHE DE POSTE"
    rb"|OFFRE D'EMPLOI|APPELS? D'OFFRES?|ENTRETIEN (?:PROFESSIONNEL|ANNUEL)|ORDRE DE MISSION"
    rb"|CONTRAT DE MAINTENANCE|EXPERIENCES? PROFESSIONNELLES?|FEUILLE DE PRESENCE"
    rb"|PROCES[ -]VERBAL DE (?:LA )?REUNION|REUNION DE (?:SERVICE|BUREAU|DIRECTION|CADRES))\b"
    rb"|^[ \t*#\-0-9.)]{0,6}(?:ORDRE DU JOUR|RELEVE DE DECISIONS"
    rb"|(?:PV|PROCES[ -]VERBAL|COMPTE[ -]RENDU) D(?:E LA|U|E) (?:COMMISSION|CONSEIL|COMITE))\b"
)
_BLANKS = re2.compile(rb"(?m)\.{6,}[ \t]*(?:[^ \t0-9.:]|:?[ \t]*$)|(?: ?\. ){5,}")
"""Room to write in; dots that lead to something (`AIPP ....... 9 %`, `Nom .....: X`) are none."""

_SOMEBODY = re2.compile(
    rb"\b(?:LA PATIENTE|CETTE PATIENTE|LE PATIENT (?:A|EST|PRESENTE|DECRIT|RAPPORTE)"
    rb"|LA PERSONNE CONCERNEE|NOTRE PATIENTE?|VOTRE PATIENTE?|MA PATIENTE|MON PATIENT)\b"
)
_FIRST_PERSON = re2.compile(
    rb"\b(?:MON (?:MARI|EPOUX|FILS|PERE|OPERATION|TRAITEMENT|HOSPITALISATION|CANCER|DIAGNOSTIC"
    rb"|ALLERGIE|INTERVENTION)|MA (?:FEMME|FILLE|MERE|MALADIE|CHIMIOTHERAPIE|GROSSESSE|PATHOLOGIE)"
    rb"|MES (?:RESULTATS|ANALYSES|ANTECEDENTS|DOULEURS)|JE SUIS (?:SUIVIE?|ATTEINTE?|OPEREE?"
    rb"|MALADE)"
    rb"|ON M'(?:A|AVAIT) |J'ETAIS |J'AI (?:EU |ATTENDU|SOUFFERT|MAL)"
    rb"|M'ONT (?:DIT|OPEREE?|RENVOYEE?)"
    rb"|JE SUIS (?:SORTIE?|RESTEE?|TOMBEE?)|JE NE (?:TENAIS|POUVAIS|PEUX|MARCHE)"
    rb"|JE SOUFFRE|J'AI ETE (?:OPEREE?|HOSPITALISEE?)|ON M'A (?:OPEREE?|DIAGNOSTIQUE))\b"
)
_MAIL_HEADER = re2.compile(
    rb"(?m)^(?:DE|A|FROM|TO|CC|CCI|BCC|EXPEDITEUR|DESTINATAIRES?|REPLY-TO) ?:[^\n]*"
)
_INSTRUCTION = re2.compile(
    rb"(?m)^[ \t\-*0-9.)]{0,6}[A-Z']{3,12}(?:ER|IR|RE) (?:LE |LA |LES |L'|UN |UNE |DES |TOUT "
    rb"|AVANT )"
)
_PERSONAL_KINDS = frozenset(
    (
        MentionKind.FULL_NAME,
        MentionKind.SURNAME,
        MentionKind.BIRTH_NAME,
        MentionKind.GIVEN_NAMES,
        MentionKind.NIR,
        MentionKind.INS,
        MentionKind.BIRTH_DATE,
        MentionKind.PATIENT_ID,
        MentionKind.STAY_ID,
    )
)
_PROVIDERS = words("mailbox_providers")
_LEAST_SURE = 0.55
_NEAR = 600
_LITTLE = 2
_MOST_OF_A_NAMED, _MOST_OF_AN_IDENTIFIED = 3, 11
"""Signs of a text about nobody that one may bear which names a person, or says who it is by a birth
date or number: hardly any article does."""

_IDENTIFYING = frozenset(
    (
        MentionKind.NIR,
        MentionKind.INS,
        MentionKind.BIRTH_DATE,
        MentionKind.PATIENT_ID,
        MentionKind.STAY_ID,
    )
)


def read_genre(
    page: Page,
    mentions: Sequence[Mention],
    *,
    personal: bool = False,
    before: Genre | None = None,
) -> Reading:
    """The genre of a document whose names and identifiers are already found.

    `personal` says that all of it is about somebody, whoever it names; `before` is the genre of the
    stretch that this one goes on from.
    """
    headers = [match.span() for match in _MAIL_HEADER.finditer(page.folded)]
    if headers and _FIRST_PERSON.search(page.folded):
        headers = []  # a person who writes of themselves
    named = [
        (mention.start, mention.end)
        for mention in mentions
        if _is_of_a_person(mention)
        and not any(start <= mention.start < end for start, end in headers)
    ]
    unnamed = [match.span() for match in _SOMEBODY.finditer(page.folded)]
    head = HEAD.search(page.head(_HEAD_LENGTH))
    spans = tuple(sorted(named + unnamed))
    if personal:
        return Reading(Genre.PERSONAL, spans, is_bill=False, all_of_it=True)
    is_bill = _BILL.search(page.head(_HEAD_LENGTH)) is not None
    signs = _Signs.of(page, has_head=head is not None)
    identified = any(m.kind in _IDENTIFYING and m.confidence >= _LEAST_SURE for m in mentions)
    genre = signs.genre(
        named=bool(named), somebody=bool(unnamed), is_bill=is_bill, identified=identified
    )
    if before is Genre.CLINICAL and not named and signs.against <= _LITTLE:
        genre = Genre.CLINICAL
    return Reading(
        genre,
        spans,
        is_bill,
        head.span() if head else None,
        tuple(sorted(named)),
        all_of_it=genre is Genre.CLINICAL and not named,
        of_carers=_CARERS.search(page.folded[:_TOP_LENGTH]) is not None,
    )


def _is_of_a_person(mention: Mention) -> bool:
    if mention.kind is MentionKind.EMAIL:  # a private mailbox, not an establishment's
        domain = mention.value.rpartition("@")[2].upper()
        return not _PROVIDERS.isdisjoint(domain.split("."))
    return mention.kind in _PERSONAL_KINDS and mention.confidence >= _LEAST_SURE


@dataclass(frozen=True, slots=True)
class _Signs:
    """How much speaks for a report about a person, and how much for a text about nobody."""

    has_head: bool
    clinical: int
    narrative: int
    against: int
    is_of_work: bool

    @classmethod
    def of(cls, page: Page, *, has_head: bool) -> "_Signs":
        sections = len(set(_SECTIONS.findall(page.folded)))
        narrative = len({sign[:8] for sign in _NARRATIVE.findall(page.folded)})
        blanks = len(_BLANKS.findall(page.folded)) + page.text.count("_____")
        instructions = len(set(_INSTRUCTION.findall(page.folded)))
        against = len(set(_IMPERSONAL.findall(page.folded)))
        against += 2 * blanks if blanks > 2 else 0
        against += instructions if instructions > 1 else 0
        is_of_work = _WORK.search(page.head(_HEAD_LENGTH)) is not None
        against += 4 if is_of_work else 0
        clinical = 3 * has_head + sections + 2 * narrative
        return cls(has_head, clinical, narrative, against, is_of_work)

    def genre(self, *, named: bool, somebody: bool, is_bill: bool, identified: bool) -> Genre:
        told = self.has_head or self.narrative > 0
        clinical = self.clinical >= 3 and told and self.clinical > self.against and not is_bill
        if not named:
            sure = clinical and self.against <= _LITTLE and (self.has_head or somebody)
            return Genre.CLINICAL if sure else Genre.GENERAL
        if clinical:
            return Genre.CLINICAL
        firm = identified and not self.is_of_work
        most = _MOST_OF_AN_IDENTIFIED if firm else _MOST_OF_A_NAMED
        is_general = self.against > most and self.against > self.clinical
        return Genre.GENERAL if is_general else Genre.PERSONAL
