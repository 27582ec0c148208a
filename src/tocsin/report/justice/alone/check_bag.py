#!/usr/bin/env python3
"""Vérifie un dossier de justice écrit par Tocsin. Checks a justice file that Tocsin wrote.

    python3 check_bag.py [--bag DIR] [--root HEX] [--key HEX]

Le dossier se suffit : Python 3.8 ou plus récent, ni Tocsin, ni l'affaire, ni réseau. C'est un sac
BagIt (RFC 8493) ; seal.txt signe tagmanifest-sha256.txt, qui couvre manifest-sha256.txt, qui couvre
data/. Tout fichier modifié, manquant ou ajouté est nommé. --root et --key comparent avec
l'empreinte et la clé publique notées ailleurs le jour de la remise : sans elles, qui peut remplacer
ce dossier peut aussi le signer d'une autre clé.

The folder stands alone: Python 3.8 or later, no Tocsin, no case, no network. It is a BagIt bag (RFC
8493); seal.txt signs tagmanifest-sha256.txt, which covers manifest-sha256.txt, which covers data/.
Every changed, missing or added file is named. --root and --key compare with the digest and the
public key noted elsewhere on the day it was handed over: without them, whoever can replace this
folder can also sign it with another key.

Codes : 0 tout concorde, 1 différence, 2 usage. Codes: 0 all agrees, 1 a difference, 2 usage.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import os
import re
import sys
from pathlib import Path
from typing import Any, Iterator

CHANGED = "MODIFIÉ · CHANGED"
MISSING = "MANQUANT · MISSING"
ADDED = "AJOUTÉ · ADDED"
UNREADABLE = "ILLISIBLE · UNREADABLE"

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SEAL = "seal.txt"
CONTEXT = b"Tocsin justice file 1\n"
SEALED = re.compile(
    rb"Tocsin justice file 1\nsha256 ([0-9a-f]{64})\npublic_key ([0-9a-f]{64})\n"
    rb"signature ([0-9a-f]{128})\n"
)
LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)")
CHUNK = 1 << 20


def main(arguments: list[str] | None = None) -> int:
    """Check the seal, then the manifests, then the files; the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.dont_write_bytecode = True  # nothing is added to the folder that is checked
    options = parse(arguments)
    faults = 0
    for verdict, name in differences(options.bag, options.root, options.key):
        say(f"{verdict}  {name}")
        faults += 1
    say("DIFFÉRENCES · DIFFERENCES" if faults else "CONFORME · AS SEALED")
    return 1 if faults else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bag", metavar="DIR", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--root", metavar="HEX", type=bytes.fromhex)
    parser.add_argument("--key", metavar="HEX", type=bytes.fromhex)
    return parser.parse_args(arguments)


def say(line: str) -> None:
    """One line on the screen."""
    sys.stdout.write("".join(c if c.isprintable() else repr(c)[1:-1] for c in line) + "\n")


def differences(bag: Path, root: bytes | None, key: bytes | None) -> Iterator[tuple[str, str]]:
    """Every file that is not as sealed: what of it, and its name."""
    yield from check_seal(bag, root, key)
    covered = {TAG_MANIFEST, SEAL}
    for manifest, is_payload in ((TAG_MANIFEST, False), (MANIFEST, True)):
        for verdict, name, listed in check_manifest(bag, manifest, is_payload):
            covered.add(listed)
            if verdict:
                yield verdict, name
    for name in sorted(set(listing(bag)) - covered):
        yield ADDED, name


def check_seal(bag: Path, root: bytes | None, key: bytes | None) -> Iterator[tuple[str, str]]:
    """Whether seal.txt signs the tag manifest as it stands."""
    try:
        found = SEALED.fullmatch((bag / SEAL).read_bytes())
    except OSError:
        yield MISSING, SEAL
        return
    if not found:
        yield CHANGED, SEAL
        return
    digest, public_key, signature = (bytes.fromhex(part.decode()) for part in found.groups())
    good = is_signed(bag, public_key, CONTEXT + digest, signature)
    say(f"empreinte · digest: {digest.hex()}")
    say(f"clé publique · public key: {public_key.hex()}")
    if good is None:
        say("signature : non vérifiée, faute de cryptography ou d'openssl 3 · not checked")
    if good is False or (key is not None and key != public_key):
        yield CHANGED, SEAL
    if sha256_of(bag / TAG_MANIFEST) not in (digest.hex(), ""):
        yield CHANGED, TAG_MANIFEST if good else f"{TAG_MANIFEST} / {SEAL}"
    if root is not None and root != digest:
        yield CHANGED, f"--root : ce n'est pas l'empreinte notée · not the digest noted ({SEAL})"


def is_signed(bag: Path, public_key: bytes, message: bytes, signature: bytes) -> bool | None:
    """Whether the signature is good, by signatures.py beside this program; None if unknown."""
    own = Path(__file__).with_name("signatures.py")
    path = own if own.exists() else bag / "signatures.py"
    spec: Any = importlib.util.spec_from_file_location("signatures", path)
    try:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        check = module.checker()
        return None if check is None else check(public_key, message, signature)
    except Exception:  # a module or a key that was altered can be wrong in any way
        return False


def check_manifest(bag: Path, name: str, is_payload: bool) -> Iterator[tuple[str, str, str]]:
    """Each line of a manifest: what of its file, how to name it, and the file's own name."""
    try:
        text = (bag / name).read_bytes().decode("utf-8")
    except OSError:
        yield MISSING, name, name
        return
    except UnicodeDecodeError:
        yield CHANGED, name, name
        return
    if not text.endswith("\n"):
        yield CHANGED, name, name
    for line in text.split("\n")[:-1]:
        found = LINE.fullmatch(line)
        listed = unquoted(found.group(2)) if found else ""
        if not found or not is_within(listed) or listed.startswith("data/") is not is_payload:
            yield CHANGED, name, name
            continue
        digest = sha256_of(bag / listed)
        if digest == "":
            yield (UNREADABLE if os.path.exists(bag / listed) else MISSING), listed, listed
        else:
            yield ("" if digest == found.group(1) else CHANGED), listed, listed


def is_within(name: str) -> bool:
    """Whether a name cannot lead out of the bag."""
    return not name.startswith("/") and ".." not in name.split("/")


def unquoted(name: str) -> str:
    """A name as RFC 8493, section 2.1.3 has it: CR, LF and % are escaped."""
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, "" if it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                digest.update(chunk)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def listing(bag: Path) -> Iterator[str]:
    """Every file under the bag, by its name there."""
    for folder, _, names in os.walk(str(bag)):
        for name in names:
            yield Path(folder, name).relative_to(bag).as_posix()


if __name__ == "__main__":
    sys.exit(main())
