import errno
import hashlib
import os
from pathlib import Path

import orjson
import pytest

from tests.report.conftest import AT
from tocsin.case import Case
from tocsin.case.journal import first_broken_entry
from tocsin.errors import InputError, MachineError
from tocsin.report import write_report
from tocsin.report.write import FILES

pytestmark = pytest.mark.usefixtures("quick_pdfs")


def files(folder: Path) -> dict[str, bytes]:
    """The files under a folder, by path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def those(folder: str, names: str, *suffixes: str) -> set[str]:
    return {f"{folder}/{name}.{suffix}" for name in names.split() for suffix in suffixes}


NAMES = {
    *("cnil.json", "cnil.html", "cnil.pdf"),
    *("presse.md", "presse.html", "presse.pdf"),
    *("resume.html", "resume.pdf", "chiffres.json"),
    *("lecture.html", "lecture.pdf", "trace.json"),
    *those("autorites", "edpb registre sante nis2 plainte", "html", "pdf", "json"),
    *those("autorites", "assurance-maladie banques france-titres", "html", "pdf", "md"),
    *those("autorites", "sous-traitants", "html", "pdf", "md"),
    "autorites/plainte.md",
    *those("interne", "etablissements obligations decisions vol", "html", "pdf"),
    *those("public", "questions site personnel", "html", "md"),
}


def test_all_files_are_written_for_their_owner_only(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "rapports"

    written = write_report(case, out)

    names = {path.relative_to(out).as_posix() for path in written}
    assert names == NAMES == set(files(out))
    assert len(written) == FILES
    assert out.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_each_file_has_its_filing_and_the_act_is_journaled(case: Case, tmp_path: Path) -> None:
    written = write_report(case, tmp_path / "rapports")

    filed = dict(case.store.execute("SELECT path, sha256 FROM filings ORDER BY filing"))
    assert filed == {str(p.resolve()): hashlib.sha256(p.read_bytes()).hexdigest() for p in written}
    (act,) = case.store.execute("SELECT act FROM journal ORDER BY entry DESC LIMIT 1")
    assert act[0] == "report.written"
    assert first_broken_entry(case.store) is None


def test_a_filing_keeps_the_figures_of_its_file(case: Case, tmp_path: Path) -> None:
    write_report(case, tmp_path / "rapports")

    (row,) = case.store.execute("SELECT figures FROM filings WHERE path LIKE '%presse.md'")
    figures = {figure["id"]: figure for figure in orjson.loads(row[0])}
    assert figures["persons.confirmed"]["value"] == 7
    assert "persons.to_review" not in figures


def test_a_second_run_replaces_the_files_and_keeps_their_rows(case: Case, tmp_path: Path) -> None:
    out = tmp_path / "rapports"
    write_report(case, out)
    case.store.execute("UPDATE affected SET status = 'confirmed'")

    write_report(case, out)

    assert case.store.count("SELECT count(*) FROM filings") == 2 * FILES
    saved = orjson.loads((out / "chiffres.json").read_bytes())["figures"]
    assert {f["id"]: f["value"] for f in saved}["persons.confirmed"] == 9
    assert set(files(out)) == NAMES


def test_the_form_as_json(case: Case, tmp_path: Path) -> None:
    write_report(case, tmp_path, at=AT)

    form = orjson.loads((tmp_path / "cnil.json").read_bytes())
    fields = {f["key"]: f for section in form["sections"] for f in section["fields"]}
    assert [section["section"] for section in form["sections"]] == list(range(1, 15))
    assert fields["siren"]["value_fr"] == "000000000"
    assert fields["persons"]["figures"] == ["persons.confirmed", "persons.total"]
    assert fields["narrative"] | {"label_fr": "", "label_en": ""} == {
        "key": "narrative",
        "label_fr": "",
        "label_en": "",
        "value_fr": None,
        "value_en": None,
        "figures": [],
        "to_complete": True,
    }
    assert "narrative" in form["to_complete"]
    assert [group["se"] for group in form["severity"]] == [5.0, 3.0, 2.0]
    assert form["figures"]["cnil/health"]["value"] == 2


def test_an_empty_case_says_that_nothing_was_examined(empty_case: Case, tmp_path: Path) -> None:
    written = write_report(empty_case, tmp_path / "rapports")

    assert len(written) == FILES
    for name in ("cnil.html", "presse.html", "resume.html"):
        text = (tmp_path / "rapports" / name).read_text(encoding="utf-8")
        assert "Aucun fichier n’a encore été examiné" in text
        assert "No file has been examined yet" in text


def test_a_file_where_the_folder_should_be(case: Case, tmp_path: Path) -> None:
    (tmp_path / "rapports").write_text("", encoding="utf-8")

    with pytest.raises(MachineError) as raised:
        write_report(case, tmp_path / "rapports")

    assert raised.value.code == "report.not_writable"
    assert "--to" in raised.value.way_out


def test_a_full_disk_leaves_no_half_report(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_report(case, tmp_path / "rapports")
    before = files(tmp_path / "rapports")
    monkeypatch.setattr(os, "fdopen", full)

    with pytest.raises(MachineError):
        write_report(case, tmp_path / "rapports")

    assert files(tmp_path / "rapports") == before


def test_a_malformed_hospital_file_is_said(case: Case, tmp_path: Path) -> None:
    (case.folder / "hospital.toml").write_text("name = ", encoding="utf-8")

    with pytest.raises(InputError):
        write_report(case, tmp_path / "rapports")
