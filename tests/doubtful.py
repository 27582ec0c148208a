"""A theft in which people must decide: homonyms, a bare name, a file twice, somebody unknown."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.progress import Silent
from tocsin.scope import scope
from tocsin.seal import Source

HEADER = ["patient_id", "birth_name", "used_name", "first_names", "sex", "birth_date", "city"]
FATHER, SON, ODILE, SOLANGE = "P000001", "P000002", "P000003", "P000004"
PATIENTS = [
    [FATHER, "ESPOSITO", "", "Luca", "M", "1950-07-09", "Roanne"],
    [SON, "ESPOSITO", "", "Luca", "M", "1980-01-05", "Riorges"],
    [ODILE, "QUINTARD", "BERTHELOTTE", "Odile", "F", "1967-11-30", "Roanne"],
    [SOLANGE, "MONTAGNIER", "", "Solange", "F", "1954-03-02", "Feurs"],
]
HOMONYMS = "Compte rendu de consultation. Monsieur Luca ESPOSITO présente un asthme sévère.\n"
FILES = {
    "homonymes.txt": HOMONYMS,
    "nom seul.txt": "Merci de rappeler Madame Odile BERTHELOTTE demain matin.\n",
    "sure.txt": "Madame Solange MONTAGNIER, née le 02/03/1954 : rendez-vous le 3 mai 2025.\n",
    "menu.txt": "Lundi : gratin de courgettes.\n",
    "=tarifs.txt": "Liste des prix du self : café 1 euro.\n",
}


def write_index(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *PATIENTS])
    return path


def write_theft(folder: Path) -> Path:
    (folder / "archive").mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(folder / "homonymes.txt", folder / "archive" / "copie.txt")
    return folder


def run(case: Case, folder: Path) -> None:
    source = Source.at(str(folder / "vol"))
    scope(case, source, folder / "patients.csv", Silent(), workers=1)


@pytest.fixture
def doubtful(tmp_path: Path) -> Iterator[Case]:
    """The case of that theft, scoped."""
    write_index(tmp_path / "patients.csv")
    write_theft(tmp_path / "vol")
    with Case.create_or_open(tmp_path / "affaire") as case:
        run(case, tmp_path)
        yield case


def affected(case: Case) -> dict[str, tuple[str, str, str]]:
    """By patient number: tier, categories, status."""
    rows = case.store.execute(
        "SELECT patient_id, tier, categories, status FROM affected JOIN persons USING (person)"
    )
    return {patient_id: (tier, categories, status) for patient_id, tier, categories, status in rows}
