"""A signed tree head (RFC 6962, section 3.5): what the log held at one moment, vouched for."""

import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNED = struct.Struct(">BBQQ32s")
"""What is signed: version 0, signature type 1 (tree head), timestamp, size, root."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """`size` leaves with the tree hash `root`, at `timestamp`.

    The timestamp is in milliseconds since 1970, by this machine's clock; `consistency` proves the
    head from the one before; `signature` is Ed25519 (RFC 8032), 64 bytes.
    """

    size: int
    timestamp: int
    root: bytes
    signature: bytes
    consistency: tuple[bytes, ...] = ()

    @property
    def signed(self) -> bytes:
        """The bytes under the signature."""
        return SIGNED.pack(0, 1, self.timestamp, self.size, self.root)

    @property
    def sealed(self) -> bytes:
        """The bytes that a time stamp is about: what is signed, then the signature."""
        return self.signed + self.signature

    def is_signed_by(self, public_key: bytes) -> bool:
        """Whether the signature is that of `public_key` (32 bytes) over this very head."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.signed)
        except InvalidSignature:
            return False
        return True


class HeadSigner:
    """Signs heads with a private key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)

    @property
    def public_key(self) -> bytes:
        """The 32 bytes by which others check the signatures."""
        return self._key.public_key().public_bytes_raw()

    def sign(
        self, size: int, timestamp: int, root: bytes, consistency: tuple[bytes, ...] = ()
    ) -> TreeHead:
        """The head of a tree, signed."""
        signature = self._key.sign(SIGNED.pack(0, 1, timestamp, size, root))
        return TreeHead(size, timestamp, root, signature, consistency)
