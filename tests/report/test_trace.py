"""Every number of a file can be recomputed, and a changed one is named."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.conftest import AT, HOSPITAL, PEOPLE, fill
from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.language import Language, number
from tocsin.report import write_report
from tocsin.report.material import gather
from tocsin.report.page import build_page
from tocsin.report.printed import numbers_in, printed
from tocsin.report.trace import trace
from tocsin.report.web import to_html, to_markdown

WITHOUT_NUMBERS = ("trace", "sous-traitants", "decisions")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with its reports, written once."""
    folder = tmp_path_factory.mktemp("trace")
    with Case.create_or_open(folder / "affaire") as case:
        (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
        fill(case, PEOPLE)
        write_report(case, folder / "rapports", at=AT)
    return folder


@pytest.fixture
def case(written: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the case."""
    shutil.copytree(written / "affaire", tmp_path / "copie")
    with Case.open(tmp_path / "copie") as opened:
        yield opened


@pytest.fixture
def out(written: Path, tmp_path: Path) -> Path:
    """A copy of its reports."""
    shutil.copytree(written / "rapports", tmp_path / "rapports")
    return tmp_path / "rapports"


def test_every_file_that_was_just_written_holds(case: Case, out: Path) -> None:
    for path in sorted(out.rglob("*.*")):
        found = trace(case, path)
        assert found.holds, path.name
        assert found.figures or path.stem in WITHOUT_NUMBERS


def test_every_figure_of_a_page_is_found_where_it_is_printed(case: Case) -> None:
    page = build_page("presse", gather(case, AT))

    for name, content in (
        ("presse.md", to_markdown(page).encode()),
        ("presse.html", to_html(page).encode()),
    ):
        owners = {place.figure for place in printed(page, name, content)}
        assert owners - {""} == {figure.id for figure in page.figures}


def test_the_figures_of_a_pdf_are_found_too(case: Case, out: Path) -> None:
    (numbers,) = case.store.one("SELECT numbers FROM filings WHERE path LIKE '%/resume.pdf'")
    owners = {figure for _, figure in orjson.loads(numbers)}

    assert {"persons.confirmed", "persons.category/nir", "told.email"} <= owners


@pytest.mark.parametrize(
    ("name", "pattern", "figure"),
    [
        ("presse.md", r"(\*\*)7(\*\*)", "persons.confirmed"),
        ("presse.html", r"(>)7(<)", "persons.confirmed"),
        ("resume.html", r"(>)4(</a></dd>)", "documents.unread"),
    ],
)
def test_a_tampered_figure_is_named(
    case: Case, out: Path, name: str, pattern: str, figure: str
) -> None:
    path = out / name
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(pattern, r"\g<1>9\g<2>", text, count=1), encoding="utf-8")

    found = trace(case, path)

    assert not found.is_untouched
    assert [(t.figure, t.found) for t in found.tampered] == [(figure, "9")]
    assert not found.moved


def test_a_tampered_value_in_json_is_named(case: Case, out: Path) -> None:
    saved = orjson.loads((out / "chiffres.json").read_bytes())
    for figure in saved["figures"]:
        if figure["id"] == "persons.medical":
            figure["value"] = 0
    (out / "chiffres.json").write_bytes(orjson.dumps(saved))

    found = trace(case, out / "chiffres.json")

    assert [(t.figure, t.written, t.found) for t in found.tampered] == [
        ("persons.medical", "1", "0")
    ]


def test_a_number_that_was_taken_out_or_put_in_is_seen(case: Case, out: Path) -> None:
    path = out / "presse.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("**7** ", "", 1) + "\nEt 99 de plus.\n", encoding="utf-8")

    tampered = trace(case, path).tampered

    assert ("persons.confirmed", "7", "") in {(t.figure, t.written, t.found) for t in tampered}
    assert ("", "", "99") in {(t.figure, t.written, t.found) for t in tampered}


def test_words_that_were_changed_are_seen_as_well(case: Case, out: Path) -> None:
    path = out / "presse.md"
    path.write_text(path.read_text(encoding="utf-8").replace("dérobés", "égarés"), encoding="utf-8")

    found = trace(case, path)

    assert not found.is_untouched
    assert not found.tampered
    assert not found.holds


def test_a_broken_json_is_no_fault_of_ours(case: Case, out: Path) -> None:
    (out / "chiffres.json").write_bytes(b"{")

    assert len(trace(case, out / "chiffres.json").tampered) > 50


def test_a_pdf_that_is_none_any_more_says_nothing(case: Case, out: Path) -> None:
    path = out / "presse.pdf"
    path.write_bytes(path.read_bytes()[:500])

    found = trace(case, path)

    assert not found.is_untouched
    assert "persons.confirmed" in {one.figure for one in found.tampered}


def test_a_figure_that_moved_on_is_named_with_both_values(case: Case, out: Path) -> None:
    case.store.execute("UPDATE affected SET status = 'to_review' WHERE person = 0")

    found = trace(case, out / "presse.html")

    moved = {figure.figure: (figure.said, figure.now) for figure in found.moved}
    assert moved["persons.confirmed"] == (7, 6)
    assert found.is_untouched
    assert not found.holds


def test_a_copy_elsewhere_is_known_by_its_bytes(case: Case, out: Path, tmp_path: Path) -> None:
    (tmp_path / "copie.html").write_bytes((out / "presse.html").read_bytes())

    assert trace(case, tmp_path / "copie.html").holds


def test_the_trace_beside_the_files_says_the_same(case: Case, out: Path) -> None:
    beside = orjson.loads((out / "trace.json").read_bytes())
    numbers = {text: figure for text, figure in beside["files"]["presse.md"]["numbers"] if figure}

    assert numbers["7"] in beside["files"]["presse.md"]["figures"]
    assert beside["figures"]["persons.confirmed"]["query"].startswith("SELECT")
    assert set(beside["files"]) == {
        path.relative_to(out).as_posix() for path in out.rglob("*.*")
    } - {"trace.json"}


def test_a_stranger_is_refused(case: Case, tmp_path: Path) -> None:
    (tmp_path / "autre.html").write_text("<p>7</p>", encoding="utf-8")

    with pytest.raises(InputError) as raised:
        trace(case, tmp_path / "autre.html")
    assert raised.value.code == "trace.unknown"
    with pytest.raises(InputError) as raised:
        trace(case, tmp_path / "absent.html")
    assert raised.value.code == "trace.unreadable"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("126\u202f000 personnes", ["126000"]),
        ("126,000 persons, 3.0", ["126,000", "3.0"]),
        ("<b>1</b>2", ["1", "2"]),
        ("<script>7</script><style>8</style>", []),
    ],
)
def test_numbers_are_read_as_they_are_printed(text: str, numbers: list[str]) -> None:
    assert numbers_in("x.html", text.encode()) == numbers


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20),
    st.sampled_from(["fr", "en"]),
    st.sampled_from(["html", "md"]),
)
def test_whatever_is_printed_is_read_back(
    values: list[int], language: Language, suffix: str
) -> None:
    text = " ; ".join(f"{number(value, language)} x" for value in values)

    found = numbers_in(f"page.{suffix}", text.encode())

    assert [int(one.replace(",", "")) for one in found] == values


@given(st.binary(max_size=400), st.sampled_from(["html", "md", "json", "txt", "pdf", "bin"]))
def test_no_content_stops_the_reading_of_numbers(content: bytes, suffix: str) -> None:
    assert isinstance(numbers_in(f"page.{suffix}", content), list)
