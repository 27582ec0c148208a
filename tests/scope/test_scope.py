"""The scope as a whole: every file has its row, every person is found, a stop costs nothing."""

import csv
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.read.wall import misbehaving
from tocsin.case import Case
from tocsin.errors import CaseError, InputError
from tocsin.export import export
from tocsin.find import re2
from tocsin.progress import Progress, Silent
from tocsin.scope import Scoped, scope
from tocsin.scope.shard import ShardFile
from tocsin.seal import Source


def run(case_folder: Path, source: Path, patients: Path) -> Scoped:
    with Case.create_or_open(case_folder) as case:
        return scope(case, Source.at(str(source)), patients, Silent(), workers=2)


def exported(case_folder: Path, out: Path) -> dict[str, list[dict[str, str]]]:
    with Case.open(case_folder) as case:
        export(case, out, Silent())
    return {
        path.stem: list(csv.DictReader(path.open(encoding="utf-8"))) for path in out.glob("*.csv")
    }


def test_persons_and_documents(tmp_path: Path, source: Path, patients: Path) -> None:
    done = run(tmp_path / "affaire", source, patients)
    assert (done.files_read, done.files_already_done) == (5, 0)
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    persons = {row["patient_id"]: row for row in tables["persons"]}
    assert set(persons) == {"P000001", "P000002", "P000003"}
    assert persons["P000003"]["tier"] == "medical"
    assert persons["P000001"]["tier"] == "administrative"
    assert {row["status"] for row in persons.values()} == {"confirmed"}
    documents = {row["document"]: row for row in tables["documents"]}
    assert set(documents) == {p.name for p in source.iterdir()}
    assert documents["vide.bin"]["status"] == "unreadable"
    assert documents["menu.txt"]["persons"] == "0"
    copies = {documents[n]["status"] for n in ("courrier.txt", "courrier (copie).txt")}
    assert copies == {"read", "skipped_duplicate"}
    assert persons["P000003"]["documents"] == "2"


def test_a_large_scope_is_prepared_and_finds_the_same(
    tmp_path: Path, source: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "one", source, patients)
    monkeypatch.setattr(sys.modules["tocsin.scope.scope"], "MUCH", 0)
    monkeypatch.setattr(re2._common, "_held", None)
    run(tmp_path / "two", source, patients)
    assert re2._common._held is not None
    assert exported(tmp_path / "one", tmp_path / "1") == exported(tmp_path / "two", tmp_path / "2")


def test_running_again_reads_nothing_again(tmp_path: Path, source: Path, patients: Path) -> None:
    run(tmp_path / "affaire", source, patients)
    first = exported(tmp_path / "affaire", tmp_path / "out1")
    done = run(tmp_path / "affaire", source, patients)
    assert (done.files_read, done.files_already_done) == (0, 5)
    assert exported(tmp_path / "affaire", tmp_path / "out2") == first


def test_a_new_file_is_read_alone(tmp_path: Path, source: Path, patients: Path) -> None:
    run(tmp_path / "affaire", source, patients)
    (source / "ajout.txt").write_text("Rien.")
    done = run(tmp_path / "affaire", source, patients)
    assert (done.files_read, done.files_already_done) == (1, 5)


