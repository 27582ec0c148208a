"""What an SQL statement does, as far as its first words tell: an audit log quotes it whole."""

import re
from typing import Any

_VERB = re.compile(r"\s*(?:/\*[^*]{0,500}\*/\s*)?(\w+)", re.ASCII)
_TABLE = re.compile(r"\b(?:from|into|update|copy|table)\s+[\"`\[]?([\w.$]{1,120})", re.IGNORECASE)
_READING = {"select", "copy", "with", "fetch", "show", "dump"}
_WRITING = {"insert", "update", "merge", "replace"}
_BULK = re.compile(
    r"\b(?:copy\b.{0,500}\bto\b|into\s+(?:out|dump)file|pg_dump|mysqldump|expdp)",
    re.IGNORECASE | re.DOTALL,
)


def verb_of(statement: str) -> str:
    """The first word, in lower case."""
    found = _VERB.match(statement)
    return found[1].lower() if found else ""


def action_of(statement: str) -> str:
    """The event's action."""
    verb = verb_of(statement)
    if verb in _READING:
        return "data-read"
    if verb in _WRITING:
        return "data-written"
    return "data-deleted" if verb in ("delete", "truncate", "drop") else "data-used"


def table_of(statement: str) -> str | None:
    """The first table it names."""
    found = _TABLE.search(statement[:10_000])
    return found[1] if found else None


def is_dump(statement: str) -> bool:
    """Whether it writes whole tables out."""
    return bool(_BULK.search(statement[:10_000]))


def columns_of(statement: str, **known: Any) -> dict[str, Any]:
    """The columns of an event that ran `statement`."""
    table = table_of(statement)
    return {
        "event.category": "database",
        "event.action": "data-dumped" if is_dump(statement) else action_of(statement),
        "file.path": table,
        "message": statement[:2_000],
        **known,
    }
