"""One person's values in a document exchanged for another's, spelt as the document spells them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from tocsin.decoys.redate import redated
from tocsin.find.finders.dates import dates
from tocsin.find.fold import fold, fold_keeping_offsets
from tocsin.find.page import Page
from tocsin.match.nir import BODY
from tocsin.model.document import Block, TextBlock
from tocsin.model.person import Person

FORM_ROWS, FORM_COLUMNS = 60, 4
"""A table no larger may be a form: each row of it says another thing of one person."""

NEAR = 60
"""Characters from a strong value within which a given name is taken for the person's."""

LEAST = 3
"""Letters or digits of a value that is looked for."""

Spell = Callable[[str], str]
"""From what stands in the text to what is to stand there."""


class Span(NamedTuple):
    """A stretch of a text and what comes in its place; `strong` if it tells who it is."""

    start: int
    end: int
    text: str
    strong: bool


class Swap:
    """Exchanges `old` for `new`.

    Counted over all that is exchanged: values that tell who it is (`strong`), given names and birth
    dates (`weak`), and those of these that were left because they may be another's (`left`).
    """

    def __init__(self, old: Person, new: Person) -> None:
        self.strong = self.weak = self.left = 0
        self._old, self._new = old, new
        self._strong = list(_strong(old, new))
        self._given = list(_given_names(old, new))

    def block(self, block: Block) -> Block:
        """The block with the person exchanged; only rows that name them are touched."""
        if isinstance(block, TextBlock):
            return replace(block, text=self.text(block.text))
        form = len(block.rows) <= FORM_ROWS and all(len(r) <= FORM_COLUMNS for r in block.rows)
        named = form and any(map(self._is_named, block.rows))
        return replace(block, rows=[self._row(row, named=named) for row in block.rows])

    @property
    def is_whole(self) -> bool:
        """Whether the person was found, and what was left is rather another's."""
        return bool(self.strong) and not (self.left and not self.weak)

    def text(self, text: str) -> str:
        """The text with the person exchanged."""
        spans = [*self._found(text, self._strong, strong=True), *self._dates(text)]
        spans += self._near(text, spans)
        return self._put(text, spans)

    def _is_named(self, row: list[str]) -> bool:
        return any(True for _ in self._found("\t".join(row), self._strong, strong=True))

    def _row(self, row: list[str], *, named: bool) -> list[str]:
        return [self._cell(cell) for cell in row] if named or self._is_named(row) else row

    def _cell(self, cell: str) -> str:
        spans = [*self._found(cell, self._strong, strong=True), *self._dates(cell)]
        spans += self._found(cell, self._given, strong=False)
        return self._put(cell, spans)

    def _found(
        self, text: str, values: Iterable[tuple[re.Pattern[str], Spell]], *, strong: bool
    ) -> Iterator[Span]:
        folded = fold_keeping_offsets(text)
        for pattern, spell in values:
            for match in pattern.finditer(folded):
                written = text[match.start() : match.end()]
                if strong and written.isalpha() and written.islower():
                    continue  # an everyday word that is a surname, too
                yield Span(match.start(), match.end(), spell(written), strong)

    def _dates(self, text: str) -> Iterator[Span]:
        old, new = self._old.birth_date, self._new.birth_date
        if old is None or new is None:
            return
        for found in dates(Page(text)):
            if found.day == old:
                written = text[found.start : found.end]
                yield Span(found.start, found.end, redated(written, old, new), False)

    def _near(self, text: str, spans: list[Span]) -> list[Span]:
        """Given names that stand beside what tells who it is."""
        strong = [span for span in spans if span.strong]
        given = list(self._found(text, self._given, strong=False))
        near = [
            span
            for span in given
            if any(span.start - one.end < NEAR and one.start - span.end < NEAR for one in strong)
        ]
        self.left += len(given) - len(near)
        return near

    def _put(self, text: str, spans: list[Span]) -> str:
        """The spans put in their places; of two that overlap the longer."""
        kept: list[Span] = []
        for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
            if all(span.end <= one.start or one.end <= span.start for one in kept):
                kept.append(span)
        strong = sum(span.strong for span in kept)
        self.strong, self.weak = self.strong + strong, self.weak + len(kept) - strong
        for span in sorted(kept, reverse=True):
            text = text[: span.start] + span.text + text[span.end :]
        return text


def _strong(old: Person, new: Person) -> Iterator[tuple[re.Pattern[str], Spell]]:
    """What tells who it is: numbers, address of mail, telephone, street, surnames."""
    for name in ("nir", "ins", "insured_nir", "patient_id", "phone", "mobile", "email", "address"):
        one, other = getattr(old, name), getattr(new, name)
        if sum(map(str.isalnum, one)) >= LEAST:
            yield _spread(one), _respelt(other)
            if len(one) > BODY and name in ("nir", "ins", "insured_nir"):
                yield _spread(one[:BODY]), _respelt(other[:BODY])
            if name == "patient_id" and one.startswith("0"):
                yield _spread(one.lstrip("0")), _respelt(other.lstrip("0"))
    for one, other in ((old.birth_name, new.birth_name), (old.used_name, new.used_name)):
        if len(one) > 1:
            yield _words(one), _styled(other)


def _given_names(old: Person, new: Person) -> Iterator[tuple[re.Pattern[str], Spell]]:
    if old.first_names and new.first_names:
        yield _words(old.first_names), _styled(new.first_names)
        first, other = old.first_names.split()[0], new.first_names.split()[0]
        yield _words(first), _styled(other)


def _spread(value: str) -> re.Pattern[str]:
    """The characters of a number, with what people put between them."""
    signs = [re.escape(sign) for sign in fold_keeping_offsets(value) if sign.isalnum()]
    return re.compile(r"(?<![A-Z0-9])" + r"[^A-Z0-9\t]{0,3}".join(signs) + r"(?![A-Z0-9])")


def _words(name: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Z0-9])" + r"[ \-'._]{1,2}".join(map(re.escape, fold(name).split()))
        + r"(?![A-Z0-9])"
    )  # fmt: skip


def _respelt(value: str) -> Spell:
    """The signs of `value` where the old ones stood; what stands between them stays."""

    def spell(written: str) -> str:
        signs = [sign for sign in value if sign.isalnum()]
        if len(signs) != sum(map(str.isalnum, written)):
            return value
        rest = iter(signs)
        return "".join(next(rest) if sign.isalnum() else sign for sign in written)

    return spell


def _styled(name: str) -> Spell:
    """The name in capitals, or without accents, as the old one is written."""

    def spell(written: str) -> str:
        plain = written.isascii()
        shown = fold(name) if plain else name
        if written.isupper():
            return shown.upper()
        return shown.lower() if written.islower() else shown.title() if plain else name

    return spell