def test_a_killed_run_resumes_to_the_same_result(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    for number in range(400):
        (source / f"note{number:03}.txt").write_text(
            f"Note {number}: BERTHELOT Solange, 02/03/1954"
        )
    run(tmp_path / "entier", source, patients)
    killed = tmp_path / "interrompu"
    command = [sys.executable, "-m", "tocsin", "scope", str(source), "--patients", str(patients),
               "--case", str(killed), "--workers", "2"]  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _wait_for_some_done(killed, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = run(killed, source, patients)
    assert done.files_already_done > 0
    assert exported(killed, tmp_path / "b") == exported(tmp_path / "entier", tmp_path / "a")


def _wait_for_some_done(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (folder / "case.db").exists():
            try:
                with Case.open(folder, exclusive=False) as case:
                    if case.store.count("SELECT count(*) FROM items WHERE done = 1"):
                        return
            except Exception:
                pass
        time.sleep(0.01)


def test_another_source_or_index_is_refused(tmp_path: Path, source: Path, patients: Path) -> None:
    run(tmp_path / "affaire", source, patients)
    (tmp_path / "autre").mkdir()
    with pytest.raises(CaseError) as caught:
        run(tmp_path / "affaire", tmp_path / "autre", patients)
    assert caught.value.code == "case.other_source"


def test_a_corrected_index_is_matched_anew(tmp_path: Path, source: Path, patients: Path) -> None:
    long = " ".join(f"mot{number} de la notice" for number in range(120))
    (source / "notice.txt").write_text(long)
    (source / "notice 2.txt").write_text(long + " Fin.")
    run(tmp_path / "affaire", source, patients)
    lines = patients.read_text(encoding="utf-8").splitlines()
    patients.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert run(tmp_path / "affaire", source, patients).files_read == 7
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    assert {row["patient_id"] for row in tables["persons"]} == {"P000001", "P000002"}


@pytest.mark.parametrize(
    "content",
    ["ipp;nom\n", "ipp;nom\n;Martin\n", '{"resourceType": "Bundle", "entry": []}'],
    ids=["header alone", "no usable row", "empty bundle"],
)
def test_an_index_of_nobody_is_refused(tmp_path: Path, source: Path, content: str) -> None:
    index = tmp_path / "index"
    index.write_text(content)
    with pytest.raises(InputError) as caught:
        run(tmp_path / "affaire", source, index)
    assert caught.value.code == "index.nobody"


def test_a_missing_index_is_named(tmp_path: Path, source: Path) -> None:
    with pytest.raises(InputError) as caught:
        run(tmp_path / "affaire", source, tmp_path / "absent.csv")
    assert caught.value.code == "index.missing"


def test_a_case_inside_the_stolen_files_is_refused(source: Path, patients: Path) -> None:
    with pytest.raises(CaseError) as caught:
        run(source / "affaire", source, patients)
    assert caught.value.code == "case.inside_source"


def test_a_cell_that_dies_costs_its_file_only(
    tmp_path: Path, source: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tocsin.scope import worker

    deadly = partial(worker.WalledReader, maker=misbehaving.MAKER)
    monkeypatch.setattr(worker, "WalledReader", deadly)
    (source / "piege.txt").write_text("crash it")
    run(tmp_path / "affaire", source, patients)
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    documents = {row["document"]: row for row in tables["documents"]}
    assert (documents["piege.txt"]["status"], documents["piege.txt"]["reason"]) == (
        "partial",
        "crash",
    )
    assert documents["menu.txt"]["status"] == "read"


def test_a_worker_that_dies_costs_its_file_only(
    tmp_path: Path, source: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tocsin.scope import worker

    real = worker.Worker._findings

    def deadly(self: object, reader: object, file: ShardFile) -> object:
        if file.name == "menu.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, reader, file)  # type: ignore[arg-type]

    monkeypatch.setattr(worker.Worker, "_findings", deadly)
    run(tmp_path / "affaire", source, patients)
    tables = exported(tmp_path / "affaire", tmp_path / "out")
    documents = {row["document"]: row for row in tables["documents"]}
    assert (documents["menu.txt"]["status"], documents["menu.txt"]["reason"]) == (
        "unreadable",
        "crash",
    )
    assert len(tables["persons"]) == 3


def test_a_file_that_is_not_what_was_sealed_says_so(
    tmp_path: Path, source: Path, patients: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["tocsin.scope.scope"]

    real = module.take_inventory

    def then_changed(case: Case, place: Source, progress: Progress) -> int:
        gone = real(case, place, progress)
        (source / "menu.txt").write_text("Mardi : autre chose.")
        (source / "liste.csv").unlink()
        return gone

    monkeypatch.setattr(module, "take_inventory", then_changed)
    run(tmp_path / "affaire", source, patients)
    documents = {
        row["document"]: (row["status"], row["reason"])
        for row in exported(tmp_path / "affaire", tmp_path / "out")["documents"]
    }
    assert documents["menu.txt"] == ("partial", "changed: not the file that was sealed")
    assert documents["liste.csv"] == ("unreadable", "not openable: FileNotFoundError")


def test_versions_of_a_letter_are_marked_and_exported(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    letter = " ".join(f"mot{number} de la lettre" for number in range(120))
    (source / "lettre v1.txt").write_text(letter)
    (source / "lettre v2.txt").write_text(letter + " Fait à Roanne le 3 mars.")
    run(tmp_path / "affaire", source, patients)
    (row,) = exported(tmp_path / "affaire", tmp_path / "out")["near_duplicates"]
    assert (row["document"], row["near"]) == ("lettre v2.txt", "lettre v1.txt")
    assert 0.9 < float(row["similarity"]) <= 1
