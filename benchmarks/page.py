"""The page of measurements: each benchmark writes its own region, and says on what machine."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
MB = 1_000_000


def write_region(name: str, text: str, page: Path = PAGE) -> None:
    """Put `text` between the marks of region `name` of the page. Raises KeyError if it has none."""
    marks = re.compile(rf"(<!-- {name}\b.*?-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    before = page.read_text(encoding="utf-8")
    after, found = marks.subn(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", before)
    if not found:
        raise KeyError(name)
    page.write_text(after, encoding="utf-8")


def measured_on() -> str:
    """The day and the machine, for the head of a table."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores ({platform.machine()}), {memory:.0f} GB,"
        f" Python {platform.python_version()}"
    )
