"""XML: repeated record-like elements as tables, the rest as lines `path: value`. No entities."""

import html
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from tocsin.model.document import DocumentKind
from tocsin.read import office2003, sniff
from tocsin.read.content import Content
from tocsin.read.fault import Fault
from tocsin.read.format import Format, Formats, Job, Loss, Piece
from tocsin.read.formats import plain
from tocsin.read.record import Flat, blocks_of, line
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, local, parse, parse_damaged

LEAST_RECORDS = 2
_MANY_ATTRIBUTES = 1_000
_DEEPEST_RECORD = 3
_MOST_FIELDS = 200
_LABELS = ("label", "libelle", "nom", "name", "titre", "title", "key", "cle")
_VALUES = ("value", "valeur")
"""Attributes that name a field, and those that fill it."""


def _read(content: Content, _job: Job) -> Iterator[Piece]:
    if content.size > plain.TREE_BYTES:
        yield from plain.too_large_for_a_tree(content)
        return
    data = content.data()
    root: Element | None
    try:
        root = parse(data)
    except etree.XMLSyntaxError:
        yield Loss("corrupt: not well-formed")
        root = parse_damaged(data)
    if root is None:
        raise Fault("corrupt: not well-formed")
    yield from office2003.pieces(content, root) or _Tree(content.document).pieces(root)


class _Tree:
    """A document told in order: lines, a table, lines…"""

    def __init__(self, document: str) -> None:
        self._document = document
        self._lines: list[str] = []

    def pieces(self, root: Element) -> Iterator[Piece]:
        """Its blocks."""
        yield from self._element(root, local(root))
        yield from self._flush()

    def _flush(self) -> Iterator[Piece]:
        text, self._lines = "\n".join(self._lines), []
        yield from text_blocks(self._document, "texte", text)

    def _element(self, element: Element, path: str) -> Iterator[Piece]:
        labelled = _labelled(element)
        if labelled:
            self._lines.append(line(*labelled))
            return
        for name, value in _attributes(element):
            self._add(f"{path}.{name}", value)
        if _is_prose(element):
            self._add(path, _prose(element))
            return
        self._add(path, element.text or "")
        repeated = _repeated(element)
        if repeated:
            yield from self._records(element, path, repeated)
        for child in element:
            if local(child) != repeated:
                yield from self._element(child, f"{path}.{local(child)}")
                self._add(path, child.tail or "")

    def _records(self, element: Element, path: str, name: str) -> Iterator[Piece]:
        yield from self._flush()
        records = [dict(_fields(child)) for child in element if local(child) == name]
        yield from blocks_of(self._document, f"{path}.{name}", records)

    def _add(self, path: str, value: str) -> None:
        if value := value.strip():
            self._lines.append(line(path.rpartition(".")[2], value))


def _labelled(element: Element) -> tuple[str, str] | None:
    """A field that says its label in an attribute: `<champ nom="Né le">03/07/1984</champ>`."""
    attributes = {name.lower(): value.strip() for name, value in _attributes(element)}
    label = next((attributes.pop(name) for name in _LABELS if attributes.get(name)), "")
    text = (element.text or "").strip()
    value = text or next((attributes.pop(name) for name in _VALUES if attributes.get(name)), "")
    return (label, value) if label and value and not len(element) and not attributes else None


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    if len(element.attrib) > _MANY_ATTRIBUTES:  # each look-up by name walks all of them
        for found in cast(list[Any], element.xpath("@*")):
            yield str(found.attrname).rpartition("}")[2], str(found)
        return
    for key, value in element.attrib.items():
        yield str(key).rpartition("}")[2], str(value)


def _is_prose(element: Element) -> bool:
    """Whether text alternates with elements, as in a paragraph, or with entities (`&eacute;`)."""
    return any((child.tail or "").strip() or not local(child) for child in element)


def _prose(element: Element) -> str:
    """All the text within; the entities of HTML are known without the document's own word."""
    return html.unescape("".join(map(str, element.itertext())))


def _repeated(element: Element) -> str:
    """The name of the children that are records: most of them, alike, shallow; "" if none are."""
    if len(element) < LEAST_RECORDS:
        return ""
    name, count = Counter(map(local, element)).most_common(1)[0]
    if count < LEAST_RECORDS or 2 * count < len(element):
        return ""
    records = [child for child in element if local(child) == name]
    return name if all(map(_is_record, records)) else ""


def _is_record(element: Element) -> bool:
    fields = sum(1 for _ in element.iterdescendants()) + len(element.attrib)
    return 2 <= fields <= _MOST_FIELDS and _depth(element) <= _DEEPEST_RECORD


def _depth(element: Element) -> int:
    return 1 + max(map(_depth, element), default=0) if len(element) else 0


def _fields(record: Element) -> Iterator[tuple[str, str]]:
    """The leaves of a record, named by their path within it; a name that recurs is numbered."""
    taken: Flat = {}
    for path, value in _leaves(record, ""):
        name, number = path, 2
        while name in taken:
            name, number = f"{path} {number}", number + 1
        taken[name] = value
        yield name, value


def _leaves(element: Element, path: str) -> Iterator[tuple[str, str]]:
    for name, value in _attributes(element):
        yield _joined(path, name), value
    text = _prose(element) if _is_prose(element) else element.text or ""
    if text.strip() or (not len(element) and not element.attrib):
        yield path or "texte", text.strip()
    if not _is_prose(element):
        for child in element:
            yield from _leaves(child, _joined(path, local(child)))


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


FORMATS: Formats = {sniff.XML: Format(DocumentKind.DATA, _read)}
