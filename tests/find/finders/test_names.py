import pytest

from tests.find.lexicon import SmallLexicon, values
from tocsin.find import TextFinder
from tocsin.model.mention import MentionKind as K

NAMES = (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.GIVEN_NAMES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DUPONT Marie", "DUPONT MARIE"),
        ("Marie DUPONT", "MARIE DUPONT"),
        ("Marie Louise Dupont", "MARIE LOUISE DUPONT"),
        ("DUPONT, Marie", "DUPONT MARIE"),
        ("Marie\nDupont", "MARIE DUPONT"),
        ("Dossiers/DUPONT_Marie_1954/scan.pdf", "DUPONT MARIE"),
        ("LE GALL Pierre", "LE GALL PIERRE"),
        ("Jean-Pierre DUPONT", "JEAN PIERRE DUPONT"),
        ("Jean Pierre Dupont-Martin", "JEAN PIERRE DUPONT MARTIN"),
        ("J. Dupont", "J DUPONT"),
        ("201 Dupont J. 94 ans", "DUPONT J"),
        ("203 Dupont J (80a)", "DUPONT J"),
        ("Dupont J. 12/04/1951", "DUPONT J"),
        ("partage/martin jean/courrier.docx", "MARTIN JEAN"),
        ("Marie LEFEVRE", "MARIE LEFEVRE"),
        ("DUPONT ; Marie ; 02/03/1954", "DUPONT MARIE"),
        ("Marie-Louise\nMOREAU, née le", "MARIE LOUISE MOREAU"),
    ],
)
def test_names_of_the_index(finder: TextFinder, text: str, name: str) -> None:
    assert values(finder.find(text), K.FULL_NAME) == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Madame Sirine Cossou, 59 ans", "SIRINE COSSOU"),
        ("Mme KOWALCZYK Olga", "KOWALCZYK OLGA"),
        ("M. de la Fontaine Paul", "DE LA FONTAINE PAUL"),
        ("Mme Louise garcia", "LOUISE GARCIA"),
        ("Patient : Zhao Lian", "ZHAO LIAN"),
        ("Je vois Dalhia Leborgne âgée de 51 ans", "DALHIA LEBORGNE"),
        ("KOWALCZYK Piotr 03/05/1970", "KOWALCZYK PIOTR"),
        ("Nom : DUPONT Marie", "DUPONT MARIE"),
        ("pour jean de la fontaine martin né le 20/2/1992", "JEAN DE LA FONTAINE MARTIN"),
        ("Mme Marie-Louise\nMOREAU, née le", "MARIE LOUISE MOREAU"),
    ],
)
def test_introduced_names_need_no_index(finder: TextFinder, text: str, name: str) -> None:
    assert values(finder.find(text), K.FULL_NAME) == [name]


def test_a_form(finder: TextFinder) -> None:
    found = finder.find(
        "Nom de naissance : DURAND\nNom d'usage : DUPONT\nPrénoms :\nMarie, Louise\nSexe : F"
    )
    assert values(found, K.BIRTH_NAME) == ["DURAND"]
    assert values(found, K.SURNAME) == ["DUPONT"]
    assert values(found, K.GIVEN_NAMES) == ["MARIE LOUISE"]


def test_a_surname_that_is_a_particle_elsewhere(finder: TextFinder) -> None:
    found = finder.find("Nom : LE\nPrénom : Marie")
    assert values(found, K.SURNAME) == ["LE"]
    assert values(finder.find("Nom : LE\nPRESCRIPTEUR"), K.SURNAME) == ["LE"]
    assert values(finder.find("Nom : DU\nPrénom : Marie"), K.SURNAME) == []  # nobody is called so


def test_a_label_says_what_it_announces(finder: TextFinder) -> None:
    found = finder.find("Nom : DE SOUS\nPrénom : Marie-Martin\nNé le 02/03/1954")
    assert values(found, K.SURNAME) == ["DE SOUS"]
    assert values(found, K.GIVEN_NAMES) == ["MARIE MARTIN"]


def test_birth_and_married_names(finder: TextFinder) -> None:
    found = finder.find("Mme DUPONT née MARTIN Claire, Mme Anne DURAND ép. ROUX")
    assert values(found, K.BIRTH_NAME) == ["MARTIN"]
    assert values(found, K.GIVEN_NAMES) == ["CLAIRE"]
    assert values(found, K.SURNAME) == ["DUPONT", "ROUX"]
    assert values(found, K.SEX) == ["F", "F"]


def test_a_list_is_several_persons(finder: TextFinder) -> None:
    found = finder.find("DUPONT Marie, MARTIN Jean, PETIT Anne")
    assert values(found, K.FULL_NAME) == ["DUPONT MARIE", "MARTIN JEAN", "PETIT ANNE"]


def test_title_and_lower_case(finder: TextFinder) -> None:
    assert values(finder.find("mme dupont a appelé"), K.SURNAME) == ["DUPONT"]


