"""The command watch, and scope with what it found."""

import csv
from hashlib import sha256
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from tocsin.cli import main

LINE = b"<34>1 2025-06-26T02:13:0%d+02:00 srv sshd[1] - - - hello\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "journaux"
    folder.mkdir()
    (folder / "syslog").write_bytes(LINE % 1 + LINE % 2 + b"nothing\n")
    return folder


def test_logs_are_read_without_naming_the_command(logs: Path, tmp_path: Path) -> None:
    answer = run("watch", logs, "--case", tmp_path / "affaire", "--json")
    facts = orjson.loads(answer.stdout)
    assert answer.exit_code == 0
    assert {key: facts[key] for key in ("logs", "events", "unparsed", "unread")} == {
        "logs": 1, "events": 2, "unparsed": 1, "unread": 0
    }  # fmt: skip


def test_options_may_come_first(logs: Path, tmp_path: Path) -> None:
    assert run("watch", "--case", tmp_path / "affaire", logs).exit_code == 0


def test_the_timeline_is_shown_and_written(logs: Path, tmp_path: Path) -> None:
    run("watch", logs, "--case", tmp_path / "affaire")
    shown = run("watch", "timeline", "--case", tmp_path / "affaire", "--all")
    assert shown.exit_code == 0
    assert "Aucun acte hostile" in shown.stdout
    written = run("watch", "timeline", "--case", tmp_path / "affaire", "--to", tmp_path / "out")
    assert written.exit_code == 0
    with (tmp_path / "out" / "taken.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file))[:3] == ["document", "certainty", "basis"]


@pytest.mark.parametrize("command", ["timeline", "contain"])
def test_nothing_is_written_among_the_logs(logs: Path, tmp_path: Path, command: str) -> None:
    run("watch", logs, "--case", tmp_path / "affaire")
    answer = run("watch", command, "--case", tmp_path / "affaire", "--to", logs / "out")
    assert answer.exit_code == 2
    assert "custody.inside_logs" in answer.stderr
    assert [path.name for path in logs.iterdir()] == ["syslog"]


def test_a_timeline_before_any_log_is_an_error(tmp_path: Path, logs: Path) -> None:
    assert run("watch", "timeline", "--case", tmp_path / "affaire").exit_code == 4
    (tmp_path / "vide").mkdir()
    assert run("watch", tmp_path / "vide", "--case", tmp_path / "affaire").exit_code == 3
    assert run("watch", "timeline", "--case", tmp_path / "affaire").exit_code == 4


@pytest.mark.parametrize(
    ("option", "value"),
    [("--zone", "Mars/Olympus"), ("--mapping", "missing.toml"), ("--rules", "missing")],
)
def test_an_impossible_option_is_refused(
    logs: Path, tmp_path: Path, option: str, value: str
) -> None:
    assert run("watch", logs, "--case", tmp_path / "a", option, value).exit_code == 2


@pytest.mark.parametrize(
    "text",
    ["", "not toml = = =", "[columns]\n'user.name' = 'U'\n", "[columns]\nodd = 2\n"],
)  # fmt: skip
def test_an_unusable_mapping_is_refused(logs: Path, tmp_path: Path, text: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(text)
    assert run("watch", logs, "--case", tmp_path / "a", "--mapping", mapping).exit_code == 3


def test_a_folder_without_rules_is_refused(logs: Path, tmp_path: Path) -> None:
    rules = tmp_path / "regles"
    rules.mkdir()
    assert run("watch", logs, "--case", tmp_path / "a", "--rules", rules).exit_code == 3


def test_own_rules_are_asked(logs: Path, tmp_path: Path) -> None:
    rules = tmp_path / "regles"
    rules.mkdir()
    (rules / "hello.yml").write_text(
        "title: Bonjour\nid: 11111111-1111-4111-8111-111111111111\nstatus: test\nlevel: high\n"
        "logsource: {product: linux}\ndetection:\n  s: {message|contains: hello}\n  condition: s\n"
    )
    run("watch", logs, "--case", tmp_path / "a", "--rules", rules)
    assert "Bonjour" in run("watch", "timeline", "--case", tmp_path / "a", "--all").stdout


def test_scope_reads_only_what_was_taken(tmp_path: Path, source: Path, patients: Path) -> None:
    taken = tmp_path / "taken.csv"
    taken.write_text("document,certainty\nshare/liste.csv,certain\nshare/gone.csv,certain\n")
    case = tmp_path / "affaire"
    answer = run("scope", source, "--patients", patients, "--case", case, "--only", taken)
    assert answer.exit_code == 0
    run("export", "--case", case, "--to", tmp_path / "out")
    with (tmp_path / "out" / "persons.csv").open(encoding="utf-8") as file:
        persons = {row["patient_id"] for row in csv.DictReader(file)}
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8") as file:
        documents = {row["document"]: row for row in csv.DictReader(file)}
    files = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    assert persons == {"P000001", "P000002"}
    assert documents.keys() == files
    assert documents.pop("liste.csv")["status"] == "read"
    assert {(row["status"], row["reason"]) for row in documents.values()} == {
        ("partial", "not opened: not taken by the logs")
    }
    for name, row in documents.items():
        data = (source / name).read_bytes()
        assert (row["sha256"], row["size"]) == (sha256(data).hexdigest(), str(len(data)))
    status = orjson.loads(run("status", "--case", case, "--json").stdout)
    assert orjson.dumps(status).count(b'"files_not_taken":4') == 1
    run("report", "--case", case, "--to", tmp_path / "rapports")
    reading = next((tmp_path / "rapports").rglob("lecture.html")).read_text(encoding="utf-8")
    assert "fichiers n’ont pas été ouverts" in reading
    again = run("scope", source, "--patients", patients, "--case", case)
    assert again.exit_code == 0
    run("export", "--case", case, "--to", tmp_path / "out")
    with (tmp_path / "out" / "persons.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 3
