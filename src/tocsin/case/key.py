"""The case's key: 32 random bytes in a file only its owner can read.

Everything personal in a case is encrypted under it, so a case without its key is noise. By
default it stands in the case folder; `TOCSIN_KEY_FILE` keeps it elsewhere (a USB stick, say).
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from tocsin.errors import CaseError

KEY_NAME = "case.key"
KEY_BYTES = 32


def key_path(folder: Path) -> Path:
    """Where the key of the case in `folder` stands."""
    return Path(os.environ.get("TOCSIN_KEY_FILE") or folder / KEY_NAME)


def create_key(path: Path) -> bytes:
    """A new key, written with mode 0600. Raises FileExistsError rather than replace one."""
    key = secrets.token_bytes(KEY_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key


def load_key(path: Path) -> bytes:
    """The key in `path`. Raises `CaseError` if it is not there or not a key."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise _no_key() from error
    if len(key) != KEY_BYTES:
        raise _no_key()
    return key


def subkey(key: bytes, purpose: str) -> bytes:
    """A key of its own for `purpose`, 32 bytes (HMAC-SHA-256 as in RFC 5869, one block)."""
    return hmac.digest(key, purpose.encode() + b"\x01", hashlib.sha256)


def _no_key() -> CaseError:
    return CaseError(
        "case.no_key",
        "La clé du dossier d'affaire est introuvable ou illisible.",
        "The key of the case is missing or unreadable.",
        way_out_fr="Remettez le fichier case.key, ou indiquez-le par TOCSIN_KEY_FILE.",
        way_out_en="Put case.key back, or name it with TOCSIN_KEY_FILE.",
    )
