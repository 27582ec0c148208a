"""The story: the acts in order, each with its evidence, filtered as asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from tocsin.case import Case
from tocsin.errors import CaseError
from tocsin.language import Language
from tocsin.watch.moment import as_datetime
from tocsin.watch.title import title_of

_STEPS = """
    SELECT kind, mark, title, weight, tags, account, host, source, destination, detail, times,
        bytes, a.first_at, a.last_at, coalesce(path, ''), coalesce(sha256, ''),
        coalesce(record, 0), hostile
    FROM acts a LEFT JOIN log_files USING (log)
    WHERE (hostile = 1 OR ?1 = 0) AND (?2 = '' OR account = ?2)
        AND (?3 = '' OR host = ?3 OR source = ?3 OR destination = ?3)
        AND (?4 IS NULL OR a.last_at >= ?4) AND (?5 IS NULL OR a.first_at < ?5)
        AND weight >= ?6
    ORDER BY a.first_at, a.act
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One act, told. Times in microseconds UTC; `path`, `sha256` and `record` are the evidence."""

    kind: str
    mark: str
    own_title: str
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
    path: str
    sha256: str
    record: int
    hostile: int

    def title(self, language: Language | None = None) -> str:
        """What was done."""
        return title_of(self.mark, self.own_title, language)

    @property
    def begin(self) -> datetime:
        """When it began."""
        return as_datetime(self.first_at)

    @property
    def evidence(self) -> str:
        """Log and offset of the first record of it; empty for a count over many."""
        return f"{self.path}@{self.record}" if self.sha256 else ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which steps: the intruder's only, of an account, of a place, within a time, grave enough."""

    hostile: bool = True
    account: str = ""
    place: str = ""
    since: int | None = None
    until: int | None = None
    least: float = 0.0


ALL = Filter(hostile=False)


def steps(case: Case, asked: Filter = ALL) -> Iterator[Step]:
    """The steps asked for, in order."""
    values = (
        int(asked.hostile), asked.account.lower(), asked.place, asked.since, asked.until,
        asked.least,
    )  # fmt: skip
    for row in case.store.stream(_STEPS, values):
        yield Step(*row)


@dataclass(frozen=True, slots=True)
class Told:
    """The first or last hostile act as kept: when, how sure, by which mark, what would move it."""

    bound: str
    at: int
    confidence: float
    mark: str
    path: str
    record: int
    movers: tuple[tuple[str, str], ...]

    def movers_in(self, language: Language) -> list[str]:
        """What would move it, in a language."""
        return [fr if language == "fr" else en for fr, en in self.movers]


def bounds(case: Case) -> list[Told]:
    """First and last hostile act; empty if none was found."""
    rows = case.store.execute(
        "SELECT bound, at, confidence, mark, coalesce(path, ''), coalesce(record, 0), movers"
        " FROM bounds LEFT JOIN log_files USING (log) ORDER BY at, bound"
    )
    return [
        Told(
            bound, at, confidence, mark, path, record,
            msgspec.json.decode(movers, type=tuple[tuple[str, str], ...]),
        )
        for bound, at, confidence, mark, path, record, movers in rows
    ]  # fmt: skip


def require_watched(case: Case) -> None:
    """Raise `CaseError` if no log of the case was read."""
    if not case.get("watched"):
        raise CaseError(
            "watch.not_watched",
            "Aucun journal n'a encore été lu dans cette affaire.",
            "No log was read into this case yet.",
            way_out_fr="Lancez d'abord : tocsin watch JOURNAUX --case DIR.",
            way_out_en="First run: tocsin watch LOGS --case DIR.",
        )
