"""Objects that Office packages keep as `oleObject.bin`: a compound file around one document."""

from collections.abc import Iterator

from tocsin.model.document import DocumentKind
from tocsin.read import sniff
from tocsin.read.cfb import CompoundFile
from tocsin.read.content import Content
from tocsin.read.format import Format, Formats, Job, Piece
from tocsin.read.oleobject import contents


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    file = CompoundFile(content.data())
    yield from contents(content, file, file.entries[0], "objet")


FORMATS: Formats = {sniff.OLE_OBJECT: Format(DocumentKind.OTHER, _read, container=True)}
