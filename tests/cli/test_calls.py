"""The commands around calls, as a person calls them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.notify.calls.test_assign import listed, people
from tests.notify.people import case_of
from tocsin.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with two calls to make."""
    with case_of(tmp_path / "c", people(2)) as case:
        listed(case)
    return tmp_path / "c"


def calls(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["notify", "calls", *words, "--case", str(folder)])


def callers(folder: Path) -> list[str]:
    return [str(task["caller"]) for task in json.loads(calls(folder, "--json").output)]


def test_calls_are_given_out_and_taken_back(folder: Path) -> None:
    done = calls(folder, "assign", "--next", "1", "--to", "l.faure", "--as", "Roux")
    assert (done.exit_code, callers(folder)) == (0, ["l.faure", ""])
    assert "l.faure" in calls(folder).output
    reference = json.loads(calls(folder, "--json").output)[0]["reference"]
    assert calls(folder, "assign", reference, "--as", "Roux").exit_code == 0
    assert callers(folder) == ["", ""]


@pytest.mark.parametrize("words", [[], ["--next", "1"], ["9999-999"]])
def test_what_is_chosen_must_be_there(folder: Path, words: list[str]) -> None:
    assert calls(folder, "assign", *words, "--as", "Roux").exit_code == 2
    assert callers(folder) == ["", ""]
