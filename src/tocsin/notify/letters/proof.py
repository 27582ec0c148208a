"""The last look at a PDF of letters: what is printed, read back, against what the ledger says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True)
class Expected:
    """A letter begins with `window`, holds each of `present` and none of `absent`."""

    window: str
    present: tuple[str, ...]
    absent: tuple[str, ...]

    def is_met(self, text: str) -> bool:
        """Whether the letter's text, on one line, is as expected."""
        return (
            text.startswith(_one_line(self.window))
            and all(_one_line(part) in text for part in self.present)
            and not any(_one_line(part) in text for part in self.absent)
        )


def is_proven(pdf: bytes, title: str, letters: Sequence[Expected]) -> bool:
    """Whether the PDF holds just these letters, in this order, each as expected.

    `title` stands on the first page of every letter and on no other.
    """
    texts = list(_letters(pdf, _one_line(title)))
    return len(texts) == len(letters) and all(
        expected.is_met(text) for expected, text in zip(letters, texts, strict=True)
    )


def sheets_of(pdf: bytes) -> int:
    """Sheets of paper, printed on both sides: each letter begins on a sheet of its own."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return (len(document) + 1) // 2
    finally:
        document.close()


def _letters(pdf: bytes, title: str) -> Iterator[str]:
    """The text of each letter: a page with the title opens a new one."""
    pages: list[str] = []
    for page in _pages(pdf):
        if title in page and pages:
            yield " ".join(pages)
            pages = []
        if page:
            pages.append(page)
    if pages:
        yield " ".join(pages)


def _pages(pdf: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            yield _one_line(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()


def _one_line(text: str) -> str:
    return " ".join(text.replace("\ufffe", "").split())
