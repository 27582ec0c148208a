"""What stands on a paper, before it is a file: a title, paragraphs and tables."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

Table = list[list[str]]
Block = str | Table

MADE = datetime(2025, 6, 20, 9, tzinfo=UTC)
"""The time every generated file bears: the same clinic is the same bytes."""


@dataclass(slots=True)
class Paper:
    """A document's words. `header` runs on top of each page where the format has pages."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    header: str = ""

    def lines(self) -> list[str]:
        """All of it as lines of plain text, cells apart by ` | `."""
        lines = [self.header] if self.header else []
        lines += [self.title, ""]
        for block in self.blocks:
            if isinstance(block, str):
                lines += [*block.split("\n"), ""]
            else:
                lines += [*(" | ".join(row) for row in block), ""]
        return lines
