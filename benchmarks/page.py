"""docs/benchmarks.md: each benchmark writes its own section, between two marks."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def write_section(page: Path, name: str, text: str) -> None:
    """Put `text` between the marks of the section `name`."""
    marked = re.compile(rf"(<!-- {name}.*?-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    before = page.read_text(encoding="utf-8")
    page.write_text(marked.sub(lambda m: f"{m[1]}\n{text}\n\n{m[2]}", before), encoding="utf-8")
