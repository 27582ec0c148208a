"""A folder made into a bag (BagIt 1.0, RFC 8493), its tag manifest signed."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tocsin.report.justice.alone.check_bag import CONTEXT, MANIFEST, SEAL, TAG_MANIFEST

PAYLOAD = "data"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def close_bag(
    bag: Path, info: Mapping[str, str], tags: Mapping[str, bytes], key: bytes
) -> tuple[str, str]:
    """Make `bag`, whose payload stands under `data/`, a sealed bag.

    `tags` are further tag files; `key` (32 bytes) signs. Gives the digest that was signed and the
    public key, in hexadecimal.
    """
    files = sorted(path for path in (bag / PAYLOAD).rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    facts = {**info, "Payload-Oxum": f"{size}.{len(files)}"}
    written = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(_info(facts)).encode(),
        MANIFEST: "".join(_lines(bag, files)).encode(),
        **tags,
    }
    for name, content in written.items():
        _write(bag / name, content)
    manifest = "".join(_lines(bag, sorted(bag / name for name in written))).encode()
    _write(bag / TAG_MANIFEST, manifest)
    return _seal(bag, hashlib.sha256(manifest).digest(), Ed25519PrivateKey.from_private_bytes(key))


def bagging_date(on: date) -> str:
    """The day as bag-info.txt has it (RFC 8493, section 2.2.2)."""
    return on.isoformat()


def _seal(bag: Path, digest: bytes, key: Ed25519PrivateKey) -> tuple[str, str]:
    public = key.public_key().public_bytes_raw().hex()
    signature = key.sign(CONTEXT + digest).hex()
    lines = (f"sha256 {digest.hex()}", f"public_key {public}", f"signature {signature}")
    _write(bag / SEAL, CONTEXT + "".join(f"{line}\n" for line in lines).encode())
    return digest.hex(), public


def _info(facts: Mapping[str, str]) -> Iterator[str]:
    return (f"{name}: {' '.join(value.split())}\n" for name, value in facts.items() if value)


def _lines(bag: Path, files: list[Path]) -> Iterator[str]:
    for path in files:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield f"{digest}  {_quoted(path.relative_to(bag).as_posix())}\n"


def _quoted(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
