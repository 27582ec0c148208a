"""Mails and mailboxes without end, bottom or boundary. (RFC 5322, RFC 2045)"""

import base64

from tests.hostile.trap import Traps, noise
from tests.hostile.traps.zips import archive

_TOP = b"From: zoe@exemple.invalid\nTo: a@exemple.invalid\nSubject: essai\nMIME-Version: 1.0\n"
_MIXED = b'Content-Type: multipart/mixed; boundary="%s"\n\n'


def mail(headers: bytes = b"", body: bytes = b"bonjour\n") -> bytes:
    """A mail with those headers besides the usual ones."""
    return _TOP + headers + b"\n" + body


def part(data: bytes, headers: bytes = b"Content-Type: text/plain\n") -> bytes:
    """A part of a mail whose boundary is `b`."""
    return b"--b\n" + headers + b"\n" + data + b"\n"


def mixed(*parts: bytes, end: bytes = b"--b--\n") -> bytes:
    """A mail of those parts."""
    return _TOP + _MIXED % b"b" + b"".join(parts) + end


def deep_parts(depth: int) -> bytes:
    """Parts in parts, each with its boundary."""
    levels = (b"--b%d\n" % n + _MIXED % (b"b%d" % (n + 1)) for n in range(depth))
    return _TOP + _MIXED % b"b0" + b"".join(levels) + b"fond\n"


def deep_messages(depth: int) -> bytes:
    """A mail within a mail within a mail."""
    data = mail()
    for _ in range(depth):
        data = mail(b"Content-Type: message/rfc822\n", data)
    return data


def attachment(name: bytes, data: bytes) -> bytes:
    """A part with a file name."""
    return part(
        base64.encodebytes(data),
        b"Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n"
        b"Content-Disposition: attachment; " + name + b"\n",
    )


def body(charset: bytes, data: bytes, encoding: bytes = b"8bit") -> bytes:
    """A mail whose text says to be in that character set."""
    return mail(
        b"Content-Type: text/plain; charset=" + charset + b"\nContent-Transfer-Encoding: "
        + encoding + b"\n", data,
    )  # fmt: skip


def _pieces(count: int) -> bytes:
    return b";\n ".join(b"filename*%d*=a%%20" % n for n in range(count))


_FROM = b"From zoe@exemple.invalid Thu Jan  2 10:00:00 2025\n"
_NESTED_TNEF = b"\x78\x9f\x3e\x22" + noise("tnef", 400)

