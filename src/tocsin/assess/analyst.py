"""From what was read to who is concerned: one analyst a worker, one result a document."""

import hmac
from collections.abc import Iterable, Iterator

from tocsin.assess.likeness import Sketcher
from tocsin.assess.page import PATH, Page, path_text, title_of
from tocsin.assess.plan import RowPlan
from tocsin.assess.table import SMALL_TABLE, TableAnalyst, as_text
from tocsin.assess.tally import Tally
from tocsin.assess.text import TextAnalyst
from tocsin.find import TextFinder
from tocsin.find.drawn import drawn_tables
from tocsin.find.pivot import has_a_field_a_row, regrouped
from tocsin.find.shape import persons_in_rows
from tocsin.match.index import PatientIndex
from tocsin.match.resolve import Resolver
from tocsin.model.document import Block, DocumentRecord, Part, TableBlock, TextBlock
from tocsin.model.finding import DocumentFindings

TEXT_AT_A_TIME = 4_000_000
"""Characters of one document looked at together; what is longer is cut between blocks."""


class Analyst:
    """Finds, matches and assesses documents against one patient index.

    `hash_key` keys the hashes by which mentions are kept; it never leaves the case.
    """

    def __init__(self, index: PatientIndex, hash_key: bytes) -> None:
        finder, resolver = TextFinder(index), Resolver(index)
        self._hash_key = hash_key
        self._likeness_key = hmac.digest(hash_key, b"likeness", "sha256")
        self._texts = TextAnalyst(index, finder, resolver)
        self._tables = TableAnalyst(index, finder, resolver, self._texts)

    def documents(self, parts: Iterable[Part]) -> Iterator[DocumentFindings]:
        """The findings of each document of a stream of parts, in the order of their records."""
        open_documents: dict[str, _Document] = {}
        for part in parts:
            document = open_documents.get(part.document)
            if document is None:
                document = self._document(part.document)
            if isinstance(part, DocumentRecord):
                open_documents.pop(part.document, None)
                yield document.close(part)
            else:
                open_documents[part.document] = document
                document.add(part)

    def _document(self, path: str) -> "_Document":
        tally, sketcher = Tally(self._hash_key), Sketcher(self._likeness_key)
        return _Document(path, self._texts, self._tables, tally, sketcher)


class _Document:
    """One document while its blocks come in."""

    def __init__(
        self,
        path: str,
        texts: TextAnalyst,
        tables: TableAnalyst,
        tally: Tally,
        sketcher: Sketcher,
    ) -> None:
        self._path = path
        self._texts = texts
        self._tables = tables
        self._tally = tally
        self._sketcher = sketcher
        self._plans: dict[tuple[str, tuple[str, ...]], RowPlan] = {}
        self._waiting: list[tuple[str, str]] = []
        self._size = 0
        self._ocr = False
        self._held: TableBlock | None = None

    def add(self, block: Block) -> None:
        """Look at a table's rows at once; keep text until there is enough of it."""
        if isinstance(block, TextBlock):
            self._ocr = self._ocr or block.ocr
            self._sketcher.add(block.text)
            self._add_drawn(block)
            self._wait(block.locator, block.text)
        else:
            self._sketcher.add_rows(block.rows)
            self._add_whole(block)

    def _add_table(self, block: TableBlock) -> None:
        plan = self._plan(block)
        small = not plan.is_of_staff and len(block.rows) * max(plan.width, 1) <= SMALL_TABLE
        if small and (not plan.has_person or self._tables.is_form(block, plan)):
            self._wait(block.locator, as_text(block))
        else:
            linked = self._tables.rows(block, plan, self._tally)
            if small and not linked:
                self._wait(block.locator, as_text(block))

    def _add_whole(self, block: TableBlock) -> None:
        """Look at a block; one of a table of one field a row waits for the next, as long as there
        is one: a person may lie across both.
        """
        before, self._held = self._held, None
        if before and (before.locator, before.header) == (block.locator, block.header):
            before, block = regrouped(before, block)
        if before:
            self._add_rows(before)
        if has_a_field_a_row(block):
            self._held = block
        else:
            self._add_rows(block)

    def _add_rows(self, block: TableBlock) -> None:
        for table in persons_in_rows(block):
            self._add_table(table)

    def _add_drawn(self, block: TextBlock) -> None:
        """Look at the rows of the tables that a text draws, and names persons in."""
        for above, table in drawn_tables(block):
            title = title_of(self._path, table.locator, [(table.locator, above)])
            plan = self._tables.plan(table, title)
            if plan.has_person:
                self._tables.rows(table, plan, self._tally)

    def _plan(self, block: TableBlock) -> RowPlan:
        key = block.locator, block.header
        if key not in self._plans or not block.header:
            title = title_of(self._path, block.locator, self._waiting)
            self._plans[key] = self._tables.plan(block, title)
        return self._plans[key]

    def _wait(self, locator: str, text: str) -> None:
        self._waiting.append((locator, text))
        self._size += len(text)
        if self._size >= TEXT_AT_A_TIME:
            self._look()

    def _look(self) -> None:
        page = Page([(PATH, path_text(self._path)), *self._waiting])
        self._texts.analyse(page, self._tally, ocr=self._ocr)
        self._waiting, self._size = [], 0

    def close(self, record: DocumentRecord) -> DocumentFindings:
        """The findings; the path is always looked at, even of what could not be read."""
        if self._held:
            self._add_rows(self._held)
        self._look()
        findings = self._tally.close(record)
        findings.sketch = self._sketcher.sketch()
        return findings
