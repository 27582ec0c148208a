"""SQL dumps of the usual databases: the rows of INSERT and COPY as tables.

The dump is scanned forward in a window of text; only the statements that carry rows are taken
apart, the rest comes out as text.
"""

import re
from collections.abc import Iterator
from typing import TextIO

from tocsin.model.document import ROWS_PER_BLOCK, DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.sql import BACKSLASH, ROW_MAY_FOLLOW, STANDARD, columns_of, copy_row, names_of
from tocsin.read.table import Row, headed
from tocsin.read.text import encoding_in, open_text, text_blocks

WINDOW_CHARS = 1 << 20
LONGEST_TUPLE = 64_000_000

_NAME = r"""(?>(?:[\w$.]++|"[^"\n]++"|`[^`\n]++`|\[[^\]\n]++\]|(?<=[\]"`])\.)+)"""
_STATEMENT = re.compile(
    rf"""^[ \t]*(?:
      (?:(?:INSERT|REPLACE)\s++(?>(?:(?:LOW_PRIORITY|DELAYED|IGNORE|ALL|OR\s++\w++)\s++)*)
          (?>(?:INTO\s++)?)
        |INTO\s++)
        (?P<into>{_NAME})\s*+(?P<columns>\([^()]*+\))?\s*+(?>(?:OVERRIDING\s++\w++\s++VALUE\s*+)?)
        VALUES\s*+
    | COPY\s++(?P<copy>{_NAME})(?:\s*+(?P<copied>\([^()]*+\)))?
        \s++FROM\s++stdin\b[^;\n]*+;[ \t\r]*+\n
    | CREATE\s++(?:\w++\s++){{0,4}}?TABLE\s++(?>(?:IF\s++NOT\s++EXISTS\s++)?)
        (?P<create>{_NAME})\s*+(?=\()
    )""",
    re.I | re.M | re.X,
)
_BEGINS = re.compile(r"^[ \t]*+(?:INSERT|REPLACE|INTO|COPY|CREATE)\b", re.I | re.M)
_LONGEST_BEGINNING = 20_000
_MYSQL = re.compile(r"MySQL|MariaDB|`\w+`", re.I)


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    encoding = encoding_in(content.head, content.open, content.size)
    with open_text(content.open(), encoding) as stream:
        yield from _Dump(content.document, stream).pieces()


class _Dump:
    """A dump under way: a window of its text, where we are in it, the columns known so far."""

    def __init__(self, document: str, stream: TextIO) -> None:
        self._document, self._stream = document, stream
        self._text, self._at, self._ended = "", 0, False
        self._columns: dict[str, tuple[str, ...]] = {}
        self._counts: dict[str, int] = {}
        self._table, self._header = "", tuple[str, ...]()
        self._rows: list[Row] = []
        self._more()
        self._grammar = BACKSLASH if _MYSQL.search(self._text[:WINDOW_CHARS]) else STANDARD

    def _more(self) -> bool:
        """Read on; False at the end."""
        chunk = self._stream.read(WINDOW_CHARS)
        self._text, self._at = self._text[self._at :] + chunk, 0
        self._ended = not chunk
        return bool(chunk)

    def pieces(self) -> Iterator[Piece]:
        """The blocks of the dump in order."""
        while True:
            found = _STATEMENT.search(self._text, self._at)
            if found and (found.end() < len(self._text) or self._ended):
                yield from self._other(self._text[self._at : found.start()])
                self._at = found.end()
                yield from self._statement(found)
            elif self._ended:
                yield from self._other(self._text[self._at :])
                yield from self._flush()
                return
            else:
                keep = self._kept_from()
                yield from self._other(self._text[self._at : keep])
                self._at = keep
                self._more()

    def _kept_from(self) -> int:
        """Where a statement may have begun that goes on beyond the window."""
        near_end = max(self._at, len(self._text) - _LONGEST_BEGINNING)
        begun = _BEGINS.search(self._text, max(near_end, self._text.rfind(";", near_end) + 1))
        keep = begun.start() if begun else max(self._text.rfind("\n", self._at) + 1, self._at)
        return keep if len(self._text) - keep < LONGEST_TUPLE else len(self._text)

    def _other(self, text: str) -> Iterator[Piece]:
        lines = [line for line in text.splitlines() if line.strip(" ;\t-/*")]
        if lines:
            yield from self._flush()
            yield from text_blocks(self._document, "instructions", "\n".join(lines))

    def _statement(self, found: re.Match[str]) -> Iterator[Piece]:
        if found["create"]:
            self._create(found["create"])
            return
        name = names_of(found["into"] or found["copy"])[-1]
        listed = found["columns"] or found["copied"]
        header = tuple(names_of(listed[1:-1])) if listed else self._columns.get(name.lower(), ())
        if (name, header) != (self._table, self._header):
            yield from self._flush()
            self._table, self._header = name, header
        for row in self._tuples() if found["into"] else self._copied():
            self._rows.append(row)
            if len(self._rows) == ROWS_PER_BLOCK:
                yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        """The rows that wait, as a block; the rows of one table are numbered throughout."""
        rows, self._rows = self._rows, []
        if rows:
            first = self._counts.get(self._table, 0) + 1
            self._counts[self._table] = first + len(rows) - 1
            fitting = self._header if all(len(row) == len(self._header) for row in rows) else ()
            yield from headed(self._document, f"table {self._table}", fitting, rows, first)

    def _create(self, name: str) -> None:
        while not (body := self._grammar.group.match(self._text, self._at)):
            if len(self._text) - self._at > WINDOW_CHARS or not self._more():
                return
        self._at = body.end()
        self._columns[names_of(name)[-1].lower()] = columns_of(body[0][1:-1])

    def _tuples(self) -> Iterator[Row]:
        """The tuples after VALUES, up to the end of the statement."""
        while True:
            found = self._grammar.row.match(self._text, self._at)
            if found and (found.end() < len(self._text) or self._ended):
                self._at = found.end()
                yield self._grammar.values(found[1])
            elif not self._may_go_on() or not self._more():
                return

    def _may_go_on(self) -> bool:
        """Whether the window ends within a tuple rather than after the statement."""
        rest = len(self._text) - self._at
        return rest < LONGEST_TUPLE and ROW_MAY_FOLLOW.match(self._text, self._at) is not None

    def _copied(self) -> Iterator[Row]:
        """The lines after COPY … FROM stdin, up to `\\.`."""
        while True:
            end = self._text.find("\n", self._at)
            if end < 0:
                if self._more():
                    continue
                end = len(self._text)
            line, self._at = self._text[self._at : end], end + 1
            if line == "\\." or (not line and self._ended):
                return
            yield copy_row(line)


FORMATS: Formats = {sniff.SQL: Format(DocumentKind.DATABASE, _read)}
