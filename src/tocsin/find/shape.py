"""Tables that are not one person a row, made so: turned upright, relatives' columns set apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tocsin.find.others import RELATIVE
from tocsin.find.pivot import pivoted
from tocsin.find.table import kind_of_title, normalized
from tocsin.model.document import TableBlock
from tocsin.model.mention import MentionKind as K

_WHO = frozenset(
    (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.GIVEN_NAMES, K.BIRTH_DATE, K.NIR, K.PATIENT_ID)
)
_TELLING = frozenset((K.BIRTH_DATE, K.NIR, K.INS, K.PHONE, K.EMAIL))
"""What, beside a name, tells who a relative is; one who is merely named is read with the row."""

_MOST_ROWS, _LEAST_COLUMNS, _MOST_COLUMNS = 60, 3, 60
_TURNED = "colonnes lues en lignes"


def persons_in_rows(block: TableBlock) -> Iterator[TableBlock]:
    """The same table, a person a row; columns that tell of a relative as a table of their own."""
    block = _upright(pivoted(block))
    relatives: dict[str, list[int]] = {}
    for index, title in enumerate(block.header):
        if match := RELATIVE.search(normalized(title)):
            relatives.setdefault(match.group(1), []).append(index)
    tables = {name: _of_a_relative(block, columns) for name, columns in relatives.items()}
    told = {name: table for name, table in tables.items() if _tells_who(table)}
    apart = {index for name in told for index in relatives[name]}
    yield _only(block, [i for i in range(len(block.header)) if i not in apart]) if apart else block
    yield from told.values()


def _of_a_relative(block: TableBlock, columns: Sequence[int]) -> TableBlock:
    theirs = _only(block, columns)
    return replace(theirs, header=tuple(_bare(title) for title in theirs.header))


def _tells_who(block: TableBlock) -> bool:
    kinds = {kind_of_title(normalized(title)) for title in block.header}
    return bool(kinds & _TELLING and kinds & _WHO)


def _upright(block: TableBlock) -> TableBlock:
    """Labels in the first column and a person in each other one: turned, else as it is."""
    width = max([len(block.header), *map(len, block.rows)])
    if len(block.rows) > _MOST_ROWS or not _LEAST_COLUMNS <= width <= _MOST_COLUMNS:
        return block
    given = [block.header, *block.rows] if block.header else block.rows
    lines = [(*line, *[""] * (width - len(line))) for line in given]
    labels = _kinds(line[0] for line in lines)
    if len(labels) < 2 or len(_kinds(block.header)) > 1 or _are_labels(lines):
        return block
    header, *rows = zip(*lines, strict=True)
    where = f"{block.locator}, {_TURNED}" if block.locator else _TURNED
    return replace(block, header=tuple(header), rows=[list(row) for row in rows], locator=where)


def _kinds(titles: Iterable[str]) -> set[K]:
    return {kind for title in titles if (kind := kind_of_title(normalized(title))) in _WHO and kind}


def _are_labels(lines: Sequence[Sequence[str]]) -> bool:
    """Whether labels stand in other columns too: then it is a form, and no table."""
    return bool(_kinds(cell for line in lines[1:] for cell in line[1:]))


def _only(block: TableBlock, columns: Sequence[int]) -> TableBlock:
    """The block with these columns alone."""
    width = len(block.header)
    rows = [[*row, *[""] * (width - len(row))] for row in block.rows]
    return replace(
        block,
        header=tuple(block.header[i] for i in columns),
        rows=[[row[i] for i in columns] for row in rows],
    )


def _bare(title: str) -> str:
    return RELATIVE.sub("", normalized(title)).strip()
