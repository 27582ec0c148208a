"""Medical words and patterns of a page: candidates, before anybody asks whom they are about."""

from collections.abc import Iterator
from typing import NamedTuple

from tocsin.find import re2
from tocsin.find.page import Page
from tocsin.find.terms import terms

STRONG = frozenset(("disease", "act", "stated", "code", "dose", "lab", "score"))
"""Classes that speak of an illness or a treatment by themselves; the others only in company."""

_LAB = re2.compile(
    rb"\b[0-9]+(?:[.,][0-9]+)? ?(?:MG/L|G/L|G/DL|MG/DL|MMOL/L|UMOL/L|NMOL/L|PMOL/L|[MU]?UI/L"
    rb"|UI/ML|MUI/ML|NG/ML|NG/L|PG/ML|UG/L|MMHG|MEQ/L|ML/MIN(?:/1[.,]73)?|G/24 ?H|GIGA/L|TERA/L"
    rb"|/MM3|G/MMOL)\b"
)
_RESULT = re2.compile(
    rb"\b(?:PCR|SEROLOGIES?|ANTIGENES?|TDR|HEMOCULTURES?|COPROCULTURE|ECBU|TROD|TEST DE GROSSESSE"
    rb"|AG HBS|AC ANTI|ANTI-?(?:HBC|HBS|HCV|HIV|VIH)|TPHA|VDRL|CHARGE VIRALE|(?:ADN|ARN) V[HI][A-Z]"
    rb"|IG[GM])(?: [A-Z0-9\-]+)?(?: [A-Z0-9\-]+)?"
    rb"(?: ?\+|[ :]{1,2}(?:POSITI[FV]E?S?|NEGATI[FV]E?S?|POS|NEG|DETECTEE?|INDETECTABLE)\b"
    rb"|[ :]{1,2}1/[0-9]{1,5}\b)"
    rb"|\b(?:ANTIGENES?|ANTICORPS|SEROLOGIES?|PRELEVEMENTS?|DEPISTAGE|TESTS?|RECHERCHE|ANALYSES?)\b"
    rb"[A-Z0-9 ,'\-]{0,40} (?:EST|SONT|REVELEE?S?|REVENUE?S?|RENDUE?S?)"
    rb" (?:POSITI[FV]E?S?|NEGATI[FV]E?S?)\b"
)
_MEASURED = re2.compile(
    rb"\b(?:GAMMA[ -]?GT|CRP|TSH|HB|HEMOGLOBINE|PLAQUETTES|CREAT(?:ININE(?:MIE)?)?|GLYCEMIE"
    rb"|DEXTROS?|PSA|LEUCOCYTES|ALAT|ASAT|FERRITINE(?:MIE)?|NT-?PROBNP|BNP|TROPONINE|D-?DIMERES"
    rb"|KALIEMIE|NATREMIE|ALBUMINE(?:MIE)?|LIPASE(?:MIE)?|LDL|HDL|(?:B|BETA)[ -]?HCG|BILIRUBINE"
    rb"|LACTATES?|POTASSIUM|SODIUM|CALCIUM|MAGNESIUM|FIBRINOGENE|PROCALCITONINE|PCT|UREE|HEMATOCRITE"
    rb"|VGM|LYMPHOCYTES|GLYCEMIES|CPK|CALCEMIE|ALCOOLEMIE|INR|DFG|CLAIRANCE|HBA1C|HEMOGLOBIN|CREATININE)"
    rb"(?: (?:EST|ETAIT|WAS|ENCORE|POSITI[FV]E?S?|NEGATI[FV]E?S?))?"
    rb"(?:[ ,;|\n]{1,3}(?:VALEUR|RESULTAT|VALUE|RESULT))?[ ]?(?:[:=]|A)?[ ]?[<>]?[0-9]"
)
_STATED = re2.compile(
    rb"\b(?:(DIAGNOSTIC[A-Z ]{0,20}|ANTECEDENTS?[A-Z, ]{0,30}|ATCD|ALLERGIES?(?: CONNUES?)?"
    rb"|TRAITEMENTS?(?: EN COURS| HABITUEL| ACTUEL| DE SORTIE)?|INDICATION(?: OPERATOIRE)?"
    rb"|PATHOLOGIES?|MALADIE|ALD(?: [0-9]{1,2})?)[ \t]*:[ \t]*[A-Z0-9][^\n]{2,80}"
    rb"|(OPEREE?S? (?:DE |D'|DU |DES |POUR )(?:LA |L'|UNE? )?[A-Z]{4,}|SOUFFRE (?:DE |D'"
    rb"|DU )[A-Z' ]{4,}|ATTEINTE? (?:DE |D'|DU )[A-Z']{2,}(?: [A-Z']{2,}){0,3}"
    rb"|SUIVIE? POUR (?:UNE? |SON |SA "
    rb"|DES )?[A-Z]{4,}|HOSPITALISEE? POUR (?:UNE? |SON |SA |DES )?[A-Z]{4,}|EST ENCEINTE"
    rb"|ENCEINTE DE [0-9]|[0-9]{1,2} ?(?:\+ ?[0-6] ?)?SA\b"
    rb"|RECONNUE? (?:TRAVAILLEUR|TRAVAILLEUSE) HANDICAPEE?|RQTH|DOSSIER MDPH"
    rb"|TAUX D'INCAPACITE|EN ALD\b|X\] ?ALD\b|\bALD (?:N ?O ?)?[0-9]{1,2}\b"
    rb"|EN RAPPORT AVEC UNE ALD"
    rb"|(?:ALLERGI(?:QUE|E)|INTOLERANTE?|INTOLERANCE) (?:A LA |A L'|AUX? |A )[A-Z]{4,}"
    rb"|ALLERGIC TO [A-Z]{4,}|(?:ADMITTED WITH|TREATED (?:FOR|WITH)|DIAGNOSED WITH) [A-Z ]{4,}"
    rb"|(?:ABSENCE|PAS) DE CONTRE[ -]INDICATION|NE PRESENTE (?:PAS|AUCUNE)[A-Z ]{0,8}"
    rb" CONTRE[ -]INDICATION|SEVRAGE (?:ALCOOL|TABAGI|ETHYLI)[A-Z]*|HOSPITALISATION POUR SEVRAGE"
    rb"|(?:GENOUX?|CHEVILLE|HANCHE|EPAULE|POIGNET|COUDE|JAMBE|CUISSE|MOLLET|AVANT-BRAS|SEIN|REIN"
    rb"|POUMON|OREILLE|ROTULE|CLAVICULE|TIBIA|FEMUR|HUMERUS|RADIUS|MEMBRE (?:INF|SUP)[A-Z]*"
    rb"|CALCANEUM|OVAIRE|TESTICULE|AINE|TALON|HALLUX|MALLEOLE) (?:DROITE?|GAUCHE|D|G)\b"
    rb"|CARTE (?:D'INVALIDITE|MOBILITE INCLUSION)|PENSION D'INVALIDITE|INVALIDITE [0-9]{1,3} ?%"
    rb"|COUPS ET BLESSURES|\bITT (?:DE |: ?)?[0-9]|VICTIME D(?:E |')[A-Z]{4,}"
    rb"|AMENAGEMENT DE POSTE|RESTRICTIONS? (?:DE PORT|MEDICALES?)|PAS DE PORT\b|\bINAPTE\b"
    rb"|INAPTITUDE|APTE AVEC"
    rb"|(?:PERTE DE|PERDU|MAIGRI DE) [0-9]{1,2} ?KG|[0-9]{1,2} ?KG PERDUS|LIMITATION (?:DES SOINS"
    rb"|DES TRAITEMENTS|THERAPEUTIQUE)|ACHARNEMENT (?:THERAPEUTIQUE)?|DIRECTIVES ANTICIPEES"
    rb"|DEPUIS (?:LA POSE|MON OPERATION|MON INTERVENTION|L'OPERATION|MA CHUTE)"
    rb"|J'AI (?:TOUJOURS |ENCORE |TRES )?MAL\b|MA (?:POMPE|PROTHESE|CICATRICE|MALADIE"
    rb"|GROSSESSE|CHIMIO)"
    rb"|MON (?:TRAITEMENT|CANCER|DIABETE|OPERATION) |MES (?:DOULEURS|CRISES|MEDICAMENTS)"
    rb"|GROUPE SANGUIN[ :]{1,3}(?:A|B|AB|O)\b|RH ?D? ?(?:POSITIF|NEGATIF|POS\b|NEG\b)|\bRAI ?:"
    rb"|SUITES? (?:DE |D'|DU )[A-Z]{3,}|PORTEU(?:R|SE) (?:DE |D'|DU )(?:UNE? )?[A-Z]{4,}))"
)
_UNSAID = re2.compile(
    rb":[ \t]*(?:OUI ?[/ ] ?NON|NON ?/ ?OUI|A (?:COMPLETER|PRECISER|REMPLIR)|VOIR|CF\b|NC\b"
    rb"|[.\-_ ]*$)"
)
_CODE = re2.compile(
    rb"\b(?:CIM(?:[ -]?10)?|DIAG|DP|DAS|DIAGNOSTICS?(?: PRINCIPAL| ASSOCIES?)?|CODE DIAG[A-Z]*"
    rb"|ICD(?:-?10)?)\b[ \t]*[:=(\[]{0,2}[ \t]*([A-TV-Z][0-9]{2}(?:\.?[0-9X+]{1,3})?)\b"
    rb"|\b(?:CCAM|ACTE(?: CCAM)?|CODE ACTE|GHM)\b[ \t]*[:=(]{0,2}[ \t]*([A-Z]{4}[0-9]{3}"
    rb"|[0-9]{2}[CMKZ][0-9]{2}[0-9A-Z])\b|[\[(]([A-TV-Z][0-9]{2}\.[0-9]{1,2})[\])]"
    rb"|\[([A-TV-Z][0-9]{2})\]"
    rb"|\bADICAP\b[ \t]*[:=(]{0,2}[ \t]*([A-Z]{2}[A-Z0-9]{4,6})\b"
    rb"|\b(?:CIP|UCD)(?:[ -]?(?:7|13))?[ \t]*[:=]?[ \t]*(34[0-9]{11}|[0-9]{7})\b"
)
_ACT_CODE = re2.compile(
    rb"\b(?:A[A-HJLMNZ]|B[A-HJ-LZ]|C[A-E]|D[A-HKZ]|E[A-HJ-NPQZ]|F[A-G]|G[A-HJ-L]|H[A-HJ-NP-TZ]"
    rb"|J[A-HJ-NP-SVZ]|K[A-GZ]|L[A-HJLMZ]|M[A-HJZ]|N[A-HJKZ]|P[A-EZ]|Q[A-EZ]|YY|Z[A-FZ])"
    rb"[A-HJ-NP-SY][A-HJ-NPXY][0-9]{3}\b"
)
"""A code of the CCAM by its build: organ, action, way of access, number (CCAM, ATIH)."""

