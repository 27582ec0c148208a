"""Families, homonyms, staff and errors of the index, from the stolen files to the export.

For each both ways: who is meant is found, and nobody else is confirmed.
"""

import csv
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from tests.match.people import invent, nir_of
from tocsin.case import Case
from tocsin.export import export
from tocsin.model.person import Person
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

HOME = {"address": "14 rue des Acacias", "postal_code": "42400", "city": "Saint-Chamond"}
OLD, YOUNG, TWINS = date(1948, 10, 9), date(1976, 7, 23), date(2009, 3, 14)
MOTHER_NIR = nir_of("F", date(1984, 2, 3), 77)
FATHER_NIR = nir_of("M", OLD, 78)
PEOPLE = [
    Person("FATHER", birth_name="Vourlat", first_names="Bastien", sex="M", birth_date=OLD,
           nir=FATHER_NIR, **HOME),
    Person("SON", birth_name="Vourlat", first_names="Bastien", sex="M", birth_date=YOUNG, **HOME),
    Person("TWIN", birth_name="Bourdelin", first_names="Lise", sex="F", birth_date=TWINS, **HOME),
    Person("OTHER-TWIN", birth_name="Bourdelin", first_names="Tom", sex="M", birth_date=TWINS,
           **HOME),
    Person("MOTHER", birth_name="Crozemarie", used_name="Sauzéat", first_names="Hélène", sex="F",
           birth_date=date(1984, 2, 3), nir=MOTHER_NIR, **HOME),
    Person("CHILD", birth_name="Sauzéat", first_names="Noa", sex="F",
           birth_date=date(2016, 5, 12), **HOME),
    Person("HUSBAND", birth_name="Sauzéat", first_names="Loris", sex="M",
           birth_date=date(1982, 11, 8), **HOME),
    Person("DOCTOR", birth_name="Tarnowski", first_names="Gilles", sex="M",
           birth_date=date(1969, 1, 30)),
    Person("SWAPPED", birth_name="Agathe", first_names="Pélissonnier", sex="F",
           birth_date=date(1971, 4, 9)),
    Person("SLIPPED", birth_name="Hurtevent", first_names="Côme", sex="M",
           birth_date=date(1990, 6, 5)),
    Person("TWICE-1", birth_name="Doublonnet", first_names="Rémi", sex="M",
           birth_date=date(1958, 8, 8)),
    Person("TWICE-2", birth_name="Doublonnet", first_names="Remi", sex="M",
           birth_date=date(1958, 8, 8)),
]  # fmt: skip
LETTER = (
    "Compte rendu de consultation\n\n{}\n\n{} présente un asthme sévère traité par salbutamol.\n"
)
FILES = {
    "father": LETTER.format("Monsieur Bastien VOURLAT, né le 09/10/1948", "Le patient"),
    "son": LETTER.format("Monsieur Bastien VOURLAT, né le 23/07/1976", "Le patient"),
    "either": LETTER.format("Monsieur Bastien VOURLAT", "Le patient"),
    "twin": LETTER.format("Lise BOURDELIN, née le 14/03/2009", "L'enfant"),
    "twins": "Nom : BOURDELIN\nNé(e) le : 14/03/2009\nRendez-vous le 3 mai 2025.\n",
    "child": "Nom : SAUZEAT\nPrénom : Noa\nNée le : 12/05/2016\n"
             f"N° de sécurité sociale (assuré) : {MOTHER_NIR}\n",
    "mother": f"Madame Hélène SAUZEAT, N° de sécurité sociale : {MOTHER_NIR}\n",
    "husband": "Monsieur Loris SAUZEAT\n14 rue des Acacias\n42400 Saint-Chamond\n",
    "doctor as doctor": LETTER.format("Monsieur Côme HURTEVENT, né le 05/06/1990", "Le patient")
                        + "\nDr Gilles TARNOWSKI\n",
    "doctor as patient": LETTER.format("Monsieur Gilles TARNOWSKI, né le 30/01/1969", "Le patient"),
    "swapped": LETTER.format("Madame Agathe PELISSONNIER, née le 09/04/1971", "La patiente"),
    "swapped form": "Nom : PELISSONNIER\nPrénom : Agathe\nNée le : 09/04/1971\n",
    "slipped": LETTER.format("Monsieur Côme HURTEVENT, né le 05/06/1991", "Le patient"),
    "twice": LETTER.format("Monsieur Rémi DOUBLONNET, né le 08/08/1958", "Le patient"),
    "stranger": LETTER.format("Monsieur Bastien VOURLAT, né le 01/02/1999", "Le patient"),
}  # fmt: skip
TABLES = {
    "planning.csv": "Patient;DDN;Chirurgien\nVOURLAT Bastien;23/07/1976;Dr TARNOWSKI Gilles\n"
                    "BOURDELIN Tom;14/03/2009;Agathe PELISSONNIER\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of that theft."""
    folder = tmp_path_factory.mktemp("families")
    vol = folder / "vol"
    vol.mkdir()
    for name, text in FILES.items():
        (vol / f"{name}.txt").write_text(text, encoding="utf-8")
    for name, text in TABLES.items():
        (vol / name).write_text(text, encoding="utf-8")
    with (folder / "patients.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        names = [field.name for field in fields(Person) if field.name != "insured_nir"]
        writer.writerow(names)
        writer.writerows(
            [getattr(p, name) or "" for name in names] for p in (*invent(600), *PEOPLE)
        )
    with Case.create_or_open(folder / "affaire") as case:
        source = Source.at(str(vol))
        scope(case, source, folder / "patients.csv", Silent(), workers=1)
        export(case, folder / "out", Silent())
    return folder / "out"


def rows(out: Path, name: str) -> list[dict[str, str]]:
    with (out / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(out: Path, document: str) -> tuple[set[str], set[str]]:
    """Who is confirmed to be in a document, and who may be."""
    with Case.open(out.parent / "affaire") as case:
        said = case.store.execute(
            "SELECT patient_id, max(confirmed) FROM standing JOIN persons USING (person)"
            " JOIN documents USING (document) WHERE path = ? GROUP BY person",
            (document,),
        )
    return {who for who, sure in said if sure}, {who for who, sure in said if not sure}


@pytest.mark.parametrize(
    ("document", "who"),
    [
        ("father.txt", {"FATHER"}),
        ("son.txt", {"SON"}),
        ("twin.txt", {"TWIN"}),
        ("mother.txt", {"MOTHER"}),
        ("child.txt", {"CHILD"}),
        ("husband.txt", {"HUSBAND"}),
        ("doctor as patient.txt", {"DOCTOR"}),
        ("doctor as doctor.txt", {"SLIPPED"}),
        ("swapped.txt", {"SWAPPED"}),
        ("swapped form.txt", {"SWAPPED"}),
        ("slipped.txt", {"SLIPPED"}),
        ("planning.csv", {"SON", "OTHER-TWIN"}),
        ("stranger.txt", set()),
    ],
)
def test_who_is_meant_and_nobody_else(out: Path, document: str, who: set[str]) -> None:
    assert found(out, document) == (who, set())


@pytest.mark.parametrize(
    ("document", "who"),
    [
        ("either.txt", {"FATHER", "SON"}),
        ("twins.txt", {"TWIN", "OTHER-TWIN"}),
        ("twice.txt", {"TWICE-1", "TWICE-2"}),
    ],
)
def test_people_choose_and_nobody_is_confirmed(out: Path, document: str, who: set[str]) -> None:
    assert found(out, document) == (set(), who)


def test_the_export_says_the_same(out: Path) -> None:
    persons = {row["patient_id"]: (row["tier"], row["status"]) for row in rows(out, "persons.csv")}
    assert persons["DOCTOR"] == persons["SON"] == persons["FATHER"] == ("medical", "confirmed")
    assert persons["TWIN"] == ("medical", "confirmed")
    assert persons["OTHER-TWIN"] == persons["MOTHER"] == ("administrative", "confirmed")
    assert persons["TWICE-1"] == persons["TWICE-2"] == ("medical", "to_review")
    assert persons["CHILD"] == ("administrative", "confirmed")
    assert set(persons) == {person.patient_id for person in PEOPLE}


def test_strangers_and_staff_are_no_patients(out: Path) -> None:
    unmatched = {row["name"]: row["reason"].split(" ")[0] for row in rows(out, "unmatched.csv")}
    assert unmatched == {
        "Gilles TARNOWSKI": "staff",
        "Agathe PELISSONNIER": "staff",
        "Bastien VOURLAT": "not_in_index",
    }
