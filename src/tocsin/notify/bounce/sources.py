"""Where messages that came back are read from: Maildir, mbox, files, a pipe, IMAP."""

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

from tocsin.errors import InputError
from tocsin.notify.bounce.imap import ImapUrl, fetch

PIPE = "-"


def open_source(source: str) -> Iterator[bytes]:
    """The messages of `source`, one at a time; nothing there is changed.

    A Maildir, a folder of messages, an mbox, one message, `-` for what is piped in, or
    `imaps://login@host/INBOX`. Raises `InputError` if it is none of these, `MailError` if the
    server refuses.
    """
    if source == PIPE:
        return _in_mbox_or_alone(sys.stdin.buffer.read())
    if source.startswith(("imap://", "imaps://", "imap+starttls://")):
        return fetch(ImapUrl.parse(source))
    path = Path(source)
    if path.is_dir():
        return _maildir(path) if (path / "cur").is_dir() else _folder(path)
    if not path.is_file():
        raise _nothing_there()
    return _file(path)


def _maildir(path: Path) -> Iterator[bytes]:
    """New and old messages, of the folder and its subfolders (Maildir++)."""
    box = mailbox.Maildir(path, create=False)
    yield from (box.get_bytes(key) for key in sorted(box.keys()))
    for name in sorted(box.list_folders()):
        folder = box.get_folder(name)
        yield from (folder.get_bytes(key) for key in sorted(folder.keys()))


def _folder(path: Path) -> Iterator[bytes]:
    for file in sorted(path.rglob("*")):
        if file.is_file() and not file.name.startswith("."):
            yield from _file(file)


def _file(path: Path) -> Iterator[bytes]:
    """An mbox, or one message; in an empty file there is none."""
    if _is_mbox(path):
        yield from _mbox(path)
    elif (message := path.read_bytes()).strip():
        yield message


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - a mailbox iterates over its messages
            yield box.get_bytes(key)
    finally:
        box.close()


def _in_mbox_or_alone(piped: bytes) -> Iterator[bytes]:
    """What is piped in: one message, or the text of an mbox."""
    if not piped.startswith(b"From "):
        yield from [piped] if piped.strip() else []
        return
    for part in (b"\n" + piped).split(b"\nFrom ")[1:]:
        yield part.partition(b"\n")[2]


def _nothing_there() -> InputError:
    return InputError(
        "feedback.source",
        "Aucune boîte ni message ne se trouve à cet endroit.",
        "There is no mailbox and no message in that place.",
        way_out_fr="Donnez un Maildir, un mbox, un message, « - » ou imaps://compte@hôte/INBOX.",
        way_out_en='Give a Maildir, an mbox, a message, "-" or imaps://login@host/INBOX.',
    )
