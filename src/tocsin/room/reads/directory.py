"""Finding a person by what one knows of them, in the memory of the server alone.

The index is folded (no case, no accents) into one text, a line a person: a search of 126,000
persons takes a few milliseconds, and no index of names is written anywhere.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tocsin.find import fold, fold_all
from tocsin.room.opened import reading
from tocsin.room.remembered import Remembered

MOST_FOUND = 50
_ALL = """
    SELECT person, patient_id || ' ' || birth_name || ' ' || used_name || ' ' || first_names
        || ' ' || coalesce(birth_date, '') || ' ' || coalesce(substr(birth_date, 9, 2)
        || '/' || substr(birth_date, 6, 2) || '/' || substr(birth_date, 1, 4), '') FROM persons
"""


@dataclass(frozen=True, slots=True)
class Directory:
    """Folded lines, where each begins, and whose it is."""

    text: str
    starts: list[int]
    persons: list[int]

    def find(self, words: str, *, most: int = MOST_FOUND) -> list[int]:
        """Persons whose line has every word at the beginning of one of its own."""
        wanted = sorted({f" {fold(word)}" for word in words.split() if fold(word)}, key=len)
        if not wanted:
            return []
        found: list[int] = []
        for line, person in self._lines_with(wanted[-1]):
            if all(word in line for word in wanted):
                found.append(person)
            if len(found) == most:
                break
        return found

    def _lines_with(self, word: str) -> Iterator[tuple[str, int]]:
        at = self.text.find(word)
        while at >= 0:
            row = bisect_right(self.starts, at) - 1
            end = self.text.find("\n", at)
            yield self.text[self.starts[row] : end], self.persons[row]
            at = self.text.find(word, end)


def _directory() -> Directory:
    rows = reading().store.execute(_ALL)
    lines = fold_all([text for _, text in rows])
    lengths = (len(line) + len("  ") for line in lines)
    starts = list(accumulate(lengths, initial=0))[:-1]
    text = "".join(f" {line}\n" for line in lines)
    return Directory(text, starts, [person for person, _ in rows])


DIRECTORY: Remembered[Directory] = Remembered(_directory, seconds=600.0)
