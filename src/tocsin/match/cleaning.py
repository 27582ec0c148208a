"""The values of one column of an index made clean, chunk by chunk, and which of them could not."""

from collections.abc import Iterator, Sequence

from tocsin.match.clean import BLANKS, CLEANERS, UNKNOWN_DAY, UncleanError, clean_text
from tocsin.match.memo import Memo
from tocsin.match.nir import are_whole
from tocsin.match.persons import RARE

_NUMBERS = frozenset({"nir", "ins", "insured_nir"})


class ColumnCleaner:
    """Cleans the column `name`. An unusable value becomes the column's blank and is a fault."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cleaner = CLEANERS.get(name, clean_text)
        self._known = Memo(self._clean)
        self._faults: dict[str, str] = {}

    def clean(self, values: Sequence[str]) -> list[object]:
        """The clean values."""
        if self._name not in RARE:
            return list(map(self._known.__getitem__, values))
        try:
            if "\ufffd" not in "".join(values):
                return self._all_usual(values)
        except UncleanError:
            pass
        return list(map(self._clean, values))

    def _all_usual(self, values: Sequence[str]) -> list[object]:
        """The clean values of a chunk in which nothing is wrong; else `UncleanError`."""
        if self._name not in _NUMBERS:
            return list(map(self._cleaner, values))
        whole = are_whole(values).tolist()
        return [v if ok else self._cleaner(v) for v, ok in zip(values, whole, strict=True)]

    def _clean(self, value: str) -> object:
        try:
            cleaned = self._cleaner(value)
        except UncleanError as reason:
            self._faults[value] = str(reason)
            return BLANKS.get(self._name, "")
        if cleaned is UNKNOWN_DAY:
            self._faults[value] = "day unknown, taken as deceased"
        elif "\ufffd" in value:
            self._faults[value] = "unreadable character"
        return cleaned

    def faults_in(self, values: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The position and the reason of each value of a cleaned chunk that is a fault."""
        if self._faults and not self._faults.keys().isdisjoint(values):
            for position, value in enumerate(values):
                if value in self._faults:
                    yield position, self._faults[value]
