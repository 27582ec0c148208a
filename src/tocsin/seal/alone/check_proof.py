#!/usr/bin/env python3
"""Vérifie la preuve d'un seul fichier scellé. Checks the proof of one sealed file.

    python3 check_proof.py [FILE] [--root HEX] [--key HEX] [--tsa-ca FILE]

Lit proof.json à côté de lui : une entrée du journal, son chemin jusqu'à une tête signée et, s'il y
en a, ses horodatages ; rien n'y dit quels sont les autres fichiers. Avec FILE, compare ce fichier à
l'entrée. --root et --key : la racine et la clé publique notées ailleurs le jour du scellement.

Reads proof.json beside it: one entry of the log, its path up to a signed head and, if there are
any, its time stamps; nothing in it tells which the other files are. With FILE, compares that file
with the entry. --root and --key: the root and the public key noted elsewhere when sealed.

Codes : 0 tout concorde, 1 différence ou preuve fausse, 2 usage.
Codes: 0 all agrees, 1 a difference or a false proof, 2 usage.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import io
import json
import os
import sys
from pathlib import Path
from typing import Any


def main(arguments: list[str] | None = None) -> int:
    """Check the proof, then the file; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parse(arguments)
    log = beside("verifier")
    try:
        check(log, options)
    except log.LogError as error:
        log.say(f"PREUVE FAUSSE · FALSE PROOF  {error}")
        return 1
    except Exception as error:  # a crafted proof can be wrong in any way
        log.say(f"PREUVE ILLISIBLE · PROOF UNREADABLE  {type(error).__name__}")
        return 1
    log.say("CONFORME · AS SEALED" if options.file else "PREUVE BONNE · PROOF GOOD")
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", metavar="FILE", nargs="?")
    parser.add_argument("--root", metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--key", metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--tsa-ca", metavar="FILE")
    parser.add_argument("--log", metavar="DIR", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args(arguments)
    if options.file is not None and not os.path.isfile(options.file):
        parser.error("FILE introuvable · FILE does not exist")
    return options


def check(log: Any, options: argparse.Namespace) -> None:
    """Say each thing the proof shows. Raises `LogError` of `log` (verifier.py) if one fails."""
    proof = json.loads((options.log / "proof.json").read_text(encoding="utf-8"))
    heads, key = proof["heads"], bytes.fromhex(proof["public_key"])
    check_leaf(log, proof, heads[-1])
    check_growth(log, heads)
    log.say(f"clé publique · public key: {key.hex()}")
    for head in heads:
        log.say(f"{when(head)} · {head['size']} · racine · root: {head['root']}")
    log.check_signatures(heads, key)
    log.check_stamps(options.log, heads, options.tsa_ca)
    if options.key is not None and options.key != key:
        raise log.LogError("--key : ce n'est pas la clé notée · not the key that was noted")
    if options.root is not None and options.root.hex() not in [head["root"] for head in heads]:
        raise log.LogError("--root : autre racine · another root")
    if options.file is not None:
        check_file(log, json.loads(proof["leaf"]), os.fsencode(options.file))


def check_leaf(log: Any, proof: Any, head: Any) -> None:
    """Whether the leaf is under the head."""
    leaf = json.loads(proof["leaf"])
    path = [bytes.fromhex(node) for node in proof["inclusion"]]
    hashed = log.leaf_hash(proof["leaf"].encode("utf-8"))
    root = bytes.fromhex(head["root"])
    if not included(log, proof["number"], head["size"], hashed, path, root):
        raise log.LogError("inclusion")
    log.say(f"entrée · entry {proof['number']}/{head['size']}: {log.shown(leaf_path(leaf))}")
    log.say(f"SHA-256: {leaf.get('sha256', '—')}")


def leaf_path(leaf: Any) -> bytes:
    """The path of a leaf, as the file system had it."""
    return bytes.fromhex(leaf["raw"])


def included(log: Any, leaf: int, size: int, found: bytes, path: list[bytes], root: bytes) -> bool:
    """Whether the hash `found` is leaf number `leaf` of the tree of `size` (RFC 9162, 2.1.3.2)."""
    node, last = leaf, size - 1
    if not 0 <= node <= last:
        return False
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = log.node_hash(sibling, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = log.node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def check_growth(log: Any, heads: list[Any]) -> None:
    """Whether each head follows from the one before it in the proof."""
    for old, new in zip(heads, heads[1:]):  # noqa: B905, RUF007 - Python 3.8
        nodes = [bytes.fromhex(node) for node in new["consistency"]]
        roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
        if not log.follows(old["size"], new["size"], *roots, nodes):
            raise log.LogError("consistency")


def check_file(log: Any, leaf: Any, path: bytes) -> None:
    """Whether the file is the one of the leaf."""
    if os.path.getsize(path) != leaf["size"] or log.sha256_of(path) != leaf.get("sha256"):
        raise log.LogError(f"{log.CHANGED}  {log.shown(path)}")


def when(head: Any) -> str:
    """The moment of a head."""
    moment = datetime.datetime.fromtimestamp(head["timestamp"] / 1000, datetime.timezone.utc)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def beside(name: str) -> Any:
    """A module of the folder this one is in, which Python need not search."""
    spec: Any = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
