"""Surnames that are a particle or one letter, in text, tables and paths, and the same words as
grammar.
"""

from datetime import date

import pytest

from tests.assess.conftest import record
from tests.match.people import invent
from tocsin.assess import Analyst
from tocsin.match import PatientIndex
from tocsin.model.document import TableBlock, TextBlock
from tocsin.model.person import Person, Sex

CROWD = invent(800, seed=4)
NAMES: list[tuple[str, str, Sex, date]] = [
    ("Le", "Huong", "F", date(2002, 3, 23)),
    ("De", "Camille", "F", date(1980, 1, 2)),
    ("Da", "Paulo", "M", date(1966, 7, 8)),
    ("El", "Nadia", "F", date(1990, 9, 9)),
    ("Ly", "Minh", "M", date(1970, 5, 6)),
    ("Bâ", "Oumar", "M", date(1949, 8, 1)),
    ("O", "Min-ho", "M", date(1977, 11, 12)),
    ("Y", "Sophie", "F", date(1961, 2, 3)),
    ("Le", "Van Thanh", "M", date(1955, 10, 10)),
]
PEOPLE = [
    Person(f"S{n}", birth_name=surname, first_names=given, sex=sex, birth_date=born)
    for n, (surname, given, sex, born) in enumerate(NAMES)
]
STYLES = ("{S} {g}", "{s} {g}", "{g} {S}", "{g} {s}", "{t} {S} {g}", "{t} {g} {s}", "{S} {G}")


@pytest.fixture(scope="module")
def analyst() -> Analyst:
    return Analyst(PatientIndex([*CROWD, *PEOPLE]), b"k" * 32)


def written(person: Person, style: str) -> str:
    title = "Mme" if person.sex == "F" else "M."
    s, g = person.birth_name, person.first_names
    return style.format(s=s, S=s.upper(), g=g, G=g.upper(), t=title)


def found(analyst: Analyst, document: str, text: str = "") -> set[tuple[int, bool]]:
    blocks = [TextBlock(document, "corps", text)] if text else []
    (findings,) = analyst.documents([*blocks, record(document)])
    return {(e.person - len(CROWD), e.confirmed) for e in findings.exposures}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_in_a_path_and_in_a_text(analyst: Analyst, number: int, style: str) -> None:
    name, born = written(PEOPLE[number], style), PEOPLE[number].birth_date
    assert found(analyst, f"Scans/{name} {born:%d%m%Y}.pdf") == {(number, True)}
    assert found(analyst, f"Scans/{name.replace(' ', '_')}_{born:%d-%m-%Y}.pdf") == {(number, True)}
    text = f"Bonjour,\nAdmission de {name}, né(e) le {born:%d/%m/%Y}, lundi.\n"
    assert found(analyst, "d.txt", text) == {(number, True)}
    assert (number, False) in found(analyst, "d.txt", f"Merci de rappeler {name} demain.\n")


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_in_a_table(analyst: Analyst, number: int) -> None:
    person = PEOPLE[number]
    row = [person.birth_name.upper(), person.first_names, f"{person.birth_date:%d/%m/%Y}"]
    for header, cells in (
        (("NOM", "PRENOM", "DDN"), row),
        (("Patient", "DDN"), [" ".join(row[:2]), row[2]]),
    ):
        (findings,) = analyst.documents([TableBlock("t.csv", "", header, [cells]), record("t.csv")])
        assert {(e.person - len(CROWD), e.confirmed) for e in findings.exposures} == {
            (number, True)
        }


@pytest.mark.parametrize(
    "text",
    [
        "Le service ferme à 17 h ; de Camille Dupré nous attendons la réponse.",
        "Pascal El Mansouri et Sophie Yvars, de la pharmacie.",
        "Il y a Sophie au bureau, le matin.",
        "Huong de la lingerie, et Nadia.",
        "Le Camille Pissarro de la salle d'attente est une copie.",
    ],
)
def test_as_grammar_they_name_nobody(analyst: Analyst, text: str) -> None:
    assert not any(sure for _, sure in found(analyst, "d.txt", f"Bonjour,\n{text}\n"))


def test_a_short_surname_with_another_given_name_is_not_theirs(analyst: Analyst) -> None:
    assert found(analyst, "Scans/LE Jacqueline 23032002.pdf") == set()
