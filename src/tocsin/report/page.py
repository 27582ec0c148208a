"""A finished page: its parts in both languages, and the figures that stand in it."""

from dataclasses import dataclass, replace

from tocsin.language import LANGUAGES
from tocsin.report.block import Block, Fields, Kind, Part, Sentence, plain
from tocsin.report.changes import with_changes
from tocsin.report.figure import Figure
from tocsin.report.figures import Figures
from tocsin.report.material import Material
from tocsin.report.sheet import compose, load_sheet


@dataclass(frozen=True, slots=True)
class Page:
    """One report, French first. `appendix` says whether it prints the queries of its figures.

    `folder` is where it is written, under the folder of all reports; `formats` are the suffixes of
    the files it becomes; `kind` is what the ledger of filings calls it.
    """

    name: str
    as_of: str
    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    appendix: bool
    folder: str = ""
    formats: tuple[str, ...] = ()
    kind: str = ""

    def fields(self) -> Fields:
        """What its fields say, gaps left out."""
        french, english = self.parts
        return {
            fr.key: [plain(fr.cells[0]), plain(en.cells[0])]
            for blocks in zip(french.blocks, english.blocks, strict=True)
            if blocks[0].kind is Kind.FIELDS
            for fr, en in zip(blocks[0].rows, blocks[1].rows, strict=True)
            if fr.key and not any(span.missing for span in fr.cells[0])
        }


def build_page(name: str, material: Material) -> Page:
    """The sheet `name` filled from `material`."""
    sheet = load_sheet(name)
    parts = tuple(compose(sheet, material, language) for language in LANGUAGES)
    page = Page(
        name,
        material.facts.at.isoformat(timespec="seconds"),
        parts,
        used_figures(parts, material.figures),
        sheet["appendix"],
        sheet.get("folder", ""),
        tuple(sheet["formats"]),
        sheet.get("kind", name),
    )
    return replace(page, parts=with_changes(parts, material.filed.get(page.kind), page.fields()))


def used_figures(parts: tuple[Part, ...], figures: Figures) -> tuple[Figure, ...]:
    """The figures that stand in `parts`, in the order of the catalogue."""
    used = {span.figure for part in parts for text in sentences(part) for span in text}
    return tuple(figure for figure in figures if figure.id in used)


def sentences(part: Part) -> list[Sentence]:
    """Every sentence of a part."""
    return [part.subtitle, *(text for block in part.blocks for text in _of_block(block))]


def _of_block(block: Block) -> list[Sentence]:
    rows = [text for row in block.rows for text in (row.label, *row.cells, row.hint)]
    return [block.text, *rows]
