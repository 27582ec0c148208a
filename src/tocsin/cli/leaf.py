"""A leaf on the screen."""

from rich.panel import Panel
from rich.table import Table as RichTable
from rich.text import Text

from tocsin.cli.console import out
from tocsin.leaf import Leaf, Table


def show_leaf(leaf: Leaf) -> None:
    """Title, what must be read first, paragraphs, tables."""
    out.rule(Text(leaf.title))
    if leaf.lead:
        out.print(Panel(Text(leaf.lead), expand=False))
    for text in leaf.paragraphs:
        out.print(Text(text))
    for table in leaf.tables:
        _show_table(table)


def _show_table(table: Table) -> None:
    shown = RichTable(box=None, pad_edge=False, header_style="dim", title_justify="left")
    shown.title = Text(table.title, style="bold")
    for cell in table.head:
        shown.add_column(Text(cell), overflow="fold")
    for row in table.rows:
        shown.add_row(*map(Text, row))
    out.print()
    out.print(shown)
    if table.note:
        out.print(Text(table.note, style="dim"))
