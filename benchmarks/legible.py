"""How much of a paper a reading got right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.papers import Paper


def distance_within(line: str, text: str) -> int:
    """The least edits that make `line` out of some stretch of `text` (Sellers 1980)."""
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    row = np.zeros(len(letters) + 1, np.int32)
    steps = np.arange(len(row), dtype=np.int32)
    for at, letter in enumerate(line, 1):
        new = np.empty_like(row)
        new[0] = at
        np.minimum(row[:-1] + (letters != ord(letter)), row[1:] + 1, out=new[1:])
        row = np.minimum.accumulate(new - steps) + steps
    return int(row.min())


@dataclass(slots=True)
class Tally:
    """What was there, and what of it was read, over many papers."""

    letters: int = 0
    wrong: int = 0
    there: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)

    @property
    def error_rate(self) -> float:
        """Wrong characters, of all those printed outside machine-readable zones."""
        return self.wrong / max(1, self.letters)

    def share(self, name: str) -> float | None:
        """Of the fields of that name, how many were right; None if there were none."""
        there = self.there.get(name, 0)
        return self.right.get(name, 0) / there if there else None

    def add(self, paper: Paper, text: str) -> None:
        """Count one paper and what was read of it."""
        flat = " ".join(text.split())
        for line in paper.lines:
            self.letters += len(line)
            self.wrong += min(len(line), distance_within(line, flat))
        for name, is_right in fields_right(paper, text):
            self.there[name] = self.there.get(name, 0) + 1
            self.right[name] = self.right.get(name, 0) + is_right


def fields_right(paper: Paper, text: str) -> Iterator[tuple[str, bool]]:
    """Each field that matters, and whether the text has it, letter by letter."""
    tight = re.sub(r"\s", "", text)
    digits = re.sub(r"[\s./-]", "", text)
    if "nir" in paper.fields:
        yield "NIR", paper.fields["nir"] in tight
    if "surname" in paper.fields:
        names = (paper.fields["surname"], paper.fields["given"])
        yield "name", all(name.replace(" ", "") in tight for name in names)
    if "birth" in paper.fields:
        born = paper.fields["birth"]
        yield "birth date", born in digits or born.replace(" ", "") in tight
    if paper.zone:
        lines = [re.sub(r"\s", "", line) for line in text.splitlines()]
        yield "zone", all(line in lines for line in paper.zone)
