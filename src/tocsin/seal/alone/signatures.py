"""Vérifie les signatures Ed25519 des têtes d'un journal. Checks the signatures of a log's heads.

La bibliothèque standard de Python n'a pas Ed25519 : le paquet cryptography ou le programme openssl
(3.0 ou plus récent) s'en charge. Python's standard library lacks Ed25519: the package cryptography
or the program openssl (3.0 or later) does it.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Callable, Optional

PEM_PREFIX = bytes.fromhex("302a300506032b6570032100")  # SubjectPublicKeyInfo, RFC 8410
UNKNOWN = "non vérifiées, faute de cryptography ou d'openssl 3 · not checked, for want of either"

Check = Callable[[bytes, bytes, bytes], Optional[bool]]
"""Public key, message, signature → whether it is good, None if that cannot be said."""


class SignatureError(Exception):
    """A head is not signed by the log's key."""


def check_signatures(heads: list[Any], public_key: bytes) -> str:
    """What checked the signatures of all heads. Raises `SignatureError` if one is wrong."""
    check = checker()
    if check is None:
        return UNKNOWN
    for number, head in enumerate(heads, 1):
        signed = (0, 1, head["timestamp"], head["size"], bytes.fromhex(head["root"]))
        message = struct.pack(">BBQQ32s", *signed)
        good = check(public_key, message, bytes.fromhex(head["signature"]))
        if good is None:
            return UNKNOWN
        if not good:
            raise SignatureError(f"heads.json, signature: {number}")
    by = "openssl" if check is with_openssl else "cryptography"
    return f"bonnes, par · good, by {by}"


def checker() -> Check | None:
    """A function that checks a signature, with what this machine has, or None."""
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        return with_openssl if shutil.which("openssl") else None
    return with_cryptography


def with_cryptography(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good, by the package cryptography."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def with_openssl(public_key: bytes, message: bytes, signature: bytes) -> bool | None:
    """Whether the signature is good, by the program openssl; None if it is too old to say."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("key", "message", "signature")
        key, text, mark = (os.path.join(folder, name) for name in names)
        for path, content in ((key, PEM_PREFIX + public_key), (text, message), (mark, signature)):
            Path(path).write_bytes(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
        done = subprocess.run(
            [*command, "-inkey", key, "-in", text, "-sigfile", mark],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    if done.returncode == 0:
        return True
    return False if b"Verification Failure" in done.stdout + done.stderr else None
