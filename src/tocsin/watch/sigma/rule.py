"""A Sigma rule, converted: its SQL condition, and what an event must hold for it to be asked."""

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How grave a match is (Sigma specification 2.0)."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule. `source` is `product/category/service`, each empty if the rule does not say.

    `condition` is an SQL expression over `fields`; `codes` are the numbers (EventID) it can match,
    none: any; `needs` are words of which an event must hold one, none: no such word is known.
    """

    id: str
    title: str
    level: Level
    author: str
    tags: tuple[str, ...]
    source: str
    condition: str
    fields: tuple[str, ...]
    codes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class CountOver(msgspec.Struct, frozen=True, kw_only=True):
    """How many events, or different values of `field`, a group has within so many seconds."""

    group_by: tuple[str, ...]
    seconds: int
    comparison: str
    limit: int
    field: str = ""


class Correlation(msgspec.Struct, frozen=True, kw_only=True):
    """A rule over the matches of other rules within a time: a count, or a whole SQL query."""

    id: str
    title: str
    level: Level
    author: str
    tags: tuple[str, ...]
    rules: tuple[str, ...]
    fields: tuple[str, ...]
    query: str = ""
    count: CountOver | None = None


class Unconverted(msgspec.Struct, frozen=True):
    """A rule that cannot be asked, and why."""

    name: str
    reason: str


class RuleBook(msgspec.Struct, frozen=True):
    """All rules of one set, and those that were left out."""

    rules: tuple[Rule, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    unconverted: tuple[Unconverted, ...] = ()

    def __add__(self, other: "RuleBook") -> "RuleBook":
        return RuleBook(
            self.rules + other.rules,
            self.correlations + other.correlations,
            self.unconverted + other.unconverted,
        )
