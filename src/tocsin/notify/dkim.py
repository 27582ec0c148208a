"""DKIM signatures (RFC 6376, relaxed/relaxed), RSA (RFC 8301) and Ed25519 (RFC 8463)."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

PrivateKey = RSAPrivateKey | Ed25519PrivateKey
SIGNED = (
    *("from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted"),
    *("content-language", "mime-version", "content-type"),
)
"""Headers that a signature covers where a message has them (RFC 6376, section 5.4.1)."""

MIN_BITS = 1024
"""Verifiers refuse RSA keys that are shorter (RFC 8301, section 3.2); 2048 is right."""

_SPACE = re.compile(rb"[ \t]+")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_RSA = (PKCS1v15(), Prehashed(SHA256()))
_LINE = 72


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs messages for `domain` with the key whose public half stands under `selector`."""

    domain: str
    selector: str
    key: PrivateKey

    @property
    def algorithm(self) -> str:
        """The tag a=."""
        return "rsa-sha256" if isinstance(self.key, RSAPrivateKey) else "ed25519-sha256"

    @property
    def record_name(self) -> str:
        """Where the public key stands in the DNS (RFC 6376, section 3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    def signature(self, hashed: "Hashed", at: int) -> bytes:
        """The header DKIM-Signature of a message, CRLF included; `at` is in Unix seconds."""
        tags = (
            f"v=1; a={self.algorithm}; c=relaxed/relaxed; d={self.domain}; s={self.selector};"
            f" t={at};\r\n h={':'.join(hashed.names)};\r\n bh={hashed.body};\r\n b="
        ).encode("ascii")
        # The signature covers its own header, value of b= left out, without the last CRLF. Our tags
        # hold single spaces only: unfolded, they are their own relaxed form.
        signed = hashed.headers + b"dkim-signature:" + tags.replace(b"\r\n", b"")
        return b"DKIM-Signature: " + tags + self._sign(hashlib.sha256(signed).digest()) + b"\r\n"

    def _sign(self, digest: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            raw = self.key.sign(digest, *_RSA)
        else:
            raw = self.key.sign(digest)
        text = base64.b64encode(raw)
        return b"\r\n ".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))


@dataclass(frozen=True, slots=True)
class Hashed:
    """What all signatures of one message share: names signed, their headers, the body's hash."""

    names: tuple[str, ...]
    headers: bytes
    body: str

    @classmethod
    def of(cls, message: bytes, *, is_relaxed: bool = False) -> "Hashed":
        """The message, canonical. It has CRLF line ends and no header twice.

        `is_relaxed`: its body is known to be in the form of section 3.4.4, as `quoted` writes it.
        """
        head, _, body = message.partition(b"\r\n\r\n")
        found = {}
        for header in _headers(head):
            canonical = relaxed_header(header)
            found[canonical.partition(b":")[0].decode("ascii")] = canonical
        names = [name for name in SIGNED if name in found]
        digest = hashlib.sha256(body if is_relaxed else relaxed_body(body)).digest()
        # From is named twice: nobody can put a second one before ours (section 8.15).
        return cls(
            ("from", *names),
            b"".join(found[name] for name in names),
            base64.b64encode(digest).decode("ascii"),
        )


def sign(message: bytes, signers: Sequence[Signer], at: int, *, is_relaxed: bool = False) -> bytes:
    """`message` under a signature of each of `signers`; see `Hashed.of`."""
    if not signers:
        return message
    hashed = Hashed.of(message, is_relaxed=is_relaxed)
    return b"".join(signer.signature(hashed, at) for signer in signers) + message


@lru_cache(maxsize=64)
def relaxed_header(header: bytes) -> bytes:
    """A header line, whole, in the form of section 3.4.2, CRLF included."""
    name, _, value = _FOLD.sub(b"", header).partition(b":")
    return name.strip().lower() + b":" + _SPACE.sub(b" ", value).strip() + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """A body in the form of section 3.4.4."""
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    body = _SPACE.sub(b" ", body).replace(b" \r\n", b"\r\n")
    while body.endswith(b"\r\n\r\n"):
        body = body[:-2]
    return b"" if body == b"\r\n" else body


def _headers(head: bytes) -> list[bytes]:
    """Header lines, each with its folded lines."""
    return head.replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
