"""How a delimited file separates and quotes, found by trying and keeping what gives even rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ";\t|,^~"
SAMPLE_CHARS = 32_768


@dataclass(frozen=True, slots=True)
class Dialect:
    """A separator, a quote character and, where backslashes protect quotes, an escape."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None

    def rows(self, text: str) -> "list[list[str]]":
        """The records of `text`."""
        return list(
            csv.reader(
                io.StringIO(text, newline=""),
                delimiter=self.delimiter,
                quotechar=self.quote,
                escapechar=self.escape,
                doublequote=True,
            )
        )


def of(text: str, *, sure: bool = False) -> Dialect | None:
    """The dialect of the beginning of a file, or None if nothing separates its lines.

    With `sure`, only rows so even that a plain text cannot have them by chance count.
    """
    sample = _whole_lines(text[:SAMPLE_CHARS])
    best, best_score = None, 0.0
    for candidate in _candidates(sample):
        score = _evenness(candidate, sample, sure)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _whole_lines(sample: str) -> str:
    sample = sample.replace("\r\n", "\n").replace("\r", "\n")
    return sample[: sample.rfind("\n") + 1] or sample


def _candidates(sample: str) -> Iterator[Dialect]:
    quote = _quote(sample)
    # A backslash before a quote may protect it, or end the cell (a folder): both are tried.
    escapes = ("\\", None) if "\\" + quote in sample else (None,)
    for delimiter in DELIMITERS:
        if delimiter in sample:
            yield from (Dialect(delimiter, quote, escape) for escape in escapes)


def _quote(sample: str) -> str:
    def at_edges(quote: str) -> int:
        return sum(sample.count(quote + d) + sample.count(d + quote) for d in DELIMITERS + "\n")

    return "'" if at_edges("'") > 2 * at_edges('"') and at_edges("'") > 6 else '"'


def _evenness(dialect: Dialect, sample: str, sure: bool) -> float:
    """The share of rows of the usual width, a little more for wider tables; 0 if it will not do."""
    try:
        widths = [len(row) for row in dialect.rows(sample) if row]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0
    usual, count = wide.most_common(1)[0]
    share = count / len(widths)
    if sure and (len(widths) < 3 or share < 0.9 or (dialect.delimiter == "," and usual < 3)):
        return 0.0
    return share + min(usual, 50) / 1000
