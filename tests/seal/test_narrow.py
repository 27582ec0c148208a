"""scope --only: which files under SOURCE are those that the logs name."""

from pathlib import Path

import pytest

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.progress import Silent
from tocsin.seal import Source, Taken, load_taken, narrow, take_inventory

PATHS = ("Patients/a.pdf", "Patients/b.pdf", "Patients/2024/a.pdf", "a.pdf", "Menus/menu.txt")


def taken(*names: str) -> Taken:
    files = frozenset(name.lower() for name in names if not name.endswith("/"))
    return Taken(files, frozenset(name.lower() for name in names if name.endswith("/")))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Patients/a.pdf"], {"Patients/a.pdf"}),
        (["clinique/Patients/a.pdf", "clinique/Menus/menu.txt"],
         {"Patients/a.pdf", "Menus/menu.txt"}),
        (["a.pdf"], {"a.pdf"}),
        (["d:/partage/patients/B.PDF"], {"Patients/b.pdf"}),
        (["clinique/Patients/"], {"Patients/a.pdf", "Patients/b.pdf", "Patients/2024/a.pdf"}),
        (["SRV/clinique/", "clinique/Patients/a.pdf"], set(PATHS)),
        (["elsewhere/none.pdf"], set()),
    ],
)  # fmt: skip
def test_paths_of_logs_and_of_the_source_meet(names: list[str], expected: set[str]) -> None:
    assert taken(*names).select(PATHS).taken == expected


def test_a_file_of_the_same_name_elsewhere_is_not_meant() -> None:
    names = [f"clinique/Patients/{n}.pdf" for n in range(200)]
    paths = [f"Patients/{n}.pdf" for n in range(200)] + ["7.pdf"]
    assert "7.pdf" not in taken(*names).select(paths).taken


def test_a_source_above_the_share() -> None:
    paths = ["serveur/clinique/a.pdf", "serveur/autre/a.pdf"]
    assert taken("clinique/a.pdf").select(paths).taken == {"serveur/clinique/a.pdf"}


def test_what_is_not_under_the_source_is_counted() -> None:
    assert taken("Patients/a.pdf", "Patients/gone.pdf").select(PATHS).absent == 1


def test_the_file_is_read_as_watch_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "taken.csv"
    path.write_text("document,certainty\nX\\É.pdf,certain\nX/Y/,likely\n", encoding="utf-8")
    found = load_taken(path)
    assert (found.files, found.folders) == (frozenset({"x/é.pdf"}), frozenset({"x/y/"}))


@pytest.mark.parametrize("text", ["", "path\nx\n", "document\n\n"])
def test_a_file_that_names_nothing_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "taken.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_taken(path)
    assert caught.value.code == "scope.only"


def test_files_are_set_aside_and_taken_back(tmp_path: Path) -> None:
    source = tmp_path / "vol"
    source.mkdir()
    for name, text in (("a", "1"), ("b", "2"), ("copy of a", "1")):
        (source / name).write_text(text)
    with Case.create_or_open(tmp_path / "affaire") as case:
        take_inventory(case, Source.at(str(source)), Silent())
        found = narrow(case, taken("a"))
        assert (found.kept, found.aside, found.absent) == (2, 1, 0)
        aside = case.store.execute("SELECT path FROM items WHERE aside = 1 AND done = 1")
        assert aside == [("b",)]
        narrow(case, None)
        assert case.store.count("SELECT count(*) FROM items WHERE aside OR done") == 0
