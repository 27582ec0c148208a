"""Acts: what rules, traces and counts mark, gathered by mark, actor and hour."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.watch.event import TIME, Values
from tocsin.watch.moment import MICROSECONDS

HOUR = 3_600 * MICROSECONDS
MOST_DETAIL = 400
LEVEL_WEIGHT = {"informational": 0.02, "low": 0.1, "medium": 0.3, "high": 0.6, "critical": 0.85}
"""What a Sigma level tells of an attack; two high rules of one actor outweigh one critical."""

STRONG = 0.6

OWN_TITLES = {
    "visit": ("Entrée depuis l'extérieur", "Came in from outside"),
    "read": ("Fichiers ou dossiers lus", "Files or records read"),
    "mass-reading": ("Lecture en masse", "Mass reading"),
    "mass-sending": ("Envoi massif vers l'extérieur", "Mass sending to the outside"),
}
"""Marks of no rule and no trace, French and English."""


@dataclass(slots=True)
class Act:
    """One mark on one actor within an hour. Times in microseconds UTC; `record` is an offset."""

    kind: str
    mark: str
    title: str
    weight: float
    tags: str
    account: str
    host: str
    source: str
    destination: str
    detail: str
    times: int
    bytes: int
    first_at: int
    last_at: int
    log: int
    record: int

    @property
    def key(self) -> tuple[object, ...]:
        """Acts of one key are one act."""
        return (
            self.mark, self.account, self.host, self.source, self.destination, self.first_at // HOUR
        )  # fmt: skip

    def join(self, other: "Act") -> None:
        """Count another of the same key in."""
        if other.first_at < self.first_at:
            self.log, self.record, self.detail = other.log, other.record, other.detail
        self.first_at = min(self.first_at, other.first_at)
        self.last_at = max(self.last_at, other.last_at)
        self.times += other.times
        self.bytes += other.bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """What marks an event: kind, identifier, title, weight, tags."""

    kind: str
    id: str
    title: str
    weight: float
    tags: str


def act_of(mark: Mark, event: Values, log: int) -> Act | None:
    """The act of one event; None if nobody knows when it was."""
    moment = event.get(TIME)
    if moment is None:
        return None
    return Act(
        mark.kind,
        mark.id,
        mark.title,
        mark.weight,
        mark.tags,
        event.get("user.name") or "",
        event.get("host.name") or "",
        event.get("source.ip") or "",
        event.get("destination.domain") or event.get("destination.ip") or "",
        _detail(event),
        1,
        event.get("source.bytes") or 0,
        moment,
        moment,
        log,
        event.get("evidence.offset") or 0,
    )


def _detail(event: Values) -> str:
    for name in ("process.command_line", "url.original", "file.path", "message", "event.action"):
        if event.get(name):
            return str(event[name])[:MOST_DETAIL]
    return ""


class Acts:
    """Acts under way to be gathered."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[object, ...], Act] = {}

    def add(self, acts: Iterable[Act | None]) -> None:
        """Count some in."""
        for act in acts:
            if act is None:
                continue
            known = self._by_key.setdefault(act.key, act)
            if known is not act:
                known.join(act)

    def __iter__(self) -> Iterator[Act]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)
