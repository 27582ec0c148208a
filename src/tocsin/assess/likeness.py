"""Near duplicates: a sketch of each document's words, and the documents whose sketches agree.

One-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012) over shingles of
three words, compared in bands (Broder 1997; Leskovec et al., Mining of Massive Datasets, ch. 3).
docs/decisions/015-near-duplicates.md.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import compress
from zlib import crc32

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from numpy.typing import NDArray

BINS = 128
BIN_BITS = 7
FEWEST = 16
"""Bins that must hold something: below some twenty shingles a likeness says nothing."""

CHUNK = 1 << 16
"""Bytes hashed at a time."""

LARGE_TABLE = 1 << 18
ONE_IN = 16
"""From so many characters of rows on, one row in sixteen is looked at, chosen by what it says."""

SPACE = 0x20
_SPACE = bytes([SPACE])
ROW = 0x1E
"""Stands between the rows of a table: runs of words do not reach across, so rows may move."""

_BETWEEN_ROWS = f" {chr(ROW)} "
_WORDS = bytes(
    code if chr(code).isalnum() or code >= 0x80 or code == ROW else SPACE for code in range(256)
)
"""Everything that is no letter or digit becomes a space; UTF-8 beyond ASCII is letters."""

BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
"""An odd base, and the constants of splitmix64 (Steele, Lea, Flood 2014)."""

EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
TOP = np.uint64(64 - BIN_BITS)
"""A value's top bits name its bin."""

Words = NDArray[np.uint64]
_NOTHING: Words = np.full(BINS, EMPTY, dtype=np.uint64)


class Sketcher:
    """Sketches one document as its text comes in; holds no more of it than it hashes at a time.

    `key` keys what is kept: without it, nobody can tell whether a text they have is the sketched
    one. Two sketches under one key can be compared, and nothing else.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._least = _NOTHING.copy()
        self._waiting: list[str] = []
        self._size = 0
        self._rows: list[str] = []
        self._rows_size = 0

    def add(self, text: str) -> None:
        """Take in a stretch of the document's text."""
        self._waiting.append(text)
        self._size += len(text)
        if self._size >= CHUNK:
            self._flush()

    def add_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Take in rows of a table; their order does not matter, and of many some stand for all."""
        lines = [" ".join(row) for row in rows]
        was_large = self._rows_size > LARGE_TABLE
        self._rows_size += sum(map(len, lines))
        if self._rows_size <= LARGE_TABLE:
            self._rows += lines
            return
        if not was_large:
            lines, self._rows = self._rows + lines, []
        encoded = (line.encode("utf-8", "replace") for line in lines)
        chosen = [checksum % ONE_IN == 0 for checksum in map(crc32, encoded)]
        self._add_lines(list(compress(lines, chosen)))

    def _add_lines(self, lines: list[str]) -> None:
        if lines:
            self.add(_BETWEEN_ROWS.join(["", *lines, ""]))

    def sketch(self) -> bytes:
        """256 bytes, 16 bits a bin (0: nothing there); b"" if the document has too few words."""
        self._add_lines(self._rows)
        self._rows = []
        self._flush()
        filled = self._least != EMPTY
        if filled.sum() < FEWEST:
            return b""
        kept: NDArray[np.uint16] = np.maximum(_keyed(self._least, self._key), 1) * filled
        return kept.tobytes()

    def _flush(self) -> None:
        text = "\n".join(self._waiting).lower()
        data = text.encode("utf-8", "replace").translate(_WORDS)
        self._waiting, self._size = [], 0
        for start in range(0, len(data), CHUNK):
            values = _shingles(_word_hashes(data[start : start + CHUNK]))
            np.minimum.at(self._least, (values >> TOP).astype(np.intp), values)


def _keyed(values: Words, key: bytes) -> NDArray[np.uint16]:
    """16 bits of each value's AES block: a keyed function that nobody inverts or repeats."""
    blocks = np.zeros((len(values), 2), dtype="<u8")
    blocks[:, 0] = values
    return np.frombuffer(_encryptor(key).update(blocks.tobytes()), dtype="<u2")[::8]


@lru_cache(maxsize=2)
def _encryptor(key: bytes) -> CipherContext:
    """Made once: that takes longer than the sketch of a letter."""
    # ECB is right here: each block is a function's argument, not a piece of a message.
    return Cipher(AES256(key), ECB()).encryptor()  # noqa: S305


def _word_hashes(data: bytes) -> Words:
    """A hash of each word: a polynomial in its letters, modulo 2^64."""
    letters = np.frombuffer(b"".join((_SPACE, data, _SPACE)), np.uint8)
    inside = letters != SPACE
    (edges,) = (inside[1:] != inside[:-1]).nonzero()
    before, last = edges[::2], edges[1::2]
    powers, inverses = _powers()
    sums = (letters * powers[: len(letters)]).cumsum()
    words: Words = (sums[last] - sums[before]) * inverses[before]
    return words


@cache
def _powers() -> tuple[Words, Words]:
    """The powers of the base, and from the first on those of its inverse modulo 2^64."""
    inverse = np.uint64(pow(int(BASE), -1, 1 << 64))
    return _progression(BASE), _progression(inverse)[1:]


def _progression(base: np.uint64) -> Words:
    terms = np.full(CHUNK + 2, base, dtype=np.uint64)
    terms[0] = 1
    return np.multiply.accumulate(terms)


def _shingles(words: Words) -> Words:
    """A well-mixed hash of each three words that follow each other in a text or in a row."""
    if len(words) < 3:
        return words[:0]
    mixed = _mix(words)
    runs = _mix(_mix(mixed[:-2] * MIX[0] + mixed[1:-1]) * MIX[1] + mixed[2:])
    within: Words = runs[words[1:-1] != ROW]  # a word of one letter is its own hash
    return within


def _mix(values: Words) -> Words:
    """The finaliser of splitmix64."""
    shifted = values >> SHIFTS[0]
    values = values ^ shifted
    values *= MIX[0]
    values ^= np.right_shift(values, SHIFTS[1], out=shifted)
    values *= MIX[1]
    values ^= np.right_shift(values, SHIFTS[2], out=shifted)
    return values
