"""Office documents under a password (ECMA-376 encryption): listed, not opened."""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED
from tocsin.read.format import Format, Formats, Job, Loss, Piece


def _read(_content: Content, _job: Job) -> Iterator[Piece]:
    yield Loss(ENCRYPTED)


FORMATS: Formats = {sniff.OFFICE_ENCRYPTED: Format(DocumentKind.OFFICE, _read)}
