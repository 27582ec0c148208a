"""The file for the judge: complete, checkable without Tocsin, and tight."""

import csv
import hashlib
import io
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.report.conftest import AT, HOSPITAL, PEOPLE, add_person
from tocsin.case import Case
from tocsin.errors import CaseError, InputError, UsageError
from tocsin.progress import Silent
from tocsin.report.age import decrypt, encrypt
from tocsin.report.justice import Handed, write_justice
from tocsin.report.justice.alone import check_bag
from tocsin.seal import Source
from tocsin.seal.custody import seal

CHANGES = 1000


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Case]:
    """A case of which some files were sealed and some persons found."""
    source = tmp_path / "vol"
    (source / "dossier é").mkdir(parents=True)
    for number in range(4):
        (source / "dossier é" / f"lettre {number}.txt").write_bytes(b"x" * number)
    with Case.create_or_open(tmp_path / "affaire") as case:
        (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
        seal(case, Source.at(str(source)), Silent())
        with case.store.transaction():
            case.store.insert(
                "INSERT INTO documents VALUES (0, 1, 'a', '', '', 1, 'x/y', 'other', 'read', '')",
                (),
            )
            for number, person in enumerate(PEOPLE):
                _add(case, number, person)
        yield case


def _add(case: Case, number: int, person: object) -> None:
    if number == 0:
        case.store.execute(
            "INSERT INTO documents VALUES (1, 1, 'b', '', '', 1, 'x/y', 'other', 'read', '')"
        )
    add_person(case, number, person)  # type: ignore[arg-type]


@pytest.fixture
def handed(sealed: Case, tmp_path: Path) -> Handed:
    return write_justice(sealed, tmp_path / "justice", uco=True, at=AT)


def check(folder: Path, *words: str) -> int:
    return check_bag.main(["--bag", str(folder), *words])


def test_an_untouched_file_passes(handed: Handed, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(handed.folder, "--root", handed.digest, "--key", handed.public_key) == 0
    assert "CONFORME" in capsys.readouterr().out


def test_it_passes_on_a_machine_without_tocsin(handed: Handed, tmp_path: Path) -> None:
    copy = tmp_path / "ailleurs"
    shutil.copytree(handed.folder, copy)

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(copy / "check_bag.py"), "--root", handed.digest],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ""},
        cwd=tmp_path,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "CONFORME" in done.stdout
    assert not list(copy.rglob("__pycache__"))


