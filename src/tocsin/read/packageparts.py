"""What an Office package holds beside its main story: charts, diagrams, links, data, connections.

ECMA-376 part 1. Pivot tables keep a copy of all their source rows, deleted sheets included.
"""

import re
from collections.abc import Iterator

from tocsin.read.format import Piece
from tocsin.read.package import Package
from tocsin.read.table import Row, headed
from tocsin.read.text import text_blocks
from tocsin.read.xml import Element, attribute, descendants, local

_WORDS = (
    (re.compile(r"(?:\w+/)?charts/chart\w*\.xml$"), "graphiques", ("t", "v")),
    (re.compile(r"\w+/diagrams/data\d*\.xml$"), "diagrammes", ("t",)),
    (re.compile(r"xl/externalLinks/externalLink\d+\.xml$"), "classeurs liés", ("v",)),
)
"""Parts, where their words are said to stand, and the elements that hold them."""

_DATA = re.compile(r"customXml/item\d+\.xml$")
_CONNECTIONS = "xl/connections.xml"
_CACHE = re.compile(r"xl/pivotCache/pivotCacheDefinition(\d*)\.xml$")
_EXTERNAL = b"External"
_RELATIONS = re.compile(r".*_rels/[^/]+\.rels$")


def aside(package: Package, document: str) -> Iterator[Piece]:
    """Everything of that kind, as text and tables."""
    for pattern, locator, elements in _WORDS:
        for _, root in _parts(package, pattern):
            lines = (e.text or "" for e in root.iter(*("{*}" + element for element in elements)))
            yield from text_blocks(document, locator, "\n".join(dict.fromkeys(lines)))
    for _, root in _parts(package, _DATA):
        lines = (f"{local(e)}: {e.text}" for e in root.iter() if (e.text or "").strip())
        yield from text_blocks(document, "données liées", "\n".join(lines))
    yield from _connections(package, document)
    for name, root in _parts(package, _CACHE):
        yield from _pivot(package, document, name, root)
    yield from text_blocks(document, "liens", "\n".join(_links(package)))


def _parts(package: Package, pattern: re.Pattern[str]) -> Iterator[tuple[str, Element]]:
    for name in sorted(filter(pattern.match, package.names)):
        root = package.part(name)
        if root is not None:
            yield name, root


def _links(package: Package) -> list[str]:
    """Where links lead: addresses of mail, of pages, of files in somebody's folder."""
    found = (
        attribute(relation, "Target").removeprefix("mailto:")
        for name in sorted(filter(_RELATIONS.match, package.names))
        if _may_lead_out(package, name) and (root := package.part(name)) is not None
        for relation in descendants(root, "Relationship")
        if attribute(relation, "TargetMode") == _EXTERNAL.decode()
    )
    return list(dict.fromkeys(found))


def _may_lead_out(package: Package, name: str) -> bool:
    """Whether a part is worth its parsing: nine in ten know the package itself only."""
    try:
        data = package.bytes_of(name)
    except Exception:
        return True  # so that the loss is told
    return _EXTERNAL in data or b"\0" in data


def _connections(package: Package, document: str) -> Iterator[Piece]:
    """Connections to databases, which may hold a password."""
    root = package.part(_CONNECTIONS) if _CONNECTIONS in package.names else None
    if root is not None:
        kept = ("name", "description", "connection", "command", "url", "sourceFile")
        values = (attribute(e, name) for e in root.iter() for name in kept)
        yield from text_blocks(document, "connexions", "\n".join(filter(None, values)))


def _pivot(package: Package, document: str, name: str, root: Element) -> Iterator[Piece]:
    fields = list(descendants(root, "cacheField"))
    header = tuple(attribute(field, "name") for field in fields)
    shared = [[_value(item) for items in _children(f, "sharedItems") for item in items]
              for f in fields]  # fmt: skip
    records = name.replace("Definition", "Records")
    source = package.part(records) if records in package.names else None
    if source is None:
        lines = (" ".join(values) for values in shared)
        yield from text_blocks(document, "tableau croisé", "\n".join(lines))
        return
    rows = (_row(record, shared) for record in descendants(source, "r"))
    number = name.rpartition("Definition")[2].removesuffix(".xml") or "1"
    yield from headed(document, f"source du tableau croisé {number}", header, rows)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


def _row(record: Element, shared: list[list[str]]) -> Row:
    return [_cell(item, shared[at] if at < len(shared) else []) for at, item in enumerate(record)]


def _cell(item: Element, shared: list[str]) -> str:
    if local(item) != "x":
        return _value(item)
    number = attribute(item, "v")
    at = int(number) if number.isdigit() else len(shared)
    return shared[at] if at < len(shared) else ""


def _value(item: Element) -> str:
    return attribute(item, "v").removesuffix("T00:00:00")
