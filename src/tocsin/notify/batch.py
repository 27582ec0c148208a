"""A batch: notices that leave together, on the word of two persons.

`docs/decisions/045-two-approvals.md`. The database holds the same rules in triggers
(`case/schema/6_notify.sql`), so no code, ours or another's, hands over what is not approved.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from tocsin.case import Store
from tocsin.language import Language

UNATTENDED = "unattended"
"""Stands for the second person where the command ran with nobody to ask. Never a person's name."""

_COLUMNS = (
    "batch, list, wording, notices, submitted_by, submitted_at, approved_by, approved_at, paused,"
    " stopped_at, voided_at, void_reason"
)
_FACTS = "notice, person, channel, reference, language, categories, template, recipient"


class BatchState(StrEnum):
    """Where a batch stands."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAUSED = "paused"
    STOPPED = "stopped"
    VOID = "void"

    def label(self, language: Language) -> str:
        """The state's name for a reader."""
        return _STATES[self][0 if language == "fr" else 1]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as the tables have it. `list` and `wording` are SHA-256 in hexadecimal."""

    number: int
    list: str
    wording: str
    notices: int
    submitted_by: str
    submitted_at: str
    approved_by: str | None
    approved_at: str | None
    paused: bool
    stopped_at: str | None
    voided_at: str | None
    void_reason: str

    @property
    def state(self) -> BatchState:
        """Where it stands."""
        if self.voided_at:
            return BatchState.VOID
        if self.stopped_at:
            return BatchState.STOPPED
        if self.paused:
            return BatchState.PAUSED
        return BatchState.APPROVED if self.approved_by else BatchState.SUBMITTED

    @property
    def is_unattended(self) -> bool:
        """Whether no second person approved it."""
        return self.approved_by == UNATTENDED


def batches(store: Store) -> list[Batch]:
    """All batches, the first first."""
    return [_batch(row) for row in store.execute(f"SELECT {_COLUMNS} FROM batches ORDER BY batch")]


def batch_of(store: Store, notice: int) -> Batch | None:
    """The last batch that a notice was submitted in."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM batches WHERE batch ="
        " (SELECT max(batch) FROM batch_notices WHERE notice = ?)",
        (notice,),
    )
    return _batch(rows[0]) if rows else None


def digests(store: Store, where: str, values: Sequence[Any] = ()) -> Iterator[tuple[int, bytes]]:
    """The notices that a condition chooses, each with the digest of all that was submitted of it.

    Who, by which channel, under which reference, in which language, on which kinds of data, with
    which template, to which address.
    """
    rows = store.stream(
        f"SELECT {_FACTS} FROM notices JOIN deliveries USING (notice) WHERE {where}"
        " ORDER BY notice",
        values,
    )
    for row in rows:
        text = "\x1f".join(str(value) for value in row)
        yield row[0], hashlib.sha256(text.encode()).digest()


def list_hash(members: Iterable[bytes]) -> str:
    """The SHA-256 over the digests of a list, in the order of their notices."""
    whole = hashlib.sha256()
    for digest in members:
        whole.update(digest)
    return whole.hexdigest()


def may_leave(store: Store, notices: Sequence[int]) -> set[int]:
    """Those of `notices` that an approved batch, neither paused nor stopped, holds now."""
    marks = ", ".join("?" * len(notices))
    rows = store.execute(f"SELECT notice FROM may_leave WHERE notice IN ({marks})", notices)
    return {notice for (notice,) in rows}


def _batch(row: Sequence[Any]) -> Batch:
    facts = dict(zip((field.name for field in fields(Batch)), row, strict=True))
    return Batch(**{**facts, "paused": bool(facts["paused"])})


_STATES: dict[BatchState, tuple[str, str]] = {
    BatchState.SUBMITTED: ("attend une approbation", "waits for approval"),
    BatchState.APPROVED: ("approuvé", "approved"),
    BatchState.PAUSED: ("en pause", "paused"),
    BatchState.STOPPED: ("arrêté", "stopped"),
    BatchState.VOID: ("caduc : contenu modifié", "void: its content changed"),
}
