"""Web pages: text and tables of data. HTML Living Standard; parsed by Lexbor."""

import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.markup import stories
from tocsin.read.table import blocks
from tocsin.read.text import decode, text_blocks

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I)


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    declared = _CHARSET.search(content.head)
    page = decode(content.data(), declared[1].decode() if declared else "")
    tables = 0
    for story in stories(page):
        if isinstance(story, str):
            yield from text_blocks(content.document, "page", story)
        else:
            tables += 1
            yield from blocks(content.document, f"tableau {tables}", story)


FORMATS: Formats = {sniff.HTML: Format(DocumentKind.WEB, _read)}
