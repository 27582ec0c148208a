import json
from pathlib import Path

import pytest

from tests.clinic.conftest import files_below
from tocsin.clinic import Clinic, build_clinic
from tocsin.clinic.__main__ import main


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["tocsin.clinic", *map(str, arguments)])
    return main()


def test_build_writes_what_the_function_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("--patients", 250, "--medical", 3, "--seed", 2)
    assert run(monkeypatch, "build", tmp_path / "one", *arguments) == 0
    build_clinic(tmp_path / "two", patients=250, medical=3, seed=2)
    assert files_below(tmp_path / "one") == files_below(tmp_path / "two")


def test_score_prints_json(
    clinic: Clinic,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, columns in {
        "persons": "patient_id,tier,categories,status,documents",
        "exposures": "patient_id,category,document,locator,confidence,basis",
        "documents": "document,parent,sha256,size,media_type,kind,status,reason,persons",
        "unmatched": "document,name,categories,reason",
    }.items():
        (tmp_path / f"{name}.csv").write_text(columns + "\n", encoding="utf-8")
    assert run(monkeypatch, "score", clinic.truth, tmp_path) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["missed"] == shown["affected"] > 500
    assert shown["medical"]["expected"] == shown["medical_missed"] == 14


def test_errors_are_sentences_with_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "build", tmp_path, "--patients", 3) == 2
    assert "clinic.size" in capsys.readouterr().err
    assert run(monkeypatch, "score", tmp_path, tmp_path) == 3
    assert "score.table" in capsys.readouterr().err
