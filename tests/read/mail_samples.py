"""Mails in other wrappings: winmail.dat, signed by a card, as Apple Mail keeps them."""

import datetime as dt
import functools
import struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from tests.read import samples
from tests.read.pst_samples import filetime

SAMPLES: dict[str, samples.Sample] = {}


def attribute(level: int, kind: int, value: bytes) -> bytes:
    """One attribute of TNEF ([MS-OXTNEF] 2.1.3.1)."""
    return (
        struct.pack("<BII", level, kind, len(value)) + value + struct.pack("<H", sum(value) % 65536)
    )


def mapi(*told: tuple[int, int, bytes], named: bytes = b"") -> bytes:
    """A list of MAPI properties: number, type, bytes; `named` is put in as it is."""
    out = struct.pack("<I", len(told) + bool(named))
    for tag, kind, value in told:
        out += struct.pack("<HH", kind, tag)
        if kind in (0x1E, 0x1F, 0x102, 0x0D):
            out += struct.pack("<II", 1, len(value))
        out += value + bytes(-len(value) % 4)
    return out + named


def utf16(text: str) -> bytes:
    return (text + "\0").encode("utf-16-le")


def own_field(name: str, value: str) -> bytes:
    """A property that people made themselves, with its name."""
    raw, told = utf16(name), utf16(value)
    head = struct.pack("<HH16sII", 0x1F, 0x8001, bytes(16), 1, len(raw)) + raw
    head += bytes(-len(raw) % 4)
    return head + struct.pack("<II", 1, len(told)) + told + bytes(-len(told) % 4)


def tnef(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def winmail(*, nested: bool = True) -> bytes:
    properties = mapi(
        (0x1000, 0x1F, utf16("Je suis née le 3 juillet 1984.")),
        (0x0C1A, 0x1F, utf16(samples.NAME)),
        (0x0039, 0x40, filetime(dt.datetime(2025, 3, 12, 8, 30, tzinfo=dt.UTC))),
        named=own_field("Dossier", "25000123"),
    )
    recipient = mapi((0x3001, 0x1F, utf16("Ann GALL")), (0x39FE, 0x1E, b"ann@exemple.invalid\0"))
    parts = [
        attribute(1, 0x00069007, struct.pack("<I", 1252)),
        attribute(1, 0x00018004, "Résultats\0".encode("cp1252")),
        attribute(1, 0x00069003, properties),
        attribute(1, 0x00069004, struct.pack("<I", 1) + recipient),
        attribute(2, 0x00069002, bytes(14)),
        attribute(2, 0x00018010, b"export.csv\0"),
        attribute(2, 0x0006800F, samples.table()),
    ]
    if nested:
        inner = bytes(16) + winmail(nested=False)
        parts.append(attribute(2, 0x00069002, bytes(14)))
        parts.append(attribute(2, 0x00069005, mapi((0x3701, 0x0D, inner))))
    return tnef(*parts)


@functools.cache
def card() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The key and the certificate of an invented physician."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.SURNAME, "LEFÈVRE"),
            x509.NameAttribute(NameOID.GIVEN_NAME, "Zoé"),
            x509.NameAttribute(NameOID.TITLE, "Médecin"),
        ]
    )
    address = x509.SubjectAlternativeName([x509.RFC822Name("zoe@exemple.invalid")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .add_extension(address, critical=False)
    )
    return key, builder.sign(key, hashes.SHA256())


@functools.cache
def signed(data: bytes, *options: pkcs7.PKCS7Options, pem: bool = False) -> bytes:
    key, certificate = card()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data)
    builder = builder.add_signer(certificate, key, hashes.SHA256())
    encoding = serialization.Encoding.PEM if pem else serialization.Encoding.DER
    return builder.sign(encoding, [pkcs7.PKCS7Options.Binary, *options])


def apple(mail: bytes) -> bytes:
    flags = b'<?xml version="1.0"?><plist version="1.0"><dict><key>flags</key></dict></plist>\n'
    return b"%-10d\n" % len(mail) + mail + flags


@functools.cache
def signed_mail() -> bytes:
    return signed(samples.mail())


SAMPLES["winmail.dat"] = winmail
SAMPLES["smime.p7m"] = signed_mail
SAMPLES["courrier.pdf.p7m"] = lambda: signed(samples.pdf(), pem=True)
SAMPLES["1.emlx"] = lambda: apple(samples.mail())
