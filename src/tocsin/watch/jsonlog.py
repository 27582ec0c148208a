"""Records of a JSON log: one a line, or one document that holds them in a list."""

from collections.abc import Iterator
from typing import Any

import orjson

from tocsin.watch.reader import Stretch

LARGEST_DOCUMENT = 256_000_000
"""Bytes of a JSON document that is not one record a line: it must be held in memory."""


def first_object(head: bytes) -> dict[str, Any] | None:
    """The first line, if it is a record of its own."""
    line = head.partition(b"\n")[0].strip().lstrip(b"\xef\xbb\xbf")
    try:
        found = orjson.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def json_records(stretch: Stretch, within: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
    """Each record with its offset; None for what is no JSON.

    `within` are the names of lists that may hold the records of one document (`entry`…); those
    records have the document's offset and are told apart by their order only.
    """
    lines = stretch.lines()
    offset, first = next(lines, (0, b""))
    try:
        head = orjson.loads(first.lstrip(b"\xef\xbb\xbf"))
    except ValueError:
        yield from _document(stretch, within)
        return
    yield from ((offset, record) for record in _within(head, within))
    for offset, line in lines:
        if line.strip():
            yield offset, _loaded(line)


def _document(stretch: Stretch, within: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
    stretch.file.seek(0)
    data = stretch.file.read(LARGEST_DOCUMENT)
    found = _loaded(data.lstrip(b"\xef\xbb\xbf"))
    if found is None and data.count(b"\n{") > 1:
        # One record a line after all, the first of them damaged.
        stretch.file.seek(0)
        yield from ((at, _loaded(line)) for at, line in stretch.lines() if line.strip())
        return
    yield from ((0, record) for record in _within(found, within))


def _within(found: Any, names: tuple[str, ...]) -> list[Any]:
    if isinstance(found, list):
        return found
    if isinstance(found, dict):
        for name in names:
            if isinstance(found.get(name), list):
                return list(found[name])
    return [found]


def _loaded(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except ValueError:
        return None
