"""In a cell: records on their way out, gathered by column."""

from collections.abc import Sequence
from typing import Any

from tocsin.watch.event import COLUMNS, Kind, Record, Unparsed, Values
from tocsin.watch.sigma.hunt import Hunt
from tocsin.watch.wall.message import ROWS, End, Knowledge, Rows

MOST_NEEDED = 200_000
"""Matches of one piece kept for rules over time; more are counted as left out."""

MOST = 2**63 - 1
_NAMES = tuple(name for name in COLUMNS if not name.startswith("evidence."))
_NOTHING: set[type] = {type(None)}
_TEXT, _NUMBER = {str} | _NOTHING, {int} | _NOTHING


class Hunter:
    """The rules ready to be asked, the number of each, and what counts over time need of it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.hunt = Hunt(knowledge.rules)
        self.numbers = {rule.id: number for number, rule in enumerate(knowledge.rules)}
        self.base_fields = knowledge.base_fields


class Sheet:
    """Takes records in until it is full; gives them as rows, and begins anew."""

    def __init__(self, hunter: Hunter) -> None:
        self._hunter = hunter
        self._clear()
        self._unparsed: dict[str, tuple[int, int]] = {}
        self._kept = self._left_out = 0

    def _clear(self) -> None:
        self._rows: list[tuple[Any, ...]] = []
        self._offsets: list[int] = []
        self._recovered: list[bool] = []
        self._matches: list[tuple[int, int]] = []
        self._needed: list[tuple[int, int, dict[str, str]]] = []

    @property
    def is_full(self) -> bool:
        """Whether it must be given before more is taken."""
        return len(self._rows) >= ROWS

    def take(self, record: Record | Unparsed) -> None:
        """Take a record in: as an event, with the rules it matches, or counted."""
        if isinstance(record, Unparsed):
            times, first = self._unparsed.get(record.reason, (0, record.offset))
            self._unparsed[record.reason] = (times + 1, first)
            return
        if record.fields:
            for rule in self._hunter.hunt.matches(record.values["event.dataset"], record.fields):
                self._match(rule.id, record.fields)
        self._rows.append(tuple(map(record.values.get, _NAMES)))
        self._offsets.append(record.offset)
        self._recovered.append(record.recovered)

    def _match(self, rule: str, fields: Values) -> None:
        row, number = len(self._rows), self._hunter.numbers[rule]
        self._matches.append((row, number))
        names = self._hunter.base_fields.get(rule)
        if names is None:
            return
        if self._kept >= MOST_NEEDED:
            self._left_out += 1
            return
        self._kept += 1
        said = {name: str(fields[name]) for name in names if fields.get(name) is not None}
        self._needed.append((row, number, said))

    def rows(self) -> Rows:
        """What was taken since the last time."""
        texts: dict[str, list[str | None]] = {}
        numbers: dict[str, list[int | None]] = {"evidence.offset": list(self._offsets)}
        flags = {"evidence.recovered": self._recovered}
        for name, values in zip(_NAMES, zip(*self._rows, strict=True), strict=False):
            kinds = set(map(type, values))
            if kinds == _NOTHING:
                continue
            if COLUMNS[name] is Kind.TEXT:
                texts[name] = _texts(values, kinds)
            else:
                numbers[name] = _numbers(values, kinds)
        told = Rows(len(self._rows), texts, numbers, flags, self._matches, self._needed)
        self._clear()
        return told

    def end(self, fault: str) -> End:
        """What there is to say when all was read."""
        return End(self._unparsed, self._left_out, fault)


def _texts(values: Sequence[Any], kinds: set[type]) -> list[Any]:
    if kinds <= _TEXT:
        return list(values)
    return [value if value is None else str(value) for value in values]


def _numbers(values: Sequence[Any], kinds: set[type]) -> list[Any]:
    if kinds <= _NUMBER and all(value is None or -MOST <= value <= MOST for value in values):
        return list(values)
    return [whole(value) for value in values]


def whole(value: Any) -> int | None:
    """A value as a number that fits its column, or None."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) <= MOST else None
