#!/usr/bin/env python3
"""Vérifie des fichiers scellés par Tocsin. Verifies files that Tocsin sealed.

    python3 verifier.py SOURCE [--root HEX] [--key HEX] [--tsa-ca FILE] [--log DIR]

Ce dossier se suffit : Python 3.8 ou plus récent, ni Tocsin, ni l'affaire, ni réseau. Il lit, à
côté de lui, leaves.jsonl (le journal), heads.json (ses têtes signées) et manifest-sha256.txt ; il
nomme tout fichier modifié, manquant ou ajouté sous SOURCE. --root et --key comparent avec la racine
et la clé publique notées ailleurs le jour du scellement : sans elles, qui peut remplacer ce dossier
peut aussi le signer d'une autre clé. Les horodatages (stamp-*.tsr) sont lus par stamps.py ;
--tsa-ca donne les certificats de l'autorité, pour vérifier leur signature.

This folder stands alone: Python 3.8 or later, no Tocsin, no case, no network. It reads, beside
itself, leaves.jsonl (the log), heads.json (its signed heads) and manifest-sha256.txt; it names
every changed, missing or added file under SOURCE. --root and --key compare with the root and the
public key noted elsewhere on the day of the sealing: without them, whoever can replace this folder
can also sign it with another key. Time stamps (stamp-*.tsr) are read by stamps.py; --tsa-ca gives
the authority's certificates, to check their signature.

Codes : 0 tout concorde, 1 différence ou journal altéré, 2 usage.
Codes: 0 all agrees, 1 a difference or an altered log, 2 usage.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import importlib.util
import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Iterator

CHANGED = "MODIFIÉ · CHANGED"
MISSING = "MANQUANT · MISSING"
ADDED = "AJOUTÉ · ADDED"
UNREADABLE = "ILLISIBLE · UNREADABLE"
NOT_HASHED = "SANS EMPREINTE · NOT HASHED"

CHUNK = 1 << 20

Leaf = Any
"""One line of leaves.jsonl, as JSON has it."""


class LogError(Exception):
    """The log does not hold together: it was altered, or is not whole."""


def main(arguments: list[str] | None = None) -> int:
    """Check the log, then the files; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parse(arguments)
    try:
        sealed = check_log(options)
    except LogError as error:
        say(f"JOURNAL ALTÉRÉ · LOG ALTERED  {error}")
        return 1
    except Exception as error:  # a crafted log can be wrong in any way
        say(f"JOURNAL ILLISIBLE · LOG UNREADABLE  {type(error).__name__}")
        return 1
    counts: dict[str, int] = {}
    for verdict, raw in differences(os.fsencode(options.source), sealed):
        counts[verdict] = counts.get(verdict, 0) + 1
        say(f"{verdict}  {shown(raw)}")
    say(f"fichiers scellés · sealed files: {len(sealed)}")
    for verdict, count in counts.items():
        say(f"{verdict}: {count}")
    faults = sum(count for verdict, count in counts.items() if verdict != NOT_HASHED)
    say("DIFFÉRENCES · DIFFERENCES" if faults else "CONFORME · AS SEALED")
    return 1 if faults else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", metavar="SOURCE")
    parser.add_argument("--root", metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--key", metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--tsa-ca", metavar="FILE")
    parser.add_argument("--log", metavar="DIR", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args(arguments)
    if not os.path.lexists(options.source):
        parser.error("SOURCE introuvable · SOURCE does not exist")
    return options


def say(line: str) -> None:
    """One line on the screen."""
    sys.stdout.write(line + "\n")


def shown(raw: bytes) -> str:
    """A path for the screen: what could move the cursor or break the line is escaped."""
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


# --- the log: RFC 6962, section 2.1 -----------------------------------------------------------


def leaf_hash(body: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A Merkle tree that grows leaf by leaf and keeps only its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, hashed: bytes) -> None:
        """Append a leaf by its hash."""
        self.size += 1
        size = self.size
        while size % 2 == 0:
            hashed = node_hash(self.peaks.pop(), hashed)
            size //= 2
        self.peaks.append(hashed)

    def root(self) -> bytes:
        """The tree hash over the leaves so far."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found


def follows(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: list[bytes]
) -> bool:
    """Whether `proof` shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if old_size == 0 or old_size == new_size:
        return not proof and (old_size == 0 or old_root == new_root)
    hashes = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def check_log(options: argparse.Namespace) -> dict[bytes, Leaf]:
    """The last leaf of each path, once leaves, heads, signatures, stamps and manifest agree."""
    folder, root, key = options.log, options.root, options.key
    log = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    heads = log["heads"]
    if not heads:
        raise LogError("heads.json: aucune tête · no head")
    public_key = bytes.fromhex(log["public_key"])
    sealed, roots = read_leaves(folder / "leaves.jsonl", {head["size"] for head in heads})
    check_heads(heads, roots)
    say(f"clé publique · public key: {public_key.hex()}")
    for head in heads:
        moment = datetime.datetime.fromtimestamp(head["timestamp"] / 1000, datetime.timezone.utc)
        say(f"{moment:%Y-%m-%d %H:%M:%S} UTC · {head['size']} · racine · root: {head['root']}")
    check_signatures(heads, public_key)
    check_stamps(folder, heads, options.tsa_ca)
    if key is not None and key != public_key:
        raise LogError("--key : ce n'est pas la clé notée · not the key that was noted")
    if root is not None and root not in {bytes.fromhex(head["root"]) for head in heads}:
        raise LogError("--root : racine inconnue de ce journal · not a root of this log")
    if manifest_of(sealed) != (folder / "manifest-sha256.txt").read_bytes():
        raise LogError("manifest-sha256.txt")
    return sealed


def check_signatures(heads: list[Any], public_key: bytes) -> None:
    """Say what checked the signatures, by signatures.py. Raises `LogError` if one is wrong."""
    signatures = beside("signatures")
    try:
        say(f"signatures: {signatures.check_signatures(heads, public_key)}")
    except signatures.SignatureError as error:
        raise LogError(str(error)) from error


def check_stamps(folder: Path, heads: list[Any], authorities: str | None) -> None:
    """Say what each time stamp proves, by stamps.py. Raises `LogError` if one is not its head's."""
    stamps = beside("stamps")
    try:
        for line in stamps.check_stamps(folder, heads, authorities):
            say(line)
    except stamps.StampError as error:
        raise LogError(str(error)) from error


def beside(name: str) -> Any:
    """A module of the folder this one is in, which Python need not search."""
    spec: Any = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_leaves(path: Path, sizes: set[int]) -> tuple[dict[bytes, Leaf], dict[int, bytes]]:
    """The last leaf of each path, and the root of the first N leaves for each N of `sizes`."""
    frontier = Frontier()
    sealed: dict[bytes, Leaf] = {}
    last: dict[bytes, int] = {}
    roots = {0: frontier.root()}
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            leaf = json.loads(line.decode("utf-8"))
            raw = bytes.fromhex(leaf["raw"])
            if leaf.get("replaces") != last.get(raw):
                raise LogError(f"leaves.jsonl: {number + 1}")
            sealed[raw], last[raw] = leaf, number
            frontier.add(leaf_hash(line[:-1] if line.endswith(b"\n") else line))
            if frontier.size in sizes:
                roots[frontier.size] = frontier.root()
    if frontier.size != max(sizes):
        raise LogError("leaves.jsonl: nombre de lignes · number of lines")
    return sealed, roots


def check_heads(heads: list[Any], roots: dict[int, bytes]) -> None:
    """Each head is the root of its leaves, is later than the one before and follows from it."""
    before: Any = {"size": 0, "timestamp": 0, "root": roots[0].hex()}
    for number, head in enumerate(heads, 1):
        old, new = bytes.fromhex(before["root"]), bytes.fromhex(head["root"])
        proof = [bytes.fromhex(node) for node in head["consistency"]]
        grows = before["size"] <= head["size"] and before["timestamp"] <= head["timestamp"]
        if not grows or roots[head["size"]] != new:
            raise LogError(f"leaves.jsonl, heads.json: {number}")
        if not follows(before["size"], head["size"], old, new, proof):
            raise LogError(f"heads.json, consistency: {number}")
        before = head


def manifest_of(sealed: dict[bytes, Leaf]) -> bytes:
    """The manifest as it must be, from the leaves."""
    lines = []
    for raw in sorted(sealed):
        if "sha256" in sealed[raw]:
            name = raw.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
            mark = b"" if name == raw else b"\\"
            lines.append(mark + sealed[raw]["sha256"].encode() + b"  " + name + b"\n")
    return b"".join(lines)


# --- the files --------------------------------------------------------------------------------


def differences(source: bytes, sealed: dict[bytes, Leaf]) -> Iterator[tuple[str, bytes]]:
    """Every file that is not as sealed, by path: what of it, and its path."""
    base = source if os.path.isdir(source) else os.path.dirname(source)
    found = dict(listing(source))
    for raw in sorted(found.keys() | sealed.keys()):
        leaf, now = sealed.get(raw), found.get(raw)
        verdict = compare(leaf, now, os.path.join(base, raw), raw in found)
        if verdict:
            yield verdict, raw


def compare(leaf: Leaf, now: os.stat_result | None, path: bytes, is_there: bool) -> str | None:
    """What of one path is not as sealed, or None. `now` is its lstat, None if it has none."""
    if leaf is None:
        return UNREADABLE if now is None else ADDED
    if not is_there:
        return NOT_HASHED if path.endswith(b"/") and os.path.isdir(path) else MISSING
    if now is None or "mode" not in leaf:
        return UNREADABLE if "sha256" in leaf else NOT_HASHED
    if stat.S_IFMT(now.st_mode) != stat.S_IFMT(int(leaf["mode"], 8)):
        return CHANGED
    if now.st_size != leaf["size"]:
        return CHANGED
    return compare_bytes(leaf, path) if "sha256" in leaf else NOT_HASHED


def compare_bytes(leaf: Leaf, path: bytes) -> str | None:
    """What of a regular file's bytes is not as sealed, or None."""
    try:
        return None if sha256_of(path) == leaf["sha256"] else CHANGED
    except OSError:
        return UNREADABLE


def sha256_of(path: bytes) -> str:
    """The SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def listing(source: bytes) -> Iterator[tuple[bytes, os.stat_result | None]]:
    """Everything under the source that is not a folder, with its lstat; links are not followed.

    A folder that cannot be listed appears itself, with a slash at its end and no lstat.
    """
    if not os.path.isdir(source):
        yield os.path.basename(source), os.lstat(source)
        return
    pending = [b""]
    while pending:
        below = pending.pop()
        try:
            with os.scandir(os.path.join(source, below)) as entries:
                things = list(entries)
        except OSError:
            yield below + b"/", None
            continue
        for thing in things:
            raw = below + b"/" + thing.name if below else thing.name
            if thing.is_dir(follow_symlinks=False):
                pending.append(raw)
            else:
                yield raw, lstat_of(thing.path)


def lstat_of(path: bytes) -> os.stat_result | None:
    """The lstat of a path, or None."""
    try:
        return os.lstat(path)
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
