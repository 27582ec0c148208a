"""A naive reader of the formats the generator writes: enough to check the truth by other means."""

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pypdfium2

SCANNED = (".jpg", ".png", ".tif")


def documents(source: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every document that holds text, members included."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield from _opened(path.relative_to(source).as_posix(), path.read_bytes())


def _opened(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    suffix = Path(name).suffix
    try:
        if suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for member in archive.namelist():
                    yield from _opened(f"{name}!/{member}", archive.read(member))
        elif suffix == ".eml":
            yield from _mail(name, data)
        elif suffix not in SCANNED:
            yield name, _text(suffix, data)
    except (zipfile.BadZipFile, RuntimeError, pypdfium2.PdfiumError):
        return


def _mail(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    message = message_from_bytes(data, policy=policy.default)
    body = message.get_body(("plain",))
    heads = " ".join(str(message.get(field, "")) for field in ("From", "To", "Cc", "Subject"))
    yield name, f"{heads}\n{body.get_content() if body else ''}"
    for part in message.iter_attachments():
        yield from _opened(f"{name}!/{part.get_filename()}", part.get_payload(decode=True))


def _text(suffix: str, data: bytes) -> str:
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(n).decode() for n in archive.namelist() if n.endswith(".xml")]
        joined = " ".join(parts).replace('</w:t></w:r><w:r><w:t xml:space="preserve">', "")
        return unescape(re.sub(r"<[^>]+>", " ", joined))
    if suffix == ".pdf":
        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    return unescape(_decoded(data))


def _decoded(data: bytes) -> str:
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
