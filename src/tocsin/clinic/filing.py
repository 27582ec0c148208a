"""A file on the share: its path, its bytes and the truth about it and all it contains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tocsin.clinic.documents.archive import zipped
from tocsin.clinic.truth import Readable, Stranger, Trace, Witness
from tocsin.model.document import MEMBER


@dataclass(frozen=True, slots=True)
class Filed:
    """A file, or a member of one. `path` is relative to the share, or to what contains it."""

    path: str
    data: bytes
    traces: Sequence[Trace] = ()
    strangers: Sequence[Stranger] = ()
    readable: Readable = Readable.YES
    members: Sequence["Filed"] = field(default_factory=tuple)
    duplicate_of: str = ""

    def witnesses(self, inside: str = "") -> Iterator[Witness]:
        """The truth about this document and, below it, its members."""
        document = f"{inside}{MEMBER}{self.path}" if inside else self.path
        yield Witness(document, self.readable, self.duplicate_of, self.traces, self.strangers)
        for member in self.members:
            yield from member.witnesses(document)

    def moved(self, path: str) -> "Filed":
        """The same file elsewhere."""
        return replace(self, path=path)


def bundle(path: str, members: Sequence[Filed]) -> Filed:
    """An archive of files."""
    data = zipped({member.path: member.data for member in members})
    return Filed(path, data, members=members)
