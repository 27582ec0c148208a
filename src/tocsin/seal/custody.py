"""The custody log: every file as taken is a leaf, leaves are only ever added, heads are signed."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tocsin.case import Case
from tocsin.errors import CaseError
from tocsin.language import tr
from tocsin.progress import Progress
from tocsin.seal.binding import bind
from tocsin.seal.head import HeadSigner, TreeHead
from tocsin.seal.inventory import take_inventory
from tocsin.seal.leaf import Recorded, leaf_of
from tocsin.seal.merkle import HASH_BYTES, MerkleTree, leaf_hash
from tocsin.seal.source import Source

LEAVES_AT_A_TIME = 1_000

_ITEMS_AND_LAST_LEAVES = (
    f"SELECT {', '.join(f'i.{column}' for column in Recorded._fields)}, leaf, replaces, body"
    " FROM items i LEFT JOIN custody_leaves ON leaf ="
    " (SELECT max(leaf) FROM custody_leaves l WHERE l.item = i.item) ORDER BY i.item"
)

NewLeaf = tuple[int, int | None, bytes]
"""The item, the leaf it replaces, the body."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one sealing found and signed.

    `files` are recorded; `faults` of them could not be hashed, `gone` of them are no longer
    there. `added` leaves are new under `head`.
    """

    files: int
    faults: int
    gone: int
    added: int
    head: TreeHead
    public_key: bytes


def seal(case: Case, source: Source, progress: Progress) -> Sealed:
    """Take the inventory of `source` and log it; what is logged and unchanged is not logged again.

    Raises `CaseError` if the case is of another source, lies within it, or its log was altered.
    """
    bind(case, source)
    gone = take_inventory(case, source, progress)
    log = CustodyLog(case)
    with progress.stage(tr("Journal de conservation", "Custody log"), None):
        added = log.append()
    files, faults = case.store.one(
        "SELECT count(*), count(*) FILTER (WHERE fault != '') FROM items"
    )
    return Sealed(files, faults, gone, added, log.heads()[-1], log.public_key)


class CustodyLog:
    """The log of one case, in the tables `custody_leaves` and `custody_heads`."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._store = case.store
        self._signer = HeadSigner(case.subkey("custody"))

    @property
    def public_key(self) -> bytes:
        """The key that checks the heads' signatures."""
        return self._signer.public_key

    def heads(self) -> list[TreeHead]:
        """Every head, oldest first."""
        rows = self._store.stream(
            "SELECT size, timestamp, root, signature, consistency FROM custody_heads ORDER BY head"
        )
        return [
            TreeHead(size, timestamp, root, signature, _hashes(consistency))
            for size, timestamp, root, signature, consistency in rows
        ]

    def tree(self) -> MerkleTree:
        """The tree over all leaves, hashed anew from what they say."""
        return MerkleTree(self.leaf_hashes())

    def inclusion(self, leaf: int) -> list[bytes]:
        """The proof that leaf number `leaf` is under the last head."""
        return self.tree().inclusion(leaf)

    def append(self) -> int:
        """Log what is new or changed in `items` and sign the new head; how many leaves that adds.

        With nothing new the last head stands. Raises `CaseError` if the log does not agree with
        its last head: then nothing is signed on top of it.
        """
        before = self.last_head()
        with self._store.transaction():
            added = self._log_what_is_new(before.size if before else 0)
            if before is None or added:
                self._store_head(self._head_of(self.tree(), before))
        return added

    def leaf_hashes(self) -> Iterator[bytes]:
        """The hash of each leaf, in order, made anew from what it says."""
        for (body,) in self._store.stream("SELECT body FROM custody_leaves ORDER BY leaf"):
            yield leaf_hash(body)

    def _log_what_is_new(self, size: int) -> int:
        """Add the leaves that `items` has over a log of `size`; how many."""
        added = 0
        new = self._new_leaves()
        while some := list(islice(new, LEAVES_AT_A_TIME)):
            self._store.many(
                "INSERT INTO custody_leaves (leaf, item, replaces, body) VALUES (?, ?, ?, ?)",
                ((number, *leaf) for number, leaf in enumerate(some, size + added)),
            )
            added += len(some)
        return added

    def _new_leaves(self) -> Iterator[NewLeaf]:
        for item, *row in self._store.stream(_ITEMS_AND_LAST_LEAVES):
            leaf, replaces, body = row[-3:]
            recorded = Recorded(item, *row[:-3])
            if leaf is None or leaf_of(recorded, replaces) != body:
                yield item, leaf, leaf_of(recorded, leaf)

    def last_head(self) -> TreeHead | None:
        """The last head, once the log proves to be what it signed; None if there is no log yet."""
        heads, tree = self.heads(), self.tree()
        if not heads and not tree:
            return None
        if not heads or not self._vouches_for(heads[-1], tree):
            raise _altered()
        return heads[-1]

    def _vouches_for(self, head: TreeHead, tree: MerkleTree) -> bool:
        same = (head.size, head.root) == (len(tree), tree.root)
        return same and head.is_signed_by(self.public_key)

    def _head_of(self, tree: MerkleTree, before: TreeHead | None) -> TreeHead:
        now = time.time_ns() // 1_000_000
        if before is None:
            return self._signer.sign(len(tree), now, tree.root)
        # A clock set back must not make the log look reordered (RFC 6962, section 3.5).
        later = max(now, before.timestamp)
        proof = tuple(tree.consistency(before.size))
        return self._signer.sign(len(tree), later, tree.root, proof)

    def _store_head(self, head: TreeHead) -> None:
        self._store.execute(
            "INSERT INTO custody_heads (size, timestamp, root, signature, consistency)"
            " VALUES (?, ?, ?, ?, ?)",
            (head.size, head.timestamp, head.root, head.signature, b"".join(head.consistency)),
        )
        self._case.journal("seal.signed", leaves=head.size, root=head.root.hex())


def _hashes(joined: bytes) -> tuple[bytes, ...]:
    return tuple(joined[i : i + HASH_BYTES] for i in range(0, len(joined), HASH_BYTES))


def _altered() -> CaseError:
    return CaseError(
        "custody.altered",
        "Le journal de conservation ne correspond plus à sa dernière tête signée.",
        "The custody log no longer agrees with its last signed head.",
        way_out_fr="Gardez cette affaire telle quelle comme preuve ; scellez dans une nouvelle.",
        way_out_en="Keep this case as it is, as evidence; seal into a new one.",
    )
