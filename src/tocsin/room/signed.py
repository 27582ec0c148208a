"""The journal to hand over: JSON lines, and a last line that signs all bytes before it.

Ed25519 (RFC 8032) over the SHA-256 of those bytes, under a key derived from the case's. A changed
entry breaks the chain; a changed file breaks the signature.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tocsin.case import Case
from tocsin.room.reads.entries import all_entries

PURPOSE = "journal signature"


def signed_journal(case: Case) -> Iterator[bytes]:
    """The lines of the file."""
    digest, count, last = hashlib.sha256(), 0, ""
    for count, entry in enumerate(all_entries(), 1):  # noqa: B007 - the last number is the answer
        line = orjson.dumps(asdict(entry)) + b"\n"
        digest.update(line)
        last = entry.hash
        yield line
    key = Ed25519PrivateKey.from_private_bytes(case.subkey(PURPOSE))
    yield (
        orjson.dumps(
            {
                "entries": count,
                "last_hash": last,
                "sha256": digest.hexdigest(),
                "public_key": key.public_key().public_bytes_raw().hex(),
                "signature": key.sign(digest.digest()).hex(),
            }
        )
        + b"\n"
    )


def is_intact(content: bytes) -> bool:
    """Whether the last line signs exactly the lines before it."""
    body, _, last = content.rstrip(b"\n").rpartition(b"\n")
    seal = orjson.loads(last)
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["public_key"]))
    try:
        digest = hashlib.sha256(body + b"\n" if body else b"").digest()
        key.verify(bytes.fromhex(seal["signature"]), digest)
    except InvalidSignature:
        return False
    return True
