"""Pictures come last, each once, and what they say joins what was known before."""

import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.scope.test_scope import exported, run
from tocsin.case import Case
from tocsin.scope import worker
from tocsin.scope.pictures import to_read, waiting

CARD = ["CARTE D'IDENTITE", "Nom : MONTAGNIER", "Prenom : AURELIEN", "Ne le : 11.05.1980"]


def card(path: Path, lines: list[str] = CARD) -> Path:
    image = Image.new("L", (1100, 700), "white")
    drawing = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=52)
    for number, line in enumerate(lines):
        drawing.text((80, 80 + 120 * number), line, fill="black", font=font)
    image.save(path)
    return path


@pytest.fixture
def scans(source: Path) -> Path:
    """The same card three times: alone, in an archive, and copied."""
    scan = card(source / "numerisation.png")
    with zipfile.ZipFile(source / "envoi.zip", "w") as archive:
        archive.write(scan, "IMG_0001.png")
    (source / "copie.png").write_bytes(scan.read_bytes())
    return source


def test_a_picture_gives_its_person_wherever_it_lies(
    tmp_path: Path, scans: Path, patients: Path
) -> None:
    run(tmp_path / "affaire", scans, patients)
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    documents = {row["document"]: row for row in tables["documents"]}
    names = ("copie.png", "envoi.zip!/IMG_0001.png", "numerisation.png")
    assert sorted(documents[name]["status"] for name in names) == [
        "read",
        "skipped_duplicate",
        "skipped_duplicate",
    ]
    shown = {row["document"] for row in tables["exposures"] if row["patient_id"] == "P000002"}
    assert set(names) <= shown
    assert not any(row["reason"] == "ocr pending" for row in tables["documents"])


def test_the_texts_are_summed_up_before_the_pictures(
    tmp_path: Path, scans: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_run: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["tocsin.scope.scope"]._Run, "read_pictures", stopped)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path / "affaire", scans, patients)
    with Case.open(tmp_path / "affaire") as case:
        assert waiting(case.store) == 2
        assert [file.pictures for file in to_read(case.store)] == [("copie.png",)]
    early = exported(tmp_path / "affaire", tmp_path / "early")
    assert {row["patient_id"] for row in early["persons"]} >= {"P000001", "P000003"}
    run(tmp_path / "affaire", scans, patients)
    run(tmp_path / "entier", scans, patients)
    late = exported(tmp_path / "affaire", tmp_path / "late")
    assert late == exported(tmp_path / "entier", tmp_path / "whole")


def test_a_cell_that_dies_of_a_picture_keeps_what_was_known(
    tmp_path: Path, source: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = source / "MONTAGNIER Aurélien 11-05-1980"
    folder.mkdir()
    card(folder / "scan.png", ["Rien"])
    real = worker.Worker._findings

    def blind(self: worker.Worker, reader: worker.WalledReader, file: worker.ShardFile) -> object:
        if file.ocr:
            reader._cells._memory = 150_000_000  # too little for any program
            reader.close()
        return real(self, reader, file)

    monkeypatch.setattr(worker.Worker, "_findings", blind)
    run(tmp_path / "affaire", source, patients)
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    name = "MONTAGNIER Aurélien 11-05-1980/scan.png"
    (document,) = (row for row in tables["documents"] if row["document"] == name)
    assert document["status"] == "unreadable"
    assert document["reason"] not in ("", "ocr pending")
    assert ("P000002", name) in {(r["patient_id"], r["document"]) for r in tables["exposures"]}
