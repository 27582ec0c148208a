"""Tables of one field a row (`id ; champ ; valeur`), made tables of one person a row.

So do forms of hospital software keep what is filled in ("entity, attribute, value").
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.find.table import kind_of_title, normalized
from tocsin.model.document import TableBlock
from tocsin.model.mention import MentionKind as K

_WHO = frozenset(
    (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.GIVEN_NAMES, K.BIRTH_DATE, K.NIR, K.PATIENT_ID)
)
_LEAST_ROWS, _LEAST_COLUMNS, _MOST_COLUMNS = 4, 3, 8
_LEAST_FIELDS, _MOST_FIELDS = 3, 200
_SAMPLE = 120
"""Rows that are looked at first: hardly any table has a column of fields."""

_KNOWN = 0.5
"""Of the rows, those whose field is one that tables have columns of."""


def pivoted(block: TableBlock) -> TableBlock:
    """The same table with a row for each person, where its first field stands; or as it is."""
    key, at = _places(block)
    return _by_key(block, key, at) if at else block


def has_a_field_a_row(block: TableBlock) -> bool:
    """Whether a table is such a one."""
    return _places(block)[1] > 0


def regrouped(before: TableBlock, block: TableBlock) -> tuple[TableBlock | None, TableBlock]:
    """Two blocks of one such table, cut anywhere between them, so that no person is in both.

    The first is None where all stays together.
    """
    key, _ = _places(before)
    last, begin = before.rows[-1][key : key + 1], len(before.rows)
    while last and begin and before.rows[begin - 1][key : key + 1] == last:
        begin -= 1
    rest = replace(
        before, rows=before.rows[begin:] + block.rows, first_row=before.first_row + begin
    )
    if not begin or not has_a_field_a_row(rest):
        return None, replace(before, rows=before.rows + block.rows)
    return replace(before, rows=before.rows[:begin]), rest


def _places(block: TableBlock) -> tuple[int, int]:
    """The columns of whose a field is and of which it is; the second 0 if there are none."""
    sample = [row for row in block.rows[:_SAMPLE] if any(row)]
    width = max(map(len, sample), default=0)
    if len(sample) < _LEAST_ROWS or not _LEAST_COLUMNS <= width <= _MOST_COLUMNS:
        return 0, 0
    at = next((at for at in range(1, width - 1) if _are_fields(sample, at)), 0)
    key = next((key for key in range(at) if _groups(block.rows, key, at)), -1)
    return (key, at) if key >= 0 else (0, 0)


def _are_fields(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a column holds the names of fields, of which two or more say who somebody is."""
    cells = [row[at] for row in rows if at < len(row)]
    fields = set(cells)
    if not _LEAST_FIELDS <= len(fields) <= _MOST_FIELDS or 2 * len(fields) > len(cells) + 8:
        return False
    kinds = {field: kind_of_title(normalized(field)) for field in fields}
    known = sum(1 for cell in cells if kinds[cell])
    return known >= _KNOWN * len(rows) and len({k for k in kinds.values() if k in _WHO}) > 1


def _groups(rows: Sequence[Sequence[str]], key: int, at: int) -> bool:
    """Whether a column says whose the field is: several fields each, hardly any twice."""
    said = [(row[key], row[at]) for row in rows if at < len(row) and row[key]]
    keys = {one for one, _ in said}
    several = len(said) >= _LEAST_FIELDS * len(keys)
    return bool(keys) and several and len(set(said)) >= 0.8 * len(said)


def _by_key(block: TableBlock, key: int, at: int) -> TableBlock:
    fields = list(dict.fromkeys(field for _, _, field, _ in _told(block, key, at)))
    if len(fields) > _MOST_FIELDS:
        return block
    places = {field: place for place, field in enumerate(fields)}
    begun: dict[str, int] = {}
    rows: list[list[str]] = [[] for _ in block.rows]
    for number, whose, field, value in _told(block, key, at):
        row = rows[begun.setdefault(whose, number)]
        row.extend([""] * (len(fields) - len(row)))
        row[places[field]] = " / ".join(filter(None, (row[places[field]], value)))
    return replace(block, header=tuple(fields), rows=rows)


def _told(block: TableBlock, key: int, at: int) -> Iterator[tuple[int, str, str, str]]:
    """The number of each row, whose field it is, which, and its value."""
    for number, row in enumerate(block.rows):
        if len(row) > at + 1 and row[key] and row[at]:
            yield number, row[key], row[at], row[at + 1]
