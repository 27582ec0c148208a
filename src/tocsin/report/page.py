"""A finished page: its parts in both languages, and the figures that stand in it."""

from dataclasses import dataclass

from tocsin.language import LANGUAGES
from tocsin.report.block import Block, Part, Sentence
from tocsin.report.figure import Figure
from tocsin.report.material import Material
from tocsin.report.sheet import compose, load_sheet


@dataclass(frozen=True, slots=True)
class Page:
    """One report, French first. `appendix` says whether it prints the queries of its figures."""

    name: str
    as_of: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    appendix: bool


def build_page(name: str, material: Material) -> Page:
    """The sheet `name` filled from `material`."""
    sheet = load_sheet(name)
    parts = tuple(compose(sheet, material, language) for language in LANGUAGES)
    used = {span.figure for part in parts for text in sentences(part) for span in text}
    figures = tuple(figure for figure in material.figures if figure.id in used)
    as_of = material.facts.at.isoformat(timespec="seconds")
    return Page(name, as_of, parts, figures, sheet["appendix"])


def sentences(part: Part) -> list[Sentence]:
    """Every sentence of a part."""
    return [part.subtitle, *(text for block in part.blocks for text in _of_block(block))]


def _of_block(block: Block) -> list[Sentence]:
    rows = [text for row in block.rows for text in (row.label, *row.cells, row.hint)]
    return [block.text, *rows]
