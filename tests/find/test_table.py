import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.find.lexicon import SmallLexicon
from tocsin.find import TableFinder
from tocsin.find.table import kind_of_title, normalized
from tocsin.model.mention import MentionKind as K

TABLES = TableFinder(SmallLexicon())
ROW = [
    "DUPONT",
    "Marie",
    "02/03/1954",
    "2540342218025",
    "marie@exemple.invalid",
    "0639981234",
    "42000",
]
ROWS = [
    ROW,
    [
        "DURAND",
        "Paul",
        "14/07/1988",
        "1880742218031",
        "paul@exemple.invalid",
        "0477990001",
        "69003",
    ],
    ["PETIT", "Anne", "01/12/2004", "2041242218044", "anne@exemple.invalid", "0639981236", "42100"],
    ["ROUX", "Claire", "12/04/1977", "2770442218055", "", "0639981237", "42300"],
]


def kinds(header: list[str], rows: list[list[str]]) -> list[K]:
    columns = TABLES.columns(header, rows)
    assert [column.index for column in columns] == list(range(len(columns)))
    return [column.kind for column in columns]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("NOM_NAISSANCE", K.BIRTH_NAME),
        ("nomjf", K.BIRTH_NAME),
        ("PAT_NOM", K.SURNAME),
        ("NomUsage", K.SURNAME),
        ("Prénom(s)", K.GIVEN_NAMES),
        ("dateNaissance", K.BIRTH_DATE),
        ("DDN", K.BIRTH_DATE),
        ("N° Sécu", K.NIR),
        ("matricule INS", K.INS),
        ("id_patient", K.PATIENT_ID),
        ("N° dossier", K.PATIENT_ID),
        ("Tél. portable", K.PHONE),
        ("CP", K.POSTAL_CODE),
        ("Médecin traitant", K.STAFF),
        ("date_entree", K.CARE_EPISODE),
        ("Diagnostic principal", K.HEALTH),
        ("mot de passe", K.CREDENTIAL),
        ("mutuelle", K.INSURANCE),
        ("Observations", K.FREE_TEXT),
        ("quantité", K.IGNORED),
    ],
)
def test_header_words(title: str, kind: K) -> None:
    assert kind_of_title(normalized(title)) is kind


def test_values_alone() -> None:
    expected = [K.SURNAME, K.GIVEN_NAMES, K.BIRTH_DATE, K.NIR, K.EMAIL, K.PHONE, K.POSTAL_CODE]
    assert kinds([], ROWS) == expected


def test_a_misleading_header_gives_way_to_the_values() -> None:
    header = ["nom", "prenom", "telephone", "ddn", "mail", "nir", "cp"]
    assert kinds(header, ROWS)[2:6] == [K.BIRTH_DATE, K.NIR, K.EMAIL, K.PHONE]


def test_motives_are_prose_unless_they_are_medical() -> None:
    dull = [["0012345678", "renouvellement du dossier administratif"]] * 4
    ill = [
        ["0012345678", "cholécystectomie"],
        ["P12345", "PTH droite"],
        ["800123456", "cancer du sein"],
    ]
    assert kinds(["ipp", "motif"], dull) == [K.PATIENT_ID, K.FREE_TEXT]
    assert kinds(["ipp", "motif"], ill) == [K.PATIENT_ID, K.HEALTH]
    assert kinds(["ipp", "commentaire"], ill) == [K.PATIENT_ID, K.FREE_TEXT]
    assert kinds(["ipp", "commentaire"], ill * 4) == [K.PATIENT_ID, K.HEALTH]


def test_logins_that_are_addresses() -> None:
    rows = [["P12345", "marie@exemple.invalid", "a1"], ["P12346", "paul@exemple.invalid", "b2"]]
    both = kinds(["ipp", "login", "mot de passe"], rows)
    assert both == [K.PATIENT_ID, K.EMAIL, K.CREDENTIAL]
    assert kinds(["ipp", "login"], [row[:2] for row in rows]) == [K.PATIENT_ID, K.CREDENTIAL]
    names = [["P12345", "mdupont", "a1"], ["P12346", "pdurand", "b2"]]
    assert kinds(["ipp", "login", "mot de passe"], names)[1] == K.CREDENTIAL


def test_identifiers_under_a_header_of_names() -> None:
    rows = [["0012345678", "2025-06-01"], ["P12345", "2025-06-02"], ["800123456", "2025-06-03"]]
    assert kinds(["patient", "date_rdv"], rows) == [K.PATIENT_ID, K.CARE_EPISODE]


def test_a_list_of_operations_is_health() -> None:
    rows = [["8 h", "DUPONT Marie", "geste rare", "Dr Roux"], ["9 h", "", "libre", "Dr Roux"]] * 3
    found = kinds(["Heure", "Patient", "Intervention", "Opérateur"], rows)
    assert found[2:] == [K.HEALTH, K.STAFF]


