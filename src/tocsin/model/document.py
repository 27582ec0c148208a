"""What reading yields: blocks of text or of table rows, then one record that closes the document.

For each document a reader emits zero or more blocks and then exactly one `DocumentRecord` with
the same `document` path; members of an archive or mail come with their own blocks and record.
Text lives in memory only: nothing here is ever stored but the record.
"""

from dataclasses import dataclass
from enum import StrEnum

MEMBER = "!/"
"""Between an archive or mail and its member, in a document's path (contract)."""

ROWS_PER_BLOCK = 5_000
"""The most rows one `TableBlock` carries; longer tables come as several with the same header."""


class ReadStatus(StrEnum):
    """How far a document could be read (contract)."""

    READ = "read"
    PARTIAL = "partial"
    UNREADABLE = "unreadable"
    SKIPPED_DUPLICATE = "skipped_duplicate"


class DocumentKind(StrEnum):
    """The family of a document, whatever its extension says."""

    TEXT = "text"
    TABLE = "table"
    OFFICE = "office"
    PDF = "pdf"
    MAIL = "mail"
    ARCHIVE = "archive"
    WEB = "web"
    DATA = "data"
    DATABASE = "database"
    IMAGE = "image"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A stretch of running text of one document, with where it stands (`page 2`, `corps`…).

    `ocr` is True where the letters were recognised from an image and may be wrong.
    """

    document: str
    locator: str
    text: str
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of one table. `header` is () where the table has none.

    `locator` names the table (`feuille Patients`, `table patients`, "" for a plain CSV);
    `first_row` is the number, from 1 and header included, of the first row here in that table,
    so that row i of the block stands at `first_row + i`.
    """

    document: str
    locator: str
    header: tuple[str, ...]
    rows: list[list[str]]
    first_row: int = 2


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What became of one document: a row of `documents.csv` without its count of persons.

    `reason` is "" for `read`; else a short code and a word, free of personal data
    (`encrypted`, `empty`, `unsupported: audio/mpeg`, `timeout`, `crash`, `corrupt: …`).
    """

    document: str
    parent: str
    sha256: str
    size: int
    media_type: str
    kind: DocumentKind
    status: ReadStatus
    reason: str = ""


Block = TextBlock | TableBlock
Part = TextBlock | TableBlock | DocumentRecord
