"""A page as PDF, typeset by Typst from the same blocks: PDF/A-3a and PDF/UA-1, fonts embedded."""

from datetime import datetime
from pathlib import Path

import orjson
import typst

from tocsin.report.figure import Figure
from tocsin.report.page import Page

TEMPLATE = Path(__file__).with_name("pages") / "page.typ"


def to_pdf(page: Page) -> bytes:
    """The page as a PDF file; its text reaches Typst as data, never as markup."""
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        ignore_system_fonts=True,  # the same file on every machine
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        sys_inputs={"page": orjson.dumps(_data(page)).decode()},
        timestamp=int(datetime.fromisoformat(page.as_of).timestamp()),
    )
    return pdf


def _data(page: Page) -> dict[str, object]:
    return {
        "as_of": page.as_of,
        "appendix": page.appendix,
        "parts": page.parts,
        "anchors": {figure.id: figure.anchor for figure in page.figures},
        "figures": [_appendix_row(figure) for figure in page.figures],
    }


def _appendix_row(figure: Figure) -> dict[str, str]:
    values = [f"?{number} = {value}" for number, value in enumerate(figure.parameters, 1)]
    return {
        "anchor": figure.anchor,
        "fr": figure.fr,
        "en": figure.en,
        "text": figure.text("fr"),
        "query": "\n".join([figure.sql, *values]),
    }
