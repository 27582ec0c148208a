"""Proofs of the log, checked by whoever holds only tree heads (RFC 9162, 2.1.3.2 and 2.1.4.2)."""

from collections.abc import Sequence

from tocsin.seal.merkle import EMPTY_ROOT, node_hash


def verify_inclusion(
    leaf: int, size: int, hashed: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the leaf with the hash `hashed` is number `leaf` of the tree of `size` and `root`."""
    if not 0 <= leaf < size:
        return False
    node, last, found = leaf, size - 1, hashed
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            node, last = _up_to_odd(node, last)
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the new tree begins with all leaves of the old one, unchanged and in order."""
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if old_size >= new_size:
        return old_size == new_size and not proof and old_root == new_root
    # A complete old tree is itself the first node, which the proof leaves out.
    hashes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(hashes) and _follows(old_size, new_size, old_root, new_root, hashes)


def _follows(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, hashes: list[bytes]
) -> bool:
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _up_to_odd(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _up_to_odd(node: int, last: int) -> tuple[int, int]:
    """Past the levels on which a last node has no sibling."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last
