"""Charts as SVG made here: bars whose parts differ by pattern and by words, not only by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
"""Units across; the page scales it."""

PATTERNS = ("solid", "hatched", "dotted", "hollow")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its words and its count."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A part as drawn: where it begins and how wide it is, in units."""

    label: str
    count: int
    x: int
    width: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A named bar of slices."""

    label: str
    total: int
    slices: Sequence[Slice]


def shares(parts: Sequence[Share], *, label: str = "", whole: int = 0) -> Bar:
    """One bar; a part that is there is never drawn thinner than can be seen."""
    total = sum(part.count for part in parts)
    scale = WIDTH / (whole or total or 1)
    slices, x = [], 0
    for part, pattern in zip(parts, PATTERNS, strict=False):
        width = max(round(part.count * scale), 4) if part.count else 0
        slices.append(Slice(part.label, part.count, x, min(width, WIDTH - x), pattern))
        x = min(x + width, WIDTH)
    return Bar(label, total, slices)


def bars(rows: Sequence[tuple[str, Sequence[Share]]]) -> list[Bar]:
    """Bars on one scale: the longest fills the width."""
    whole = max((sum(part.count for part in parts) for _, parts in rows), default=0)
    return [shares(parts, label=label, whole=whole) for label, parts in rows]
