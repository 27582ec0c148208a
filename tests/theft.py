"""A theft small enough to read: three patients and a handful of files."""

import csv
import shutil
from pathlib import Path

import pytest

HEADER = ["patient_id", "nir", "birth_name", "used_name", "first_names", "sex", "birth_date",
          "email"]  # fmt: skip
PATIENTS = [
    ["P000001", "254034221801234", "BERTHELOT", "", "Solange", "F", "1954-03-02",
     "solange@exemple.invalid"],
    ["P000002", "180057512305628", "MONTAGNIER", "", "Aurélien", "M", "1980-05-11", ""],
    ["P000003", "", "QUINTARD", "ESPOSITO", "Odile", "F", "1967-11-30", ""],
]  # fmt: skip


@pytest.fixture
def patients(tmp_path: Path) -> Path:
    path = tmp_path / "patients.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *PATIENTS])
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "vol"
    folder.mkdir()
    (folder / "liste.csv").write_text(
        "NOM;PRENOM;DATE_NAISSANCE\nBERTHELOT;SOLANGE;02/03/1954\nMONTAGNIER;AURELIEN;11/05/1980\n",
        encoding="cp1252",
    )
    (folder / "courrier.txt").write_text(
        "Madame Odile ESPOSITO née QUINTARD le 30/11/1967 présente une sciatique"
        " droite hyperalgique, traitée par infiltration.\n",
        encoding="utf-8",
    )
    (folder / "menu.txt").write_text("Lundi : gratin de courgettes.\n", encoding="utf-8")
    (folder / "vide.bin").touch()
    shutil.copy(folder / "courrier.txt", folder / "courrier (copie).txt")
    return folder
