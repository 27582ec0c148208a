"""A packed log that is followed, unpacked behind the wall and read here as a file is."""

from collections.abc import Callable
from typing import BinaryIO

from tocsin.watch.detect.wall.message import Unpack


class PackedLog:
    """What a packed log holds, read as a file is. Reading raises `UnreadableLogError`."""

    def __init__(
        self, plain: Callable[[BinaryIO, Unpack], bytes], file: BinaryIO, key: int
    ) -> None:
        self._plain, self._file, self._key = plain, file, key
        self._at = 0

    def read(self, size: int) -> bytes:
        """The next bytes; fewer at the end only."""
        data = self._plain(self._file, Unpack(self._key, self._at, size))
        self._at += len(data)
        return data

    def seek(self, offset: int) -> int:
        """Go to a place in what it holds."""
        self._at = offset
        return offset

    def tell(self) -> int:
        """Where it stands."""
        return self._at
