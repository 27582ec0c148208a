"""The persons of an index, column by column: no object a person until somebody asks for one.

Five million `Person` objects take more than 6 GB, and a forked worker copies every page it reads
(reference counts). Columns of flat memory take some 200 bytes a person and are never written to.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, overload

from tocsin.match.coded import Coded
from tocsin.match.texts import Texts
from tocsin.model.person import INDEX_COLUMNS, Person

RARE = frozenset({"patient_id", "ins", "nir", "insured_nir", "address", "phone", "mobile", "email"})
"""Columns whose values hardly repeat."""

CHUNK = 10_000


class PersonTable(Sequence[Person]):
    """The persons of an index by their position; a `Person` is made when one is asked for."""

    def __init__(self, persons: Iterable[Person] = ()) -> None:
        self.texts = {name: Texts() for name in INDEX_COLUMNS if name in RARE}
        self.coded = {name: Coded() for name in INDEX_COLUMNS if name not in RARE}
        all_columns: dict[str, Texts | Coded] = {**self.texts, **self.coded}
        self._columns = [all_columns[name] for name in INDEX_COLUMNS]
        rest = iter(persons)
        while chunk := list(islice(rest, CHUNK)):
            self.extend([[getattr(p, name) for p in chunk] for name in INDEX_COLUMNS])

    def extend(self, columns: Sequence[Sequence[Any]]) -> None:
        """More persons: their clean values by column, in the order of `INDEX_COLUMNS`."""
        for column, values in zip(self._columns, columns, strict=True):
            column.extend(values)

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, at: int) -> Person: ...
    @overload
    def __getitem__(self, at: slice) -> list[Person]: ...
    def __getitem__(self, at: int | slice) -> Person | list[Person]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        position = range(len(self))[at]
        fields: list[Any] = [column[position] for column in self._columns]
        return Person(*fields)

    def __iter__(self) -> Iterator[Person]:
        return map(Person, *self._columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"PersonTable of {len(self)}"
