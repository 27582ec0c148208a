"""Comments of a workbook's cells, by sheet and row: a remark beside a name is about that name.

ECMA-376 part 1: §18.7 (comments), §18.3.1.73 (cell references); part 2 §9.3 (relationships).
Threaded comments keep a copy in the same place for older programs, which is the one read.
"""

import re
from collections.abc import Iterator

from tocsin.model.document import Block, TableBlock
from tocsin.read.package import Package, targets_of
from tocsin.read.xml import Element, attribute

HEADING = "Commentaire"
_WORKBOOK = "xl/workbook.xml"
_ROW = re.compile(r"\d+$")

Notes = dict[int, str]
"""The comments of one sheet by the number of their row, from 1."""


def notes_of(package: Package) -> dict[str, Notes]:
    """The comments of each sheet by its name; sheets without any are left out."""
    targets = targets_of(package, _WORKBOOK)
    root = package.part(_WORKBOOK) if _WORKBOOK in package.names else None
    if root is None:
        return {}
    found = {
        attribute(sheet, "name"): _notes_on(package, targets.get(attribute(sheet, "id"), ""))
        for sheet in root.iter("{*}sheet")
    }
    return {name: notes for name, notes in found.items() if notes}


def beside_rows(block: Block, notes: Notes) -> Block:
    """A table block with each row's comments in a last column of their own."""
    if not isinstance(block, TableBlock):
        return block
    width = max([len(block.header), *map(len, block.rows)])
    header = (*_padded(list(block.header), width), HEADING) if block.header else ()
    rows = [
        [*_padded(row, width), notes.pop(number, "")]
        for number, row in enumerate(block.rows, block.first_row)
    ]
    return TableBlock(block.document, block.locator, header, rows, block.first_row)


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))


def _notes_on(package: Package, sheet: str) -> Notes:
    notes: Notes = {}
    for part in targets_of(package, sheet).values():
        if "/comments" not in part or part not in package.names:
            continue
        root = package.part(part)
        for row, text in _comments(root) if root is not None else ():
            notes[row] = f"{notes[row]} ; {text}" if row in notes else text
    return notes


def _comments(root: Element) -> Iterator[tuple[int, str]]:
    for comment in root.iter("{*}comment"):
        row = _ROW.search(attribute(comment, "ref"))
        text = " ".join("".join(t.text or "" for t in comment.iter("{*}t")).split())
        if row and text:
            yield int(row[0]), text
