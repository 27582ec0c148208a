"""Whatever a tired person types, the answer is a sentence, a way out and an exit code."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from tocsin.case import Case
from tocsin.cli.main import main
from tocsin.cli.options import outside_source

TOCSIN = [sys.executable, "-m", "tocsin"]


def tocsin(*arguments: object, **options: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "TOCSIN_LANG": "fr", "COLUMNS": "200"}
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*TOCSIN, *map(str, arguments)], capture_output=True, text=True, env=environment, **options
    )


def assert_fails(done: "subprocess.CompletedProcess[str]", exit_code: int, *words: str) -> None:
    assert done.returncode == exit_code, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    for word in (*words, "→"):
        assert word in done.stderr


def test_a_missing_source(tmp_path: Path, patients: Path) -> None:
    done = tocsin("scope", tmp_path / "rien", "--patients", patients, "--case", tmp_path / "a")
    assert_fails(done, 3, "source.missing")


def test_a_missing_index(tmp_path: Path, source: Path) -> None:
    done = tocsin("scope", source, "--patients", tmp_path / "non", "--case", tmp_path / "a")
    assert_fails(done, 3, "index.missing")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 50, b"a,b\n1,2\n"])
def test_an_index_that_is_none(tmp_path: Path, source: Path, content: bytes) -> None:
    (tmp_path / "index.csv").write_bytes(content)
    done = tocsin("scope", source, "--patients", tmp_path / "index.csv", "--case", tmp_path / "a")
    assert_fails(done, 3, "index.")


def test_bad_rows_of_the_index_are_named_by_line(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    with patients.open("a", encoding="utf-8") as file:
        file.write(",,SANSNUMERO,,Jean,M,1970-01-01,\nP000009,,DUPRE,,Jeanne,F,1970-13-41,\n")
    done = tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert "ligne 5" in done.stderr
    assert "ligne 6" in done.stderr
    assert "SANSNUMERO" not in done.stderr


@pytest.mark.parametrize("command", ["export", "notify", "report", "status"])
def test_a_folder_that_is_no_case(tmp_path: Path, command: str) -> None:
    (tmp_path / "autre").mkdir()
    to = ["--to", tmp_path / "out"] if command in {"export", "report"} else []
    assert_fails(tocsin(command, "--case", tmp_path / "autre", *to), 4, "case.not_a_case")


@pytest.mark.parametrize("command", ["export", "notify"])
def test_a_case_that_was_not_scoped(tmp_path: Path, command: str) -> None:
    Case.create_or_open(tmp_path / "a").close()
    to = ["--to", tmp_path / "out"] if command == "export" else []
    assert_fails(tocsin(command, "--case", tmp_path / "a", *to), 4, "case.not_scoped")


def test_a_case_in_use(tmp_path: Path) -> None:
    with Case.create_or_open(tmp_path / "a"):
        done = tocsin("notify", "--case", tmp_path / "a", "--dry-run")
        assert_fails(done, 4, "case.in_use", str(os.getpid()))
        assert tocsin("status", "--case", tmp_path / "a").returncode == 0


@pytest.mark.parametrize(
    "url", ["nonsense", "http://127.0.0.1", "smtp://", "smtp://127.0.0.1:1", "smtp://a.invalid"]
)
def test_a_mail_server_that_is_none(tmp_path: Path, source: Path, patients: Path, url: str) -> None:
    tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    assert_fails(tocsin("notify", "--case", tmp_path / "a", "--smtp", url), 6)


def test_an_output_folder_that_cannot_be_written(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    (tmp_path / "fichier").write_text("in the way")
    for command in ("export", "report"):
        done = tocsin(command, "--case", tmp_path / "a", "--to", tmp_path / "fichier" / "out")
        assert_fails(done, 5)


@pytest.mark.parametrize(
    "command", [["export"], ["report"], ["deliveries"], ["recall", "sample", "--size", 5]]
)
def test_nothing_is_written_among_the_stolen_files(
    tmp_path: Path, source: Path, patients: Path, command: list[object]
) -> None:
    tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    before = sorted(source.rglob("*"))
    done = tocsin(*command, "--case", tmp_path / "a", "--to", source / "out")
    assert_fails(done, 2, "custody.inside_source")
    assert sorted(source.rglob("*")) == before


@pytest.mark.parametrize(
    "command",
    [
        ["explain", "--person", "P999"],
        ["persons", "show", "P999"],
        ["persons", "merge", "P000001", "P999", "--by", "Anne", "--why", "appel"],
        ["deliveries", "--person", "P999"],
        ["notify", "preview", "--person", "P999"],
        ["notify", "decide", "P999", "--as", "Anne", "--channel", "letter", "--why", "x"],
    ],
)
def test_a_patient_number_that_nobody_has_is_a_usage_error_everywhere(
    tmp_path: Path, source: Path, patients: Path, command: list[str]
) -> None:
    tocsin("scope", source, "--patients", patients, "--case", tmp_path / "a")
    assert_fails(tocsin(*command, "--case", tmp_path / "a"), 2)


def paths_written(command: click.Command) -> list[click.Parameter]:
    """The options `--to` of a command, and of those under it, that write for a case."""
    found = [
        option
        for option in command.params
        if "--to" in option.opts
        and isinstance(option.type, click.Path)
        and any(other.name == "case_folder" for other in command.params)
    ]
    under = command.commands.values() if isinstance(command, click.Group) else ()
    return found + [option for each in under for option in paths_written(each)]


def test_every_command_that_writes_keeps_out_of_the_stolen_files() -> None:
    written = paths_written(main)
    assert len(written) > 10
    assert all(option.callback is outside_source for option in written)


def test_questions_without_a_terminal(tmp_path: Path, source: Path, patients: Path) -> None:
    case = tmp_path / "a"
    tocsin("scope", source, "--patients", patients, "--case", case)
    tocsin("recall", "sample", "--size", 1, "--case", case)
    done = tocsin(
        "recall", "judge", "--case", case, "--by", "Anne",
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert_fails(done, 2, "review.no_terminal", "review export")


def test_no_sample_is_drawn_whose_sheet_has_no_place(
    tmp_path: Path, source: Path, patients: Path
) -> None:
    case = tmp_path / "a"
    tocsin("scope", source, "--patients", patients, "--case", case)
    sheet = tmp_path / "nowhere" / "sheet.csv"
    assert_fails(tocsin("recall", "sample", "--size", 1, "--case", case, "--to", sheet), 5)
    with Case.open(case) as opened:
        assert opened.store.execute("SELECT 1 FROM recall_samples") == []


def test_a_question_that_nobody_answers_is_an_interruption(tmp_path: Path) -> None:
    Case.create_or_open(tmp_path / "a").close()
    done = tocsin("shred", "--case", tmp_path / "a", stdin=subprocess.DEVNULL)
    assert_fails(done, 130, "interrupted")
    Case.open(tmp_path / "a").close()


def test_nobody_is_asked_to_shred_what_is_no_case(tmp_path: Path) -> None:
    done = tocsin("shred", "--case", tmp_path, stdin=subprocess.DEVNULL)
    assert_fails(done, 4, "case.not_a_case")


def test_a_source_of_no_name_is_not_this_folder(tmp_path: Path, patients: Path) -> None:
    done = tocsin("scope", "", "--patients", patients, "--case", tmp_path / "a")
    assert_fails(done, 3, "source.missing")


def test_a_full_disk(tmp_path: Path, source: Path, patients: Path) -> None:
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # noqa: E731
    for number in range(2_000):
        (source / f"n{number}.txt").write_text(f"Note {number}. BERTHELOT Solange 02/03/1954")
    arguments = ("scope", source, "--patients", patients, "--case", tmp_path / "a")
    assert_fails(tocsin(*arguments, preexec_fn=limit), 5, "disk.full")
    assert tocsin(*arguments).returncode == 0, "with room again, the same command ends its work"


def test_ctrl_c_says_how_to_resume(tmp_path: Path, source: Path, patients: Path) -> None:
    for number in range(3_000):
        (source / f"n{number}.txt").write_text(f"Note {number}. BERTHELOT Solange 02/03/1954")
    arguments = ("scope", source, "--patients", patients, "--case", tmp_path / "a")
    process = subprocess.Popen(
        [*TOCSIN, *map(str, arguments)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    while not (tmp_path / "a" / "case.db").exists():
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Relancez la même commande" in said
    assert tocsin(*arguments).returncode == 0
