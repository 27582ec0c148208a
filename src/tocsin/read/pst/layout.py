"""Where things are in the three variants of Outlook data files. [MS-PST] 2.2

ANSI files (before 2003), Unicode files, and those with pages of 4 KiB (Outlook 2013 and later).
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are in one of the variants of the format."""

    page: int
    trailer: int
    """Where the type of a page stands in it."""
    counts: int
    """Where the number, size and level of a page's entries stand in it."""
    crypt: int
    roots: tuple[int, int]
    """Where the header keeps the first page of nodes, and of blocks."""
    word: str
    node: npt.DTypeLike
    block: npt.DTypeLike
    index_bits: int = 11
    """How many bits number an item in a page of a heap."""

    @property
    def width(self) -> int:
        """Bytes of an identifier."""
        return struct.calcsize(self.word)


_WIDE_NODE = [("id", "<u8"), ("data", "<u8"), ("sub", "<u8"), ("parent", "<u4"), ("_", "<u4")]
_WIDE_BLOCK = [("id", "<u8"), ("at", "<u8"), ("size", "<u2"), ("_", "<u2"), ("__", "<u4")]
_NODE = [("id", "<u4"), ("data", "<u4"), ("sub", "<u4"), ("parent", "<u4")]
_BLOCK = [("id", "<u4"), ("at", "<u4"), ("size", "<u2"), ("_", "<u2")]

ANSI = Layout(512, 500, 496, 461, (188, 196), "<I", np.dtype(_NODE), np.dtype(_BLOCK))
UNICODE = Layout(512, 496, 488, 513, (224, 240), "<Q", np.dtype(_WIDE_NODE), np.dtype(_WIDE_BLOCK))
LARGE = Layout(
    4096, 4072, 4056, 513, (224, 240), "<Q", np.dtype(_WIDE_NODE), np.dtype(_WIDE_BLOCK), 14
)

_UNICODE_FROM, _LARGE_FROM = 20, 36


def layout_of(version: int) -> Layout:
    """The layout of a file, by the version that its header tells."""
    if version < _UNICODE_FROM:
        return ANSI
    return UNICODE if version < _LARGE_FROM else LARGE