def test_what_brought_to_the_emergency_room_is_health() -> None:
    rows = [["DUPONT", "Marie", "dlr tho", "UHCD"], ["DURAND", "Paul", "AVP", "RAD"]]
    found = kinds(["Nom", "Prénom", "Motif", "Orientation"], rows)
    assert found[2] == K.HEALTH


def test_the_reason_of_a_meeting_is_read_for_itself() -> None:
    rows = [["DUPONT Marie", "retard de paiement"], ["DURAND Paul", "plainte"]]
    assert kinds(["Nom", "Motif"], rows)[1] == K.FREE_TEXT


def test_care_dates_are_not_birth_dates() -> None:
    rows = [["DUPONT Marie", f"{day:02d}/05/2025"] for day in range(1, 20)]
    assert kinds(["patient", ""], rows) == [K.FULL_NAME, K.CARE_EPISODE]


def test_doctors_are_staff() -> None:
    rows = [["DUPONT Marie", "Dr Martin"], ["DURAND Paul", "Dr Petit"], ["ROUX Claire", "Pr Roux"]]
    assert kinds(["patient", "chir"], rows) == [K.FULL_NAME, K.STAFF]


def test_a_directory_of_the_staff_names_no_patient() -> None:
    rows = [["DUPONT", "Marie", "cadre", "m@exemple.invalid"]] * 4
    found = kinds(["Nom", "Prénom", "Fonction", "Mail"], rows)
    assert found[:2] == [K.STAFF, K.STAFF]
    assert K.EMAIL not in found


@pytest.mark.parametrize(
    "header", [["Code CCAM", "Acte", "Montant"], ["DP", "Libellé DP", "Total"], ["", "", ""]]
)
def test_reference_tables_are_about_nobody(header: list[str]) -> None:
    rows = [
        ["NEKA020", "prothèse totale de hanche", "459,80"],
        ["HHFA001", "appendicectomie", "180,00"],
    ] * 3
    assert not {K.HEALTH, K.FINANCIAL, K.CARE_EPISODE} & set(kinds(header, rows))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=12), max_size=6),
    st.lists(st.lists(st.text(max_size=20), max_size=7), max_size=8),
)
def test_every_column_exactly_once(header: list[str], rows: list[list[str]]) -> None:
    width = max([len(header), *(len(row) for row in rows)], default=0)
    assert len(kinds(header, rows)) == width


def test_no_table() -> None:
    assert TABLES.columns([], []) == []


def test_a_diet_under_the_title_of_an_insurance() -> None:
    header = ["NOM", "PRENOM", "DDN", "REGIME", "TEXTURE"]
    diets = [
        [*row[:3], diet, "mixée"]
        for row, diet in zip(ROWS, ["sans sel", "", "01", ""], strict=True)
    ]
    assert kinds(header, diets)[3:] == [K.HEALTH, K.HEALTH]
    scheme = [[*row[:3], "01", ""] for row in ROWS]
    assert kinds(header, scheme)[3] is K.INSURANCE


def test_a_title_that_is_a_medical_word() -> None:
    header = ["NOM", "PRENOM", "DDN", "Escarre", "Risque de chute"]
    rows = [[*row[:3], "stade 1", "élevé"] for row in ROWS]
    assert kinds(header, rows)[3:] == [K.HEALTH, K.HEALTH]


def test_names_under_a_title_of_places() -> None:
    header = ["Ch", "Lit P", "Lit F"]
    rows = [["201", "M. DUPONT Marie", ""], ["202", "Mme ROUX Claire", "Mme PETIT Anne"]]
    assert kinds(header, rows)[1:] == [K.FULL_NAME, K.FULL_NAME]


def test_names_among_other_things_are_read_as_text() -> None:
    header = ["Salle", "Matin"]
    rows = [["S1", "ROUX Claire (12/04/1977) PTH ; PETIT Anne (01/12/2004) fistule"]]
    assert K.FULL_NAME not in kinds(header, rows)


def test_a_column_of_drugs_is_medical() -> None:
    header = [*HEADER_OF_PEOPLE, "Ligne.libelle"]
    drugs = ["CLOZAPINE 100MG CPR", "BIKTARVY 50/200/25MG CPR", "PARACETAMOL 500MG GEL"]
    rows = [[*row[:3], drug] for row, drug in zip(ROWS, drugs, strict=False)]
    assert kinds(header, rows)[-1] in (K.HEALTH, K.FREE_TEXT)


def test_whose_a_name_in_a_path_is_stays() -> None:
    header = [*HEADER_OF_PEOPLE, "Prescripteur.nom"]
    rows = [[*row[:3], "ESCARPIT"] for row in ROWS]
    assert kinds(header, rows)[-1] is not K.SURNAME


HEADER_OF_PEOPLE = ["Nom", "Prénom", "Né le"]
