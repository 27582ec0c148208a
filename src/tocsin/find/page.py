"""A text made ready for scanning: the text, its folded bytes, its words. Same offsets in all."""

import re
from functools import cached_property

from tocsin.find.fold import fold, folded_bytes
from tocsin.find.re2 import Scanned
from tocsin.model.mention import Grade, Mention, MentionKind

_FIGURE_IN_WORD = re.compile(r"(?<=[^\W\d_])[01358|](?=[^\W\d_])|\b[018](?=[^\W\d_]{2})")
_LETTER_FOR = {"0": "O", "1": "I", "3": "E", "5": "S", "8": "B", "|": "I"}
_LONGEST_LINE = 1_000  # a file without line breaks must not be read again for each word
_WORDS_ONLY = bytes(i if bytes([i]).isalnum() else 32 for i in range(256))


class Page:
    """One document's text under search; `folded[i]` stands for `text[i]`.

    `ocr` says that letters were recognised from an image and may be mistaken for digits.
    """

    def __init__(self, text: str, *, ocr: bool = False, whole: bool = True) -> None:
        self.text = text
        folded = folded_bytes(text)
        self.folded: bytes = Scanned(folded) if whole else folded
        self.ocr = ocr

    @cached_property
    def words(self) -> bytes:
        """A space, then the folded text with a space for all that is no letter or digit."""
        return b" " + self.folded.translate(_WORDS_ONLY)

    def part(self, start: int, end: int) -> "Page":
        """A stretch of the page as a page of its own; no pattern is spared by looking first."""
        return Page(self.text[start:end], ocr=self.ocr, whole=False)

    def head(self, length: int) -> bytes:
        """The first characters of the folded text; of a short one all, looked through already."""
        return self.folded if len(self.folded) <= length else self.folded[:length]

    def lettered(self) -> "Page":
        """For finding names: the page with the figures inside words that OCR misread put right."""
        if not self.ocr:
            return self
        return Page(_FIGURE_IN_WORD.sub(lambda m: _LETTER_FOR[m.group(0)], self.text), ocr=True)

    def before(self, start: int, length: int = 40) -> bytes:
        """The folded text just before `start`."""
        return self.folded[max(0, start - length) : start]

    def after(self, end: int, length: int = 40) -> bytes:
        """The folded text just after `end`."""
        return self.folded[end : end + length]

    def line(self, start: int) -> tuple[int, int]:
        """Where the line around `start` begins and ends, looking at most 1,000 characters away."""
        first, last = max(0, start - _LONGEST_LINE), min(len(self.folded), start + _LONGEST_LINE)
        begin = self.folded.rfind(b"\n", first, start)
        end = self.folded.find(b"\n", start, last)
        return first if begin < 0 else begin + 1, last if end < 0 else end

    def fold(self, start: int, end: int) -> str:
        """The value form of a span."""
        return fold(self.text[start:end])

    def mention(
        self,
        kind: MentionKind,
        span: tuple[int, int],
        value: str | None,
        confidence: float,
        rule: str,
        grade: Grade = Grade.EXPLICIT,
    ) -> Mention:
        """A mention of this page; its value is the folded text where none is given."""
        start, end = span
        shown = self.fold(start, end) if value is None else value
        return Mention(kind, start, end, shown, confidence, grade, rule)
