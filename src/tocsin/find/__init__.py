"""Text to typed mentions, tables to typed columns. Knows nothing of persons."""

from tocsin.find.fold import fold
from tocsin.find.table import TableFinder
from tocsin.find.text import TextFinder

__all__ = ["TableFinder", "TextFinder", "fold"]
