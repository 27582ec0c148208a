"""The truth is checked by a naive reader that shares no code with the generator."""

import csv
import re
from collections import defaultdict

import pytest

from tests.clinic.reading import documents
from tocsin.clinic import Clinic
from tocsin.clinic.text import bare

SKIPPED = {"ocr"}  # a picture: the naive reader has no eyes


@pytest.fixture(scope="module")
def texts(clinic: Clinic) -> dict[str, str]:
    return {name: f"{name} {text}" for name, text in documents(clinic.source)}


@pytest.fixture(scope="module")
def index(clinic: Clinic) -> dict[str, dict[str, str]]:
    with clinic.patients.open(encoding="utf-8", newline="") as file:
        return {row["patient_id"]: row for row in csv.DictReader(file) if row["language"]}


def handles(person: dict[str, str], difficulty: str) -> list[str]:
    """What of a person may stand in a text, in bare form."""
    names = [bare(person[column]) for column in ("birth_name", "used_name") if person[column]]
    if difficulty == "truncated_column":
        names = [bare(name[:7]) for name in names]
    if difficulty == "typo":
        names = [bare(person["first_names"].split(" ")[0])]
    return [*names, person["patient_id"], bare(person["email"]) or "-", person["nir"][:13] or "-"]


def test_everybody_in_the_truth_stands_in_the_document(
    clinic: Clinic, texts: dict[str, str], index: dict[str, dict[str, str]]
) -> None:
    bare_texts = {name: bare(text) for name, text in texts.items()}
    digits = {name: re.sub(r"[\s.\-]", "", text) for name, text in texts.items()}
    checked = 0
    with (clinic.truth / "exposures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["document"]
            if row["difficulty"] in SKIPPED or index[row["patient_id"]]["nir"].find("X") >= 0:
                continue
            wanted = handles(index[row["patient_id"]], row["difficulty"])
            assert any(w in bare_texts[name] or w in digits[name] for w in wanted), row
            checked += 1
    assert checked > 1000


def test_documents_that_name_nobody_hold_no_identifier(
    clinic: Clinic, texts: dict[str, str], index: dict[str, dict[str, str]]
) -> None:
    identifiers = {person["patient_id"] for person in index.values()}
    identifiers |= {person["nir"] for person in index.values() if person["nir"]}
    identifiers |= {person["email"] for person in index.values() if person["email"]}
    checked = 0
    with (clinic.truth / "documents.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["names_nobody"] == "yes" and row["document"] in texts:
                words = set(re.split(r"[\s;,|<>\"']+", texts[row["document"]]))
                assert not words & identifiers, row["document"]
                checked += 1
    assert checked > 100


def test_only_documents_with_health_in_the_truth_name_an_illness(
    clinic: Clinic, texts: dict[str, str]
) -> None:
    """In a document that names a patient, an illness is health data: the truth must say so."""
    kinds: dict[str, set[str]] = defaultdict(set)
    with (clinic.truth / "exposures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kinds[row["document"]].add(row["category"])
    telling = re.compile(r"mg par jour|cholécystectomie|diabète de type 2|HbA1c|antécédents", re.I)
    for name, categories in kinds.items():
        if "health" not in categories and name in texts:
            assert not telling.search(texts[name]), name
