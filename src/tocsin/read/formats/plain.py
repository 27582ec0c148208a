"""Plain text in any encoding, in blocks that end at line ends; columns held by blanks as rows."""

from collections.abc import Iterator
from typing import TextIO

from tocsin.model.document import DocumentKind, TextBlock
from tocsin.read import fixedwidth, sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.queries import decoded
from tocsin.read.table import blocks
from tocsin.read.text import encoding_in, open_text, pieces

LONGEST_LINE = 1_000_000
TREE_BYTES = 128_000_000
"""A tree of JSON or XML takes some ten times its bytes; what is larger is read as text."""


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    encoding = encoding_in(content.head, content.open, content.size)
    with open_text(content.open(), encoding) as stream:
        columns = fixedwidth.of(stream.read(fixedwidth.SAMPLE_CHARS))
    with open_text(content.open(), encoding) as stream:
        if columns:
            yield from blocks(content.document, "", map(columns.row, _lines(stream)))
        else:
            yield from _prose(content.document, stream)


def too_large_for_a_tree(content: Content) -> Iterator[Piece]:
    """The text of a document whose structure would not fit into memory, and the loss of that."""
    encoding = encoding_in(content.head, content.open, content.size)
    with open_text(content.open(), encoding) as stream:
        yield from _prose(content.document, stream)
    yield Loss("limit: size")


def _lines(stream: TextIO) -> Iterator[str]:
    while line := stream.readline(LONGEST_LINE):
        yield line


def _prose(document: str, stream: TextIO) -> Iterator[Piece]:
    line = 1
    for piece in pieces(stream):
        yield TextBlock(document, f"ligne {line}", decoded(piece.replace("\0", " ")))
        line += piece.count("\n")


FORMATS: Formats = {sniff.TEXT: Format(DocumentKind.TEXT, _read)}
