"""Web pages: text, tables of data, pictures kept in the page. Parsed by Lexbor."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.markup import stories
from tocsin.read.table import blocks
from tocsin.read.text import decode, text_blocks

_INLINE_PICTURE = re.compile(r"data:(?:image|application)/[\w.+-]+;base64,([\w+/%=\s]{400,})")
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
    for number, found in enumerate(_INLINE_PICTURE.finditer(page), 1):
        try:
            data = base64.b64decode(unquote(found[1]))
        except binascii.Error:
            yield Loss("corrupt: damaged or cut short")
            continue
        yield content.member(f"image-{number}", data)


FORMATS: Formats = {sniff.HTML: Format(DocumentKind.WEB, _read)}
