"""A mail taken apart, whatever it was kept in: as blocks and members, or put together as MIME."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.read.content import Content, clean_name
from tocsin.read.format import Loss, Piece
from tocsin.read.text import text_blocks

_WORD = re.compile(r"\w+")


@dataclass
class Attachment:
    """What hangs on a mail: the bytes of a file, or another mail."""

    name: str
    data: "bytes | MailItem"

    def file_name(self, number: int) -> str:
        """The name it shall have; `number` stands in where it has none."""
        if isinstance(self.data, MailItem):
            return f"{mail_name(self.name or self.data.subject or f'message-{number}')}.eml"
        return clean_name(self.name.replace("/", "_") or f"piece-{number}")


@dataclass
class MailItem:
    """A mail: its headers as names and values in clear, its bodies as text, what hangs on it.

    `losses` are the reasons why pieces of it are missing.
    """

    headers: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """Its subject, "" if it has none."""
        return next((value for name, value in self.headers if name == "Subject"), "")

    @property
    def damage(self) -> str:
        """Why it is not whole, itself or a mail that hangs on it; "" if it is."""
        inner = (a.data.damage for a in self.attachments if isinstance(a.data, MailItem))
        return next(filter(None, (*self.losses, *inner)), "")


def pieces(content: Content, item: MailItem) -> Iterator[Piece]:
    """The blocks of a mail, its losses, its members."""
    names = [a.file_name(number) for number, a in enumerate(item.attachments, 1)]
    headers = [f"{name}: {value}" for name, value in item.headers]
    yield from text_blocks(content.document, "en-têtes", "\n".join(headers + attached(names)))
    told = ToldWords()
    for body in item.bodies:
        if told.gain(body):
            yield from text_blocks(content.document, "corps", body)
    yield from map(Loss, item.losses)
    yield from members(content, item)


def members(content: Content, item: MailItem) -> Iterator[Content]:
    """What hangs on the mail that `content` is."""
    for number, attachment in enumerate(item.attachments, 1):
        name, data = attachment.file_name(number), attachment.data
        if isinstance(data, MailItem):
            yield content.member(name, rendered(data), data.damage)
        else:
            yield content.member(name, data)


def alone(item: MailItem) -> MailItem:
    """The mail without what hangs on it, which it names."""
    names = [a.file_name(number) for number, a in enumerate(item.attachments, 1)]
    return MailItem(item.headers, [*item.bodies, *attached(names)], [], [item.damage])


def attached(names: list[str]) -> list[str]:
    """The line that names what hangs on a mail, if anything does."""
    return [f"Pièces jointes : {' ; '.join(names)}"] if any(names) else []


class ToldWords:
    """The words of the bodies of a mail: one, HTML say, with no word that its twins have not is
    not told again."""

    def __init__(self) -> None:
        self._words = set[str]()

    def gain(self, text: str) -> bool:
        """Take the words of a body; whether it says anything new."""
        words = set(_WORD.findall(text))
        is_new = not self._words or not words <= self._words
        self._words |= words
        return is_new


def mail_name(subject: str) -> str:
    """A subject as the name of a file, without what would make a path of it."""
    return clean_name(subject.replace("/", "_").replace("\\", "_"))[:120].strip(" .") or "sans-nom"


def rendered(item: MailItem, level: int = 0) -> bytes:
    """The mail as MIME (RFC 2045). The same item gives the same bytes."""
    parts = [_part("text/plain; charset=utf-8", body.encode()) for body in item.bodies]
    for number, attachment in enumerate(item.attachments, 1):
        file = _word(attachment.file_name(number))
        name = f'Content-Disposition: attachment; filename="{file}"'
        if isinstance(attachment.data, MailItem):
            inner = rendered(attachment.data, level + 1)
            parts.append(b"Content-Type: message/rfc822\n%s\n\n%s" % (name.encode(), inner))
        else:
            parts.append(_part("application/octet-stream", attachment.data, name))
    headers = [f"{name}: {_word(value)}" for name, value in item.headers]
    mark = f"tocsin-{level}"
    headers.append("MIME-Version: 1.0")
    if not parts:
        return "\n".join([*headers, "", ""]).encode()
    headers += [f'Content-Type: multipart/mixed; boundary="{mark}"', ""]
    between = f"\n--{mark}\n".encode()
    whole = between.join(["\n".join(headers).encode(), *parts])
    return whole + f"\n--{mark}--\n".encode()


def _part(kind: str, data: bytes, *headers: str) -> bytes:
    lines = [f"Content-Type: {kind}", *headers, "Content-Transfer-Encoding: base64", "", ""]
    return "\n".join(lines).encode() + base64.b64encode(data)


def _word(text: str) -> str:
    """A header's value as one encoded word (RFC 2047), unless it is plain already."""
    if text.isascii() and text.isprintable() and "=?" not in text and '"' not in text:
        return text
    raw = binascii.b2a_base64(text.encode("utf-8", "replace"), newline=False)
    return f"=?utf-8?b?{raw.decode()}?="
