"""A shard: some files that one worker reads in one go. Small ones together, big ones alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FILES_A_SHARD = 48
IMAGES_A_SHARD = 4
BYTES_A_SHARD = 8_000_000

SECONDS_A_FILE = 60.0
SECONDS_AN_IMAGE = 600.0
BYTES_A_SECOND = 100_000
"""A file may take its base allowance and one second per 100 kB more, then it is given up."""


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A file to read: its item, the bytes of its real path, its path as shown."""

    item: int
    raw: bytes
    name: str
    size: int
    ocr: bool = False

    @property
    def seconds(self) -> float:
        """How long reading it may take."""
        base = SECONDS_AN_IMAGE if self.ocr else SECONDS_A_FILE
        return base + self.size / BYTES_A_SECOND


Shard = tuple[ShardFile, ...]


def seconds_for(shard: Shard) -> float:
    """How long a shard may take: the sum for its files."""
    return sum(file.seconds for file in shard)


def shards_of(files: Iterable[ShardFile]) -> Iterator[Shard]:
    """Cut `files`, in their order, into shards."""
    shard: list[ShardFile] = []
    size = 0
    for file in files:
        limit = IMAGES_A_SHARD if file.ocr else FILES_A_SHARD
        if shard and (size + file.size > BYTES_A_SHARD or len(shard) >= limit):
            yield tuple(shard)
            shard, size = [], 0
        shard.append(file)
        size += file.size
    if shard:
        yield tuple(shard)