_SCORE = re2.compile(
    rb"\b(?:NYHA [I1-4]|NIHSS|CHA2DS2|MMSE? [0-9]|GLEASON|SCORE DE [A-Z]{4,}|SBR I|P?T[0-4][A-C]?N"
    rb"|PT[0-4][A-C]? |ACR ?[1-6]\b|BI-?RADS|FEVG [0-9]|HBA1C[A-Z ]{0,8}[0-9]|INR (?:WAS |A )?[0-9]"
    rb"|IMC (?:A )?[0-9]{2}|AV O[DG] [0-9]|GIR [1-6]\b|ASA [1-4]\b|KARNOFSKY|EDSS [0-9]|CD4 [0-9]"
    rb"|SPO2 [A-Z ]{0,3}[0-9]{2}|TA [A-Z]{0,2} ?[0-9]{1,3}/[0-9]{1,2}|EVA [A-Z]{0,2} ?[0-9]{1,2}\b"
    rb"|APGAR [0-9]|GLASGOW [A-Z]{0,2} ?[0-9]{1,2}\b|GIR [A-Z]{0,10} ?:? ?[1-6]\b|FC [0-9]{2,3}\b"
    rb"|SA(?:T|O2) [A-Z]{0,2} ?[0-9]{2}\b"
    rb"|[0-9]{1,2}/10 P[0-9]{1,2}\b|BRADEN [0-9]|NORTON [0-9]|TINETTI|DIURESE [A-Z]{0,2} ?[0-9]"
    rb"|VEMS [0-9]{2}"
    rb"|(?:DAS ?28|BASDAI|WOMAC|LEQUESNE|SCORAD|UPDRS|MADRS|EPWORTH|FAGERSTROM|METAVIR|ECOG|ISUP"
    rb"|BRESLOW|(?:PI|LI|TI)-?RADS|MELD|MADDREY|FIB-?4|CHARLSON) ?[:=]? ?[0-9]"
    rb"|CHILD(?:-PUGH)? [ABC]\b|MELD [A-Z ]{0,16}[:=] ?[0-9]|LR-[1-5]\b|QUANTIFERON POSITIF"
    rb"|IAH [A-Z ]{0,12}[:=]? ?[0-9]|O[DG] [:=]? ?[0-9]{2,3} ?DB\b"
    rb"|O[DG][ .A-Z]{0,6} ?[:=]? ?[+\-][0-9]{1,2}[.,](?:00|25|50|75)\b)"
)
_ANY_DOSE = re2.compile(
    rb"\b[A-Z][A-Z\-]{3,}(?: LP)? [0-9]{1,4}(?:[.,][0-9]{1,2})? ?(?:MG|MCG|UG|UI)\b"
    rb"|\b(?:FEBRILE|FIEVRE|TEMPERATURE|HYPERTHERMIE)[A-Z ,:]{0,20}(?:3[5-9]|4[0-2])[.,][0-9]\b"
)
"""A dose, whatever the drug is called; a temperature."""

