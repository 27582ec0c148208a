"""One document looked at again, as the scope does, keeping what the scope lets go: spans, rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tocsin.assess.page import PATH, Page, path_text, title_of
from tocsin.assess.plan import RowPlan
from tocsin.assess.subject import Subject
from tocsin.assess.table import SMALL_TABLE, TableAnalyst, as_text
from tocsin.assess.tally import Tally
from tocsin.assess.text import TextAnalyst
from tocsin.find import TextFinder
from tocsin.find.drawn import drawn_tables
from tocsin.find.pivot import pivoted
from tocsin.match.claim import Claim
from tocsin.match.index import PatientIndex
from tocsin.match.resolve import Resolution, Resolver
from tocsin.model.document import Part, TableBlock, TextBlock
from tocsin.model.mention import Mention

NO_KEY = b"\0" * 32
"""Nothing of this look is kept, so its hashes need no key."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, its mentions, and the somebodies they make."""

    page: Page
    mentions: list[Mention]
    subjects: list[Subject]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that names somebody: its identity cells, what they claim, who it is."""

    locator: str
    cells: tuple[str, ...]
    claim: Claim
    resolution: Resolution


@dataclass(slots=True)
class Look:
    """What was seen in one document. `plans` are its tables' columns, by the table's place."""

    passages: list[Passage] = field(default_factory=list)
    plans: list[tuple[str, TableBlock, RowPlan]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)


class _WatchedFinder(TextFinder):
    """Keeps what it finds in each text, however often that is searched."""

    def __init__(self, index: PatientIndex) -> None:
        super().__init__(index)
        self.found: dict[str, list[Mention]] = {}

    def find(self, text: str, *, ocr: bool = False, personal: bool = False) -> list[Mention]:
        mentions = super().find(text, ocr=ocr, personal=personal)
        known = self.found.setdefault(text, [])
        known += [mention for mention in mentions if mention not in known]
        return mentions


class _WatchedTexts(TextAnalyst):
    """Keeps the passages it weighs."""

    def __init__(self, index: PatientIndex, finder: TextFinder, resolver: Resolver) -> None:
        super().__init__(index, finder, resolver)
        self.passages: list[Passage] = []

    def weigh(
        self, page: Page, mentions: list[Mention], tally: Tally, owner: Resolution | None = None
    ) -> list[Subject]:
        subjects = super().weigh(page, mentions, tally, owner)
        self.passages.append(Passage(page, mentions, subjects))
        return subjects


class Looker:
    """Looks at documents against one index."""

    def __init__(self, index: PatientIndex) -> None:
        self._finder, self._resolver = _WatchedFinder(index), Resolver(index)
        self._texts = _WatchedTexts(index, self._finder, self._resolver)
        self._tables = TableAnalyst(index, self._finder, self._resolver, self._texts)

    def look(self, path: str, parts: Iterable[Part], places: frozenset[str]) -> Look:
        """All of the document's text, and the rows of its tables that stand at `places`."""
        look, waiting, ocr = Look(), [(PATH, path_text(path))], False
        for part in parts:
            if isinstance(part, TextBlock):
                ocr = ocr or part.ocr
                waiting.append((part.locator, part.text))
                for above, table in drawn_tables(part):
                    title = title_of(path, table.locator, [(table.locator, above)])
                    self._look_at_table(table, title, places, look)
            elif isinstance(part, TableBlock):
                title = title_of(path, part.locator, waiting)
                waiting += self._look_at_table(pivoted(part), title, places, look)
        self._texts.passages = []
        self._texts.analyse(Page(waiting), Tally(NO_KEY), ocr=ocr)
        look.texts = waiting[1:]
        look.passages += [self._whole(passage) for passage in self._texts.passages]
        return look

    def _look_at_table(
        self, block: TableBlock, title: str, places: frozenset[str], look: Look
    ) -> list[tuple[str, str]]:
        """The rows at `places`; a small table without persons, or a form, is text."""
        plan = self._tables.plan(block, title)
        small = not plan.is_of_staff and len(block.rows) * max(plan.width, 1) <= SMALL_TABLE
        if small and (not plan.has_person or self._tables.is_form(block, plan)):
            return [(block.locator, as_text(block))]
        look.plans.append((block.locator, block, plan))
        for at, row in enumerate(block.rows, block.first_row):
            locator = f"{block.locator}, ligne {at}" if block.locator else f"ligne {at}"
            if locator in places:
                self._look_at_row(replace(block, rows=[row], first_row=at), plan, locator, look)
        return []

    def _look_at_row(self, block: TableBlock, plan: RowPlan, locator: str, look: Look) -> None:
        row = [*block.rows[0], *[""] * (plan.width - len(block.rows[0]))]
        claim = plan.claim(row)
        cells = tuple(row[column.index] for column in plan.identity)
        look.rows.append(Row(locator, cells, claim, self._resolver.resolve(claim)))
        self._texts.passages = []
        self._tables.rows(block, plan, Tally(NO_KEY))
        look.passages += self._texts.passages

    def _whole(self, passage: Passage) -> Passage:
        """With what a second reading of the same text found."""
        found = self._finder.found.get(passage.page.text, passage.mentions)
        return replace(passage, mentions=sorted(found, key=lambda m: (m.start, m.end)))
