"""What a reader of one family of formats is: bytes in, pieces out. Adding a format is one file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tocsin.model.document import Block, DocumentKind
from tocsin.read.content import Content
from tocsin.read.limits import Budget
from tocsin.read.ocr import Recogniser


@dataclass(frozen=True, slots=True)
class Loss:
    """Something in the document could not be read; reading goes on. `reason` as in a record."""

    reason: str


Piece = Block | Content | Loss
"""What a reader yields: blocks of its document, members to be read in turn, losses."""


@dataclass
class Job:
    """What one call of `read` carries through a document and its members."""

    passwords: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    recogniser: Recogniser = field(default_factory=Recogniser)


Reader = Callable[[Content, Job], Iterator[Piece]]
"""Yields pieces as they come; raises anything once it cannot go on."""


@dataclass(frozen=True, slots=True)
class Format:
    """A family and its reader. A container has only members, which are read as they come; the
    members of others (attachments, pictures) wait until their own blocks are out."""

    kind: DocumentKind
    read: Reader
    container: bool = False


Formats = dict[str, Format]
"""Media type to format."""
