"""Rules over time, asked of the matches of the rules they count, each with its own window.

Counts of events and of different values slide a window over each group, in one pass however many
matches there are. Sequences of several rules are asked in SQL as pySigma's SQLite backend writes
them (which keeps the window); one that takes too long is named, never dropped in silence.
"""

import operator
import sqlite3
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from tocsin.watch.act import LEVEL_WEIGHT, Act
from tocsin.watch.event import Values
from tocsin.watch.moment import MICROSECONDS, as_datetime
from tocsin.watch.sigma.memory import memory_table
from tocsin.watch.sigma.rule import Correlation, CountOver, RuleBook, Unconverted

TIMESTAMP = "timestamp"
MOST_STEPS = 2_000_000_000
STEPS_A_LOOK = 1_000_000
"""SQLite instructions a sequence may take (about two minutes), and between two looks at them."""

Compare = Callable[[int, int], bool]
_COMPARE: dict[str, Compare] = {
    "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
    "eq": operator.eq, "neq": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """An event that matched a rule: which rule, when, where its record stands, its fields."""

    rule: str
    moment: int
    log: int
    record: int
    fields: Values


class Matches:
    """Matches of the rules that correlations count."""

    def __init__(self) -> None:
        self._by_rule: dict[str, list[Match]] = defaultdict(list)
        self.too_long: list[Unconverted] = []

    def add(self, matches: list[Match]) -> None:
        """Take some in."""
        for match in matches:
            self._by_rule[match.rule].append(match)

    def acts(self, book: RuleBook) -> Iterator[Act]:
        """What the correlations of `book` mark."""
        for correlation in book.correlations:
            matches = self._of(correlation)
            if correlation.count is not None:
                yield from _counted(correlation, correlation.count, matches)
                continue
            try:
                yield from _asked(correlation, matches)
            except sqlite3.OperationalError:
                self.too_long.append(Unconverted(correlation.title, "too long"))

    def _of(self, correlation: Correlation) -> list[Match]:
        """The matches it looks at, each event once, in the order of time."""
        events = {
            (match.log, match.record): match
            for rule in correlation.rules
            for match in self._by_rule.get(rule, ())
        }
        return sorted(events.values(), key=lambda match: match.moment)


def _counted(correlation: Correlation, count: CountOver, matches: list[Match]) -> Iterator[Act]:
    """Each stretch of time in which the windows of a group hold enough."""
    groups: dict[tuple[str, ...], list[Match]] = defaultdict(list)
    for match in matches:
        values = [match.fields.get(name) for name in count.group_by]
        if all(value is not None for value in values):
            groups[tuple(str(value).lower() for value in values)].append(match)
    for held in groups.values():
        yield from _slide(correlation, count, held)


def _slide(correlation: Correlation, count: CountOver, matches: list[Match]) -> Iterator[Act]:
    window: deque[Match] = deque()
    values: Counter[str] = Counter()
    act: Act | None = None
    for match in matches:
        window.append(match)
        values[_value(match, count)] += 1
        while window[0].moment < match.moment - count.seconds * MICROSECONDS:
            gone = _value(window.popleft(), count)
            values[gone] -= 1
            if not values[gone]:
                del values[gone]
        size = len(values) if count.field else len(window)
        if not _COMPARE[count.comparison](size, count.limit):
            continue
        if act is not None and window[0].moment <= act.last_at:
            act.last_at, act.times = match.moment, act.times + 1
            continue
        if act is not None:
            yield act
        act = _act(correlation, window[0], match.moment, len(window))
    if act is not None:
        yield act


def _value(match: Match, count: CountOver) -> str:
    return str(match.fields.get(count.field)).lower() if count.field else ""


def _asked(correlation: Correlation, matches: list[Match]) -> Iterator[Act]:
    db = memory_table((TIMESTAMP, *correlation.fields))
    looks = iter(range(MOST_STEPS // STEPS_A_LOOK))
    db.set_progress_handler(lambda: next(looks, None) is None, STEPS_A_LOOK)
    marks = ",".join("?" * (len(correlation.fields) + 1))
    db.executemany(
        f"INSERT INTO logs VALUES ({marks})",
        (
            (
                as_datetime(m.moment).isoformat(),
                *(_text(m.fields.get(f)) for f in correlation.fields),
            )
            for m in matches
        ),
    )
    db.row_factory = sqlite3.Row
    for row in db.execute(correlation.query):
        rows = sorted(int(e.rpartition(":")[2]) for e in msgspec.json.decode(row["event_ids"]))
        first, last = matches[rows[0] - 1], matches[rows[-1] - 1]
        yield _act(correlation, first, last.moment, len(rows))


_ACCOUNTS = ("TargetUserName", "SubjectUserName", "User", "UserId", "cs-username")
_SOURCES = ("IpAddress", "SourceIp", "c-ip", "ClientIP")


def _act(correlation: Correlation, first: Match, last: int, times: int) -> Act:
    fields = first.fields
    return Act(
        "rule",
        correlation.id,
        correlation.title,
        LEVEL_WEIGHT[correlation.level],
        ",".join(correlation.tags),
        next((str(fields[name]).lower() for name in _ACCOUNTS if fields.get(name)), ""),
        str(fields.get("Computer") or "").lower(),
        next((str(fields[name]) for name in _SOURCES if fields.get(name)), ""),
        "",
        "",
        times,
        0,
        first.moment,
        last,
        first.log,
        first.record,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
