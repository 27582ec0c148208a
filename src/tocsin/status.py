"""status: the case at a glance, as numbers that are queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tocsin.case import Case, Reading, Store
from tocsin.model.document import ReadStatus

QUERIES: dict[str, str] = {
    "patients_in_index": "SELECT count(*) FROM persons",
    "index_rows_set_aside": "SELECT count(DISTINCT line) FROM index_issues",
    "files": "SELECT count(*) FROM items",
    "files_done": "SELECT count(*) FROM items WHERE done = 1 AND aside = 0",
    "files_not_taken": "SELECT count(*) FROM items WHERE aside = 1",
    "documents": "SELECT count(*) FROM documents",
    "documents_read": (
        "SELECT count(*) FROM documents WHERE status IN ('read', 'skipped_duplicate')"
    ),
    "documents_partial": "SELECT count(*) FROM documents WHERE status = 'partial'",
    "documents_unreadable": "SELECT count(*) FROM documents WHERE status = 'unreadable'",
    "documents_with_pictures_waiting": (
        "SELECT count(*) FROM documents WHERE reason = 'ocr pending'"
    ),
    "documents_nearly_the_same": "SELECT count(*) FROM near_duplicates",
    "persons_seen_so_far": "SELECT count(DISTINCT person) FROM exposures",
    "persons_affected": "SELECT count(*) FROM affected",
    "persons_confirmed": "SELECT count(*) FROM affected WHERE status = 'confirmed'",
    "persons_to_review": "SELECT count(*) FROM affected WHERE status = 'to_review'",
    "persons_medical": "SELECT count(*) FROM affected WHERE tier = 'medical'",
    "persons_medical_confirmed": (
        "SELECT count(*) FROM affected WHERE tier = 'medical' AND status = 'confirmed'"
    ),
    "unmatched": "SELECT count(*) FROM unmatched",
    "persons_not_in_index": "SELECT count(*) FROM strangers WHERE reason = 'not_in_index'",
    "notices": "SELECT count(*) FROM notices",
}
GROUPS: dict[str, str] = {
    "unreadable_by_reason": (
        "SELECT substr(reason, 1, instr(reason || ':', ':') - 1) AS why, count(*) FROM documents"
        " WHERE status = 'unreadable' GROUP BY why ORDER BY 2 DESC, 1"
    ),
    "notices_by_channel_and_state": (
        "SELECT channel || '/' || state, count(*) FROM notices JOIN deliveries USING (notice)"
        " GROUP BY channel, state ORDER BY 1"
    ),
}


_BY_FORMAT = (
    "SELECT media_type, status, substr(reason, 1, instr(reason || ':', ':') - 1) AS why, count(*)"
    " FROM documents GROUP BY media_type, status, why"
)


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The case's figures: `numbers` by name, and `groups` of numbers by name."""

    source: str
    scoped: bool
    numbers: dict[str, int]
    groups: dict[str, dict[str, int]]

    def as_json(self) -> dict[str, object]:
        """For scripts: stable names, plain numbers."""
        return {"source": self.source, "scoped": self.scoped, **self.numbers, **self.groups}


def status_of(case: Case) -> CaseStatus:
    """The figures of `case`, now."""
    store = case.store
    return CaseStatus(
        source=case.get("source"),
        scoped=case.reading is Reading.WHOLE,
        numbers={name: store.count(sql) for name, sql in QUERIES.items()},
        groups={name: _group(store, sql) for name, sql in GROUPS.items()},
    )


def _group(store: Store, sql: str) -> dict[str, int]:
    return {str(key): int(count) for key, count in store.execute(sql)}


@dataclass(slots=True)
class FormatStatus:
    """What became of the documents of one media type; each stands in one of the four states.

    `reasons` says why documents are partial or unreadable, with how many have each reason.
    """

    media_type: str
    states: dict[ReadStatus, int] = field(default_factory=lambda: dict.fromkeys(ReadStatus, 0))
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def tried(self) -> int:
        """All documents of this type: the rows of `documents.csv` that have it."""
        return sum(self.states.values())

    def add(self, status: ReadStatus, reason: str, count: int) -> None:
        """Count `count` more documents that ended so."""
        self.states[status] += count
        if status in (ReadStatus.PARTIAL, ReadStatus.UNREADABLE):
            self.reasons[reason] = self.reasons.get(reason, 0) + count

    def as_json(self) -> dict[str, object]:
        """For scripts: stable names, plain numbers."""
        states = {status.value: count for status, count in self.states.items()}
        return {
            "media_type": self.media_type,
            "tried": self.tried,
            **states,
            "reasons": self.reasons,
        }


def formats_of(case: Case) -> list[FormatStatus]:
    """What was read, format by format, now; the most frequent first."""
    found: dict[str, FormatStatus] = {}
    for media_type, status, reason, count in case.store.execute(_BY_FORMAT):
        form = found.setdefault(media_type, FormatStatus(media_type))
        form.add(ReadStatus(status), reason, count)
    return sorted(found.values(), key=lambda form: (-form.tried, form.media_type))


def total_of(formats: Iterable[FormatStatus]) -> FormatStatus:
    """The sum of all formats."""
    total = FormatStatus("")
    for form in formats:
        for status, count in form.states.items():
            total.states[status] += count
        for reason, count in form.reasons.items():
            total.reasons[reason] = total.reasons.get(reason, 0) + count
    return total