_AFTER_SURGERY = re2.compile(rb"\bJ ?\+? ?[0-9]{1,2}\b")
"""The day after an operation."""

_PATTERNS = (
    (_LAB, "lab"),
    (_RESULT, "lab"),
    (_MEASURED, "lab"),
    (_ANY_DOSE, "dose"),
    (_SCORE, "score"),
    (_CODE, "code"),
    (_ACT_CODE, "code"),
    (_AFTER_SURGERY, "symptom"),
)
_FORM = re2.compile(
    rb"\b(?:([A-Z]{3,}(?:ECTOMIE|PLASTIE|STOMIE|OSCOPIE|RRAPHIE|PEXIE|CENTESE)S?"
    rb"|[A-Z]{2,}(?:ADHESIO|THROMBO|FIBRINO|ARTHRO|NEURO)LYSES?"
    rb"|[A-Z]*(?:ARTHRO|TENO)DESES?)"
    rb"|([A-Z]*(?:ARTHR|THROMB|SCLER|FIBR|CIRRH|MYC|NEVR|PSYCH|TUBERCUL|STEN|NECR|CYPH|SCOLI"
    rb"|POR|ENDOMETRI|MUCOVISCID|SARCOID|AMYLO?ID|HEMOCHROMAT|DIVERTICUL|CANDID|TOXOPLASM"
    rb"|LEPTOSPIR|ACID|NEPHR|KERAT|DERMAT)OSES?"
    rb"|[A-Z]*(?:ARTHR|BRONCH|IOL|GASTR|ENTER|HEPAT|PANCREAT|CYST|APPENDIC|SIGMOID|DIVERTICUL"
    rb"|PERITON|MENING|ENCEPHAL|MYEL|NEVR|NEPHR|PROSTAT|URETR|ORCH|VAGIN|SALPING|MAST|DERMAT"
    rb"|FOLLICUL|KERAT|CONJONCTIV|SINUS|PHARYNG|LARYNG|AMYGDAL|TRACHE|PLEUR|CARD|PHLEB"
    rb"|VASCULAR|TENDIN|BURS|CAPSUL|OSTE|SPONDYL|FASCI|MYOS|STOMAT|GINGIV|PARODONT|THYROID"
    rb"|CONDYL)ITES?|OTITES?|COLITES?|UVEITES?"
    rb"|[A-Z]*(?:CARCIN|SARC|MELAN|LYMPH|MYEL|GLI|BLAST|MENINGI|FIBR|LIP|ANGI|ADEN|NEURIN"
    rb"|PAPILL|HEMAT|CONDYL|TERAT|SEMIN|MESOTHELI)OMES?"
    rb"|(?:AN|LEUC|GLYC|HYPERCHOLESTEROL|DYSLIPID|HYPERKALI|HYPOKALI|HYPONATR|HYPERCALC|HYPOCALC"
    rb"|BACTERI|SEPTIC|HYPERURIC|THALASS)[EI]MIES?"
    rb"|[A-Z]{2,}(?:PLEGIE|PARESIE|PENIE|MEGALIE|RRAGIE|DYSTROPHIE|PLASIE|ECTASIE|LITHIASE"
    rb"|APHASIE|ACOUSIE|DYNIE|CYTOSE|CYTEMIE)S?"
    rb"|[A-Z]*(?:CARDI|NEUR|RETIN|NEPHR|MY|ARTHR|VALVUL|ENCEPHAL|COAGUL|UR|GASTR|VASCUL|HEPAT)"
    rb"OPATHIES?)"
    rb"|([A-Z]{2,}ALGIES?)|([A-Z]*(?:ECHO|MAMMO|SCINTI|ARTERIO|CORONARO|CYSTO|MYELO|CHOLANGIO|URO"
    rb"|ANGIO|SOMNO|SPIRO|DENSITOMETRIE|ENCEPHALO)GRAPHIES?))\b"
)
_FORMS = ("act", "disease", "symptom", "exam")
_NO_FORMS = frozenset(
    (
        b"MICROSCOPIE", b"SPECTROSCOPIE", b"RADIOSCOPIE", b"NOSTALGIE", b"NOSTALGIES",
        b"STROBOSCOPIE", b"SYNDROMES", b"APLASIE",
    )
)  # fmt: skip
_TAKEN = re2.compile(
    rb"^(?: LP| FORTE)?(?: [0-9]{1,4}(?:[.,][0-9]+)?\b|[ ]?(?:[:=]|->)?[ ]?(?:DONNEE?|FAITE?"
    rb"|PASSEE?|PRISE?|ADMINISTREE?|ARRETEE?|SUFFIT|REPRISE?|AUGMENTEE?|DIMINUEE?|STOP(?:PEE?)?)\b)"
)
"""`Lantus 24`, `Zophren donné`."""

