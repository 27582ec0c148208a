"""What is under a password: opened by one of those given, else listed `encrypted`."""

import base64
import contextlib
import hashlib
import hmac
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from tests.read import samples
from tests.read.conftest import ReadBytes
from tocsin.model.document import ReadStatus
from tocsin.read.fault import Fault
from tocsin.read.formats import oldword
from tocsin.read.sevenzip import HeaderReader, numbers

DATA = Path(__file__).parent / "data"
PASSWORD = "clé de la clinique"
SALT, VECTOR = bytes(range(16)), bytes(range(16, 32))

OFFICE = [
    ("password.xls", "password", "A ZIP bomb is a variant of mail-bombing"),
    ("testEXCEL_protected_passtika.xls", "tika", "This is an Encrypted Excel spreadsheet."),
    ("testWORD_protected_passtika.docx", "tika", "This is an encrypted Word 2007 File."),
    ("testPPT_protected_passtika.ppt", "tika", "This is an encrypted PowerPoint 2007 slide."),
]


@pytest.mark.parametrize(("name", "password", "said"), OFFICE)
def test_office_documents(read_bytes: ReadBytes, name: str, password: str, said: str) -> None:
    data = (DATA / name).read_bytes()
    opened = read_bytes(data, name, passwords=("faux", password))
    assert opened.status is ReadStatus.READ
    assert said in opened.everything
    closed = read_bytes(data, name, passwords=("faux",))
    assert (closed.status, closed.reason) == (ReadStatus.UNREADABLE, "encrypted")


