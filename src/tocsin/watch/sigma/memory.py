"""A table in memory that rules are asked of, in SQL."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import re2


def memory_table(columns: Sequence[str]) -> sqlite3.Connection:
    """A table `logs` in memory with these text columns, compared without case, and REGEXP."""
    db = sqlite3.connect(":memory:", cached_statements=4_096)
    named = ", ".join('"' + c.replace('"', '""') + '" TEXT COLLATE NOCASE' for c in columns)
    db.execute(f"CREATE TABLE logs ({named})")
    compiled: dict[str, Any] = {}

    def regexp(pattern: str, value: object) -> bool:
        if pattern not in compiled:
            compiled[pattern] = re2.compile(pattern)
        return value is not None and compiled[pattern].search(str(value)) is not None

    db.create_function("REGEXP", 2, regexp, deterministic=True)
    return db
