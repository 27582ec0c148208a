"""7z archives under a password (AES-256), turned into the same archive in clear, in memory.

libarchive reads every method of the format but this one: only the coders are rewritten.
"""

import hashlib
import lzma
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.sevenzip import (
    ENCODED_HEADER,
    HEADER,
    MAGIC,
    MAIN_STREAMS,
    START,
    Coder,
    Folder,
    HeaderReader,
    Streams,
)

_AES, _COPY, _LZMA, _LZMA2 = b"\x06\xf1\x07\x01", b"\0", b"\3\1\1", b"!"
_MOST_ROUNDS, _NO_ROUNDS = 24, 0x3F
"""As powers of two; 7-Zip writes 19. The second stands for a password that is the key."""

_ROUNDS_AT_ONCE = 4096
_UNREAD = "unsupported: variant of the format"
_DAMAGED = "corrupt: damaged or cut short"


def in_clear(data: bytes, password: str) -> bytes:
    """The archive with nothing encrypted. Raises `Fault`, with the reason `encrypted` where the
    archive's own list tells that the password is wrong; else only its files can tell."""
    header = _header_of(data, password)
    if header[:2] != bytes([HEADER, MAIN_STREAMS]):
        raise Fault(_UNREAD)
    reader = HeaderReader(header, 2)
    streams = reader.streams()
    body = b"".join(_shown(data, streams, password))
    told = header[:2] + streams.written() + header[reader.at :]
    start = struct.pack("<QQI", len(body), len(told), zlib.crc32(told))
    return data[:8] + struct.pack("<I", zlib.crc32(start)) + start + body + told


def _header_of(data: bytes, password: str) -> bytes:
    """The header, unpacked as often as it was packed."""
    if not data.startswith(MAGIC) or len(data) < START:
        raise Fault(_DAMAGED)
    at, size = struct.unpack_from("<QQ", data, 12)
    header = data[START + at : START + at + size]
    for _ in range(4):
        if header[:1] != bytes([ENCODED_HEADER]):
            break
        header = _unpacked_header(data, HeaderReader(header, 1).streams(), password)
    return header


def _unpacked_header(data: bytes, streams: Streams, password: str) -> bytes:
    hides = any(coder.method == _AES for folder in streams.folders for coder in folder.coders)
    raw = b"".join(_shown(data, streams, password))
    folder = streams.folders[0]
    try:
        header = _unpacked(folder, raw)
    except lzma.LZMAError:
        header = b""
    known = header[:1] in (bytes([HEADER]), bytes([ENCODED_HEADER]))
    if not known or folder.crc not in (b"", struct.pack("<I", zlib.crc32(header))):
        raise Fault(ENCRYPTED if hides else _DAMAGED)
    return header


def _unpacked(folder: Folder, raw: bytes) -> bytes:
    """What a folder of one coder holds: headers are packed with LZMA, LZMA2, or not at all."""
    (coder, *others), size = folder.coders, folder.sizes[0]
    if others:
        raise Fault(_UNREAD)
    if coder.method == _COPY:
        return raw[:size]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, None, [_filter(coder)]).decompress(raw, size)


def _filter(coder: Coder) -> dict[str, int]:
    if coder.method == _LZMA and len(coder.properties) >= 5:
        mode, size = struct.unpack_from("<BI", coder.properties)
        places = {"lc": mode % 9, "lp": mode // 9 % 5, "pb": mode // 45}
        return {"id": lzma.FILTER_LZMA1, "dict_size": _bounded(size), **places}
    if coder.method == _LZMA2 and coder.properties:
        told = coder.properties[0]
        size = (2 | told & 1) << min(told // 2 + 11, 31)
        return {"id": lzma.FILTER_LZMA2, "dict_size": _bounded(size)}
    raise Fault(_UNREAD)


def _bounded(dictionary: int) -> int:
    return min(max(dictionary, 1 << 12), 1 << 28)


def _shown(data: bytes, streams: Streams, password: str) -> Iterator[bytes]:
    """The packed streams in clear; the coders, the sizes and the start follow suit."""
    at, sizes = START + streams.start, iter(streams.packed)
    streams.start, streams.packed = 0, []
    for folder in streams.folders:
        own = list[bytes]()
        for _ in folder.packed:
            size = next(sizes, 0)
            own.append(data[at : at + size])
            at += size
        _show(folder, own, password)
        streams.packed += map(len, own)
        yield from own


def _show(folder: Folder, own: list[bytes], password: str) -> None:
    """Decipher the streams of a folder, and take the coder that did so out of it."""
    while hidden := [n for n, coder in enumerate(folder.coders) if coder.method == _AES]:
        number = hidden[0]
        coder = folder.coders[number]
        input_ = sum(other.inputs for other in folder.coders[:number])
        output = sum(other.outputs for other in folder.coders[:number])
        if input_ not in folder.packed or output >= len(folder.sizes):
            raise Fault(_UNREAD)
        place = folder.packed.index(input_)
        own[place] = _deciphered(own[place], coder.properties, password)[: folder.sizes[output]]
        _take_out(folder, number, place, input_, output)


def _take_out(folder: Folder, number: int, place: int, input_: int, output: int) -> None:
    taker = next((i for i, o in folder.bonds if o == output), None)
    if taker is None:  # it is the last: a coder that does nothing stands in
        folder.coders[number] = Coder(_COPY)
        return
    del folder.coders[number], folder.sizes[output]
    folder.packed[place] = taker
    folder.packed = [i - (i > input_) for i in folder.packed]
    kept = [(i, o) for i, o in folder.bonds if o != output]
    folder.bonds = [(i - (i > input_), o - (o > output)) for i, o in kept]


def _deciphered(data: bytes, properties: bytes, password: str) -> bytes:
    if len(properties) < 2 or len(data) % 16:
        raise Fault(_DAMAGED)
    first, second = properties[:2]
    salt_size = (first >> 7) + (second >> 4)
    vector_size = (first >> 6 & 1) + (second & 0xF)
    salt, rest = properties[2 : 2 + salt_size], properties[2 + salt_size :]
    key = _key(password, salt, first & 0x3F)
    vector = rest[:vector_size].ljust(16, b"\0")
    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(data)


@lru_cache(64)
def _key(password: str, salt: bytes, rounds: int) -> bytes:
    secret = salt + password.encode("utf-16-le")
    if rounds == _NO_ROUNDS:
        return secret[:32].ljust(32, b"\0")
    if rounds > _MOST_ROUNDS:
        raise Fault("limit: rounds of encryption")
    digest, step = hashlib.sha256(), min(_ROUNDS_AT_ONCE, 1 << rounds)
    block = np.zeros(step, [("secret", f"V{len(secret)}"), ("count", "<u8")])
    block["secret"] = np.void(secret)
    for start in range(0, 1 << rounds, step):
        block["count"] = np.arange(start, start + step)
        digest.update(block.tobytes())
    return digest.digest()
