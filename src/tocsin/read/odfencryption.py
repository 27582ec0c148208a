"""OpenDocument packages under a password (ODF 1.3 part 2, chapter 5), in clear, in memory.

Each part by itself with AES-256 or Blowfish, or since LibreOffice 24.2 the whole package at once.
"""

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.limits import MEMORY_BYTES
from tocsin.read.package import Package
from tocsin.read.xml import Element, attribute

MANIFEST = "META-INF/manifest.xml"
WHOLE = "encrypted-package"

_MOST = (10_000_000, 1 << 20, 64)
"""Rounds of hashing a password, KiB and lanes that a document may ask for."""
_CHECKED_BYTES = 1024


def is_encrypted(package: Package) -> bool:
    """Whether a part of the package is under a password."""
    return MANIFEST in package.names and b"encryption-data" in package.bytes_of(MANIFEST)


def clear(content: Content, passwords: Sequence[str]) -> bytes:
    """The package with all its parts in clear. Raises `Fault` if no password opens it."""
    package = Package(content)
    manifest = package.part(MANIFEST)
    entries = [] if manifest is None else list(manifest.iter("{*}file-entry"))
    locks = {attribute(e, "full-path"): _Lock.of(e) for e in entries if _has_lock(e)}
    locks = {name: lock for name, lock in locks.items() if name in package.names}
    for password in passwords:
        if all(lock.opens(package.bytes_of(name), password) for name, lock in locks.items()):
            return _opened(package, locks, password)
    raise Fault(ENCRYPTED)


def _has_lock(entry: Element) -> bool:
    return next(entry.iter("{*}encryption-data"), None) is not None


def _opened(package: Package, locks: dict[str, "_Lock"], password: str) -> bytes:
    if WHOLE in locks:
        return locks[WHOLE].data(package.bytes_of(WHOLE), password)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in package.names:
            data = package.bytes_of(name)
            if name != MANIFEST:
                archive.writestr(name, locks[name].data(data, password) if name in locks else data)
    return out.getvalue()


@dataclass(frozen=True)
class _Lock:
    """How one part is hidden: what its entry in the manifest says."""

    cipher: str
    vector: bytes
    start: str
    derivation: str
    salt: bytes
    key_size: int
    numbers: tuple[int, int, int]
    """Rounds; for Argon2id memory in KiB and lanes as well."""
    checksum_kind: str
    checksum: bytes

    @classmethod
    def of(cls, entry: Element) -> "_Lock":
        data, algorithm, derivation, start = (
            next(entry.iter(f"{{*}}{name}"), None)
            for name in ("encryption-data", "algorithm", "key-derivation", "start-key-generation")
        )
        numbers = (
            _number(derivation, "iteration-count") or _number(derivation, "argon2-iterations"),
            _number(derivation, "argon2-memory"),
            _number(derivation, "argon2-lanes"),
        )
        if any(number > most for number, most in zip(numbers, _MOST, strict=True)):
            raise Fault("limit: rounds of encryption")
        return cls(
            _told(algorithm, "algorithm-name").lower(),
            _bytes(algorithm, "initialisation-vector"),
            _told(start, "start-key-generation-name").lower(),
            _told(derivation, "key-derivation-name").lower(),
            _bytes(derivation, "salt"),
            _number(derivation, "key-size") or 16,
            numbers,
            _told(data, "checksum-type").lower(),
            _bytes(data, "checksum"),
        )

    def opens(self, hidden: bytes, password: str) -> bool:
        """Whether a password is that of this part."""
        try:
            plain = self._deciphered(hidden, password)
        except (InvalidTag, ValueError):
            return False
        digest = hashlib.sha256 if "256" in self.checksum_kind else hashlib.sha1
        part = plain[:_CHECKED_BYTES] if self.checksum_kind.endswith("1k") else plain
        return not self.checksum or digest(part).digest() == self.checksum

    def data(self, hidden: bytes, password: str) -> bytes:
        """The part in clear, inflated. Raises `Fault` if it swells beyond the limits."""
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        out = engine.decompress(self._deciphered(hidden, password), MEMORY_BYTES)
        if not engine.eof:
            raise Fault(
                "limit: size" if len(out) >= MEMORY_BYTES else "corrupt: damaged or cut short"
            )
        return out

    def _deciphered(self, hidden: bytes, password: str) -> bytes:
        key = self._key(password)
        if "gcm" in self.cipher:
            return AESGCM(key).decrypt(self.vector, hidden.removeprefix(self.vector), None)
        if "blowfish" in self.cipher:
            return Cipher(Blowfish(key), CFB(self.vector)).decryptor().update(hidden)
        if not hidden or len(hidden) % 16:
            raise ValueError("not whole blocks")
        plain = Cipher(algorithms.AES(key), modes.CBC(self.vector)).decryptor().update(hidden)
        return plain[: -plain[-1]] if 0 < plain[-1] <= 16 else plain

    def _key(self, password: str) -> bytes:
        digest = hashlib.sha256 if "256" in self.start else hashlib.sha1
        start, (rounds, memory, lanes) = digest(password.encode()).digest(), self.numbers
        if "argon2id" in self.derivation:
            engine = Argon2id(
                salt=self.salt,
                length=self.key_size,
                iterations=rounds,
                lanes=lanes,
                memory_cost=memory,
            )
            return engine.derive(start)
        return hashlib.pbkdf2_hmac("sha1", start, self.salt, max(rounds, 1), self.key_size)


def _told(element: Element | None, name: str) -> str:
    return "" if element is None else attribute(element, name)


def _bytes(element: Element | None, name: str) -> bytes:
    return base64.b64decode(_told(element, name))


def _number(element: Element | None, name: str) -> int:
    told = _told(element, name)
    return int(told) if told.isdigit() else 0
