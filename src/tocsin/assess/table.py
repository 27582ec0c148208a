"""A table: one person a row, what its columns say of them, and free text in its cells."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

import numpy as np

from tocsin.assess.known import Known, KnownRows
from tocsin.assess.plan import RowPlan, categories_in
from tocsin.assess.prose import CellReader, Owners
from tocsin.assess.said import Columns
from tocsin.assess.staff import list_staff
from tocsin.assess.subject import stays_alone
from tocsin.assess.surerows import SureRows, Table
from tocsin.assess.tally import Tally
from tocsin.assess.text import TextAnalyst
from tocsin.find import TableFinder, TextFinder
from tocsin.find.lists import illness_in
from tocsin.find.table import PATIENTS_ONLY
from tocsin.match.claim import IDENTITY, NUMBERS
from tocsin.match.index import PatientIndex
from tocsin.match.keytable import NONE
from tocsin.match.resolve import NOBODY, Outcome, Resolution, Resolver
from tocsin.model.category import Category
from tocsin.model.document import TableBlock
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
        self._cells = CellReader(finder, texts)
        self._resolver = resolver
        self._known = KnownRows(index)

    def plan(self, block: TableBlock, title: str) -> RowPlan:
        """What the columns of the block's table are; `title` is what stands above it."""
        width = max([len(block.header), *map(len, block.rows)], default=0)
        header = (*block.header, *[""] * (width - len(block.header)))
        sample = [_padded(row, width) for row in block.rows[:SAMPLE_ROWS]]
        columns = self._columns.columns(header, sample, of_a_ward=illness_in(title) > 0)
        told = illness_in(title, over_patients=any(c.kind in PATIENTS_ONLY for c in columns))
        return RowPlan(columns, width, told_by_title=told)

    def is_form(self, block: TableBlock, plan: RowPlan) -> bool:
        """Whether labels stand in the first column and values beside them (`Nom | DUPONT`)."""
        lines = ([block.header] if block.header else []) + block.rows
        if not 1 < len(lines) <= FORM_ROWS or not 1 < plan.width <= FORM_COLUMNS:
            return False
        labels, values = zip(*(_padded(line, 2)[:2] for line in lines), strict=True)
        beside = self._columns.columns(labels, [values])
        return _identifying(beside) > max(_identifying(plan.identity), 1)

    def rows(self, block: TableBlock, plan: RowPlan, tally: Tally) -> int:
        """Add what each row says of its person; how many rows have one."""
        if set(map(len, block.rows)) - {plan.width}:
            block = replace(block, rows=[_padded(row, plan.width) for row in block.rows])
        columns = [[row[at] for row in block.rows] for at in range(plan.width)]
        known = self._known.find(columns, len(block.rows), plan)
        weighed: dict[int, Resolution] = {}
        stays: dict[int, list[str]] = {}
        linked = self._add_sure(block, plan, columns, known, tally)
        where, clock = _where(block), tally.clock
        for at in np.flatnonzero(known.persons == NONE).tolist():
            tally.clock = clock + at
            locator = f"{where}{block.first_row + at}"
            weighed[at] = found = self._resolve(block.rows[at], plan, locator, tally)
            linked += bool(found.candidates)
            if plan.stay >= 0 and not found.candidates:
                stays[at] = stays_alone(plan.claim(block.rows[at]), found)
        tally.clock = clock + len(block.rows)
        list_staff(plan.staff, columns, tally)
        if plan.free_text:
            self._cells.read(block, plan, Owners(known, weighed, stays), where, tally)
        if plan.others:
            self._cells.read_others(block, plan, where, tally)
        return linked

    def _add_sure(
        self, block: TableBlock, plan: RowPlan, columns: Columns, known: Known, tally: Tally
    ) -> int:
        """Add what the rows say whose persons are sure; how many they are."""
        sure = np.flatnonzero(known.persons != NONE)
        if not len(sure):
            return 0
        if plan.stay >= 0:
            stays = [columns[plan.stay][at] for at in sure.tolist()]
            tally.own_stays(stays, known.persons[sure].tolist())
        persons, said = known.persons[sure], plan.categories_of(columns, len(block.rows))[sure]
        for at in sure[said == 0].tolist():
            if resolution := known.resolution(at):
                tally.link(resolution, f"{_where(block)}{block.first_row + at}")
        canonical = plan.canonical(columns)
        if len(sure) < len(block.rows):
            canonical = compress(canonical, known.persons != NONE)
        tally.add_rows(
            SureRows(
                Table(_where(block), plan.kinds, plan.weights),
                sure + block.first_row,
                sure + tally.clock,
                persons,
                known.grades[sure],
                tally.new_bits(persons, said),
                tally.hashes(canonical),
            )
        )
        return len(sure)

    def _resolve(self, row: Sequence[str], plan: RowPlan, locator: str, tally: Tally) -> Resolution:
        claim = plan.claim(row)
        if plan.insured and not claim.has_name and not claim.has(*NUMBERS):
            claim.absorb(plan.claim_of_insured(row))
        unpacked = self._cells.unpack(claim, row, plan)
        resolution = self._resolver.resolve(claim) if claim.kinds else NOBODY
        categories = [*{*categories_in(plan.categories(row)), *unpacked}]
        stays = claim.all(K.STAY_ID)
        _tell_of_stays(stays_alone(claim, resolution), categories, plan, locator, tally)
        if resolution.outcome is Outcome.NOBODY:
            return resolution
        sure = resolution.is_confirmed
        if sure:
            tally.own_stays(stays, [resolution.candidates[0].person] * len(stays))
        for category in categories:
            certainty = plan.certainty(category) if sure else plan.confidence[category]
            tally.expose(resolution, category, locator, certainty)
        tally.link(resolution, locator)
        tally.mention(locator, claim, resolution.candidates)
        if resolution.outcome in (Outcome.NOT_IN_INDEX, Outcome.HOMONYMS):
            tally.unmatched(_written(row, plan), categories, resolution.outcome, claim)
        return resolution


def _tell_of_stays(
    stays: Sequence[str], categories: Sequence[Category], plan: RowPlan, locator: str, tally: Tally
) -> None:
    """A row that says only which stay it is about."""
    for stay in stays:
        for category in categories:
            tally.expose_stay(stay, category, locator, plan.certainty(category))


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
    return len(kinds & IDENTITY)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _where(block: TableBlock) -> str:
    return f"{block.locator}, ligne " if block.locator else "ligne "


def _written(row: Sequence[str], plan: RowPlan) -> str:
    columns = [plan.full_name] if plan.full_name >= 0 else [plan.surname, plan.given]
    return " ".join(row[index].strip() for index in columns if index >= 0)
