"""CMS (RFC 5652; S/MIME, p7m and p7s): what was signed, and by whom; what is enveloped is listed.

So do health professionals' cards and the mails of MSSanté sign. Signatures are not checked here.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from cryptography import x509
from cryptography.x509.oid import NameOID

from tocsin.model.document import MEMBER, DocumentKind
from tocsin.read import ber, sniff
from tocsin.read.ber import Value
from tocsin.read.content import Content
from tocsin.read.fault import ENCRYPTED, Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.limits import MEMORY_BYTES, check_ratio
from tocsin.read.text import text_blocks

_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----([^-]+)")
_PKCS7, _SMIME = bytes.fromhex("2a864886f70d0107"), bytes.fromhex("2a864886f70d01091001")
_DATA, _SIGNED = _PKCS7 + b"\1", _PKCS7 + b"\2"
_HIDDEN = (_PKCS7 + b"\3", _PKCS7 + b"\4", _PKCS7 + b"\6", _SMIME + b"\x17")
_COMPRESSED, _TIME_STAMPED = _SMIME + b"\x09", _SMIME + b"\x1f"
_EXPLICIT = 0xA0
_LABELS = {
    NameOID.SURNAME: "Nom",
    NameOID.GIVEN_NAME: "Prénoms",
    NameOID.COMMON_NAME: "Nom complet",
    NameOID.TITLE: "Fonction",
    NameOID.SERIAL_NUMBER: "Numéro",
    NameOID.EMAIL_ADDRESS: "Courriel",
    NameOID.ORGANIZATION_NAME: "Société",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "Service",
}
_SUFFIXES = (".p7m", ".p7s", ".p7z", ".p7", ".tsd", ".sig", ".pkcs7", ".pem")


def _read(content: Content, job: Job) -> Iterator[Piece]:
    whole = ber.value_at(_binary(content.data()))
    kind, inner = _opened(whole)
    if kind in _HIDDEN:
        raise Fault(ENCRYPTED)
    if kind == _SIGNED:
        yield from text_blocks(content.document, "signataires", "\n".join(_signers(inner)))
    data, damage = _enclosed(kind, inner, job)
    damage = "corrupt: damaged or cut short" if whole.is_cut else damage
    if damage:
        yield Loss(damage)
    if data:
        yield content.member(_inner_name(content), data, damage)


def _binary(data: bytes) -> bytes:
    """The bytes behind the letters of PEM, if they are written so (RFC 7468)."""
    if not (match := _PEM.search(data[:4096])):
        return data
    letters = b"".join(data[match.start(1) :].partition(b"-")[0].split())
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        raise Fault("corrupt: damaged or cut short") from None


def _opened(value: Value) -> tuple[bytes, Value]:
    """What a ContentInfo says it holds, and that."""
    kind, inner = value.child(0), value.child(1)
    if kind.tag != ber.IDENTIFIER or inner.tag != _EXPLICIT:
        raise Fault("corrupt: not CMS")
    return kind.content, inner.child(0)


def _enclosed(kind: bytes, inner: Value, job: Job) -> tuple[bytes, str]:
    """The bytes within, and why they are not whole; none if a signature stands alone."""
    if kind == _DATA:
        return inner.octets(), ""
    if kind in (_SIGNED, _COMPRESSED):
        place = inner.child(2).children()[1:2]
        data = place[0].child(0).octets() if place else b""
        return _inflated(data, job) if kind == _COMPRESSED else (data, "")
    if kind == _TIME_STAMPED:
        return next((v.octets() for v in inner.children() if v.tag & 0x1F == ber.OCTETS), b""), ""
    raise Fault("unsupported: variant of the format")


def _inflated(data: bytes, job: Job) -> tuple[bytes, str]:
    engine = zlib.decompressobj()
    out = engine.decompress(data, MEMORY_BYTES)
    check_ratio(len(data), len(out))
    job.budget.spend(len(out))
    return out, "" if engine.eof else "corrupt: damaged or cut short"


def _signers(signed: Value) -> Iterator[str]:
    """The people and organisations whose certificates go with a signature."""
    for part in signed.children():
        for value in part.children() if part.tag == _EXPLICIT else ():
            try:
                certificate = x509.load_der_x509_certificate(_whole(value))
                yield from _subject(certificate)
                yield from _addresses(certificate)
            except Exception:  # noqa: S112 - another kind of certificate, or a damaged one
                continue


def _whole(value: Value) -> bytes:
    """A value with its tag and length."""
    size = len(value.content)
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    head = bytes([size]) if size < 0x80 else bytes([0x80 | len(length)]) + length
    return bytes([value.tag]) + head + value.content


def _subject(certificate: x509.Certificate) -> Iterator[str]:
    for attribute in certificate.subject:
        if label := _LABELS.get(attribute.oid):
            yield f"{label} : {attribute.value!s}"


def _addresses(certificate: x509.Certificate) -> Iterator[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    for address in names.get_values_for_type(x509.RFC822Name):
        yield f"Courriel : {address}"


def _inner_name(content: Content) -> str:
    """The name without that of the envelope; S/MIME's own name says that there is a mail within."""
    name = PurePosixPath(content.document.rsplit(MEMBER, 1)[-1])
    if name.suffix.lower() not in _SUFFIXES:
        return f"{name.name}.contenu"
    return name.stem if PurePosixPath(name.stem).suffix else f"{name.stem}.eml"


FORMATS: Formats = {sniff.CMS: Format(DocumentKind.DATA, _read)}
