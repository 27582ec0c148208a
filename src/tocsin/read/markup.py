"""HTML to text and tables. Scripts and styles are left out; what a form holds is kept."""

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tocsin.read.table import Row

_BLOCK_TAGS = """
    p div br tr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table section article header footer aside
    main nav form fieldset legend pre blockquote hr address figure figcaption title option thead
    tbody tfoot caption body head details summary
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SKIPPED = frozenset(("script", "style", "-comment", "_comment"))
_HIDDEN_KINDS = frozenset(("button", "submit", "reset", "image", "file"))
_DEEPEST = 400
_DEEPEST_PARSED = 5_000
"""The parser looks through all open elements at each new one: deeper pages are told as text."""

_LEFT_OPEN_TAGS = """
    p li td th tr dt dd option thead tbody tfoot br img hr input meta link col area base wbr
"""
_LEFT_OPEN = frozenset(_LEFT_OPEN_TAGS.split())

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_ANY_TAG = re.compile(r"<[^<>]*>")
_MOST_SPANNED = 100

Story = str | list[Row]
"""A stretch of text, or the rows of a table."""


def html_text(page: str) -> str:
    """The text of a page; cells are separated by tabs."""
    return "\n".join(
        story if isinstance(story, str) else "\n".join("\t".join(row) for row in story)
        for story in stories(page)
    )


def stories(page: str) -> Iterator[Story]:
    """Text and tables of a page in reading order."""
    if _nests_too_deep(page):
        yield _tidy(html.unescape(_ANY_TAG.sub("\n", page)))
        return
    root = LexborHTMLParser(page).root
    if root is not None:
        yield from _Walk().stories(root)


def _nests_too_deep(page: str) -> bool:
    if page.count("<") < _DEEPEST_PARSED:
        return False
    depth = 0
    for ending, name in _TAG.findall(page):
        if name.lower() not in _LEFT_OPEN:
            depth += -1 if ending else 1
            if depth > _DEEPEST_PARSED:
                return True
    return False


class _Walk:
    def __init__(self) -> None:
        self._text: list[str] = []

    def stories(self, root: LexborNode) -> Iterator[Story]:
        yield from self._node(root, 0)
        yield from self._flush()

    def _flush(self) -> Iterator[Story]:
        text, self._text = _tidy("".join(self._text)), []
        if text:
            yield text

    def _node(self, node: LexborNode, depth: int) -> Iterator[Story]:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._text.append(_one_line(child.text_content or ""))
            elif tag == "table" and (rows := _rows_of(child)):
                yield from self._flush()
                yield rows
            elif tag in ("td", "th"):
                yield from self._node(child, depth + 1)
                self._text.append("\t")
            elif tag in ("input", "meta", "img"):
                self._text.append(_value_of(child, tag))
            elif tag not in _SKIPPED:
                yield from self._element(child, tag, depth)

    def _element(self, node: LexborNode, tag: str, depth: int) -> Iterator[Story]:
        if depth > _DEEPEST:  # whoever nests so deep wants no layout kept
            self._text.append(f" {_one_line(node.text(separator=' ') or '')} ")
            return
        edge = "\n" if tag in _BLOCKS else ""
        self._text.append(edge)
        yield from self._node(node, depth + 1)
        self._text.append(edge)


def _rows_of(table: LexborNode) -> list[Row]:
    """The rows of a table of data; nothing if it lays out a page (tables within, few cells)."""
    if table.css("table table") or table.css("input, select, textarea"):
        return []
    rows = [
        [text for cell in row.css("td, th") for text in _spanned(cell)] for row in table.css("tr")
    ]
    return rows if len(rows) > 1 and min(map(len, rows[:2])) > 1 else []


def _spanned(cell: LexborNode) -> list[str]:
    """A cell's text, and an empty one for each further column it spans."""
    wide = cell.attributes.get("colspan") or "1"
    return [_cell(cell)] + [""] * (min(int(wide), _MOST_SPANNED) - 1 if wide.isdigit() else 0)


def _cell(cell: LexborNode) -> str:
    return " ".join((cell.text(separator=" ") or "").split())


def _value_of(node: LexborNode, tag: str) -> str:
    attributes = node.attributes
    if tag == "input":
        shown = (attributes.get("type") or "text").lower() not in _HIDDEN_KINDS
        return f" {attributes.get('value') or ''} " if shown else ""
    if tag == "img":
        return f" {attributes.get('alt') or ''} "
    named = (attributes.get("name") or "").lower() in ("author", "description", "keywords")
    return f"\n{attributes.get('content') or ''}\n" if named else ""


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"


def _tidy(text: str) -> str:
    lines = (line.strip(" ") for line in text.split("\n"))
    return "\n".join(line for line in lines if line.strip())
