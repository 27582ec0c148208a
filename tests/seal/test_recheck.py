"""Files are compared with the signed log: what changed, is missing or was added is named."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.case import Case
from tocsin.cli import main
from tocsin.errors import CaseError
from tocsin.progress import Silent
from tocsin.seal import Source
from tocsin.seal.custody import seal
from tocsin.seal.recheck import Difference, differences, last_check, recheck


def check(case: Case, haul: Path) -> dict[Difference, list[str]]:
    return differences(case.store, recheck(case, Source.at(str(haul)), Silent()).number)


def test_what_is_as_sealed_is_said_to_be(case: Case, haul: Path) -> None:
    sealed = seal(case, Source.at(str(haul)), Silent())
    assert check(case, haul) == {what: [] for what in Difference}
    done = last_check(case.store)
    assert done is not None
    assert (done.files, done.head, done.share) == (sealed.files, sealed.head.size, 1.0)
    assert done.ended_at is not None


def test_every_difference_is_named(case: Case, haul: Path) -> None:
    seal(case, Source.at(str(haul)), Silent())
    note = haul / "sous" / "note 1.txt"
    note.write_bytes(note.read_bytes()[::-1])
    (haul / "lien").unlink()
    (haul / "nouveau.txt").write_text("x", encoding="utf-8")
    assert check(case, haul) == {
        Difference.CHANGED: ["sous/note 1.txt"],
        Difference.MISSING: ["lien"],
        Difference.ADDED: ["nouveau.txt"],
    }


def test_the_log_counts_and_not_the_inventory(case: Case, haul: Path) -> None:
    seal(case, Source.at(str(haul)), Silent())
    case.store.execute("UPDATE items SET sha256 = 'x' WHERE path = 'sous/note 1.txt'")
    assert check(case, haul)[Difference.CHANGED] == []


def test_a_case_that_was_never_sealed_has_nothing_to_check(case: Case, haul: Path) -> None:
    with pytest.raises(CaseError) as caught:
        check(case, haul)
    assert caught.value.code == "custody.never_sealed"
    assert last_check(case.store) is None


def test_an_altered_log_is_told_before_any_file(case: Case, haul: Path) -> None:
    seal(case, Source.at(str(haul)), Silent())
    case.store.execute("DROP TRIGGER custody_keeps_its_words")
    case.store.execute("UPDATE custody_leaves SET body = x'7b7d' WHERE leaf = 0")
    with pytest.raises(CaseError) as caught:
        check(case, haul)
    assert caught.value.code == "custody.altered"


def test_a_check_that_was_stopped_says_how_far_it_came(
    case: Case, haul: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    seal(case, Source.at(str(haul)), Silent())
    monkeypatch.setattr("tocsin.seal.recheck._find_added", stopped)
    with pytest.raises(KeyboardInterrupt):
        check(case, haul)
    done = last_check(case.store)
    assert done is not None
    assert done.ended_at is None


def test_the_command_names_what_differs(case: Case, haul: Path) -> None:
    seal(case, Source.at(str(haul)), Silent())
    folder = case.folder
    case.close()
    words = ["custody", "check", "--case", str(folder)]
    assert CliRunner().invoke(main, words).exit_code == 0
    (haul / "nouveau.txt").write_text("x", encoding="utf-8")
    done = CliRunner().invoke(main, words)
    assert done.exit_code != 0
    assert "nouveau.txt" in done.output
