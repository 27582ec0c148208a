"""The tree and its proofs against RFC 6962 as it is written, and against whoever alters them."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.seal.merkle import EMPTY_ROOT, MerkleTree, leaf_hash
from tocsin.seal.proof import verify_consistency, verify_inclusion

BODIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f"]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""The test vectors of Certificate Transparency's own implementation."""

leaves = st.lists(st.binary(max_size=8), max_size=70)


def naive_root(bodies: list[bytes]) -> bytes:
    """MTH of section 2.1, word for word."""
    if not bodies:
        return hashlib.sha256(b"").digest()
    if len(bodies) == 1:
        return hashlib.sha256(b"\x00" + bodies[0]).digest()
    split = 1
    while split * 2 < len(bodies):
        split *= 2
    left, right = naive_root(bodies[:split]), naive_root(bodies[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def naive_path(leaf: int, bodies: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1, word for word."""
    if len(bodies) == 1:
        return []
    split = 1
    while split * 2 < len(bodies):
        split *= 2
    left, right = bodies[:split], bodies[split:]
    if leaf < split:
        return [*naive_path(leaf, left), naive_root(right)]
    return [*naive_path(leaf - split, right), naive_root(left)]


def naive_proof(old: int, bodies: list[bytes], known: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2, word for word."""
    if old == len(bodies):
        return [] if known else [naive_root(bodies)]
    split = 1
    while split * 2 < len(bodies):
        split *= 2
    left, right = bodies[:split], bodies[split:]
    if old <= split:
        return [*naive_proof(old, left, known), naive_root(right)]
    return [*naive_proof(old - split, right, False), naive_root(left)]


def tree_of(bodies: list[bytes]) -> MerkleTree:
    return MerkleTree(leaf_hash(body) for body in bodies)


@pytest.mark.parametrize("size", ROOTS)
def test_published_vectors(size: int) -> None:
    assert tree_of([bytes.fromhex(body) for body in BODIES[:size]]).root.hex() == ROOTS[size]


@settings(deadline=None)
@given(leaves)
def test_the_root_is_that_of_the_rfc(bodies: list[bytes]) -> None:
    assert tree_of(bodies).root == naive_root(bodies)


@settings(deadline=None)
@given(leaves.filter(bool), st.data())
def test_every_leaf_is_proved_and_only_where_it_is(
    bodies: list[bytes], data: st.DataObject
) -> None:
    tree = tree_of(bodies)
    leaf = data.draw(st.integers(0, len(bodies) - 1))
    proof, hashed = tree.inclusion(leaf), leaf_hash(bodies[leaf])
    assert proof == naive_path(leaf, bodies)
    assert verify_inclusion(leaf, len(bodies), hashed, proof, tree.root)
    assert not verify_inclusion(leaf, len(bodies), leaf_hash(b"another leaf"), proof, tree.root)
    assert not verify_inclusion(len(bodies), len(bodies), hashed, proof, tree.root)
    assert not verify_inclusion(leaf, len(bodies), hashed, [*proof, tree.root], tree.root)
    for changed in altered(proof):
        assert not verify_inclusion(leaf, len(bodies), hashed, changed, tree.root)


@settings(deadline=None)
@given(leaves, st.data())
def test_every_growth_is_proved(bodies: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(bodies)))
    tree, old = tree_of(bodies), tree_of(bodies[:size])
    proof = tree.consistency(size)
    assert proof == (naive_proof(size, bodies) if size else [])
    assert verify_consistency(size, len(bodies), old.root, tree.root, proof)


@settings(deadline=None)
@given(leaves.filter(lambda bodies: len(bodies) > 1), st.data())
def test_no_other_growth_is_proved(bodies: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(bodies) - 1))
    place = data.draw(st.integers(0, size - 1))
    old = tree_of(bodies[:size])
    rewritten = tree_of([*bodies[:place], bodies[place] + b"!", *bodies[place + 1 :]])
    proof = rewritten.consistency(size)
    assert not verify_consistency(size, len(bodies), old.root, rewritten.root, proof)
    good = tree_of(bodies).consistency(size)
    for changed in altered(good):
        assert not verify_consistency(size, len(bodies), old.root, tree_of(bodies).root, changed)


def altered(proof: list[bytes]) -> list[list[bytes]]:
    """The proof with a node changed, each in turn, and with one less or one more."""
    flipped = [
        [*proof[:i], bytes([node[0] ^ 1]) + node[1:], *proof[i + 1 :]]
        for i, node in enumerate(proof)
    ]
    return [*flipped, [*proof, EMPTY_ROOT], *([proof[:-1]] if proof else [])]


def test_what_is_not_there_has_no_proof() -> None:
    tree = tree_of([b"a", b"b"])
    with pytest.raises(IndexError):
        tree.inclusion(2)
    with pytest.raises(IndexError):
        tree.consistency(3)
    assert not verify_consistency(3, 2, tree.root, tree.root, [])
    assert not verify_consistency(2, 2, EMPTY_ROOT, tree.root, [])
    assert not verify_consistency(0, 2, tree.root, tree.root, [])
