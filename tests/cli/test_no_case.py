"""A wrong --case is refused by every command that needs a case, and makes none."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tocsin.cli import main
from tocsin.errors import CaseError

MAKERS = {"scope", "seal", "watch logs", "watch follow"}
"""The commands that may begin a case."""

Named = tuple[str, click.Command]


def commands(command: click.Command, name: str = "") -> Iterator[Named]:
    """Every command with a case that only needs one, by its whole name."""
    takes_case = any(param.name == "case_folder" for param in command.params)
    if takes_case and name not in MAKERS and not isinstance(command, click.Group):
        yield name, command
    under = command.commands.items() if isinstance(command, click.Group) else ()
    for word, each in under:
        yield from commands(each, f"{name} {word}".strip())


def filled(command: click.Command, folder: Path, file: Path) -> list[str]:
    """What the command must be given, anything that may pass."""
    words: list[str] = []
    for param in command.params:
        if param.required and param.name != "case_folder":
            name = [] if isinstance(param, click.Argument) else [param.opts[0]]
            words += [*name, value_of(param, folder, file)]
    return words


def value_of(param: click.Parameter, folder: Path, file: Path) -> str:
    """A value of the parameter's type."""
    kind = param.type
    if isinstance(kind, click.Choice):
        return str(next(iter(kind.choices)))
    if isinstance(kind, click.Path):
        return str(file if kind.exists and kind.file_okay else folder)
    return "1" if isinstance(kind, click.types.IntParamType) else "2025-07-01"


@pytest.mark.parametrize(("name", "command"), list(commands(main)), ids=lambda one: str(one))
def test_a_case_mistyped_is_not_made(name: str, command: click.Command, tmp_path: Path) -> None:
    (file := tmp_path / "file").write_text("x")
    case = tmp_path / "typo"
    words = [*name.split(), *filled(command, tmp_path / "out", file), "--case", str(case)]
    code = exit_code_of_a_process(words) if name.startswith("user ") else exit_code_of(words)
    assert not case.exists()
    assert code in (CaseError.exit_code, click.UsageError.exit_code)


def exit_code_of(words: list[str]) -> int:
    return CliRunner().invoke(main, words).exit_code


def exit_code_of_a_process(words: list[str]) -> int:
    """The room's accounts are Django's, of which a process has but one configuration."""
    return subprocess.run([sys.executable, "-m", "tocsin", *words], capture_output=True).returncode


@pytest.mark.parametrize("name", ["serve", "status", "explain --person P1", "report --to o"])
def test_the_folder_is_said_to_be_no_case(name: str, tmp_path: Path) -> None:
    case = tmp_path / "typo"
    result = CliRunner().invoke(main, [*name.split(), "--case", str(case)])
    assert result.exit_code == CaseError.exit_code
    assert "case.not_a_case" in result.stderr
    assert not case.exists()
