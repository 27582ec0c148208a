import csv
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.clinic.conftest import files_below
from tocsin.clinic import Clinic, build_clinic
from tocsin.clinic.patient import INDEX_COLUMNS
from tocsin.clinic.truth import Difficulty
from tocsin.errors import UsageError
from tocsin.model.hospital import Hospital


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_clinic(tmp_path / name, patients=250, medical=5, seed=11)
    assert files_below(tmp_path / "one") == files_below(tmp_path / "two")


def test_the_order_of_sets_does_not_matter(tmp_path: Path) -> None:
    """Python shuffles sets of strings anew in each process: the clinic must not notice."""
    code = (
        "import sys, pathlib; from tocsin.clinic import build_clinic;"
        "build_clinic(pathlib.Path(sys.argv[1]), patients=250, medical=5)"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert files_below(tmp_path / "1") == files_below(tmp_path / "2")


def test_two_processes_write_what_one_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_clinic(tmp_path / "alone", patients=250, medical=5, seed=11)
    monkeypatch.setattr("tocsin.clinic.build.ALONE_BELOW", 0)
    build_clinic(tmp_path / "shared", patients=250, medical=5, seed=11)
    assert files_below(tmp_path / "alone") == files_below(tmp_path / "shared")


def test_another_seed_is_another_clinic(tmp_path: Path) -> None:
    one = build_clinic(tmp_path / "one", patients=250, medical=5, seed=1)
    two = build_clinic(tmp_path / "two", patients=250, medical=5, seed=2)
    assert one.patients.read_bytes() != two.patients.read_bytes()


@pytest.mark.parametrize(("patients", "medical"), [(250, 0), (250, 1), (300, 5), (400, 40)])
def test_exactly_so_many_are_medical(tmp_path: Path, patients: int, medical: int) -> None:
    clinic = build_clinic(tmp_path / "c", patients=patients, medical=medical, seed=5)
    persons = rows(clinic.truth / "persons.csv")
    assert sum(row["tier"] == "medical" for row in persons) == medical
    assert sum("health" in row["categories"].split(";") for row in persons) == medical


@pytest.mark.parametrize(("patients", "medical"), [(10, 1), (300, 100), (300, -1)])
def test_an_impossible_clinic_is_refused(tmp_path: Path, patients: int, medical: int) -> None:
    with pytest.raises(UsageError, match=r"clinic\.size"):
        build_clinic(tmp_path / "c", patients=patients, medical=medical)


def test_the_index_has_the_contracts_columns_and_known_bad_rows(clinic: Clinic) -> None:
    with clinic.patients.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert tuple(lines[0]) == INDEX_COLUMNS
    bad = rows(clinic.truth / "bad_rows.csv")
    aside = {int(row["line"]) for row in bad if row["expected"] == "set_aside"}
    good = [line for number, line in enumerate(lines, 1) if number > 1 and number not in aside]
    assert len(good) == 600
    assert all(len(line) == len(INDEX_COLUMNS) for line in good)
    assert len({line[0] for line in good}) == 600
    for row in bad:
        if row["reason"] == "field_count":
            assert len(lines[int(row["line"]) - 1]) != len(INDEX_COLUMNS)


def test_some_patients_stand_nowhere_and_some_in_one_hard_document(clinic: Clinic) -> None:
    persons = {row["patient_id"]: row for row in rows(clinic.truth / "persons.csv")}
    assert 0 < 600 - len(persons) < 60
    hard = [
        row
        for row in persons.values()
        if row["only_in"] and not row["only_in"].startswith("Administration/Exports/")
    ]
    assert len(hard) >= 30
    assert len({row["difficulty"] for row in hard}) >= 12


def test_more_than_half_of_the_documents_name_nobody(clinic: Clinic) -> None:
    documents = rows(clinic.truth / "documents.csv")
    assert len(documents) >= 300
    assert sum(row["names_nobody"] == "yes" for row in documents) > len(documents) / 2


def test_every_file_and_no_other_is_in_the_truth(clinic: Clinic) -> None:
    listed = [row["document"] for row in rows(clinic.truth / "documents.csv")]
    known = set(listed)
    assert len(known) == len(listed)
    on_disk = set(files_below(clinic.source))
    assert {name for name in known if "!/" not in name} == on_disk
    assert {name.partition("!/")[0] for name in known} == on_disk


def test_copies_have_the_bytes_of_their_original(clinic: Clinic) -> None:
    copies = [row for row in rows(clinic.truth / "documents.csv") if row["duplicate_of"]]
    assert copies
    for row in copies:
        original = clinic.source / row["duplicate_of"]
        assert (clinic.source / row["document"]).read_bytes() == original.read_bytes()


def test_all_difficulties_occur_in_a_clinic_of_2000(tmp_path: Path) -> None:
    clinic = build_clinic(tmp_path / "c", patients=2000, medical=20, seed=1)
    seen = {row["difficulty"] for row in rows(clinic.truth / "exposures.csv")}
    assert seen == {difficulty.value for difficulty in Difficulty}


def test_the_hospital_file_says_when_it_happened(clinic: Clinic) -> None:
    facts = tomllib.loads(clinic.hospital.read_text(encoding="utf-8"))
    assert Hospital(**facts).missing() == ()
    assert "\\" not in facts["measures"]
    assert facts["started_on"] < facts["ended_on"] < facts["discovered_at"]
    assert facts["sender_email"].endswith(".invalid")
