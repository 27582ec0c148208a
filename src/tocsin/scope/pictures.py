"""The pictures that wait for OCR: each content once, those that promise most first."""

from collections.abc import Iterator
from itertools import groupby

from tocsin.case import Store
from tocsin.read.fault import OCR_PENDING
from tocsin.scope.shard import PICTURES_A_SHARD, ShardFile

WORDS = ("cni", "ident", "passeport", "sejour", "vitale", "mutuelle", "carte", "ordonnance",
         "compte rendu", "compte-rendu", "crh", "resultat", "attestation", "courrier", "scan",
         "patient", "dossier")  # fmt: skip
"""In a path, the promise of a card or a letter."""

ICON_BYTES = 15_000
"""A smaller picture is rarely a scan."""

_PROMISE = f"""
    4 * EXISTS (SELECT 1 FROM exposures e WHERE e.document = d.document)
    + 2 * ({" OR ".join(f"lower(d.path) LIKE '%{word}%'" for word in WORDS)})
    + (d.size >= {ICON_BYTES})
"""
"""Its folder, its mail or its other pages name a patient; its name promises; it is no icon."""

WAITING = f"reason = '{OCR_PENDING}'"

_TO_READ = f"""
    SELECT {_PROMISE} AS promise, i.item, i.raw, i.path, i.size, i.sha256, d.path
    FROM documents d JOIN items i USING (item)
    WHERE d.{WAITING} AND (d.sha256 = '' OR d.path = (
        SELECT min(same.path) FROM documents same WHERE same.{WAITING} AND same.sha256 = d.sha256))
    ORDER BY promise DESC, i.item, d.path
"""


def waiting(store: Store) -> int:
    """How many documents wait for OCR."""
    return store.count(f"SELECT count(*) FROM documents WHERE {WAITING}")


def to_read(store: Store) -> list[ShardFile]:
    """The files to open again, each with the documents in it to recognise, in order of promise.

    Of documents with the same bytes only the first is among them.
    """
    rows = store.execute(_TO_READ)
    return [
        ShardFile(item, raw, name, size, sha256, tuple(some))
        for (_, item, raw, name, size, sha256), same in groupby(rows, key=lambda row: row[:-1])
        for some in _batches([row[-1] for row in same])
    ]


def _batches(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), PICTURES_A_SHARD):
        yield paths[start : start + PICTURES_A_SHARD]
