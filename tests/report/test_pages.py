"""The pages as HTML and PDF: self-contained, safe against what they show, well formed."""

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.report.conftest import AT, HOSPITAL, PEOPLE, fill
from tocsin.case import Case
from tocsin.report.material import Material, gather
from tocsin.report.page import build_page
from tocsin.report.pdf import to_pdf
from tocsin.report.sheet import SHEETS
from tocsin.report.web import to_html

NAMES = sorted(path.stem for path in SHEETS.glob("*.toml"))


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    with Case.create_or_open(tmp_path_factory.mktemp("pages") / "affaire") as case:
        (case.folder / "hospital.toml").write_text(HOSPITAL, encoding="utf-8")
        fill(case, PEOPLE)
        yield gather(case, AT)


@pytest.fixture(scope="module", params=NAMES)
def source(request: pytest.FixtureRequest, material: Material) -> str:
    return to_html(build_page(request.param, material))


def test_it_asks_nothing_of_the_network(source: str) -> None:
    tree = LexborHTMLParser(source)

    assert not tree.css("script, img, link, iframe, [src], [style]")
    assert all(link.attributes["href"].startswith("#") for link in tree.css("a"))


def test_its_policy_allows_its_own_style_and_nothing_else(source: str) -> None:
    tree = LexborHTMLParser(source)
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]

    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_every_link_has_its_target_and_no_id_stands_twice(source: str) -> None:
    tree = LexborHTMLParser(source)
    ids = [node.attributes["id"] for node in tree.css("[id]")]

    assert len(set(ids)) == len(ids)
    assert {link.attributes["href"][1:] for link in tree.css("a")} <= set(ids)


def test_every_number_shows_its_query(source: str) -> None:
    numbers = LexborHTMLParser(source).css(".number")

    assert numbers or 'class="number"' not in source
    assert all("SELECT" in node.attributes["title"] for node in numbers)


def test_it_can_be_read_by_a_screen_reader(source: str) -> None:
    tree = LexborHTMLParser(source)

    assert tree.css_first("html").attributes["lang"] == "fr"
    assert tree.css_first("section#en").attributes["lang"] == "en"
    assert all(node.attributes.get("scope") for node in tree.css("th"))
    assert all(node.text().strip() for node in tree.css("th"))
    assert all(node.attributes.get("aria-hidden") == "true" for node in tree.css("svg"))
    assert tree.css_first("main h1") is not None


def test_the_summary_draws_persons_by_category(case: Case) -> None:
    tree = LexborHTMLParser(to_html(build_page("resume", gather(case, AT))))

    assert len(tree.css("section#fr table")[0].css("svg rect.fill")) == 10


def test_what_the_hospital_wrote_is_text_not_markup(case: Case) -> None:
    source = to_html(build_page("cnil", gather(case, AT)))

    assert "<b>des Tilleuls" not in source
    assert "&lt;b&gt;des Tilleuls" in source
    assert "Tilleuls &amp; Cie" in source


def pdf_text(pdf: bytes, folder: Path, *options: str) -> str:
    """What pdftotext finds in a PDF."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", *options, str(path), "-"], check=True, capture_output=True
    ).stdout.decode()


def test_the_summary_fits_one_page_a_language(case: Case, tmp_path: Path) -> None:
    pdf = to_pdf(build_page("resume", gather(case, AT)))

    assert "une page" in pdf_text(pdf, tmp_path, "-l", "1")
    assert "Ceci n’est pas un avis juridique" in pdf_text(pdf, tmp_path, "-l", "1")
    assert "one page" in pdf_text(pdf, tmp_path, "-f", "2", "-l", "2")
    assert "This is not legal advice" in pdf_text(pdf, tmp_path, "-f", "2", "-l", "2")


def test_text_in_a_pdf_is_data_never_code(case: Case, tmp_path: Path) -> None:
    hostile = '#panic(\\"x\\") $a$ *gras* @ref <étiquette>'
    facts = case.folder / "hospital.toml"
    lines = facts.read_text(encoding="utf-8").splitlines()[1:]
    facts.write_text("\n".join([f'name = "{hostile}"', *lines]), encoding="utf-8")

    text = pdf_text(to_pdf(build_page("cnil", gather(case, AT))), tmp_path)

    assert '#panic("x") $a$ *gras* @ref <étiquette>' in text


def test_pdfs_say_that_they_are_archival_and_accessible(case: Case) -> None:
    pdf = to_pdf(build_page("presse", gather(case, AT)))

    assert b"pdfaid:part>3<" in pdf
    assert b"pdfuaid:part>1<" in pdf
    assert b"/Lang" in pdf


def test_the_same_moment_gives_the_same_pages(case: Case) -> None:
    first, second = (build_page("resume", gather(case, AT)) for _ in range(2))

    assert to_html(first) == to_html(second)
    assert to_pdf(first) == to_pdf(second)
