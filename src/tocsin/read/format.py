"""What a reader of one family of formats is: bytes in, pieces out. Adding a format is one file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from PIL import Image

from tocsin.model.document import MEMBER, Block, DocumentKind
from tocsin.read.content import Content
from tocsin.read.fault import OCR_PENDING, Fault
from tocsin.read.limits import Budget
from tocsin.read.ocr import Recogniser


@dataclass(frozen=True, slots=True)
class Loss:
    """Something in the document could not be read; reading goes on. `reason` as in a record."""

    reason: str


Piece = Block | Content | Loss
"""What a reader yields: blocks of its document, members to be read in turn, losses."""


def _nobody(_content: Content) -> None:
    """Nobody wants to know what is begun."""


@dataclass
class Job:
    """What one call of `read` carries through a document and its members.

    `ocr` False leaves pictures for another time. `only` are the documents wanted (none: all).
    `skip` are documents not to be touched, each with the reason its record gives. `opened` is
    told of each document before its first byte is looked at.
    """

    passwords: tuple[str, ...] = ()
    ocr: bool = True
    only: frozenset[str] = frozenset()
    skip: Mapping[str, str] = field(default_factory=dict)
    opened: Callable[[Content], None] = _nobody
    budget: Budget = field(default_factory=Budget)
    recogniser: Recogniser = field(default_factory=Recogniser)

    def recognise(self, picture: Image.Image | Callable[[], Image.Image]) -> str:
        """The text in a picture, or in what draws it. Raises `Fault` if its time has not come."""
        if not self.ocr:
            raise Fault(OCR_PENDING)
        return self.recogniser.text_of(picture() if callable(picture) else picture)

    def wants(self, document: str) -> bool:
        """Whether a document is to be given."""
        return not self.only or document in self.only

    def passes(self, document: str) -> bool:
        """Whether a document is wanted or holds one that is."""
        inside = document + MEMBER
        return self.wants(document) or any(path.startswith(inside) for path in self.only)


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
