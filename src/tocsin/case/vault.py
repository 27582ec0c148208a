"""Large tables of a case that stand beside its store: files, each sealed under the case's key.

AES-256-GCM (NIST SP 800-38D) with a random nonce and the file's name as associated data: a file
that was changed, cut or renamed does not open.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tocsin.errors import CaseError

NONCE_BYTES = 12


class Vault:
    """Sealed files of one folder. It holds only a key of its own: workers may be given one."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._cipher = AESGCM(key)

    def write(self, name: str, data: bytes) -> None:
        """Seal `data` under `name`, whole or not at all."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        nonce = os.urandom(NONCE_BYTES)
        partial = self.folder / f".{name}.{os.getpid()}"
        partial.write_bytes(nonce + self._cipher.encrypt(nonce, data, name.encode()))
        partial.replace(self.folder / name)

    def read(self, name: str) -> bytes:
        """What stands under `name`. Raises `CaseError` if it is not there or was changed."""
        try:
            sealed = (self.folder / name).read_bytes()
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
        except (OSError, ValueError, InvalidTag) as error:
            raise _damaged() from error

    def names(self) -> Iterator[str]:
        """All names, in order."""
        if self.folder.is_dir():
            yield from sorted(p.name for p in self.folder.iterdir() if not p.name.startswith("."))

    def remove(self, name: str) -> None:
        """Drop what stands under `name`, if anything does."""
        (self.folder / name).unlink(missing_ok=True)


def _damaged() -> CaseError:
    return CaseError(
        "case.vault",
        "Un tableau de l'affaire manque, est abîmé, ou vient d'une autre affaire.",
        "A table of the case is missing, damaged, or of another case.",
        way_out_fr="Rétablissez le dossier d'affaire depuis sa copie, ou relancez « watch ».",
        way_out_en='Restore the case folder from its copy, or run "watch" again.',
    )