def test_any_changed_byte_is_named(handed: Handed, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(path for path in handed.folder.rglob("*") if path.is_file())
    sizes = [path.stat().st_size for path in files]
    chance = random.Random(7)
    named = 0

    for _ in range(CHANGES):
        path = chance.choice([p for p, size in zip(files, sizes, strict=True) if size])
        whole = path.read_bytes()
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        code, name = check(handed.folder), path.relative_to(handed.folder).as_posix()
        said = capsys.readouterr().out.splitlines()
        named += code == 1 and any(name in line and "·" in line for line in said)
        path.write_bytes(whole)

    assert named == CHANGES
    assert check(handed.folder) == 0


def test_each_byte_of_the_seal_counts(handed: Handed, capsys: pytest.CaptureFixture[str]) -> None:
    path = handed.folder / "seal.txt"
    whole = path.read_bytes()

    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert check(handed.folder) == 1, place
        assert "seal.txt" in capsys.readouterr().out
    path.write_bytes(whole)


@given(
    name=st.sampled_from(["manifest-sha256.txt", "tagmanifest-sha256.txt", "seal.txt"]),
    content=st.one_of(
        st.binary(max_size=200),
        st.builds(
            lambda hashed, listed: f"{hashed}  {listed}\n".encode(),
            st.text("0123456789abcdef", min_size=64, max_size=64),
            st.one_of(st.just("/etc/hostname"), st.just("data/../../x"), st.text(max_size=300)),
        ),
    ),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_crafted_bag_stops_the_verifier(handed: Handed, name: str, content: bytes) -> None:
    path = handed.folder / name
    whole = path.read_bytes()
    path.write_bytes(content)
    try:
        assert check(handed.folder) == 1
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("name", ["data/faits.pdf", "bagit.txt", "tagmanifest-sha256.txt"])
def test_a_missing_file_is_named(
    handed: Handed, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (handed.folder / name).unlink()

    assert check(handed.folder) == 1
    assert f"{check_bag.MISSING}  {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["data/ajout.txt", "ajout.txt", "data/preuves/x/y.txt"])
def test_an_added_file_is_named(
    handed: Handed, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (handed.folder / name).parent.mkdir(exist_ok=True)
    (handed.folder / name).write_text("x", encoding="utf-8")

    assert check(handed.folder) == 1
    assert f"{check_bag.ADDED}  {name}" in capsys.readouterr().out


def test_a_bag_signed_anew_by_another_is_found_out(
    handed: Handed, sealed: Case, tmp_path: Path
) -> None:
    from tocsin.report.justice.bag import close_bag

    (handed.folder / "seal.txt").unlink()
    (handed.folder / "tagmanifest-sha256.txt").unlink()
    tags = {
        name: (handed.folder / name).read_bytes()
        for name in ("check_bag.py", "signatures.py", "LISEZ-MOI.txt")
    }
    (handed.folder / "data" / "faits.json").write_bytes(b"{}")
    close_bag(handed.folder, {}, tags, b"\x01" * 32)

    assert check(handed.folder) == 0  # it holds together…
    assert check(handed.folder, "--root", handed.digest) == 1  # …but is not what was noted
    assert check(handed.folder, "--key", handed.public_key) == 1


def test_it_is_a_bag_by_the_rfc(handed: Handed) -> None:
    bag = handed.folder
    assert (bag / "bagit.txt").read_text().splitlines() == [
        "BagIt-Version: 1.0",
        "Tag-File-Character-Encoding: UTF-8",
    ]
    files = [path for path in (bag / "data").rglob("*") if path.is_file()]
    info = dict(
        line.split(": ", 1)
        for line in (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    )
    oxum = f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    assert info["Payload-Oxum"] == oxum
    assert info["Source-Organization"] == "Clinique des Tilleuls & Cie"
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (bag / "manifest-sha256.txt").read_text().splitlines()
    )
    assert listed == {
        path.relative_to(bag).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_it_holds_what_a_judge_asks_for(handed: Handed, sealed: Case) -> None:
    data = handed.folder / "data"
    pieces = list(csv.DictReader(io.StringIO((data / "preuves/pieces.csv").read_text("utf-8"))))
    assert len(pieces) == 4
    assert pieces[1]["sha256"] == hashlib.sha256(b"x").hexdigest()
    assert (data / "conservation" / "verifier.py").exists()
    moments = orjson.loads((data / "chronologie.json").read_bytes())
    assert [m["fr"] for m in moments][:2] == ["début du vol", "fin du vol"]
    assert orjson.loads((data / "outils.json").read_bytes())["tocsin"]
    journal = (data / "preuves" / "journal.jsonl").read_bytes().splitlines()
    assert orjson.loads(journal[0])["act"] == "case.created"


def test_the_custody_log_in_it_checks_the_files(handed: Handed, tmp_path: Path) -> None:
    program = handed.folder / "data" / "conservation" / "verifier.py"
    command = [sys.executable, "-B", str(program), str(tmp_path / "vol")]

    assert subprocess.run(command, capture_output=True).returncode == 0
    (tmp_path / "vol" / "dossier é" / "lettre 1.txt").write_bytes(b"y")
    assert subprocess.run(command, capture_output=True).returncode == 1


def test_victims_are_named_to_their_reader_only(sealed: Case, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()

    handed = write_justice(
        sealed, tmp_path / "justice", recipients=[str(identity.to_public())], at=AT
    )

    for path in handed.folder.rglob("*.*"):
        if path.is_file():
            assert not [p for p in PEOPLE if p.surname.encode() in path.read_bytes()], path.name
    sheet = decrypt((handed.folder / "data" / "victimes.csv.age").read_bytes(), str(identity))
    rows = list(csv.DictReader(io.StringIO(sheet.decode())))
    assert {row["birth_name"] for row in rows} == {person.surname for person in PEOPLE}


def test_without_a_reader_there_is_no_list(handed: Handed) -> None:
    assert not handed.has_victims
    assert not (handed.folder / "data" / "victimes.csv.age").exists()


def test_the_evidence_as_a_graph_names_each_file_once(handed: Handed) -> None:
    graph = orjson.loads((handed.folder / "data/preuves/case-uco.jsonld").read_bytes())["@graph"]
    files = [node for node in graph if node["@type"] == "uco-observable:File"]
    ids = [node["@id"] for node in graph]

    assert len(files) == 4
    assert len(set(ids)) == len(ids)
    assert {node["@type"] for node in graph} >= {"uco-tool:Tool"}


def test_nothing_is_handed_over_before_it_was_sealed(case: Case, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as raised:
        write_justice(case, tmp_path / "justice")

    assert raised.value.code == "custody.not_sealed"


def test_a_folder_that_is_not_empty_is_refused(sealed: Case, tmp_path: Path) -> None:
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "x").write_text("x", encoding="utf-8")

    with pytest.raises(UsageError) as raised:
        write_justice(sealed, tmp_path / "plein")

    assert raised.value.code == "justice.not_empty"


def test_a_bad_key_is_refused_before_anything_is_written(sealed: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        write_justice(sealed, tmp_path / "justice", recipients=["age1nothing"])

    assert raised.value.code == "age.recipient"
    assert not (tmp_path / "justice").exists()


def test_another_key_does_not_open() -> None:
    mine, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    sealed = encrypt(b"x", [str(mine.to_public())])

    assert decrypt(sealed, str(mine)) == b"x"
    for key in (str(other), "nothing"):
        with pytest.raises(InputError) as raised:
            decrypt(sealed, key)
        assert raised.value.code == "age.identity"
