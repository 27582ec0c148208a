"""Files of a log: the one that is named, those that rotation made of it, packed or not."""

import bz2
import gzip
import lzma
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from tocsin.errors import InputError
from tocsin.notify.mta_logs import exchange, exim, postfix
from tocsin.notify.mta_logs.lines import lines_of
from tocsin.notify.mta_logs.verdict import Evidence

_ROTATED = r"[.-](\d+|\d{8}(?:-\d+)?)(?:\.gz|\.bz2|\.xz)?"


def log_files(path: Path) -> list[Path]:
    """`mail.log` with `mail.log.1`, `mail.log.2.gz`, `mail.log-20260101.xz`…, oldest first.

    Raises `InputError` if there is no such file.
    """
    if not path.is_file():
        raise _unreadable()
    name = re.compile(re.escape(path.name) + _ROTATED)
    rotated = [other for other in path.parent.iterdir() if name.fullmatch(other.name)]
    return sorted([*rotated, path], key=lambda file: file.stat().st_mtime_ns)


def read_log(files: Sequence[Path]) -> Evidence:
    """The evidence in files of one log, oldest first. Raises `InputError` if it is no such log."""
    now = datetime.now(UTC)
    try:
        head = next((line for file in files for line in _text(file)), "")
        texts = (line for file in files for line in _text(file))
        if exchange.is_tracking(head):
            return exchange.evidence_of(texts)
        if exim.is_mainlog(head):
            return exim.evidence_of(texts)
        return postfix.evidence_of(lines_of(texts, now))
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise _unreadable() from error


def _text(file: Path) -> Iterator[str]:
    with _opened(file) as text:
        yield from text


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", errors="replace")
    if file.suffix == ".bz2":
        return bz2.open(file, "rt", encoding="utf-8", errors="replace")
    if file.suffix == ".xz":
        return lzma.open(file, "rt", encoding="utf-8", errors="replace")
    return file.open(encoding="utf-8", errors="replace")


def _unreadable() -> InputError:
    return InputError(
        "mail.log",
        "Le journal du serveur de messagerie ne se lit pas.",
        "The mail server's log cannot be read.",
        way_out_fr="Donnez avec --log le fichier de Postfix, d'Exim ou d'Exchange, ou une copie.",
        way_out_en="Give with --log the file of Postfix, Exim or Exchange, or a copy.",
    )
