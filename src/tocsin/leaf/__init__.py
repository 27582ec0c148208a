"""leaf: a page of paragraphs and tables, for the screen, as HTML and as Markdown."""

from tocsin.leaf.leaf import Leaf, Table
from tocsin.leaf.web import to_html, to_markdown

__all__ = ["Leaf", "Table", "to_html", "to_markdown"]
