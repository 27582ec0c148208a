"""A group: figures by establishment and for the whole, a person counted once."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.conftest import AT, HOSPITAL
from tocsin.case import Case
from tocsin.report.group import _People, measure_group
from tocsin.report.groupfiles import write_group
from tocsin.report.material import Material, gather

TWO_SITES = """\
[[establishments]]
name = "Site A"
paths = ["site-a"]
[[establishments]]
name = "Site B"
paths = ["site-b/sous-dossier", "b.csv"]
"""


def add_document(
    case: Case, number: int, path: str, sha256: str = "", status: str = "read"
) -> None:
    case.store.execute(
        "INSERT INTO items (item, path, raw, size, mtime_ns) VALUES (?, ?, ?, 1, 0)",
        (number, path, path.encode()),
    )
    case.store.execute(
        "INSERT INTO documents VALUES (?, ?, ?, '', ?, 1, 'x/y', 'other', ?, '')",
        (number, number, path, sha256, status),
    )


def add_person(
    case: Case,
    number: int,
    name: str,
    nir: str = "",
    *,
    documents: tuple[int, ...] = (),
    tier: str = "administrative",
    born: str = "1960-01-01",
) -> None:
    case.store.execute(
        "INSERT INTO persons VALUES (?, ?, '', ?, '', ?, '', 'Jo Marie', '', ?, '', '', '', '', '',"
        " '', '', NULL, '', 'fr')",
        (number, f"P{number}", nir, name, born),
    )
    case.store.execute(
        "INSERT INTO affected VALUES (?, ?, 'civil_status', 'confirmed', 1)", (number, tier)
    )
    for document in documents:
        case.store.execute(
            "INSERT INTO exposures VALUES (?, 'civil_status', ?, '', 1, 'nir', 1)",
            (number, document),
        )


def opened(folder: Path, declared: str = "", hospital: str = HOSPITAL) -> Case:
    case = Case.create_or_open(folder)
    (case.folder / "hospital.toml").write_text(hospital, encoding="utf-8")
    (case.folder / "breach.toml").write_text(declared, encoding="utf-8")
    return case


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Case]:
    with opened(tmp_path / "affaire", TWO_SITES) as case:
        add_document(case, 0, "site-a/x.pdf", "s1")
        add_document(case, 1, "site-b/sous-dossier/y.pdf", "s2")
        add_document(case, 2, "site-b/autre.pdf", "s3")
        add_document(case, 3, "site-ab/z.pdf", "s4")
        add_document(case, 4, "b.csv", "s1", "skipped_duplicate")
        add_person(case, 0, "AULNE", documents=(0,))  # and in B, by the copy b.csv
        add_person(case, 1, "BOULEAU", documents=(1,), tier="medical")
        add_person(case, 2, "CHENE", documents=(2, 3))  # in no site's folder
        yield case


def counts(material: Material) -> list[tuple[str, object, object, object]]:
    return [(s.name, s.persons.value, s.medical.value, s.documents.value) for s in material.sites]


def test_each_establishment_has_its_figures(sites: Case) -> None:
    assert counts(gather(sites, AT)) == [("Site A", 1, 0, 1), ("Site B", 2, 1, 2)]


def test_what_lies_in_no_folder_is_counted_too(sites: Case) -> None:
    figures = gather(sites, AT).figures

    assert figures["establishment/none/documents"].value == 2
    assert figures["persons.confirmed"].value == 3  # once in the group


def test_the_figures_of_a_site_can_be_recomputed(sites: Case) -> None:
    for figure in gather(sites, AT).figures:
        if figure.id.startswith("establishment/"):
            assert sites.store.one(figure.sql, figure.parameters)[0] == figure.value


def test_without_sites_there_are_no_such_rows(case: Case) -> None:
    assert gather(case, AT).sites == ()


def test_over_cases_a_person_is_counted_once(tmp_path: Path) -> None:
    with opened(tmp_path / "a") as first, opened(tmp_path / "b") as second:
        add_person(first, 0, "AULNE", "160017800608436")
        add_person(first, 1, "BOULEAU")
        add_person(first, 2, "CHENE", "160017800708401")
        add_person(second, 0, "AULNE-DUPONT", "160017800608436", tier="medical")
        add_person(second, 1, "Bouleau")
        add_person(second, 2, "CHENE", "260017800608402")  # a homonym: another number
        add_person(second, 3, "BOULEAU", born="1961-01-01")

        group = measure_group([first, second])

    assert (group.records, group.persons, group.medical, group.by_name) == (7, 5, 1, 1)
    assert [(m.name, m.cases, m.persons) for m in group.members] == [
        ("Clinique des Tilleuls & Cie", 2, 5)  # the same establishment in two cases
    ]
    assert group.shared == 0


def test_establishments_of_several_cases_share_persons(tmp_path: Path, sites: Case) -> None:
    other = HOSPITAL.replace("Tilleuls & Cie", "Peupliers")
    with opened(tmp_path / "b", hospital=other) as second:
        add_person(second, 0, "AULNE")

        group = measure_group([sites, second])

    assert {m.name: m.persons for m in group.members} == {
        "Site A": 1,
        "Site B": 2,
        "Clinique des Peupliers": 1,
    }
    assert (group.persons, group.shared) == (3, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2", "3"]), st.sampled_from("AB"), st.sampled_from("xy")
        ),
        max_size=12,
    )
)
@settings(max_examples=100)
def test_numbers_part_and_join_whatever_the_order(records: list[tuple[str, str, str]]) -> None:
    people = _People()
    ids = [people.identify("", nir, name, "Jo", born, "") for nir, name, born in records]

    by_number = {}
    for (nir, _, _), one in zip(records, ids, strict=True):
        if nir:
            assert by_number.setdefault(nir, one) == one
    assert len(set(by_number.values())) == len(by_number)
    assert people.count == len(set(ids))


def test_the_group_is_written_in_both_languages(sites: Case, tmp_path: Path) -> None:
    paths = write_group(measure_group([sites]), tmp_path / "groupe")

    assert [path.name for path in paths] == ["groupe.html", "groupe.md", "groupe.json"]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert "Site B" in paths[1].read_text(encoding="utf-8")
    assert "each person once" in paths[0].read_text(encoding="utf-8")
    assert orjson.loads(paths[2].read_bytes())["persons"] == 3
