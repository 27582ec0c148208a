"""A column of texts that hardly repeat: their bytes in one piece, and where each ends."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import overload

PIECE = 10_000
"""Values decoded at a time where the whole column is gone through."""


class Texts(Sequence[str]):
    """Texts in flat memory: 8 bytes each beside their own, and no object until one is asked for."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("q", [0])

    def extend(self, values: Sequence[str]) -> None:
        """More values, in order."""
        together = "".join(values)
        data = _encoded(together)
        plain = len(data) == len(together)
        sizes = map(len, values) if plain else (len(_encoded(value)) for value in values)
        ends = accumulate(sizes, initial=self._ends.pop())
        self._ends.extend(ends)
        self._data += data

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            piece = self._data[self._ends[at] : self._ends[at + 1]]
            return _decoded(piece) if piece else ""
        return [self[i] for i in range(*at.indices(len(self)))]

    def __iter__(self) -> Iterator[str]:
        firsts = range(0, len(self), PIECE)
        return chain.from_iterable(self._piece(self._ends[at : at + PIECE + 1]) for at in firsts)

    def _piece(self, ends: Sequence[int]) -> list[str]:
        begin = ends[0]
        data = bytes(self._data[begin : ends[-1]])
        if data.isascii():
            text = data.decode("ascii")
            return [text[a - begin : b - begin] for a, b in pairwise(ends)]
        return [_decoded(data[a - begin : b - begin]) for a, b in pairwise(ends)]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a broken file may hold half a character


def _decoded(data: bytes | bytearray) -> str:
    return data.decode("utf-8", "surrogatepass")
