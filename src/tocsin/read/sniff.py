"""What a document is, by its bytes; the extension decides only where bytes cannot."""

import mimetypes
import re

from tocsin.read import cfb, dialect
from tocsin.read.content import Content
from tocsin.read.text import decode, looks_like_text

OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = OOXML + "wordprocessingml.document"
PPTX = OOXML + "presentationml.presentation"
XLSX = OOXML + "spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS, DOC, PPT = "application/vnd.ms-excel", "application/msword", "application/vnd.ms-powerpoint"
MSG, PST = "application/vnd.ms-outlook", "application/vnd.ms-outlook-pst"
OFFICE_ENCRYPTED = "application/x-ole-encrypted"
OLE_OBJECT = "application/x-ole-object"
OLE_CONTENTS = ("\x01OLE10NATIVE", "PACKAGE", "EMBEDDEDODF", "CONTENTS")
"""Streams in which an embedded object of a foreign program keeps its document."""
ODF = "application/vnd.oasis.opendocument."
PDF, RTF = "application/pdf", "application/rtf"
PNG, JPEG, TIFF, BMP, WEBP, GIF = (
    f"image/{kind}" for kind in ("png", "jpeg", "tiff", "bmp", "webp", "gif")
)
ZIP, TAR, GZIP, BZIP2, XZ = (
    "application/zip",
    "application/x-tar",
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
)
SEVEN_ZIP, RAR, CAB = (
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/vnd.ms-cab-compressed",
)
ISO, CPIO, AR = "application/x-iso9660-image", "application/x-cpio", "application/x-archive"
ZSTD, COMPRESS = "application/zstd", "application/x-compress"
HTML, XML, JSON, NDJSON = "text/html", "application/xml", "application/json", "application/x-ndjson"
MAIL, MBOX, SQL, SQLITE = (
    "message/rfc822",
    "application/mbox",
    "application/sql",
    "application/vnd.sqlite3",
)
APPLE_MAIL, TNEF = "message/x-emlx", "application/ms-tnef"
CMS, ONENOTE = "application/cms", "application/onenote"
SHORTCUT = "application/x-ms-shortcut"
PGP, KEYED = "application/pgp-encrypted", "application/x-encrypted"
HL7, CDA, DICOM = "application/hl7-v2", "application/hl7-cda+xml", "application/dicom"
FHIR_JSON, FHIR_NDJSON, FHIR_XML = (
    f"application/fhir+{kind}" for kind in ("json", "ndjson", "xml")
)
HPRIM = "text/x-hprim"
LDIF = "text/x-ldif"
VCARD, CALENDAR, ACCESS = "text/vcard", "text/calendar", "application/x-msaccess"
DBASE = "application/x-dbf"
CSV, TEXT, UNKNOWN = "text/csv", "text/plain", "application/octet-stream"

HEIC, AVIF = "image/heic", "image/avif"
EMF, WMF = "image/emf", "image/wmf"

IMAGES = frozenset((PNG, JPEG, TIFF, BMP, WEBP, GIF, AVIF, HEIC))

