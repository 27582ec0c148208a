"""JSON (RFC 8259) and NDJSON: lists of like objects as tables, the rest as lines."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from tocsin.model.document import ROWS_PER_BLOCK, DocumentKind
from tocsin.read import sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats import plain
from tocsin.read.record import blocks_of, columns_of, flatten, line, scalar
from tocsin.read.table import blocks
from tocsin.read.text import decode, encoding_in, open_text, text_blocks

_DEEPEST = 60


def _read(content: Content, job: Job) -> Iterator[Piece]:
    if content.size > plain.TREE_BYTES:
        yield from plain.too_large_for_a_tree(content)
        return
    data = decode(content.data())
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        yield from _not_one_value(content, job, data)
        return
    yield from _Value(content.document).pieces(value, "")


def _not_one_value(content: Content, job: Job, text: str) -> Iterator[Piece]:
    """Several values, one a line; or a damaged file, shown as text."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        yield from text_blocks(content.document, "texte", text)
        yield Loss("corrupt: not well-formed")
        return
    yield from _read_lines(content, job)


class _Value:
    """A parsed document, told part by part."""

    def __init__(self, document: str) -> None:
        self._document = document

    def pieces(self, value: Any, path: str, depth: int = 0) -> Iterator[Piece]:
        """Tables for the lists of objects in it, lines for what is left."""
        if depth > _DEEPEST:
            raise Fault("limit: nesting")
        if isinstance(value, list):
            yield from self._list(value, path)
        elif isinstance(value, dict):
            yield from self._object(value, path, depth)
        else:
            yield from text_blocks(self._document, path, str(value))

    def _list(self, values: list[Any], path: str) -> Iterator[Piece]:
        if all(isinstance(value, list) for value in values):
            yield from self._rows(values, path)
            return
        for start in range(0, len(values), ROWS_PER_BLOCK):
            records = [dict(flatten(value)) for value in values[start : start + ROWS_PER_BLOCK]]
            yield from blocks_of(self._document, path, records, start + 1)

    def _rows(self, values: list[Any], path: str) -> Iterator[Piece]:
        rows = ([text for _, text in flatten(value)] for value in values)
        yield from blocks(self._document, path, rows)

    def _object(self, value: dict[str, Any], path: str, depth: int) -> Iterator[Piece]:
        if records := _records_by_key(value) or _records_by_column(value):
            yield from blocks_of(self._document, path, records)
            return
        lists = {key: inner for key, inner in value.items() if _is_records(inner)}
        tables = {key: inner for key, inner in value.items() if _is_rows(inner)}
        rest = {k: v for k, v in value.items() if k not in lists and k not in tables}
        lines = [line(name, text) for name, text in flatten(rest) if text]
        yield from text_blocks(self._document, path, "\n".join(lines))
        for key, inner in lists.items():
            yield from self.pieces(inner, f"{path}.{key}" if path else key, depth + 1)
        for key, inner in tables.items():
            header = next((rest[name] for name in _HEADERS if _is_header(rest.get(name))), None)
            yield from self._rows([header, *inner] if header else inner, key)


_HEADERS = ("columns", "header", "headers", "fields", "colonnes", "champs")


def _is_header(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(v, list) for v in value)


def _records_by_key(value: dict[str, Any]) -> list[dict[str, str]]:
    """`{"P1": {…}, "P2": {…}}`: records under a key each, if they are alike."""
    if len(value) < 2 or not all(isinstance(inner, dict) and inner for inner in value.values()):
        return []
    records = [{"": key, **dict(flatten(inner))} for key, inner in value.items()]
    return records if columns_of(records) else []


def _records_by_column(value: dict[str, Any]) -> list[dict[str, str]]:
    """`{"nom": […], "prenom": […]}`: lists of one length, a column each."""
    columns = list(value.values())
    if len(columns) < 2 or not all(_is_column(column) for column in columns):
        return []
    if len({len(column) for column in columns}) != 1:
        return []
    return [dict(zip(value, map(scalar, row), strict=True)) for row in zip(*columns, strict=True)]


def _is_column(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) > 1
        and not any(isinstance(inner, list | dict) for inner in value)
    )


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(v, dict) for v in value)


def _read_lines(content: Content, _job: Job) -> Iterator[Piece]:
    first = 1
    with open_text(content.open(), encoding_in(content.head, content.open, content.size)) as stream:
        while lines := list(islice(stream, ROWS_PER_BLOCK)):
            records, damaged = [], []
            for line in filter(str.strip, lines):
                try:
                    records.append(dict(flatten(orjson.loads(line.strip().removeprefix("\ufeff")))))
                except orjson.JSONDecodeError:
                    damaged.append(line)
            yield from blocks_of(content.document, "", records, first)
            if damaged:
                yield from text_blocks(content.document, f"ligne {first}", "".join(damaged))
                yield Loss("corrupt: not well-formed")
            first += len(lines)


FORMATS: Formats = {
    sniff.JSON: Format(DocumentKind.DATA, _read),
    sniff.NDJSON: Format(DocumentKind.DATA, _read_lines),
}
