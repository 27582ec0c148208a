"""One reader of the comparison in a process of its own: a path a line in, an account a line out.

    python peers_child.py tocsin|walled|kreuzberg|extractous

Runs in any reader's environment, so it imports nothing but the standard library and that reader.
Text never leaves this process: only how much of it there was. OCR is off in all readers.

Every reader is counted by the same rule. Letters and digits count if they stand in the content:
not in its properties (author, title…), and not on a line that only names the file or a member of
it, as readers of archives print before what the member holds.
"""

import json
import os
import re
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

UNLIMITED = 1_000_000_000
_LISTING = re.compile(
    r"^(?:\w+ Archive \(.*\)|Files:|- (?P<listed>.+) \(\d+ bytes\)|=== (?P<title>.+) ===)$"
)
"""How kreuzberg introduces an archive and its members."""


@dataclass
class Account:
    """What a reader made of one file: how much text, in how many documents; or why none."""

    letters: int = 0
    characters: int = 0
    documents: int = 1
    status: str = ""
    reason: str = ""


Reader = Callable[[Path], Account]


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a native library prints is no answer
    reader = READERS[sys.argv[1]]()
    _say(answers, {"ready": True})
    for line in sys.stdin:
        _say(answers, asdict(_account(reader, Path(os.fsdecode(bytes.fromhex(line))))))


def _say(answers: Any, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message) + "\n")
    answers.flush()


def _account(reader: Reader, path: Path) -> Account:
    try:
        return reader(path)
    except Exception as error:
        return Account(status="error", reason=type(error).__name__)


def counted(path: Path, content: str) -> Account:
    """The account of a reader that gives its text as one string."""
    names = _names(path)
    lines = [line for line in content.splitlines() if not _is_name(line.strip(), names)]
    text = "\n".join(lines)
    return Account(sum(map(str.isalnum, text)), len(text.strip()))


def _is_name(line: str, names: set[str]) -> bool:
    return line in names or bool(_LISTING.match(line))


def _names(path: Path) -> set[str]:
    """The names of a file and of its members, with and without their folders."""
    names = {path.name, *_members(path)}
    return names | {name.rstrip("/").rpartition("/")[2] for name in names}


def _members(path: Path) -> list[str]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return archive.namelist()
        if path.suffix in (".tar", ".tgz", ".gz", ".bz2", ".xz") and tarfile.is_tarfile(path):
            with tarfile.open(path) as archive:
                return archive.getnames()
    except Exception:
        return []
    return []


def _kreuzberg() -> Reader:
    import kreuzberg

    config = kreuzberg.ExtractionConfig(use_cache=False, disable_ocr=True)
    return lambda path: counted(path, kreuzberg.extract_file_sync(path, config=config).content)


def _extractous() -> Reader:
    import extractous

    extractor = extractous.Extractor().set_extract_string_max_length(UNLIMITED)
    return lambda path: counted(path, extractor.extract_file_to_string(str(path))[0])


def _tocsin() -> Reader:
    from tocsin.read.content import Content
    from tocsin.read.format import Job
    from tocsin.read.reader import read_content

    def parts(path: Path) -> Iterable[Any]:
        return read_content(Content.of_file(path, path.name), Job(ocr=False))

    return lambda path: _of_parts(parts(path))


def _walled() -> Reader:
    from tocsin.read.wall import WalledReader

    reader = WalledReader(ocr=False)
    return lambda path: _of_parts(reader.read(path, path.name))


def _of_parts(parts: Iterable[Any]) -> Account:
    """The account of our reader, which gives blocks and a record for each document."""
    from tocsin.model.document import DocumentRecord, TextBlock

    account = Account(documents=0)
    for part in parts:
        if isinstance(part, DocumentRecord):
            account.documents += 1
            if not part.parent:
                account.status, account.reason = part.status.value, part.reason
        elif part.locator not in PROPERTIES:
            text = part.text if isinstance(part, TextBlock) else _cells(part)
            account.letters += sum(map(str.isalnum, text))
            account.characters += len(text)
    return account


PROPERTIES = ("propriétés",)
"""Where our reader puts what a document says of itself."""


def _cells(table: Any) -> str:
    first = [table.header] if table.header else []
    return "\n".join("\t".join(row) for row in [*first, *table.rows])


READERS: dict[str, Callable[[], Reader]] = {
    "tocsin": _tocsin,
    "walled": _walled,
    "kreuzberg": _kreuzberg,
    "extractous": _extractous,
}

if __name__ == "__main__":
    main()
