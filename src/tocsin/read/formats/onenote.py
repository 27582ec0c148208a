"""OneNote sections (one): titles, texts, authors, names of files, and the files. [MS-ONE]

Of sections that a server packed in another way ([MS-FSSHTTPB]) only the strings are read.
"""

import re
from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import onestore, sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault, reason_of
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.text import text_blocks

_WIDE = frozenset(
    (
        *(0x1C001C22, 0x1C001CF3, 0x1C001D3C, 0x1C001D75, 0x1C001D9C, 0x1C001D9D, 0x1C001DD7),
        *(0x1C001E58, 0x1C001E20, 0x1C00349B, 0x1C001DF8, 0x1C003425),
    )
)
"""Text, titles, author, names of files, alternative text, links, tags, name of the section."""

_NARROW = 0x1C003498
_STRING = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\0|[\x52\x53]\x01|[\x13-\x1e\x22\x26\xac]\x20){4,}")


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    data = content.data()
    if data[48:64] != onestore.STORE:
        yield Loss("unsupported: variant of the format")
        yield from text_blocks(
            content.document, "chaînes", "\n".join(dict.fromkeys(_strings(data)))
        )
        return
    losses: list[str] = []
    lines = dict.fromkeys(filter(None, map(str.strip, _texts(data, losses))))
    yield from text_blocks(content.document, "notes", "\n".join(lines))
    yield from map(Loss, dict.fromkeys(losses))
    try:
        for number, file in enumerate(onestore.files(data), 1):
            yield content.member(f"fichier-{number}", file)
    except Fault as fault:
        yield Loss(fault.reason)


def _texts(data: bytes, losses: list[str]) -> Iterator[str]:
    """Each text of the section, older states of pages included, once."""
    try:
        for properties in onestore.property_sets(data):
            for tag, raw in properties:
                if tag in _WIDE:
                    yield raw.decode("utf-16-le", "replace").strip("\0\ufddf")
                elif tag == _NARROW:
                    yield raw.decode("cp1252", "replace").strip("\0")
    except Exception as error:
        losses.append(reason_of(error))


def _strings(data: bytes) -> Iterator[str]:
    yield from (match[0].decode("utf-16-le", "replace") for match in _STRING.finditer(data))


FORMATS: Formats = {sniff.ONENOTE: Format(DocumentKind.OFFICE, _read)}