@pytest.mark.parametrize("name", [name for name, _, _ in OFFICE])
def test_office_documents_cut_short(read_bytes: ReadBytes, name: str) -> None:
    whole = (DATA / name).read_bytes()
    for tenth in range(1, 10):
        cut = read_bytes(whole[: len(whole) * tenth // 10], name, passwords=("tika", "password"))
        assert cut.status is not ReadStatus.READ


def test_nothing_in_clear_is_written_to_disk(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a temporary file")

    data = (DATA / OFFICE[0][0]).read_bytes()
    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    assert read_bytes(data, "x.xls", passwords=(OFFICE[0][1],)).status is ReadStatus.READ


def test_an_old_word_document_is_opened_before_it_is_read(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (DATA / "testWORD.doc").read_bytes()
    hidden = bytearray(whole)
    at = hidden.index(b"\xec\xa5\xc1\0") + 10
    hidden[at + 1] |= 0x01
    monkeypatch.setattr(oldword, "clear", lambda _data, passwords: whole if passwords else b"")
    opened = read_bytes(bytes(hidden), "x.doc", passwords=("tika",))
    assert opened.text == read_bytes(whole, "x.doc").text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA5\n-----END PGP MESSAGE-----\n", "x.asc"),
        (b"\x85\x01\x0c\x03" + bytes(range(60)), "x.gpg"),
        (b"Salted__" + bytes(range(60)), "x.enc"),
        (b"age-encryption.org/v1\n-> X25519 a\n", "x.age"),
        (b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5" + bytes(50), "x.kdbx"),
    ],
)
def test_what_nobody_has_a_password_for(read_bytes: ReadBytes, data: bytes, name: str) -> None:
    reading = read_bytes(data, name, passwords=("faux",))
    assert (reading.status, reading.reason) == (ReadStatus.UNREADABLE, "encrypted")


def lock(data: bytes, kind: str) -> tuple[bytes, str]:
    """A part hidden as ODF 1.3 part 2 (4.8) says, and what its entry in the manifest says of it."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    plain = engine.compress(data) + engine.flush()
    wide = "aes" in kind
    digest = hashlib.sha256 if wide else hashlib.sha1
    key_size = 32 if wide else 16
    start = digest(PASSWORD.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, SALT, 1000, key_size)
    derivation = 'm:key-derivation-name="PBKDF2" m:iteration-count="1000"'
    checksum, vector = digest(plain[:1024]).digest(), VECTOR
    if kind == "aes256-gcm":
        vector, checksum = VECTOR[:12], b""
        key = Argon2id(salt=SALT, length=key_size, iterations=3, lanes=4, memory_cost=1024).derive(
            start
        )
        derivation = (
            'm:key-derivation-name="urn:org:documentfoundation:names:experimental:office:manifest:'
            'argon2id" l:argon2-iterations="3" l:argon2-memory="1024" l:argon2-lanes="4"'
        )
        hidden = vector + AESGCM(key).encrypt(vector, plain, None)
    elif kind == "aes256-cbc":
        pad = 16 - len(plain) % 16
        padded = plain + bytes(pad - 1) + bytes([pad])
        hidden = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor().update(padded)
    else:
        vector = VECTOR[:8]
        hidden = Cipher(Blowfish(key), CFB(vector)).encryptor().update(plain)
    name = "SHA256" if wide else "SHA1"
    checked = f'm:checksum-type="{name}/1K" m:checksum="{b64(checksum)}"' if checksum else ""
    return hidden, (
        f"<m:encryption-data {checked}>"
        f'<m:algorithm m:algorithm-name="{kind}" m:initialisation-vector="{b64(vector)}"/>'
        f'<m:key-derivation {derivation} m:key-size="{key_size}" m:salt="{b64(SALT)}"/>'
        f'<m:start-key-generation m:start-key-generation-name="{name}"/></m:encryption-data>'
    )


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def locked(document: bytes, kind: str) -> bytes:
    """An OpenDocument text under the password, as a whole (GCM) or part by part."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    secret = {"encrypted-package": document} if kind == "aes256-gcm" else dict(parts)
    secret.pop("mimetype", None)
    hidden = {name: lock(data, kind) for name, data in secret.items()}
    entries = "".join(
        f'<m:file-entry m:full-path="{name}">{told}</m:file-entry>'
        for name, (_, told) in hidden.items()
    )
    manifest = f'<m:manifest xmlns:m="m" xmlns:l="l">{entries}</m:manifest>'.encode()
    kept = {name: data for name, (data, _) in hidden.items()}
    return samples.zipped(
        {"mimetype": parts["mimetype"], **kept, "META-INF/manifest.xml": manifest}
    )


@pytest.mark.parametrize("kind", ["aes256-cbc", "blowfish cfb", "aes256-gcm"])
def test_opendocument(read_bytes: ReadBytes, kind: str) -> None:
    data = locked(samples.odt(), kind)
    closed = read_bytes(data, "x.odt", passwords=("faux",))
    assert (closed.status, closed.reason) == (ReadStatus.UNREADABLE, "encrypted")
    opened = read_bytes(data, "x.odt", passwords=("faux", PASSWORD))
    plain = read_bytes(samples.odt(), "x.odt")
    assert (opened.status, opened.everything) == (ReadStatus.READ, plain.everything)


def test_an_opendocument_that_asks_for_years_of_hashing(read_bytes: ReadBytes) -> None:
    with zipfile.ZipFile(io.BytesIO(locked(samples.odt(), "aes256-cbc"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "META-INF/manifest.xml"
    parts[name] = parts[name].replace(b'iteration-count="1000"', b'iteration-count="99999999999"')
    reading = read_bytes(samples.zipped(parts), "x.odt", passwords=(PASSWORD,))
    assert reading.reason == "limit: rounds of encryption"


def aes_zip(members: dict[str, bytes], password: str) -> bytes:
    """A ZIP archive under AES-256 (AE-2): hidden by hand, since the library cannot write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            hidden = _winzip(data, password)
            info.extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
            archive.writestr(info, hidden)
    whole = out.getvalue()
    for mark, flags, method in ((b"PK\3\4", 6, 8), (b"PK\1\2", 8, 10)):
        at = -1
        while (at := whole.find(mark, at + 1)) >= 0:
            whole = whole[: at + flags] + b"\1\0" + struct.pack("<H", 99) + whole[at + method + 2 :]
    return whole


def _winzip(data: bytes, password: str) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    plain = engine.compress(data) + engine.flush()
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), SALT, 1000, 66)
    body = bytearray()
    for number in range(0, len(plain), 16):
        counter = (number // 16 + 1).to_bytes(16, "little")
        mask = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(counter)
        body += bytes(a ^ b for a, b in zip(plain[number : number + 16], mask, strict=False))
    return SALT + keys[64:] + bytes(body) + hmac.digest(keys[32:64], bytes(body), "sha1")[:10]


def test_a_zip_archive_under_aes(read_bytes: ReadBytes) -> None:
    data = aes_zip({"lettre.txt": samples.text(), "export.csv": samples.table()}, PASSWORD)
    closed = read_bytes(data, "lot.zip", passwords=("faux",))
    assert (closed.status, closed.reason) == (ReadStatus.UNREADABLE, "encrypted")
    opened = read_bytes(data, "lot.zip", passwords=("faux", PASSWORD))
    assert opened.status is ReadStatus.READ
    assert samples.NAME in opened.text
    assert opened.rows


def test_a_changed_byte_under_aes_is_no_wrong_text(read_bytes: ReadBytes) -> None:
    data = bytearray(aes_zip({"lettre.txt": samples.text()}, PASSWORD))
    data[80] ^= 1
    assert read_bytes(bytes(data), "lot.zip", passwords=(PASSWORD,)).reason == "encrypted"


@pytest.mark.parametrize(
    "name", ["secret.7z", "secret-names.7z", "secret-copy.7z", "secret-bcj.7z"]
)
def test_a_7z_archive(read_bytes: ReadBytes, name: str) -> None:
    data = (DATA / name).read_bytes()
    opened = read_bytes(data, "lot.7z", passwords=("faux", "clinique"))
    assert opened.status is ReadStatus.READ
    assert "Dossier de Zoé LEFÈVRE" in opened.text
    closed = read_bytes(data, "lot.7z", passwords=("faux",))
    assert closed.status is ReadStatus.UNREADABLE
    assert "encrypted" in {record.reason for record in closed.records}


@pytest.mark.parametrize("name", ["secret.7z", "secret-names.7z"])
def test_a_damaged_7z_archive_under_a_password(read_bytes: ReadBytes, name: str) -> None:
    whole = (DATA / name).read_bytes()
    for at in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        assert read_bytes(bytes(damaged), "lot.7z", passwords=("clinique",)).records
        read_bytes(whole[:at], "lot.7z", passwords=("clinique",))


@given(st.integers(0, 2**64 - 1), st.binary(max_size=9))
def test_numbers_of_7z(number: int, rest: bytes) -> None:
    assert HeaderReader(numbers(number) + rest).number() == number
    with contextlib.suppress(Fault):
        assert HeaderReader(rest).number() >= 0