def test_half_a_name_beside_a_date(finder: TextFinder) -> None:
    assert values(finder.find("Lefebvre, 16 décembre 1968"), K.SURNAME) == ["LEFEBVRE"]


@pytest.mark.parametrize(
    "text",
    [
        "le petit martin est tombé du nid",
        "une rose rouge",
        "Petit déjeuner à 8 h",
        "Objet : Demande de congés",
        "Patient suivant, merci",
        "Monsieur le Directeur,",
        "Nom : ........ Prénom : ........",
        "Nom\nPrénom\nDate de naissance",
    ],
)
def test_words_that_are_no_names(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), *NAMES) == []


def test_ocr_figures_inside_a_name(finder: TextFinder) -> None:
    assert values(finder.find("Mme DUP0NT Mar1e", ocr=True), K.FULL_NAME) == ["DUPONT MARIE"]


class WithLe(SmallLexicon):
    def is_surname(self, folded: str) -> bool:
        return folded == "LE" or super().is_surname(folded)


def test_a_particle_can_be_a_surname() -> None:
    found = TextFinder(WithLe()).find("Merci de recevoir Marie Le, née le 24 décembre 1938")
    assert values(found, K.FULL_NAME) == ["MARIE LE"]


class WithVitale(SmallLexicon):
    def surname_tokens(self) -> frozenset[str]:
        return super().surname_tokens() | {"VITALE"}


def test_an_everyday_word_can_be_a_surname() -> None:
    finder = TextFinder(WithVitale())
    found = finder.find("Échéancier accordé à VITALE Marie, née le 22/07/1960")
    assert values(found, K.FULL_NAME) == ["VITALE MARIE"]
    assert values(finder.find("apporter la carte Vitale"), K.FULL_NAME, K.SURNAME) == []


def test_a_name_cut_to_another_word(finder: TextFinder) -> None:
    found = finder.find("DURANDO  Mari  11/03/1948 471")
    assert values(found, K.FULL_NAME) == ["DURANDO MARI"]


class WithLongNames(SmallLexicon):
    def is_surname(self, folded: str) -> bool:
        return folded in ("LAM TAM", "PETIT DIT LEMARQUAND", "KUNTZ") or super().is_surname(folded)

    def is_given_name(self, folded: str) -> bool:
        return folded == "VAN" or super().is_given_name(folded)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Madame Daniella Lam tam, 85 ans", "DANIELLA LAM TAM"),
        ("Monsieur Johnny Petit dit lemarquand 19 ans", "JOHNNY PETIT DIT LEMARQUAND"),
        ("Patient : Daniella Lam tam\nSexe : F", "DANIELLA LAM TAM"),
        ("Madame Daniella Lam est venue", "DANIELLA LAM"),
        ("Monsieur Van Kuntz, 72 ans", "VAN KUNTZ"),
    ],
)
def test_surnames_that_go_on_in_lower_case(text: str, name: str) -> None:
    assert values(TextFinder(WithLongNames()).find(text), K.FULL_NAME) == [name]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vu marie dupont née le 4/4/98 pour angine", "MARIE DUPONT"),
        ("dossier de Anne de la Fontaine", "ANNE DE LA FONTAINE"),
        ("Paul de Saint-Martin est venu", "PAUL DE SAINT MARTIN"),
    ],
)
def test_names_in_notes_and_with_several_particles(
    finder: TextFinder, text: str, value: str
) -> None:
    assert value in values(finder.find(text), K.FULL_NAME)


def test_the_labels_of_a_passport(finder: TextFinder) -> None:
    found = finder.find("PASSEPORT\nNom/Surname (1) ROUX\nPrénoms/Given names (2) CLAIRE ANNE")
    assert values(found, K.SURNAME) == ["ROUX"]
    assert values(found, K.GIVEN_NAMES) == ["CLAIRE ANNE"]


@pytest.mark.parametrize(
    "text", ["Patient DUPONT Jean, Pierre, Martin", "DUPONT JEAN, PIERRE, MARTIN"]
)
def test_further_given_names_are_nobody_else(finder: TextFinder, text: str) -> None:
    sure = [mention for mention in finder.find(text) if mention.confidence >= 0.3]
    assert [v for v in values(sure, K.FULL_NAME) if "DUPONT" not in v] == []


def test_an_author_is_no_name_with_an_initial(finder: TextFinder) -> None:
    assert values(finder.find("voir Dupont J. et al., 2015"), K.FULL_NAME) == []


@pytest.mark.parametrize(
    "text",
    [
        "appeler son mari Pierre 06 39 98 12 34",
        "personne à prévenir : fille, Pierre, tél 04 65 71 00 00",
    ],
)
def test_a_relative_by_given_name_and_telephone(finder: TextFinder, text: str) -> None:
    assert values(finder.find(text), K.GIVEN_NAMES) == ["PIERRE"]


def test_a_given_name_by_itself_is_nobody(finder: TextFinder) -> None:
    assert values(finder.find("son mari Pierre viendra, appeler le 06 39 98 12 34"), *NAMES) == []