_DOSE = re2.compile(
    rb"^[A-Z \-/(]{0,25}[0-9]+(?:[.,][0-9]+)? ?(?:MG|G|UG|MCG|UI|ML|CP|CPR|COMPRIMES?|GELULES?"
    rb"|IVD|IVL|IVSE|IV|S/?C|IM|PO|PER OS"
    rb"|AMPOULES?|SACHETS?|BOUFFEES?|GOUTTES?|X|PAR JOUR|/J|FOIS)\b|^[^\n]{0,25}\b(?:MATIN|MIDI"
    rb"|SOIR|COUCHER|PAR JOUR|SI BESOIN|SI INCONFORT|SI DOULEURS?|MATIN ET SOIR)\b"
)
_GIVEN = re2.compile(
    rb"\b(?:PERFUSIONS?|INJECTIONS?|CURES?|BOLUS|SOUS|TRAITEE?S? PAR|TRAITEMENT PAR|ARRET|ARRETER"
    rb"|PRESCRIT|PREVOIR|DEBUT|INTRODUIT|MAINTENUE?|REPRISE|PREND|PRENAIT|CONTINUER|POURSUIVRE"
    rb"|RECOIT|RUPTURE|ON|TAKES|STARTED ON|COMPRIMES?|GELULES?|BOITES?|GOUTTES|AMPOULES?|FLACONS?"
    rb"|PATCHS?|SACHETS?|PREMEDICATION|PRIS)"
    rb"(?: DE L'| DE LA| DE SON| DE | D'| DU | PAR | LE | LA | LES | L'| SON | SA | SES | VOS | )$"
)


