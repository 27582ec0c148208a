"""What is encrypted as a whole: Office documents (ECMA-376, [MS-OFFCRYPTO]), in clear if a password
fits; OpenPGP, age, KeePass and their like, whose keys nobody gives us, are listed.
"""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats import slides, spreadsheet, word
from tocsin.read.programs.msoffcrypto import clear

_READERS = {**word.FORMATS, **slides.FORMATS, **spreadsheet.FORMATS}


def _read(content: Content, job: Job) -> Iterator[Piece]:
    opened = content.in_clear(clear(content.data(), job.passwords))
    media = sniff.media_type(opened)
    if media not in _READERS:
        raise Fault(ENCRYPTED)
    yield from _READERS[media].read(opened, job)


def _list(_content: Content, _job: Job) -> Iterator[Piece]:
    yield Loss(ENCRYPTED)


FORMATS: Formats = {
    sniff.OFFICE_ENCRYPTED: Format(DocumentKind.OFFICE, _read),
    sniff.PGP: Format(DocumentKind.OTHER, _list),
    sniff.KEYED: Format(DocumentKind.OTHER, _list),
}
