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
from tocsin.read.record import blocks_of, flatten
from tocsin.read.text import decode, encoding_in, open_text, text_blocks

_DEEPEST = 60


def _read(content: Content, job: Job) -> Iterator[Piece]:
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
        from tocsin.read.table import blocks

        rows = ([text for _, text in flatten(value)] for value in values)
        yield from blocks(self._document, path, rows)

    def _object(self, value: dict[str, Any], path: str, depth: int) -> Iterator[Piece]:
        lists = {key: inner for key, inner in value.items() if _is_records(inner)}
        lines = [
            f"{name}: {text}"
            for name, text in flatten({k: v for k, v in value.items() if k not in lists})
            if text
        ]
        yield from text_blocks(self._document, path, "\n".join(lines))
        for key, inner in lists.items():
            yield from self.pieces(inner, f"{path}.{key}" if path else key, depth + 1)


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
