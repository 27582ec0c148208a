"""The Merkle tree of RFC 6962, section 2.1: one hash of 32 bytes stands for every leaf in order."""

import hashlib
from collections.abc import Iterable

HASH_BYTES = 32
PAIR_BYTES = 2 * HASH_BYTES
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """The hash of a leaf: its prefix keeps it from passing for a node."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """The tree over a log's leaf hashes, with the proofs that RFC 6962 defines.

    Level 0 holds the leaves. A last node without a sibling rises as it is, which gives the same
    hashes as the RFC's split at the largest power of two. A level is its hashes in one piece.
    """

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        self._levels = [_joined(leaf_hashes)]
        while len(self._levels[-1]) > HASH_BYTES:
            self._levels.append(_parents(self._levels[-1]))

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    @property
    def root(self) -> bytes:
        """The tree hash (MTH) over all leaves."""
        return self._levels[-1] if len(self) else EMPTY_ROOT

    def inclusion(self, leaf: int) -> list[bytes]:
        """The audit path of `leaf` (2.1.1), from the bottom. Raises `IndexError` if none such."""
        if not 0 <= leaf < len(self):
            raise IndexError(leaf)
        path = []
        for level in self._levels[:-1]:
            if sibling := _node_of(level, leaf ^ 1):
                path.append(sibling)
            leaf >>= 1
        return path

    def consistency(self, old_size: int) -> list[bytes]:
        """The proof (2.1.2) that the first `old_size` leaves are as they were.

        Empty for an old tree that was empty or is this one. Raises `IndexError` if it was larger.
        """
        if not 0 <= old_size <= len(self):
            raise IndexError(old_size)
        return self._subproof(old_size, 0, len(self), known=True) if old_size else []

    def _subproof(self, old_size: int, start: int, end: int, *, known: bool) -> list[bytes]:
        """SUBPROOF of 2.1.2; `known`: the verifier has the hash of this very subtree."""
        if old_size == end - start:
            return [] if known else [self._node(start, end)]
        half = 1 << ((end - start - 1).bit_length() - 1)
        middle = start + half
        if old_size <= half:
            inner = self._subproof(old_size, start, middle, known=known)
            return [*inner, self._node(middle, end)]
        inner = self._subproof(old_size - half, middle, end, known=False)
        return [*inner, self._node(start, middle)]

    def _node(self, start: int, end: int) -> bytes:
        level = (end - start - 1).bit_length()
        return _node_of(self._levels[level], start >> level)


def _node_of(level: bytes, node: int) -> bytes:
    """A hash of a level, b"" beyond its end."""
    return level[node * HASH_BYTES : (node + 1) * HASH_BYTES]


def _parents(level: bytes) -> bytes:
    whole = len(level) // PAIR_BYTES * PAIR_BYTES
    pairs = (level[i : i + PAIR_BYTES] for i in range(0, whole, PAIR_BYTES))
    return _joined(hashlib.sha256(b"\x01" + pair).digest() for pair in pairs) + level[whole:]


def _joined(hashes: Iterable[bytes]) -> bytes:
    """Not `bytes.join`, which first makes a list of all of them."""
    level = bytearray()
    for hashed in hashes:
        level += hashed
    return bytes(level)