_BRANDS = {
    AVIF: (b"avif", b"avis"),
    HEIC: (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"),
}
"""Major brands of pictures in the ISO base media file format (ISO/IEC 23008-12)."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"GIF8", GIF),
    (b"\x1f\x8b", GZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\0", XZ),
    (b"SQLite format 3\0", SQLITE),
    (b"{\\rtf", RTF),
    (b"7z\xbc\xaf'\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"MSCF\0\0\0\0", CAB),
    (b"!<arch>\n", AR),
    (b"\xc7\x71", CPIO),
    (b"\x71\xc7", CPIO),
    (b"(\xb5/\xfd", ZSTD),
    (b"\x1f\x9d", COMPRESS),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"!BDN", PST),
    (b"-----BEGIN PGP MESSAGE-----", PGP),
    (b"Salted__", KEYED),  # openssl enc
    (b"age-encryption.org/v1", KEYED),
    (b"LUKS\xba\xbe", KEYED),
    (b"\xc0\xb9\x07.O\x93\xf1F", KEYED),  # AxCrypt
    (b"\x03\xd9\xa2\x9a", KEYED),  # KeePass
    (b"\xe4R\x5c\x7b\x8c\xd8\xa7M\xae\xb1Sx\xd0)\x96\xd3", ONENOTE),
    (b'\xa1/\xffC\xd9\xefvL\x9e\xe2\x10\xeaW"v_', ONENOTE),
    (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", SHORTCUT),
    (b"\x78\x9f\x3e\x22", TNEF),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x00\x01\x00\x00Standard", ACCESS),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"%!PS", "application/postscript"),
    (b"\xd7\xcd\xc6\x9a", WMF),
    (b"\x01\x00\x09\x00\x00\x03", WMF),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
)
_BY_EXTENSION = mimetypes.MimeTypes(filenames=())
_MAIL_HEADERS = re.compile(
    rb"^(received|from|to|subject|date|message-id|mime-version|return-path|delivered-to|reply-to"
    rb"|cc|content-type|x-[\w-]+):[ \t]*",
    re.I,
)
_CMS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----"
    rb"|0(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...|\x84....)"
    rb"\x06(?:\x09\*\x86H\x86\xf7\r\x01\x07[\x01-\x06]|\x0b\*\x86H\x86\xf7\r\x01\x09\x10\x01.)",
    re.S,
)
_EMLX = re.compile(rb"\d{1,10}[ \t]*\r?\n")
_CONTACTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:(VCARD|VCALENDAR)\s", re.I)
_DIRECTORY = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:#[^\n]*\n\s*)*(?:version:\s*\d+\s+(?:#[^\n]*\n\s*)*)?dn::? ?\S", re.I
)
_CLINICAL_DOCUMENT = re.compile(r"<(?:\w+:)?ClinicalDocument\b[^>]*urn:hl7-org:v3")
_RESOURCE = re.compile(r"<[A-Z]\w+\s[^>]*http://hl7\.org/fhir[\"']")
_HPRIM_START = re.compile(r"(?:[^\n]*\n){5,6}[ \t]*\d\d/\d\d/\d{2,4}[ \t]*\r?\n")
_HPRIM_END = re.compile(r"^\*{4}(?:LAB|FIN)\*{4}", re.M)
_DICOM = re.compile(rb"\x08\0[\0\x05\x08]\0(?:UL|CS|[\x02-\x40]\0\0\0)")
"""The first tag of an object without the preamble that came with DICOM 3."""
_HL7 = re.compile(
    rb"(?:\xef\xbb\xbf)?[\s\x0b]*(?:(?:MSH|FHS|BHS)([^\w\s])[^\w\s]{2,5}\1|H\|[\^~\\&]{3,5}\|)"
)
_DBASE = re.compile(
    rb"[\x02\x03\x04\x05\x30\x31\x32\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f].{28}[A-Z_][\w\0]{10}[CDFLMNIBTGY]",
    re.S,
)
"""A dated header (year, month, day), then the name and the kind of the first column."""
_CPIO = re.compile(rb"0707(?:0[12][0-9A-Fa-f]{104}|07[0-7]{70})")
_HEADER_LINE = re.compile(rb"^[\x21-\x39\x3b-\x7e]+:|^[ \t]")
_HTML = re.compile(
    rb"<(!doctype\s+html|html|head|body|title|meta|table|div|script|style|p|h1|br)\b", re.I
)
_SQL = re.compile(
    r"^[ \t]*(INSERT\s+(INTO\s+)?[\w\[\"`]|REPLACE\s+INTO\s|CREATE\s+TABLE\s"
    r"|COPY\s+\S+.*\bFROM\s+stdin)",
    re.I | re.M,
)


def media_type(content: Content) -> str:
    """The media type of a document; `UNKNOWN` or that of its extension if it is none we know."""
    head = content.head
    return _of_binary(content, head) or _of_text(content, head) or _by_extension(content)


def _by_extension(content: Content) -> str:
    if content.suffix in ("gpg", "pgp") and content.head[:1] > b"\x7f":
        return PGP  # a packet of OpenPGP has its first bit set, and no other mark
    guess, _ = _BY_EXTENSION.guess_type(f"x.{content.suffix}")
    return guess if guess and not guess.startswith("text/") else UNKNOWN


def _of_binary(content: Content, head: bytes) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_zip(content, head)
    if head.startswith(cfb.MAGIC):
        return _of_compound_file(content)
    if _CMS.match(head):
        return CMS  # before what it encloses
    if b"%PDF-" in head[:1024]:
        return PDF
    return _by_inner_mark(head)


def _by_inner_mark(head: bytes) -> str:
    """The type of formats whose mark is not, or not all, at the start."""
    marks = (
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP", WEBP),
        (head[40:44] == b" EMF" and head[:4] == b"\1\0\0\0", EMF),
        (head[:2] == b"BM" and head[6:10] == b"\0\0\0\0", BMP),
        *(
            (head[4:8] == b"ftyp" and head[8:12] in brands, kind)
            for kind, brands in _BRANDS.items()
        ),
        (head[0x8001:0x8006] == b"CD001", ISO),
        (head[128:132] == b"DICM" or _DICOM.match(head), DICOM),
        (_CPIO.match(head), CPIO),
        (_DBASE.match(head), DBASE),
        (_HL7.match(head), HL7),
        (is_tar(head), TAR),
    )
    return next((kind for holds, kind in marks if holds), "")


def is_tar(head: bytes) -> bool:
    """Whether bytes begin a tape archive: the checksum of its first header holds."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    try:
        recorded = int(block[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return sum(block[:148]) + 256 + sum(block[156:]) == recorded


def _of_zip(content: Content, head: bytes) -> str:
    try:
        names = set(content.archive.namelist())
        declared = content.archive.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:
        names, declared = set(re.findall(r"[\w./\[\]-]{4,80}", head.decode("latin-1"))), b""
        declared = b"".join(re.findall(rb"mimetype(application/[a-z0-9.+-]+)", head[:200]))
    if declared.startswith(ODF.encode()):
        return declared.decode("ascii", "replace").strip()
    for prefix, kind in (("word/", DOCX), ("ppt/", PPTX), ("xl/", XLSX)):
        if any(name.startswith(prefix) for name in names):
            return XLSB if "xl/workbook.bin" in names else kind
    return ZIP


def _of_compound_file(content: Content) -> str:
    try:
        names = {entry.name.upper() for entry in cfb.CompoundFile(content.data()).top()}
    except Exception:
        return {"xls": XLS, "doc": DOC, "ppt": PPT, "msg": MSG}.get(content.suffix, UNKNOWN)
    for name, kind in (
        ("ENCRYPTEDPACKAGE", OFFICE_ENCRYPTED),
        ("__PROPERTIES_VERSION1.0", MSG),
        ("WORDDOCUMENT", DOC),
        ("WORKBOOK", XLS),
        ("BOOK", XLS),
        ("POWERPOINT DOCUMENT", PPT),
        *((name, OLE_OBJECT) for name in OLE_CONTENTS[:-1]),
    ):
        if name in names:
            return kind
    if {name for name in names if name[:1] > "\x05"} == {OLE_CONTENTS[-1]}:
        return OLE_OBJECT
    return _by_extension(content)


def _of_text(content: Content, head: bytes) -> str:
    if not looks_like_text(head):
        return ""
    if match := _CONTACTS.match(head):
        return VCARD if match[1].upper() == b"VCARD" else CALENDAR
    if _DIRECTORY.match(head):
        return LDIF
    if head.startswith(b"From ") and _mail_headers(head.partition(b"\n")[2]):
        return MBOX
    if _EMLX.match(head) and _mail_headers(head.partition(b"\n")[2]) >= 2:
        return APPLE_MAIL
    if _mail_headers(head) >= 2 or (content.suffix == "eml" and _mail_headers(head)):
        return MAIL
    start = decode(head).lstrip("\ufeff \t\r\n")
    return _of_care(start, _of_markup(start)) or _of_lines(content, start)


def _mail_headers(head: bytes) -> int:
    """How many well-known mail headers the text begins with."""
    known = 0
    for line in head.splitlines()[:60]:
        if not _HEADER_LINE.match(line):
            break
        known += bool(_MAIL_HEADERS.match(line))
    return known


def _of_care(start: str, plain: str) -> str:
    """The standard of care that markup of a plain type follows; the plain type if it does none.

    Without an XML declaration their titles and divisions look like those of a page.
    """
    opening = start[:4096]
    if plain in (XML, HTML) and _CLINICAL_DOCUMENT.search(opening):
        return CDA
    if plain in (XML, HTML) and _RESOURCE.search(opening):
        return FHIR_XML
    if plain == JSON and re.search(r'"resourceType"\s*:\s*"[A-Z]', start):
        return FHIR_JSON
    if plain == NDJSON and re.match(r'\{[^{}]*"resourceType"\s*:\s*"[A-Z]', start):
        return FHIR_NDJSON
    return plain


def _of_markup(start: str) -> str:
    if start.startswith("<"):
        opening = start[:4096].encode("utf-8", "replace")
        if start.startswith("<?xml"):
            return HTML if re.search(rb"<html\b", opening, re.I) else XML
        if _HTML.search(opening):
            return HTML
        return XML if re.match(r"<[A-Za-z_!][^<>]*>", start) else ""
    first_line = start.partition("\n")[0].strip()
    if re.match(r'\{\s*("|\}|$)', start) or re.match(r'\[\s*([\[{"\]\d-]|$)', start):
        whole = first_line.startswith("{") and first_line.endswith("}")
        return NDJSON if whole and start.count("\n{") else JSON
    return ""


def _of_lines(content: Content, start: str) -> str:
    if _HPRIM_END.search(start) and _HPRIM_START.match(start):
        return HPRIM
    if _SQL.search(start):
        return SQL
    if content.suffix in ("csv", "tsv", "tab") or dialect.of(start, sure=True):
        return CSV
    return TEXT
