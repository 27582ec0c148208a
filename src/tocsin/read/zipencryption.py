"""Members of ZIP archives under AES (WinZip AE-1 and AE-2, APPNOTE 7.2), as 7-Zip writes them.

https://www.winzip.com/en/support/aes-encryption/
"""

import bz2
import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Sequence

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.limits import MEMORY_BYTES

AES = 99
"""The method of compression that an archive tells for such a member."""

_EXTRA, _KEY_SIZES = 0x9901, {1: 16, 2: 24, 3: 32}
_ROUNDS, _CHECK, _CODE, _BLOCK = 1000, 2, 10, 16
_LOCAL_HEADER = 30


def data_of(content: Content, info: zipfile.ZipInfo, passwords: Sequence[str]) -> bytes:
    """The bytes of a member, by the first password that opens it. Raises `Fault` if none does."""
    strength, method = _described(info.extra)
    if strength not in _KEY_SIZES:
        raise NotImplementedError
    if max(info.file_size, info.compress_size) > MEMORY_BYTES:
        raise Fault("limit: size")
    hidden, size = _hidden(content, info), _KEY_SIZES[strength]
    salt, check, body, code = (
        hidden[: size // 2],
        hidden[size // 2 : size // 2 + _CHECK],
        hidden[size // 2 + _CHECK : -_CODE],
        hidden[-_CODE:],
    )
    for password in passwords:
        keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _ROUNDS, 2 * size + _CHECK)
        if keys[2 * size :] == check and _code(keys[size : 2 * size], body) == code:
            return _inflated(_deciphered(keys[:size], body), method)
    raise Fault(ENCRYPTED)


def _described(extra: bytes) -> tuple[int, int]:
    """How strong the key is, and how the member was compressed before it was hidden."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == _EXTRA and length >= 7:
            strength, method = struct.unpack_from("<BH", extra, 8)
            return strength, method
        extra = extra[4 + length :]
    return 0, 0


def _hidden(content: Content, info: zipfile.ZipInfo) -> bytes:
    with content.seekable() as stream:
        stream.seek(info.header_offset)
        name, extra = struct.unpack_from("<HH", stream.read(_LOCAL_HEADER), 26)
        stream.seek(name + extra, 1)
        return stream.read(info.compress_size)


def _code(key: bytes, body: bytes) -> bytes:
    return hmac.digest(key, body, "sha1")[:_CODE]


def _deciphered(key: bytes, body: bytes) -> bytes:
    """Counter mode with a counter from 1, its lowest byte first."""
    counters = np.zeros((-(-len(body) // _BLOCK), 2), "<u8")
    counters[:, 0] = np.arange(1, len(counters) + 1)
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(counters.tobytes())  # noqa: S305
    told = np.frombuffer(body, np.uint8) ^ np.frombuffer(stream, np.uint8)[: len(body)]
    return told.tobytes()


def _inflated(data: bytes, method: int) -> bytes:
    match method:
        case 0:
            return data
        case 8:
            return _bounded(zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, MEMORY_BYTES))
        case 12:
            return _bounded(bz2.BZ2Decompressor().decompress(data, MEMORY_BYTES))
        case _:
            raise NotImplementedError


def _bounded(data: bytes) -> bytes:
    if len(data) >= MEMORY_BYTES:
        raise Fault("limit: size")
    return data
