"""What plain bodies of mails hide: lines cut for length, and files written as text."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BEGIN = re.compile(r"^begin [0-7]{3,4} ([^\r\n]+)\r?\n", re.M)
_LINE = re.compile(r"[ -`]{1,90}[ \t]*")
_SIGNATURE = "-- "


@dataclass(frozen=True, slots=True)
class Uuencoded:
    """A file within a body. `damage` says why it is not whole ("" if it is)."""

    name: str
    data: bytes
    damage: str = ""


def unflowed(text: str, *, joined: bool = False) -> str:
    """Paragraphs out of `format=flowed` (RFC 3676): a line that ends in a space goes on.

    `joined` is its DelSp: the space is not part of the text.
    """
    out, open_line = list[str](), ""
    for line in text.replace("\r\n", "\n").split("\n"):
        told = line.removeprefix(" ")
        if told.endswith(" ") and told != _SIGNATURE and not told.startswith(">"):
            open_line += told[:-1] if joined else told
        else:
            out.append(open_line + told)
            open_line = ""
    return "\n".join([*out, open_line] if open_line else out)


def without_uuencoded(text: str) -> tuple[str, list[Uuencoded]]:
    """A text without the files written into it (uuencode, POSIX.1), and those files."""
    kept, files, at = list[str](), list[Uuencoded](), 0
    for match in _BEGIN.finditer(text):
        if match.start() < at:
            continue
        data, end, whole = _decoded(text, match.end())
        if not data:
            continue
        kept.append(text[at : match.start()])
        damage = "" if whole else "corrupt: damaged or cut short"
        files.append(Uuencoded(match[1].strip(), data, damage))
        at = end
    return "".join([*kept, text[at:]]), files


def _decoded(text: str, start: int) -> tuple[bytes, int, bool]:
    """The bytes of a file, where it ends in the text, and whether its end is there."""
    out, at = bytearray(), start
    for line, end in _lines(text, start):
        if line == "end":
            return bytes(out), end, True
        if not _LINE.fullmatch(line):
            break
        try:
            out += binascii.a2b_uu(line.rstrip(" \t") if len(line) > 61 else line)
        except binascii.Error:
            break
        at = end
    return bytes(out), at, False


def _lines(text: str, start: int) -> Iterator[tuple[str, int]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end].rstrip("\r\n"), end
        start = end
