"""Every sheet and form of one case, word for word in both languages, and their PDFs' promises."""

from collections.abc import Iterator

import pytest

from tests.report.golden_pages import FOLDER, fill_golden, pages
from tocsin.case import Case
from tocsin.report.edpb import edpb_page
from tocsin.report.material import Material
from tocsin.report.page import Page, build_page
from tocsin.report.pdf import to_pdf
from tocsin.report.web import to_markdown

NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    with Case.create_or_open(tmp_path_factory.mktemp("or") / "affaire") as case:
        yield fill_golden(case)


def page_named(name: str, material: Material) -> Page:
    return edpb_page(material) if name == "edpb" else build_page(name, material)


def test_every_page_has_its_golden_file(material: Material) -> None:
    assert sorted(page.name for page in pages(material)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_it_said(name: str, material: Material) -> None:
    said = to_markdown(page_named(name, material))

    assert said == (FOLDER / f"{name}.md").read_text(encoding="utf-8"), (
        "run: python -m tests.report.golden_pages"
    )


WITH_PDF = sorted(set(NAMES) - {"questions", "site", "personnel"})


@pytest.mark.parametrize("name", WITH_PDF)
def test_a_pdf_is_archival_and_accessible(name: str, material: Material) -> None:
    page = page_named(name, material)

    pdf = to_pdf(page)

    assert "pdf" in page.formats

    assert b"pdfaid:part>3<" in pdf
    assert b"pdfuaid:part>1<" in pdf
    assert b"/Lang" in pdf
