"""A shard: some files that one worker reads in one go. Small ones together, big ones alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.read.wall.limits import silence

FILES_A_SHARD = 48
PICTURES_A_SHARD = 16
BYTES_A_SHARD = 8_000_000

TRIES = 4
"""The wall gives up a file long before its worker is: this is for what the wall cannot see."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A file to read: its item, the bytes of its real path, its path as shown, as it was sealed.

    `pictures` are the documents in it whose pictures are to be recognised; none: read it whole
    and leave the pictures.
    """

    item: int
    raw: bytes
    name: str
    size: int
    sha256: str
    pictures: tuple[str, ...] = ()

    @property
    def ocr(self) -> bool:
        """Whether its pictures are to be recognised."""
        return bool(self.pictures)

    @property
    def seconds(self) -> float:
        """How long its reading may stay silent; with pictures, how long that may be for each."""
        return silence(self.size, ocr=self.ocr) * max(1, len(self.pictures))


Shard = tuple[ShardFile, ...]


def seconds_for(shard: Shard) -> float:
    """How long a shard may take: a worker that is not back then is given up."""
    return TRIES * max(file.seconds for file in shard) + sum(file.seconds for file in shard)


def shards_of(files: Iterable[ShardFile]) -> Iterator[Shard]:
    """Cut `files`, in their order, into shards."""
    shard: list[ShardFile] = []
    size = 0
    for file in files:
        if shard and (_is_full(shard) or size + file.size > BYTES_A_SHARD):
            yield tuple(shard)
            shard, size = [], 0
        shard.append(file)
        size += file.size
    if shard:
        yield tuple(shard)


def _is_full(shard: list[ShardFile]) -> bool:
    pictures = sum(len(file.pictures) for file in shard)
    return len(shard) >= FILES_A_SHARD or pictures >= PICTURES_A_SHARD
