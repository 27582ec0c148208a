"""review, recall and explain as typed: list, decide, sheet, undo, sample, statement, why."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.doubtful import FATHER, ODILE, SON, affected, doubtful
from tocsin.case import Case
from tocsin.cli import main

__all__ = ["doubtful"]


@pytest.fixture
def folder(doubtful: Case) -> Path:
    doubtful.close()
    return doubtful.folder


def tocsin(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)


def done(*arguments: object, typed: str = "") -> str:
    result = tocsin(*arguments, typed=typed)
    assert result.exit_code == 0, result.output
    return result.output


def parsed(*arguments: object) -> Any:
    """What a command answers in JSON on its standard output."""
    return json.loads(tocsin(*arguments, "--json").stdout)


def now(folder: Path) -> dict[str, tuple[str, str, str]]:
    with Case.open(folder) as case:
        return affected(case)


def test_the_queue_on_the_screen_and_for_scripts(folder: Path) -> None:
    shown = done("review", "--case", folder)
    assert "1) " in shown
    assert FATHER in shown
    queue = parsed("review", "--case", folder)
    assert queue["to_decide"] == 2
    assert queue["by_rank"] == {"health": 1, "identity": 1, "category": 0, "nothing": 0}
    assert set(queue["questions"][0]["candidates"]) == {FATHER, SON}


def test_one_key_an_answer(folder: Path) -> None:
    view, nonsense, first, undo, second, yes = "v", "x", "1", "u", "2", "o"
    typed = view + nonsense + first + undo + second + yes
    said = done("review", "decide", "--case", folder, "--by", "DPO", typed=typed)
    assert "asthme" in said
    assert "review.no_answer" in said
    found = now(folder)
    assert found[ODILE][2] == "confirmed"
    assert len({FATHER, SON} & found.keys()) == 1
    assert parsed("review", "--case", folder)["to_decide"] == 0


def test_skip_and_stop_decide_nothing(folder: Path) -> None:
    before = now(folder)
    done("review", "decide", "--case", folder, "--by", "DPO", typed="sq")
    assert now(folder) == before


def test_a_sheet_there_and_back_and_undone(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "revue.csv"
    before = now(folder)
    done("review", "export", "--case", folder, "--to", sheet)
    assert sheet.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(sheet.open(encoding="utf-8-sig"), delimiter=";"))
    for row in rows:
        row["décision"] = "non"
    rows.append(dict(rows[0], question="q0"))
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    said = done("review", "import", sheet, "--case", folder, "--by", "DPO")
    assert "review.unknown_question" in said
    assert not {FATHER, SON, ODILE} & now(folder).keys()
    for _ in range(2):
        done("review", "undo", "--case", folder, "--by", "DPO", "--reason", "erreur")
    assert now(folder) == before
    assert tocsin("review", "undo", "--case", folder, "--by", "DPO").exit_code == 2


def test_a_second_reader(folder: Path, tmp_path: Path) -> None:
    done("review", "decide", "--case", folder, "--by", "Un", typed="nn")
    asked = done("review", "export", "--case", folder, "--to", tmp_path / "2.csv", "--second")
    assert "2 questions" in asked
    done("review", "decide", "--case", folder, "--by", "Deux", "--second", typed="nn")
    found = parsed("review", "agreement", "--case", folder)
    assert (found["questions"], found["share"]) == (2, 1.0)
    assert "kappa" in done("review", "agreement", "--case", folder)


def test_from_a_sample_to_the_statement(folder: Path, tmp_path: Path) -> None:
    sheet, out = tmp_path / "tirage.csv", tmp_path / "rappel"
    done("recall", "sample", "--case", folder, "--size", 100, "--to", sheet)
    with sheet.open(encoding="utf-8-sig") as file:
        names = [row["document"] for row in csv.DictReader(file, delimiter=";")]
    assert "'=tarifs.txt" in names
    typed = "".join("n" if name != "menu.txt" else f"o{ODILE}\n" for name in names)
    done("recall", "judge", "--case", folder, "--by", "Juge", typed=typed)
    said = done("recall", "statement", "--case", folder, "--to", out)
    assert "au plus 1 personne(s)" in said.replace("\n", " ")
    assert now(folder)[ODILE][0] == "medical"
    again = parsed("recall", "statement", "--case", folder, "--to", out)
    assert {m["name"]: m["value"] for m in again["measures"]}["documents_found"] == 1


def test_no_statement_and_no_judging_without_a_sample(folder: Path, tmp_path: Path) -> None:
    result = tocsin("recall", "statement", "--case", folder, "--to", tmp_path / "r")
    assert result.exit_code == 4
    assert tocsin("recall", "judge", "--case", folder, "--by", "Juge").exit_code == 4


def test_explain_on_the_screen_and_as_a_page(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "pourquoi.html"
    done("explain", "--case", folder, "homonymes.txt", "--html", page)
    assert page.stat().st_mode & 0o777 == 0o600
    text = page.read_text(encoding="utf-8")
    assert SON in text
    assert "ESPOSITO" not in text
    assert "asthme" in done("explain", "--case", folder, "homonymes.txt", "--clear")
    assert SON in done("explain", "--case", folder, "--person", SON)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 2),
        (["menu.txt", "--person", SON], 2),
        (["menu.txt", "--clear", "--html", "x.html"], 2),
        (["nowhere.txt"], 3),
        (["--person", "P999"], 2),
    ],
)
def test_explain_refuses_with_a_sentence(folder: Path, arguments: list[str], code: int) -> None:
    assert tocsin("explain", "--case", folder, *arguments).exit_code == code


def test_review_needs_a_case_that_was_scoped(tmp_path: Path) -> None:
    assert tocsin("review").exit_code == 2
    assert tocsin("review", "--case", tmp_path / "none").exit_code == 4
    Case.create_or_open(tmp_path / "a").close()
    assert tocsin("review", "--case", tmp_path / "a").exit_code == 4


def test_decoys_as_typed(folder: Path) -> None:
    said = done("recall", "decoys", "--case", folder, "--count", 1)
    assert "Leurres" in said
    assert "100" not in said, "one of one proves little"
    assert tocsin("recall", "decoys", "--case", folder, "--count", 0).exit_code == 2


def test_a_decision_holds_for_copies_and_after_a_new_scope(folder: Path, tmp_path: Path) -> None:
    """Decide, add files (a copy among them), scope again, export; a second reader at the end."""
    done("review", "decide", "--case", folder, "--by", "Un", typed="2n")
    chosen, other = now(folder), {FATHER, SON} - now(folder).keys()
    assert len(other) == 1
    vol = tmp_path / "vol"
    (vol / "copie tardive.txt").write_bytes((vol / "homonymes.txt").read_bytes())
    (vol / "nouveau.txt").write_text("Réunion de service du lundi.\n", encoding="utf-8")
    done("scope", vol, "--patients", tmp_path / "patients.csv", "--case", folder, "--workers", 1)
    assert now(folder).keys() == chosen.keys()
    done("export", "--case", folder, "--to", tmp_path / "out")
    with (tmp_path / "out" / "exposures.csv").open(encoding="utf-8") as file:
        said = {(row["patient_id"], row["document"]) for row in csv.DictReader(file)}
    (mine,) = {FATHER, SON} & chosen.keys()
    assert (mine, "copie tardive.txt") in said
    assert not {who for who, _ in said} & other
    assert parsed("review", "--case", folder)["to_decide"] == 0
    done("review", "decide", "--case", folder, "--by", "Deux", "--second", typed="o2o")
    found = parsed("review", "agreement", "--case", folder)
    assert (found["questions"], found["equal"], len(found["disagreed"])) == (2, 1, 1)
    assert now(folder).keys() == chosen.keys(), "a second reader changes nothing"
