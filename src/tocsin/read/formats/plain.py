"""Plain text in any encoding, in blocks that end at line ends."""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind, TextBlock
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.text import encoding_in, open_text, pieces


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    line = 1
    with open_text(content.open(), encoding_in(content.head, content.open, content.size)) as stream:
        for piece in pieces(stream):
            yield TextBlock(content.document, f"ligne {line}", piece.replace("\0", " "))
            line += piece.count("\n")


FORMATS: Formats = {sniff.TEXT: Format(DocumentKind.TEXT, _read)}
