"""A document of the case, read again from the stolen files, behind the wall."""

from dataclasses import dataclass

from tocsin.case import Case
from tocsin.errors import InputError, MachineError
from tocsin.model.document import Part
from tocsin.read.wall import WalledReader
from tocsin.seal import Source
from tocsin.seal.inventory import hash_file


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """A row of `documents` and the file it lies in."""

    number: int
    path: str
    kind: str
    media_type: str
    status: str
    reason: str
    file: str
    raw: bytes
    sha256: str


def find_document(case: Case, path: str) -> SealedDocument:
    """The document of this path. Raises `InputError` if the case has none."""
    rows = case.store.execute(
        "SELECT document, d.path, kind, media_type, status, reason, i.path, raw, i.sha256"
        " FROM documents d JOIN items i USING (item) WHERE d.path = ?",
        (path,),
    )
    if not rows:
        raise InputError(
            "explain.no_document",
            "Cette affaire n'a aucun document de ce nom.",
            "This case has no document of that name.",
            way_out_fr="Reprenez le chemin tel que documents.csv ou « tocsin review » l'écrit.",
            way_out_en='Give the path as documents.csv or "tocsin review" writes it.',
        )
    return SealedDocument(*rows[0])


def is_as_sealed(case: Case, document: SealedDocument) -> bool:
    """Whether the file still has the bytes that were sealed."""
    digest, _ = hash_file(source_of(case).path_of(document.raw))
    return digest == document.sha256


def read_again(case: Case, document: SealedDocument, passwords: tuple[str, ...] = ()) -> list[Part]:
    """The parts of the document, and of it alone.

    Raises `MachineError` if nothing can be read where it stood.
    """
    path = source_of(case).path_of(document.raw)
    parts: list[Part] = []
    with WalledReader(passwords) as reader:
        for attempt in reader.attempts(path, document.file, (document.path,)):
            parts = [part for part in attempt if part.document == document.path]
    if not parts or not path.exists():
        raise MachineError(
            "explain.not_there",
            "Ce document ne se retrouve plus dans les fichiers volés.",
            "This document is not found in the stolen files any more.",
            way_out_fr="Vérifiez que les fichiers n'ont pas bougé : tocsin custody verify.",
            way_out_en="Check that the files were not moved: tocsin custody verify.",
        )
    return parts


def source_of(case: Case) -> Source:
    """The stolen files of the case."""
    return Source.at(case.get("source"))
