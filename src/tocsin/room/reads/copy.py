"""The sealed copy: what was taken in, under which signatures, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.model.document import ReadStatus
from tocsin.room.opened import reading
from tocsin.room.reads.pages import ROWS, Page, number_of, page_of
from tocsin.room.remembered import Remembered
from tocsin.seal.public import CustodyLog
from tocsin.status import FormatStatus, formats_of

_WHY = "substr(reason, 1, instr(reason || ':', ':') - 1)"
_REASONS = (
    f"SELECT status, {_WHY} AS why, count(*) FROM documents"
    " WHERE status IN ('unreadable', 'partial') GROUP BY status, why ORDER BY 3 DESC, 2"
)
_UNREAD = f"""
    SELECT document, path, media_type, size, status, reason FROM documents
    WHERE document > ?1 AND status IN ('unreadable', 'partial') AND (?2 = '' OR {_WHY} = ?2)
    ORDER BY document LIMIT ?3
"""


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head of the custody log."""

    at: datetime
    files: int
    root: str
    stamps: int


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy as a whole. `formats` are those tried most."""

    source: str
    files: int
    size: int
    heads: Sequence[Head]
    public_key: str
    states: dict[ReadStatus, int]
    reasons: Sequence[tuple[ReadStatus, str, int]]
    formats: Sequence[FormatStatus]


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that was not read, or only in part."""

    number: int
    path: str
    media_type: str
    size: int
    status: ReadStatus
    reason: str


def _copy() -> Copy:
    case = reading()
    files, size = case.store.one("SELECT count(*), coalesce(sum(size), 0) FROM items")
    states = dict.fromkeys(ReadStatus, 0)
    formats = formats_of(case)
    for form in formats:
        for state, count in form.states.items():
            states[state] += count
    reasons = [(ReadStatus(s), str(w), int(n)) for s, w, n in case.store.execute(_REASONS)]
    log = CustodyLog(case)
    return Copy(
        case.get("source"),
        files,
        size,
        _heads(log),
        log.public_key.hex(),
        states,
        reasons,
        formats[:12],
    )


def _heads(log: CustodyLog) -> list[Head]:
    stamps: dict[int, int] = dict(
        reading().store.execute(
            "SELECT head, count(*) FROM custody_stamps JOIN custody_requests USING (request)"
            " GROUP BY head"
        )
    )
    return [
        Head(
            datetime.fromtimestamp(head.timestamp / 1000, UTC),
            head.size,
            head.root.hex(),
            stamps.get(number, 0),
        )
        for number, head in enumerate(log.heads(), 1)
    ]


COPY: Remembered[Copy] = Remembered(_copy)


def unread(after: str, reason: str) -> Page[Unread]:
    """A page of what was not read, all of it or for one reason."""
    start = number_of(after, 0)
    rows = [
        Unread(number, path, media_type, size, ReadStatus(status), why)
        for number, path, media_type, size, status, why in reading().store.execute(
            _UNREAD, (start, reason, ROWS + 1)
        )
    ]
    return page_of(rows, [row.number for row in rows], is_first=start == 0)
