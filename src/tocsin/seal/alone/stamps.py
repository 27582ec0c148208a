#!/usr/bin/env python3
"""Lit les horodatages (RFC 3161) d'un journal scellé. Reads the time stamps of a sealed log.

verifier.py et check_proof.py s'en servent. La bibliothèque standard suffit pour dire quelle
empreinte un horodatage porte, et l'heure qu'il affirme ; sa signature demande openssl et les
certificats de l'autorité (--tsa-ca), sinon la commande à lancer est affichée.

verifier.py and check_proof.py use it. The standard library suffices to tell which hash a stamp is
about and the time it states; its signature takes openssl and the authority's certificates
(--tsa-ca), else the command to run is shown.
"""

from __future__ import annotations

import datetime
import hashlib
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Any, Iterator, List, NamedTuple, Optional

SEQUENCE, OCTETS, INTEGER, TIME, EXPLICIT = 0x30, 0x04, 0x02, 0x18, 0xA0
SHA256 = bytes.fromhex("608648016503040201")
GRANTED = (0, 1)


class StampError(Exception):
    """A stamp is not one, or not of the head it stands beside."""


class Element(NamedTuple):
    """A DER element of some bytes: its tag, where it begins, where its content begins and ends."""

    tag: int
    head: int
    start: int
    end: int


class Stamp(NamedTuple):
    """What a reply says: the status (0 granted), the SHA-256 it is about, its time (UTC)."""

    status: int
    imprint: bytes
    moment: datetime.datetime


def elements(data: bytes, start: int = 0, end: Optional[int] = None) -> List[Element]:
    """The DER elements (X.690) of `data[start:end]`. Raises `StampError` if they are not that."""
    end = len(data) if end is None else end
    found = []
    while start < end:
        if end - start < 2:
            raise StampError("DER")
        head, length, start = start, data[start + 1], start + 2
        if length & 0x80:
            width = length & 0x7F
            if not 1 <= width <= 4 or width > end - start:
                raise StampError("DER")
            length, start = int.from_bytes(data[start : start + width], "big"), start + width
        if length > end - start:
            raise StampError("DER")
        found.append(Element(data[head], head, start, start + length))
        start += length
    return found


def inside(data: bytes, element: Element, tag: int) -> List[Element]:
    """The elements of a constructed one, which must have the tag `tag`."""
    if element.tag != tag:
        raise StampError("DER")
    return elements(data, element.start, element.end)


def signed_data(reply: bytes) -> List[Element]:
    """The elements of the CMS SignedData (RFC 5652) within a reply."""
    (response,) = elements(reply)
    token = inside(reply, response, SEQUENCE)[1]
    (content,) = inside(reply, inside(reply, token, SEQUENCE)[1], EXPLICIT)
    return inside(reply, content, SEQUENCE)


def read_stamp(reply: bytes) -> Stamp:
    """What a raw reply (TimeStampResp) says. Raises `StampError` if it is not one."""
    try:
        return _read(reply)
    except (IndexError, ValueError) as error:
        raise StampError("DER") from error


def _read(reply: bytes) -> Stamp:
    (response,) = elements(reply)
    info = inside(reply, inside(reply, response, SEQUENCE)[0], SEQUENCE)
    status = int.from_bytes(reply[info[0].start : info[0].end], "big")
    content = inside(reply, signed_data(reply)[2], SEQUENCE)
    (text,) = inside(reply, content[1], EXPLICIT)
    token = reply[text.start : text.end]
    fields = inside(token, elements(token)[0], SEQUENCE)
    algorithm, imprint = inside(token, fields[2], SEQUENCE)
    name = inside(token, algorithm, SEQUENCE)[0]
    if token[name.start : name.end] != SHA256 or fields[4].tag != TIME:
        raise StampError("SHA-256")
    stated = token[fields[4].start : fields[4].end].decode("ascii")[:14]
    moment = datetime.datetime.strptime(stated + "+0000", "%Y%m%d%H%M%S%z")
    return Stamp(status, token[imprint.start : imprint.end], moment)


def stamped_hash(head: Any) -> bytes:
    """The SHA-256 that a stamp of `head` is about: all that is signed, then the signature."""
    root, signature = bytes.fromhex(head["root"]), bytes.fromhex(head["signature"])
    signed = struct.pack(">BBQQ32s", 0, 1, head["timestamp"], head["size"], root)
    return hashlib.sha256(signed + signature).digest()


def check_stamp(path: Path, head: Any, authorities: Optional[str]) -> Iterator[str]:
    """Lines on the stamp in `path`. Raises `StampError` if it is not a good one of `head`."""
    stamp, digest = read_stamp(path.read_bytes()), stamped_hash(head)
    if stamp.status not in GRANTED or stamp.imprint != digest:
        raise StampError(path.name)
    command = ["openssl", "ts", "-verify", "-digest", digest.hex(), "-in", str(path), "-CAfile"]
    yield f"{stamp.moment:%Y-%m-%d %H:%M:%S} UTC · horodaté · time-stamped: {path.name}"
    if authorities is None or not shutil.which("openssl"):
        yield f"  à vérifier · to check: {' '.join(command)} {authorities or 'AC.pem'}"
        return
    done = subprocess.run(
        [*command, authorities], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False
    )
    if done.returncode != 0:
        raise StampError(f"{path.name}: openssl ts -verify")
    yield "  signature bonne, par · good, by openssl"


def check_stamps(folder: Path, heads: List[Any], authorities: Optional[str]) -> Iterator[str]:
    """Lines on every `stamp-N-….tsr` of `folder`, N being the number of its head from 1."""
    for path in sorted(folder.glob("stamp-*.tsr")):
        number = int(path.name.split("-")[1].split(".")[0])
        if not 1 <= number <= len(heads):
            raise StampError(path.name)
        yield from check_stamp(path, heads[number - 1], authorities)