TRAPS: Traps = {
    "parties-profondes.eml": lambda: deep_parts(3_000),
    "parties-profondes-a-peine.eml": lambda: deep_parts(60),
    "messages-profonds.eml": lambda: deep_messages(300),
    "messages-profonds-a-peine.eml": lambda: deep_messages(12),
    "parties.eml": lambda: mixed(*[part(b"a")] * 12_000),
    "pieces.eml": lambda: mixed(*[attachment(b"filename=a.txt", b"abc")] * 200),
    "sans-frontiere.eml": lambda: mail(b"Content-Type: multipart/mixed\n"),
    "frontiere-vide.eml": lambda: mail(b'Content-Type: multipart/mixed; boundary=""\n', b"--\na"),
    "frontiere-jamais-vue.eml": lambda: mail(_MIXED % b"jamais", b"rien\n" * 50_000),
    "frontiere-motif.eml": lambda: mail(_MIXED % (b"(a+)+$" * 10), b"--" + b"a" * 50_000),
    "frontieres-prefixes.eml": lambda: mixed(*[b"--b\n" + _MIXED % b"bb"] * 50),
    "frontieres-seules.eml": lambda: mixed(*[b"--b\n"] * 20_000),
    "entete-geant.eml": lambda: mail(b"Subject: " + b"a" * 10_000_000 + b"\n"),
    "entete-plie.eml": lambda: mail(b"Subject: a\n" + b" b\n" * 100_000),
    "entetes.eml": lambda: mail(b"".join(b"X-%d: a\n" % n for n in range(30_000))),
    "destinataires.eml": lambda: mail(b"To: " + b"a@exemple.invalid, " * 50_000 + b"\n"),
    "mots-codes.eml": lambda: mail(b"Subject: " + b"=?utf-8?q?=C3=A9?= " * 20_000 + b"\n"),
    "mots-codes-ouverts.eml": lambda: mail(b"Subject: " + b"=?utf-8?b?" * 30_000 + b"\n"),
    "mot-code-faux.eml": lambda: mail(b"Subject: =?x?b?AAA?= =?idna?q?" + b"a" * 5_000 + b"?=\n"),
    "base64-geant.eml": lambda: mixed(attachment(b"filename=a.bin", bytes(12_000_000))),
    "base64-faux.eml": lambda: mixed(
        part(b"=" * 200_000, b"Content-Transfer-Encoding: base64\nContent-Type: application/pdf\n")
    ),
    "uuencode.eml": lambda: body(b"utf-8", b"begin 644 ../../a\n" + b"M" * 400_000, b"x-uuencode"),
    "imprimable.eml": lambda: body(b"utf-8", b"=\n" * 200_000 + b"=zz", b"quoted-printable"),
    "jeu-inconnu.eml": lambda: body(b"../../etc/passwd", b"\xe9t\xe9"),
    "jeu-idna.eml": lambda: body(b"idna", b"a." * 50_000 + b"\xe9"),
    "jeu-punycode.eml": lambda: body(b"punycode", b"\xe9" + b"a" * 60_000 + b"-" + b"z9" * 20_000),
    "jeu-echappe.eml": lambda: body(b"unicode_escape", b"\xe9\\N{DIGIT ONE}" * 9_000),
    "jeu-rot13.eml": lambda: body(b"rot13", b"\xe9bonjour"),
    "jeu-zip.eml": lambda: body(b"zlib", b"\xe9\x78\x9c"),
    "jeu-utf7.eml": lambda: body(b"utf-7", b"+" + b"AOkA" * 100_000),
    "jeu-iso-2022.eml": lambda: body(b"iso-2022-jp", b"\x1b$B" * 100_000),
    "page-profonde.eml": lambda: mail(b"Content-Type: text/html\n", b"<div>" * 100_000),
    "jumelles.eml": lambda: mixed(*[part(b"mot " * 20_000)] * 60),
    "nom-qui-remonte.eml": lambda: mixed(attachment(b'filename="../../../tmp/dehors"', b"abc")),
    "nom-nul.eml": lambda: mixed(attachment(b'filename="a\0b\x1b[2J.txt"', b"abc")),
    "nom-geant.eml": lambda: mixed(attachment(b'filename="' + b"a" * 500_000 + b'"', b"abc")),
    "nom-en-morceaux.eml": lambda: mixed(attachment(_pieces(3_000), b"abc")),
    "nom-guillemets.eml": lambda: mixed(attachment(b"filename=" + b'\\"' * 100_000, b"abc")),
    "parametres.eml": lambda: mail(b"Content-Type: text/plain" + b"; a=b" * 30_000 + b"\n"),
    "archive-bombe.eml": lambda: mixed(
        attachment(b"filename=a.zip", archive({"z.txt": bytes(70_000_000)}))
    ),
    "corps-externe.eml": lambda: mail(
        b"Content-Type: message/external-body; access-type=anon-ftp; site=tocsin.invalid\n"
    ),
    "partiel.eml": lambda: mail(b"Content-Type: message/partial; number=1; total=99999999\n"),
    "rapport-creux.eml": lambda: mail(b"Content-Type: message/delivery-status\n", b"\n" * 30_000),
    "tnef.eml": lambda: mixed(attachment(b"filename=winmail.dat", _NESTED_TNEF)),
    "entetes-seuls.eml": lambda: _TOP,
    "message-dans-rien.eml": lambda: mail(b"Content-Type: message/rfc822\n", b""),
    "lignes-from.mbox": lambda: _FROM * 60_000,
    "messages.mbox": lambda: (_FROM + _TOP + b"\na\n\n") * 1_000,
    "ligne-sans-fin.mbox": lambda: _FROM + _TOP + b"\n" + b"a" * 10_000_000,
    "from-partout.mbox": lambda: _FROM + _TOP + b"\n" + b"\nFrom moi, bonjour 2025\n" * 3_000,
}