class Candidate(NamedTuple):
    """A medical word or pattern and its class."""

    start: int
    end: int
    kind: str

    @property
    def is_strong(self) -> bool:
        """Whether it speaks of an illness or a treatment by itself."""
        return self.kind in STRONG


def candidates(page: Page) -> Iterator[Candidate]:
    """Every medical word, dose, value, statement and code of the page, in no order."""
    yield from _listed(page)
    yield from _formed(page)
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(page.folded):
            yield Candidate(match.start(), match.end(), kind)
    for match in _STATED.finditer(page.folded):
        if not _UNSAID.search(match.group(0)):
            yield Candidate(match.start(), match.end(), "stated")


def _listed(page: Page) -> Iterator[Candidate]:
    """The words of the nomenclatures."""
    known = terms()
    for start, end, phrase in known.vocabulary.scan(page):
        kind = known.classes[phrase]
        if len(phrase) <= 4 and not page.text[start:end].isupper() and phrase not in known.plain:
            continue  # abbreviations count in capitals only
        if kind == "drug" and _is_given(page, start, end):
            kind = "dose"
        yield Candidate(start, end, kind)


def _formed(page: Page) -> Iterator[Candidate]:
    """Words that no list needs to hold: what Greek endings make of an organ."""
    for match in _FORM.finditer(page.folded):
        if match.group(0) not in _NO_FORMS:
            kind = next(_FORMS[i] for i in range(4) if match.group(i + 1))
            yield Candidate(match.start(), match.end(), kind)


def _is_given(page: Page, start: int, end: int) -> bool:
    """Whether a drug is prescribed here: a dose after it, or a word of giving before."""
    after = page.after(end, 40)
    dosed = _DOSE.search(after) is not None or _TAKEN.search(after) is not None
    return dosed or _GIVEN.search(page.before(start, 24)) is not None
