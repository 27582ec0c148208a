"""The text of a document in clear, for whoever must judge it: on the screen only."""

from collections.abc import Iterable, Iterator

from tocsin.case import Case
from tocsin.explain.sealed import find_document, read_again
from tocsin.language import number, screen_language, tr
from tocsin.leaf import Leaf, Table
from tocsin.model.document import Part, TableBlock, TextBlock

LETTERS_SHOWN = 20_000


def text_of(case: Case, path: str, passwords: tuple[str, ...] = ()) -> Leaf:
    """What stands in the document at `path`. The look is journaled.

    Raises `InputError` if there is no such document, `MachineError` if it is not found again.
    """
    document = find_document(case, path)
    case.journal("explain.document", document=document.number, clear=True)
    texts = _texts(read_again(case, document, passwords))
    return Leaf(screen_language(), path, tables=(text_table(texts),))


def text_table(texts: Iterable[tuple[str, str]]) -> Table:
    """Places and their texts, as far as a screen holds them."""
    rows: list[tuple[str, ...]] = []
    left = LETTERS_SHOWN
    for locator, text in texts:
        if left > 0:
            rows.append((locator, text[:left]))
        left -= len(text)
    return Table(tr("Texte", "Text"), ("", ""), tuple(rows), more(-left))


def more(count: int) -> str:
    """How much is left out, "" if nothing is."""
    if count <= 0:
        return ""
    return tr(f"… et {number(count)} de plus.", f"… and {number(count)} more.")


def _texts(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    for part in parts:
        if isinstance(part, TextBlock):
            yield part.locator, part.text
        elif isinstance(part, TableBlock):
            lines = [part.header, *part.rows] if part.header else part.rows
            yield part.locator, "\n".join(" | ".join(line) for line in lines)
