"""A table: one person a row, what its columns say of them, and free text in its cells."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from tocsin.assess.known import Known, KnownRows
from tocsin.assess.page import Page
from tocsin.assess.plan import TELLS_WHO, RowPlan, categories_in
from tocsin.assess.tally import Tally
from tocsin.assess.text import TextAnalyst
from tocsin.find import TableFinder, TextFinder
from tocsin.match.index import PatientIndex
from tocsin.match.resolve import Candidate, Outcome, Resolution, Resolver
from tocsin.model.document import TableBlock
from tocsin.model.finding import Exposure
from tocsin.model.mention import Mention
from tocsin.model.mention import MentionKind as K

SAMPLE_ROWS = 200
SMALL_TABLE = 2_000
"""Cells up to which a table that names no person in columns is read as text (forms, layouts)."""

FORM_COLUMNS = 4
FORM_ROWS = 60


class TableAnalyst:
    """Reads the rows of tables against the index."""

    def __init__(
        self, index: PatientIndex, finder: TextFinder, resolver: Resolver, texts: TextAnalyst
    ) -> None:
        self._columns = TableFinder(index)
        self._finder = finder
        self._resolver = resolver
        self._texts = texts
        self._known = KnownRows(index)

    def plan(self, block: TableBlock) -> RowPlan:
        """What the columns of the block's table are."""
        width = max([len(block.header), *map(len, block.rows)], default=0)
        header = (*block.header, *[""] * (width - len(block.header)))
        sample = [_padded(row, width) for row in block.rows[:SAMPLE_ROWS]]
        return RowPlan(self._columns.columns(header, sample), width)

    def is_form(self, block: TableBlock, plan: RowPlan) -> bool:
        """Whether labels stand in the first column and values beside them (`Nom | DUPONT`)."""
        lines = ([block.header] if block.header else []) + block.rows
        if not 1 < len(lines) <= FORM_ROWS or not 1 < plan.width <= FORM_COLUMNS:
            return False
        labels, values = zip(*(_padded(line, 2)[:2] for line in lines), strict=True)
        beside = self._columns.columns(labels, [values])
        return _identifying(beside) > max(_identifying(plan.identity), 1)

    def rows(self, block: TableBlock, plan: RowPlan, tally: Tally) -> None:
        """Add what each row says of its person."""
        if any(len(row) != plan.width for row in block.rows):
            block = replace(block, rows=[_padded(row, plan.width) for row in block.rows])
        where = _where(block)
        kinds = plan.kinds
        resolutions: list[Resolution | None] = []
        known_rows = zip(block.rows, self._known.find(block.rows, plan), strict=True)
        for number, (row, known) in enumerate(known_rows, block.first_row):
            locator = f"{where}{number}"
            if known is None:
                resolutions.append(self._resolve(row, plan, locator, tally))
                continue
            tally.mention_row(locator, kinds, plan.canonical(row), (known[:2],))
            bits = tally.new_bits(known.person, plan.categories(row))
            for category, confidence, confirmed in plan.weighed(bits, known.probability):
                tally.add(
                    Exposure(known.person, category, locator, confidence, known.basis, confirmed)
                )
            resolutions.append(_certain(known) if plan.free_text else None)
        self._free_text(block, plan, resolutions, tally)

    def _resolve(
        self, row: Sequence[str], plan: RowPlan, locator: str, tally: Tally
    ) -> Resolution | None:
        claim = plan.claim(row)
        if not claim.kinds:
            return None
        resolution = self._resolver.resolve(claim)
        categories = categories_in(plan.categories(row))
        for category in categories:
            tally.expose(resolution, category, locator, plan.confidence[category])
        if resolution.candidates or claim.has_name:
            tally.mention(locator, claim, resolution.candidates)
        if resolution.outcome in (Outcome.NOT_IN_INDEX, Outcome.HOMONYMS):
            tally.unmatched(_written(row, plan), categories, resolution.outcome)
        return resolution

    def _free_text(
        self,
        block: TableBlock,
        plan: RowPlan,
        resolutions: Sequence[Resolution | None],
        tally: Tally,
    ) -> None:
        """The cells of running text, all of a block searched in one go."""
        cells = [
            (position, row[index])
            for position, row in enumerate(block.rows)
            for index in plan.free_text
            if index < len(row) and len(row[index]) > 3
        ]
        where = _where(block)
        for position, text, mentions in self._mentions_in(cells):
            owner = resolutions[position] if position < len(resolutions) else None
            owner = owner if owner and owner.candidates else None
            page = Page([(f"{where}{block.first_row + position}", text)])
            self._texts.weigh(page, mentions, tally, owner)

    def _mentions_in(
        self, cells: Sequence[tuple[int, str]]
    ) -> list[tuple[int, str, list[Mention]]]:
        page = Page([("", text) for _, text in cells])
        by_cell: dict[int, list[Mention]] = {}
        starts = page.starts
        for mention in self._finder.find(page.text) if cells else ():
            cell = bisect_right(starts, mention.start) - 1
            if mention.end <= starts[cell] + len(cells[cell][1]):
                by_cell.setdefault(cell, []).append(_moved(mention, -starts[cell]))
        return [(*cells[cell], mentions) for cell, mentions in by_cell.items()]


def as_text(block: TableBlock) -> str:
    """A small table as lines of `label : value`, for tables that are forms or mere layout."""
    lines = ([list(block.header)] if block.header else []) + block.rows
    return "\n".join(_line([cell.strip() for cell in line if cell.strip()]) for line in lines)


def _line(cells: list[str]) -> str:
    if len(cells) % 2:
        return " ; ".join(cells)
    pairs = zip(cells[::2], cells[1::2], strict=True)
    return " ; ".join(f"{a.rstrip(' :')} : {b}" for a, b in pairs)


def _identifying(columns: Sequence[object]) -> int:
    kinds = {getattr(column, "kind", None) for column in columns}
    return len(kinds & (TELLS_WHO | {K.GIVEN_NAMES, K.BIRTH_DATE}))


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _moved(mention: Mention, by: int) -> Mention:
    return Mention(
        mention.kind,
        mention.start + by,
        mention.end + by,
        mention.value,
        mention.confidence,
        mention.grade,
        mention.rule,
    )


def _where(block: TableBlock) -> str:
    return f"{block.locator}, ligne " if block.locator else "ligne "


def _certain(known: Known) -> Resolution:
    return Resolution(Outcome.CONFIRMED, (Candidate(*known),))


def _written(row: Sequence[str], plan: RowPlan) -> str:
    columns = [plan.full_name] if plan.full_name >= 0 else [plan.surname, plan.given]
    return " ".join(row[index].strip() for index in columns if index >= 0)
