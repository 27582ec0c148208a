"""What the justice file holds beside its pages: evidence, journal, victims, tools."""

import csv
import io
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from re import split
from typing import Any

import orjson

from tocsin import __version__
from tocsin.case import Store

_VICTIMS = """
SELECT patient_id, birth_name, used_name, first_names, coalesce(birth_date, ''), tier, categories,
       status, documents
FROM affected JOIN persons USING (person) ORDER BY status, tier DESC, patient_id"""
VICTIM_COLUMNS = (
    *("patient_id", "birth_name", "used_name", "first_names", "birth_date"),
    *("tier", "categories", "status", "documents"),
)
PIECE_COLUMNS = ("path", "size", "modified_ns", "sha256", "fault", "custody_leaf")


def evidence_csv(store: Store) -> Iterator[bytes]:
    """Every sealed file with its hash and its entry in the custody log."""
    yield _line(PIECE_COLUMNS)
    rows = store.stream(
        "SELECT path, size, mtime_ns, coalesce(sha256, ''), fault,"
        " (SELECT max(leaf) FROM custody_leaves l WHERE l.item = items.item)"
        " FROM items ORDER BY raw"
    )
    for row in rows:
        yield _line(row)


def journal_jsonl(store: Store) -> Iterator[bytes]:
    """The case's journal, each entry with the hash that binds it to the one before."""
    names = ("entry", "at", "actor", "act", "detail", "hash")
    for row in store.stream(f"SELECT {', '.join(names)} FROM journal ORDER BY entry"):
        yield orjson.dumps(dict(zip(names, row, strict=True))) + b"\n"


def victims_csv(store: Store) -> bytes:
    """The persons affected: only ever handed over encrypted."""
    return b"".join([_line(VICTIM_COLUMNS), *map(_line, store.stream(_VICTIMS))])


def tools() -> dict[str, Any]:
    """What made the file: programs and their versions."""
    return {
        "tocsin": __version__,
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "system": f"{platform.system()} {platform.release()}",
        "packages": dict(_packages()),
    }


def _packages() -> Iterator[tuple[str, str]]:
    try:
        wanted = requires("tocsin") or []
    except PackageNotFoundError:
        return
    for line in wanted:
        name = split(r"[><=~!\[; ]", line)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "?"


def _line(row: Any) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row)
    return buffer.getvalue().encode("utf-8", "surrogateescape")
