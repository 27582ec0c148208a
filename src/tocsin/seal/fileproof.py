"""The proof of one file of the log: it can be shown without the list of the others."""

import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from tocsin.case import Case
from tocsin.errors import InputError
from tocsin.progress import Progress
from tocsin.seal.custody import CustodyLog
from tocsin.seal.head import TreeHead
from tocsin.seal.merkle import MerkleTree
from tocsin.seal.portable import (
    as_json,
    head_as_json,
    not_sealed,
    program_files,
    stamp_files,
    write_files,
)
from tocsin.seal.stamps import Stamps

PROGRAMS = ("check_proof.py", "verifier.py", "signatures.py", "stamps.py")


def write_proof(
    case: Case, file: str, out: Path, progress: Progress, *, since: bytes | None = None
) -> list[Path]:
    """Write into `out` the proof of the last leaf of `file`, and what checks it; the files written.

    `file` is the path under SOURCE as the exports show it, or a path of this machine. The head is
    the last one with a time stamp, or the last one if none has. `since`, the root of an earlier
    head, adds the proof that the log under it is still there unchanged (RFC 6962, 2.1.2).

    Raises `CaseError` if nothing was sealed, `InputError` if the file or the root is not in the
    log, and what `write_files` raises.
    """
    log = CustodyLog(case)
    heads = log.heads()
    if not heads:
        raise not_sealed()
    number, body = _last_leaf(case, file)
    stamps = list(Stamps(case).bodies())
    chosen = _head_for(number, heads, {head for head, _ in stamps})
    head = heads[chosen - 1]
    tree = MerkleTree(islice(log.leaf_hashes(), head.size))
    shown = _shown_heads(head, tree, heads, since)
    proof = {
        "leaf": body.decode("utf-8"),
        "number": number,
        "inclusion": [node.hex() for node in tree.inclusion(number)],
        "public_key": log.public_key.hex(),
        "heads": [head_as_json(one) for one in shown],
    }
    of_head = ((len(shown), reply) for of, reply in stamps if of == chosen)
    contents: dict[str, Iterable[bytes]] = {
        "proof.json": [as_json(proof)],
        **stamp_files(of_head),
        **program_files(*PROGRAMS),
    }
    paths = write_files(case, out, contents, progress)
    case.journal("custody.proved", leaf=number, root=head.root.hex())
    return paths


def _last_leaf(case: Case, file: str) -> tuple[int, bytes]:
    rows = case.store.execute(
        "SELECT leaf, body FROM custody_leaves JOIN items USING (item)"
        " WHERE path = ? OR raw = ? ORDER BY leaf DESC LIMIT 1",
        (file, _raw(case, file)),
    )
    if not rows:
        raise _not_in_log()
    leaf, body = rows[0]
    return int(leaf), bytes(body)


def _raw(case: Case, file: str) -> bytes:
    """The path under SOURCE of a file given as this machine knows it."""
    root = Path(case.get("source"))
    base = root if root.is_dir() else root.parent
    try:
        return os.fsencode(Path(file).absolute().relative_to(base))
    except ValueError:
        return os.fsencode(file)


def _head_for(leaf: int, heads: list[TreeHead], stamped: set[int]) -> int:
    """The number of the newest stamped head over `leaf`, or of the last head."""
    over = [n for n, head in enumerate(heads, 1) if n in stamped and head.size > leaf]
    return over[-1] if over else len(heads)


def _shown_heads(
    head: TreeHead, tree: MerkleTree, heads: list[TreeHead], since: bytes | None
) -> list[TreeHead]:
    """The head, after the earlier one if asked for, with the proof that leads from it."""
    if since is None or since == head.root:
        return [replace(head, consistency=())]
    earlier = [one for one in heads if one.root == since and one.size <= head.size]
    if not earlier:
        raise _no_such_root()
    path = tuple(tree.consistency(earlier[0].size))
    return [replace(earlier[0], consistency=()), replace(head, consistency=path)]


def _not_in_log() -> InputError:
    return InputError(
        "custody.not_in_log",
        "Ce fichier n'est pas dans le journal de conservation.",
        "This file is not in the custody log.",
        way_out_fr="Donnez son chemin sous la source, tel que dans documents.csv ou leaves.jsonl.",
        way_out_en="Give its path under the source, as documents.csv or leaves.jsonl has it.",
    )


def _no_such_root() -> InputError:
    return InputError(
        "custody.no_such_root",
        "Cette racine n'est celle d'aucune tête de ce journal, ou elle suit la tête horodatée.",
        "This root is that of no head of this log, or comes after the stamped head.",
        way_out_fr="Donnez à --since une racine affichée par « tocsin seal » sur cette affaire.",
        way_out_en='Give --since a root that "tocsin seal" showed for this case.',
    )
