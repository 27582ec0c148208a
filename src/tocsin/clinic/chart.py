"""One medical paper to be written: about whom, with which words, and what it gives away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tocsin.clinic.house import House
from tocsin.clinic.naming import Named
from tocsin.clinic.paper import Block, Paper
from tocsin.clinic.phrases import pick
from tocsin.model.category import Category

HEALTH = frozenset({Category.HEALTH})
STAY = frozenset({Category.HEALTH, Category.CARE_EPISODE})


@dataclass(frozen=True, slots=True)
class Case:
    """One medical paper to write: who, by whom, with which words."""

    rng: Random
    house: House
    named: Named
    slots: Mapping[str, str]
    number: int

    def paper(self, title: str, sections: str) -> Paper:
        """A report made of one to two sentences of each section."""
        blocks: list[Block] = []
        for section in sections.split():
            count = 1 if section in ("discharge", "referral", "mail") else 2
            blocks += pick(self.rng, "medical", section, self.slots, count)
        return Paper(title, blocks, self.named.header)

    def identity(self) -> Block:
        """The patient's block, as a form or a line."""
        if self.named.fields:
            return [list(pair) for pair in self.named.fields]
        return f"Patient : {self.named.phrase}"


Form = Callable[[Case], tuple[str, bytes, frozenset[Category]]]
"""Writes one paper: its extension, its bytes, and what it gives away."""
