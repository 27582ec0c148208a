"""status: the case at a glance, as numbers that are queries."""

from dataclasses import dataclass

from tocsin.case import Case, Reading, Store

QUERIES: dict[str, str] = {
    "patients_in_index": "SELECT count(*) FROM persons",
    "index_rows_set_aside": "SELECT count(DISTINCT line) FROM index_issues",
    "files": "SELECT count(*) FROM items",
    "files_done": "SELECT count(*) FROM items WHERE done = 1",
    "documents": "SELECT count(*) FROM documents",
    "documents_read": (
        "SELECT count(*) FROM documents WHERE status IN ('read', 'skipped_duplicate')"
    ),
    "documents_partial": "SELECT count(*) FROM documents WHERE status = 'partial'",
    "documents_unreadable": "SELECT count(*) FROM documents WHERE status = 'unreadable'",
    "documents_with_pictures_waiting": (
        "SELECT count(*) FROM documents WHERE reason = 'ocr pending'"
    ),
    "persons_seen_so_far": "SELECT count(DISTINCT person) FROM exposures",
    "persons_affected": "SELECT count(*) FROM affected",
    "persons_confirmed": "SELECT count(*) FROM affected WHERE status = 'confirmed'",
    "persons_to_review": "SELECT count(*) FROM affected WHERE status = 'to_review'",
    "persons_medical": "SELECT count(*) FROM affected WHERE tier = 'medical'",
    "persons_medical_confirmed": (
        "SELECT count(*) FROM affected WHERE tier = 'medical' AND status = 'confirmed'"
    ),
    "unmatched": "SELECT count(*) FROM unmatched",
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
