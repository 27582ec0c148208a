"""The ways in which papers write what tells who somebody is and what is theirs, kind by kind.

Sentences written for these tests; each must give a mention of its kind.
"""

import pytest

from tests.find.lexicon import values
from tocsin.find import TextFinder
from tocsin.match.nir import key_of
from tocsin.model.mention import MentionKind as K

BODY = "2540342123456"
KEY = f"{key_of(BODY):02}"

NIRS = (
    f"NIR : 2 54 03 42 123 456 {KEY}",
    f"N° SS 2.54.03.42.123.456.{KEY}",
    f"n° sécu {BODY}{KEY}",
    f"2-54-03-42-123-456-{KEY}",
    f"Sécurité sociale 2 54 03 42 123 456 / {KEY}",
    f"NIR: {BODY} Clé : {KEY}",
    "Numéro INSEE 2 54 03 42 123 456",
    f"2 54 03 42 123\n456 {KEY}",
)
SAID = {
    K.PATIENT_ID: (
        "IPP : P12345",
        "IPP=P12345",
        "Dossier n°0012345678",
        "n° de dossier 800123456",
        "Id patient P12345",
        "N°IPP:P12345",
    ),
    K.ADDRESS: (
        "12 bis, av. Jean Jaurès",
        "14 ter chemin des Vignes",
        "8 r. Pasteur",
        "5 Grande Rue",
        "12, Grand'Rue",
        "BP 123 42003 SAINT-ETIENNE CEDEX 1",
        "Appt 12, 4 place Carnot",
    ),
    K.IDENTITY_NUMBER: (
        "Passeport n° 12AB34567",
        "CNI 880692310285",
        "CNI n° : X4RTBPFW4",
        "Titre de séjour 9923456789",
        "permis de conduire n° 13AA00002",
        "carte d'identité belge 592-1234567-89",
        "NIE X1234567L",
        "DNI 12345678Z",
        "NINO QQ 12 34 56 C",
        "numéro AVS 756.1234.5678.97",
    ),
    K.FINANCIAL: (
        "FR7630006000011234567890189",
        "IBAN : DE89 3704 0044 0532 0130 00",
        "RIB 30006 00001 12345678901 89",
        "compte n° 30006 00001 12345678901 clé 89",
    ),
    K.INSURANCE: (
        "Mutuelle : MGEN n° adhérent 12345678",
        "Harmonie Mutuelle n° 1234567",
        "CSS : oui",
        "Régime : 01 Caisse : 421 Centre : 0001",
        "Attestation de droits à l'assurance maladie",
    ),
    K.CREDENTIAL: (
        "login: mdupont / mdp: Soleil42!",
        "mot de passe provisoire Abc12345",
        "Votre code d'accès est 458712",
        "code PIN 4587",
    ),
    K.STAFF: (
        "Dr Paul MARTIN",
        "interne : Dr L. Roux",
        "IDE : Sophie DURAND",
        "RPPS 10001234567",
        "M. Jean BERNARD, cadre de santé",
    ),
    K.FULL_NAME: (
        "J. DUPONT",
        "DUPONT (Marie)",
        "DUPONT | Marie",
        "DUPONT/Marie",
        "DUPONT.Marie.pdf",
        "marie.dupont_2024.docx",
        "CR-DUPONT-Marie.pdf",
        "Marie DUPNT",
    ),
}
ABOUT_HER = {
    K.HEALTH: (
        "Elle est suivie pour un diabète de type 2.",
        "Pas de diabète connu.",
        "Mère atteinte d'un cancer du sein.",
        "Traitement : metformine 500 mg",
        "HbA1c 8,2 %, CRP 98 mg/L",
        "CCAM NEKA020",
        "en fauteuil roulant, diabétique",
        "sérologie VIH négative",
    ),
    K.OTHER_SENSITIVE: (
        "mutation BRCA1",
        "porteuse saine de la mucoviscidose",
        "sous PrEP depuis mars",
        "victime de viol",
        "toxicomane",
        "addiction à l'héroïne",
        "hospitalisation sous contrainte",
        "témoin de Jéhovah",
        "repas casher",
        "garde à vue",
        "syndiquée CGT",
        "demandeur d'asile",
    ),
}


@pytest.mark.parametrize("text", NIRS)
def test_nir(finder: TextFinder, text: str) -> None:
    assert [value[:13] for value in values(finder.find(text), K.NIR)] == [BODY]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts]
)
def test_every_way_of_saying_it(finder: TextFinder, kind: K, text: str) -> None:
    found = [m for m in finder.find(text) if m.kind is kind and m.confidence >= 0.4]
    assert found


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in ABOUT_HER.items() for text in texts]
)
def test_what_is_said_of_a_person(finder: TextFinder, kind: K, text: str) -> None:
    said = finder.find(f"Mme DUPONT Marie, née le 02/03/1954. Note : {text}.")
    assert [m for m in said if m.kind is kind and m.confidence >= 0.5]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.IDENTITY_NUMBER, "le passeport est à renouveler en 2026"),
        (K.CREDENTIAL, "le code PIN est à changer"),
        (K.STAFF, "le cardiologue reçoit sur rendez-vous"),
        (K.FINANCIAL, "compte rendu n° 12 du 30/06/2025"),
        (K.ADDRESS, "le 12 passage aux urgences"),
        (K.OTHER_SENSITIVE, "Menu de la semaine : repas casher, repas halal, repas sans sel"),
        (K.OTHER_SENSITIVE, "les violences conjugales : formation du personnel"),
    ],
)
def test_what_only_looks_like_it(finder: TextFinder, kind: K, text: str) -> None:
    assert [m for m in finder.find(text) if m.kind is kind and m.confidence >= 0.5] == []
