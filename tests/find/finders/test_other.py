"""Identifiers, papers, money, secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.find.lexicon import values
from tests.find.test_mrz import TD3, french_card
from tocsin.find import TextFinder
from tocsin.find.finders.money import is_iban, is_luhn
from tocsin.model.mention import MentionKind as K


def iban(bban: str) -> str:
    digits = "".join(str(int(c, 36)) for c in bban + "FR00")
    return f"FR{98 - int(digits) % 97:02d}{bban}"


@given(st.integers(0, 10**23 - 1))
def test_iban_in_groups(number: int) -> None:
    value = iban(f"{number:023d}")
    assert is_iban(value)
    assert not is_iban(value[:-1] + str((int(value[-1]) + 1) % 10))


def test_iban_in_text(finder: TextFinder) -> None:
    (mention,) = finder.find("IBAN : FR76 3000 6000 0112\n3456 7890 189 BIC AGRIFRPP")
    assert (mention.kind, mention.value) == (K.FINANCIAL, "FR7630006000011234567890189")


def test_cards_need_luhn_and_context(finder: TextFinder) -> None:
    assert is_luhn("4970100000000154")
    assert values(finder.find("carte bancaire 4970 1000 0000 0154"), K.FINANCIAL)
    assert not values(finder.find("série 4970 1000 0000 0154"), K.FINANCIAL)
    assert not values(finder.find("carte bancaire 4970 1000 0000 0155"), K.FINANCIAL)


@pytest.mark.parametrize(
    "text", ["Solde dû : 62,40 €", "reste à charge 205,30 EUR", "Le relevé s'élève à 184,50 €"]
)
def test_sums_owed(finder: TextFinder, text: str) -> None:
    assert len(values(finder.find(text), K.FINANCIAL)) == 1


def test_a_column_of_sums_owed(finder: TextFinder) -> None:
    rows = "\n".join(
        f"DUPONT   Mari  {day:02d}/01/1997   FA25-{day}   217,90 €" for day in range(1, 30)
    )
    found = finder.find(f"Suivi n° 7\n\nNom      Prén  Né(e) le     N°       Montant\n{rows}")
    assert len(values(found, K.FINANCIAL)) == 29


@pytest.mark.parametrize("text", ["le solde des congés", "IBAN FR00 0000 0000", "budget 12 000 €"])
def test_no_money_of_a_person(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.FINANCIAL) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IPP : 0012345678", "0012345678"),
        ("N° dossier : 20251234", "20251234"),
        ("voir p12345 demain", "P12345"),
        ("ligne 800123456 ok", "800123456"),
    ],
)
def test_patient_ids(finder: TextFinder, text: str, value: str) -> None:
    assert values(finder.find(text), K.PATIENT_ID) == [value]


def test_unknown_tokens_are_no_patient_ids(finder: TextFinder) -> None:
    assert values(finder.find("commande 800123457, lot X99881"), K.PATIENT_ID) == []


def test_credentials(finder: TextFinder) -> None:
    found = finder.find("login : mdupont  mot de passe : Azerty!2024")
    assert values(found, K.CREDENTIAL) == ["", ""]


@pytest.mark.parametrize(
    "text", ["mot de passe oublié", "Mot de passe : ********", "password: null", "login : mdupont"]
)
def test_no_credentials(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.CREDENTIAL) == []


def test_identity_number(finder: TextFinder) -> None:
    assert values(finder.find("Passeport n° : 12AB34567"), K.IDENTITY_NUMBER) == ["12AB34567"]
    assert values(finder.find("apportez votre passeport"), K.IDENTITY_NUMBER) == []


def test_the_head_of_a_scanned_card(finder: TextFinder) -> None:
    card = "CARTE NATIONALE D'IDENTITÉ\nNom : DUPONT\nPrénom(s) : MARIE\nSexe : F\nTaille : 1,65 m"
    assert values(finder.find(card, ocr=True), K.IDENTITY_NUMBER) == [""]
    letter = "Merci de joindre la copie de votre carte nationale d'identité."
    assert values(finder.find(letter), K.IDENTITY_NUMBER) == []


@pytest.mark.parametrize("zone", [TD3, french_card("DUPONT", "MARIE<<LOUISE", "540302", "F")])
def test_a_zone_gives_the_person(finder: TextFinder, zone: list[str]) -> None:
    found = finder.find("Passeport\n" + "\n".join(zone) + "\n", ocr=True)
    assert {K.MRZ, K.FULL_NAME, K.SURNAME, K.GIVEN_NAMES, K.BIRTH_DATE, K.SEX} <= {
        m.kind for m in found
    }
    assert all(m.confidence > 0.95 for m in found if m.kind is K.MRZ)


@pytest.mark.parametrize(
    "line", [TD3[0], TD3[0][:36], french_card("DUPONT", "MARIE<<LOUISE", "540302", "F")[0]]
)
def test_the_top_of_a_zone_whose_rest_is_cut_off(finder: TextFinder, line: str) -> None:
    assert values(finder.find(f"Photographie\n{line}\n", ocr=True), K.IDENTITY_NUMBER) == [""]


@pytest.mark.parametrize(
    "line", ["Patient << Retour à la liste >>", "IDENTIFIANT << RETOUR A LA LISTE", "<" * 30]
)
def test_arrows_are_no_zone(finder: TextFinder, line: str) -> None:
    assert values(finder.find(f"Accueil\n{line}\n", ocr=True), K.IDENTITY_NUMBER) == []


def test_a_zone_with_spaces_and_lost_fillers(finder: TextFinder) -> None:
    zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<< <<<<<<<<<<<\n" + TD3[1]
    assert values(finder.find(zone, ocr=True), K.BIRTH_DATE) == ["1974-08-12"]


@pytest.mark.parametrize(
    "text",
    [
        "pour la facture FA25-06886, d'un montant de 60,50 €",
        "Remboursement de 142,90 € au profit de Mme Roux",
        "Reste à charge de Claire Roux, née le 6 avril 1993 : 123,20 €",
    ],
)
def test_sums_in_sentences(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.FINANCIAL)


@pytest.mark.parametrize(
    "text",
    [
        "identifiant lroux11, code secret kmcGRgM4P2, à changer",
        "identifiant\nlroux11, mot de\npasse provisoire SPxqSrBDFN.",
        "mot de passe remis par téléphone : 3N9XxKzkZ!",
    ],
)
def test_secrets_in_sentences(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.CREDENTIAL)


def test_insurance_in_sentences(finder: TextFinder) -> None:
    text = "Accord attendu auprès de la Mutuelle du Forez (adhérent 52199R)"
    assert len(values(finder.find(text), K.INSURANCE)) == 2
    assert not values(finder.find("la mutuelle du personnel est ouverte"), K.INSURANCE)


def test_insurance(finder: TextFinder) -> None:
    assert values(finder.find("Mutuelle : MGEN   Médecin : oui"), K.INSURANCE)
    assert values(finder.find("Carte Vitale\nMARIE DUPONT\nÉmise le 01/02/2015"), K.INSURANCE)
    assert not values(finder.find("Nom : VITALE\nCarte n° : 140242133229"), K.INSURANCE)
    assert not values(
        finder.find("munissez-vous de votre carte Vitale et de la mutuelle"), K.INSURANCE
    )


def test_sensitive_kinds_only_about_somebody(finder: TextFinder) -> None:
    found = finder.find("M. Ahmed Benali, VIH, témoin de Jéhovah, incarcéré")
    rules = [m.rule for m in found if m.kind is K.OTHER_SENSITIVE]
    assert rules == ["hiv", "religion", "offence"]
    assert values(found, K.HEALTH)
    assert not values(finder.find("Le dépistage du VIH est gratuit."), K.OTHER_SENSITIVE)


@pytest.mark.parametrize(
    "text",
    [
        "Mme Petit, votre rendez-vous est fixé",
        "BULLETIN DE SITUATION : M. Roux",
        "M. Roux est hospitalisé chambre 214",
    ],
)
def test_care_episodes_are_not_health(finder: TextFinder, text: str) -> None:
    found = finder.find(text)
    assert any(m.kind is K.CARE_EPISODE for m in found)
    assert not any(m.kind is K.HEALTH for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "mot de passe pour MARTIN Marie-Hélène, née le 03/10/1976",
        "mot de passe : ********",
        "votre mot de passe doit rester secret",
    ],
)
def test_no_secret_said(finder: TextFinder, text: str) -> None:
    assert not values(finder.find(text), K.CREDENTIAL)


def test_a_password_behind_an_address(finder: TextFinder) -> None:
    found = finder.find("portail Mme Anne PETIT anne.petit@exemple.invalid / Lucas2025!")
    assert len([m for m in found if m.kind is K.CREDENTIAL]) == 1


@pytest.mark.parametrize(
    "text",
    ["anne.petit@exemple.invalid / 0639981234", "anne@exemple.invalid ; accueil@exemple.invalid"],
)
def test_no_password_behind_an_address(finder: TextFinder, text: str) -> None:
    assert [m for m in finder.find(text) if m.kind is K.CREDENTIAL] == []


def test_a_visit_of_a_minister_of_religion(finder: TextFinder) -> None:
    found = finder.find("Mme Anne PETIT, 27/09/1959, demande la visite du rabbin")
    assert [m.rule for m in found if m.kind is K.OTHER_SENSITIVE] == ["religion"]


def test_a_bank_account_with_a_slip_and_one_in_parts(finder: TextFinder) -> None:
    found = finder.find("Titulaire : Anne PETIT\nIBAN FR76 1027 8073 0100 0204 5670 164")
    assert [m.rule for m in found if m.kind is K.FINANCIAL] == ["iban, slip"]
    found = finder.find("Banque 10278 Guichet 07301 Compte 00020456701 Clé 64")
    assert [m.rule for m in found if m.kind is K.FINANCIAL] == ["rib"]


@pytest.mark.parametrize(
    "text",
    [
        "Nom     Né le       Date RDV    Unité\nPETIT   02/03/1954  12/05/2025  2 Est",
        "Vous êtes attendue le 3 avril en ambulatoire, Mme PETIT Anne",
        "Emergency visit 02/07/2025, Mrs Anne PETIT",
        "Mme PETIT Anne s'est présentée à la clinique le 5 mai 2025",
        "J'ai été reçue le 20/12/2024, Anne Petit",
    ],
)
def test_episodes_otherwise_said(finder: TextFinder, text: str) -> None:
    assert [m for m in finder.find(text) if m.kind is K.CARE_EPISODE]


@pytest.mark.parametrize(
    "text",
    [
        "Aucune autre action n'est attendue de votre côté.",
        "Scanner JACQUES PETIT Anne 12/12/1936",
        "Mme PETIT Anne, née le 02/03/1954 : règlement reçu",
    ],
)
def test_no_episode(finder: TextFinder, text: str) -> None:
    assert [m for m in finder.find(text) if m.kind is K.CARE_EPISODE] == []
