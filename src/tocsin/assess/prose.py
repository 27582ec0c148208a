"""Running text in the cells of a table: comments, motives, a name with a birth date beside it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.assess.known import Known
from tocsin.assess.page import Page
from tocsin.assess.plan import RowPlan
from tocsin.assess.tally import Tally
from tocsin.assess.text import TextAnalyst
from tocsin.find import TextFinder
from tocsin.match.claim import IDENTITY, NAMES, Claim
from tocsin.match.keytable import NONE
from tocsin.match.resolve import Resolution
from tocsin.model.category import Category
from tocsin.model.document import TableBlock
from tocsin.model.mention import CATEGORY_OF, Column, Mention
from tocsin.model.mention import MentionKind as K

SHORTEST = 4
_LABELS = {
    K.FULL_NAME: "Nom et prénom",
    K.SURNAME: "Nom",
    K.BIRTH_NAME: "Nom de naissance",
    K.GIVEN_NAMES: "Prénom",
    K.BIRTH_DATE: "Né(e) le",
    K.NIR: "NIR",
    K.INS: "INS",
    K.PHONE: "Tél",
    K.EMAIL: "Courriel",
}
Cell = tuple[int, str]
"""The position of a row in its block, and a text of it with the column's title before."""


class Owners:
    """The persons of a block's rows, sure or weighed; else the stays by which they are known."""

    def __init__(
        self,
        known: Known,
        weighed: Mapping[int, Resolution],
        stays: Mapping[int, list[str]],
    ) -> None:
        self._known = known
        self._sure: list[bool] = (known.persons != NONE).tolist()
        self._weighed = {row: found for row, found in weighed.items() if found.candidates}
        self._stays = stays

    def has(self, row: int) -> bool:
        """Whether the row is about somebody: a person, several to choose from, a stay."""
        return self._sure[row] or row in self._weighed or bool(self.stays_of(row))

    def stays_of(self, row: int) -> list[str]:
        """The stays of a row that says nothing else of who it is about."""
        return self._stays.get(row, [])

    def of(self, row: int) -> Resolution | None:
        """Whom the row means."""
        return self._known.resolution(row) or self._weighed.get(row)


class CellReader:
    """Reads cells as text."""

    def __init__(self, finder: TextFinder, texts: TextAnalyst) -> None:
        self._finder = finder
        self._texts = texts

    def read(
        self,
        block: TableBlock,
        plan: RowPlan,
        owners: "Owners",
        where: str,
        tally: Tally,
    ) -> None:
        """Add what the free-text cells say: of the row's person if there is one, and of others."""
        cells = [
            (position, f"{_title(block, index)}{row[index]}")
            for position, row in enumerate(block.rows)
            for index in plan.free_text
            if len(row[index].strip()) >= SHORTEST
        ]
        owned = [cell for cell in cells if owners.has(cell[0])]
        others = [cell for cell in cells if not owners.has(cell[0])]
        for position, text, mentions in (
            *self._mentions_in(owned, personal=True),
            *self._mentions_in(others, personal=False),
        ):
            page = Page([(f"{where}{block.first_row + position}", text)])
            self._texts.weigh(page, mentions, tally, owners.of(position))
            self._texts.tell_of_stays(page, mentions, owners.stays_of(position), tally)

    def read_others(self, block: TableBlock, plan: RowPlan, where: str, tally: Tally) -> None:
        """Add who else stands in a row: a parent, an escort, in columns of their own."""
        cells = [
            (position, _told(columns, row))
            for position, row in enumerate(block.rows)
            for columns in plan.others
            if any(len(row[c.index].strip()) >= SHORTEST for c in columns if c.kind in NAMES)
        ]
        for position, text, mentions in self._mentions_in(cells, personal=False):
            page = Page([(f"{where}{block.first_row + position}", text)])
            self._texts.weigh(page, mentions, tally)

    def _mentions_in(
        self, cells: Sequence[Cell], *, personal: bool
    ) -> list[tuple[int, str, list[Mention]]]:
        """The mentions of each cell that has any; all cells are searched in one go."""
        page = Page([("", text) for _, text in cells])
        by_cell: dict[int, list[Mention]] = {}
        for mention in self._finder.find(page.text, personal=personal) if cells else ():
            cell = bisect_right(page.starts, mention.start) - 1
            start = page.starts[cell]
            if mention.end <= start + len(cells[cell][1]):
                moved = replace(mention, start=mention.start - start, end=mention.end - start)
                by_cell.setdefault(cell, []).append(moved)
        return [(*cells[cell], mentions) for cell, mentions in by_cell.items()]

    def unpack(self, claim: Claim, row: Sequence[str], plan: RowPlan) -> set[Category]:
        """A name's cell may hold more (`M. PETIT D., né le 07/08/1981`): take it apart.

        What else it gives away, beside the name.
        """
        cell = row[plan.full_name] if plan.full_name >= 0 else ""
        if not any(sign in cell for sign in ".,;:()/0123456789"):
            return set()
        found = self._finder.find(f"Patient : {cell}")
        if any(mention.kind in NAMES for mention in found):
            claim.values.pop(K.FULL_NAME, None)
        identity = [mention for mention in found if mention.kind in IDENTITY]
        for mention in identity:
            claim.add(mention.kind, mention.value)
        return {CATEGORY_OF[m.kind] for m in identity if m.kind in CATEGORY_OF}


def _told(columns: Sequence[Column], row: Sequence[str]) -> str:
    """One person's cells as the lines of a form."""
    told = ((_LABELS[c.kind], row[c.index].strip()) for c in columns)
    return "\n".join(f"{label} : {value}" for label, value in told if value)


def _title(block: TableBlock, index: int) -> str:
    title = block.header[index].strip() if index < len(block.header) else ""
    return f"{title} : " if title else ""
