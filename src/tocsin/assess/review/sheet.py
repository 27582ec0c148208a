"""The questions as a spreadsheet: CSV out, filled in by people, CSV in again.

Semicolons and a byte-order mark, so that a French spreadsheet opens it as it is.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tocsin.assess.review.question import Question, QuestionKind
from tocsin.assess.review.review import Review
from tocsin.assess.review.verdict import answer_of
from tocsin.case import Store
from tocsin.errors import InputError, TocsinError
from tocsin.find.fold import fold
from tocsin.language import Language, screen_language, tr
from tocsin.read.text import decode

MARK = "\ufeff"
SEPARATORS = ";,\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would run: names of stolen files are not ours."""

COLUMNS = (
    ("question", "question"),
    ("à décider", "to decide"),
    ("en jeu", "at stake"),
    ("document", "document"),
    ("endroit", "place"),
    ("copies", "copies"),
    ("catégories", "categories"),
    ("candidats", "candidates"),
    ("décision", "decision"),
    ("personne", "person"),
    ("motif", "reason"),
)
_READ = {"question": "QUESTION", "decision": "DECISION", "person": "PERSON", "reason": "REASON"}
_FRENCH = {"PERSONNE": "PERSON", "MOTIF": "REASON"}


@dataclass(slots=True)
class Imported:
    """What a filled sheet did. `faults` are lines that could not be taken, with the error."""

    decided: int = 0
    unchanged: int = 0
    empty: int = 0
    faults: list[tuple[int, TocsinError]] = field(default_factory=list)


def write_sheet(store: Store, questions: Iterable[Question], file: IO[str]) -> int:
    """Write the questions, one a row, the last three columns to be filled; how many.

    It names people: keep it on this machine.
    """
    language = screen_language()
    file.write(MARK)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(tr(fr, en, language) for fr, en in COLUMNS)
    count = 0
    for count, question in enumerate(questions, 1):  # noqa: B007 - the last number is the answer
        writer.writerow(map(_harmless, _row(store, question, language)))
    return count


def _row(store: Store, question: Question, language: Language) -> Iterator[str]:
    yield question.key
    yield question.kind.label(language)
    yield question.rank.label(language) if question.kind is not QuestionKind.SAMPLE else ""
    yield question.document
    yield question.locator
    yield str(question.copies)
    yield ", ".join(category.label(language) for category in question.categories)
    yield candidates_text(store, question)
    yield from ("", "", "")


def candidates_text(store: Store, question: Question) -> str:
    """Who may be meant, numbered from 1, with what the index says and how likely it is."""
    return "\n".join(
        f"{number}) {describe(store, candidate.person)} · {candidate.probability:.0%}"
        f" · {candidate.basis}"
        for number, candidate in enumerate(question.candidates, 1)
    )


def describe(store: Store, person: int) -> str:
    """A person of the index, for a reader who must decide: number, name, birth date, town."""
    row = store.one(
        "SELECT patient_id, birth_name, used_name, first_names, coalesce(birth_date, ''), city"
        " FROM persons WHERE person = ?",
        (person,),
    )
    patient_id, birth, used, first, day, city = map(str, row)
    names = f"{used} ({birth})" if used and birth and used != birth else used or birth
    return ", ".join(filter(None, (patient_id, f"{names} {first}".strip(), day, city)))


def _harmless(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would take for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def read_sheet(store: Store, path: Path, known: Mapping[str, Question], review: Review) -> Imported:
    """Take the decisions of a filled sheet. A row that is no answer costs that row alone.

    Raises `InputError` if the file is no such sheet.
    """
    done = Imported()
    for line, cells in _rows(path):
        if not cells["DECISION"] and not cells["PERSON"]:
            done.empty += 1
            continue
        try:
            _take(store, cells, known, review, done)
        except TocsinError as error:
            done.faults.append((line, error))
    return done


def _take(
    store: Store,
    cells: dict[str, str],
    known: Mapping[str, Question],
    review: Review,
    done: Imported,
) -> None:
    question = known.get(cells["QUESTION"])
    if question is None:
        raise InputError(
            "review.unknown_question",
            "Cette question n'est pas, ou plus, à décider dans cette affaire.",
            "This question is not, or no longer, to be decided in this case.",
            way_out_fr="Exportez de nouveau la liste : tocsin review export.",
            way_out_en="Export the list again: tocsin review export.",
        )
    answer = answer_of(store, question, cells["DECISION"], cells["PERSON"])
    if review.decide(question, answer, cells["REASON"]):
        done.decided += 1
    else:
        done.unchanged += 1


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the sheet by the columns that are read, with their line."""
    text = decode(path.read_bytes()).removeprefix(MARK)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count))
    try:
        titles = [_title(cell) for cell in next(reader, [])]
        if missing := [name for name in _READ.values() if name not in titles]:
            raise _no_sheet(missing[0])
        for row in reader:
            cells = dict(zip(titles, (cell.strip() for cell in row), strict=False))
            if any(cells.values()):
                yield reader.line_num, {name: cells.get(name, "") for name in _READ.values()}
    except csv.Error as error:
        raise _no_sheet("?") from error


def _title(cell: str) -> str:
    title = fold(cell)
    return _FRENCH.get(title, title)


def _no_sheet(column: str) -> InputError:
    return InputError(
        "review.no_sheet",
        f"Ce fichier n'est pas une liste de décisions : la colonne {column} manque.",
        f"This file is no list of decisions: the column {column} is missing.",
        way_out_fr="Remplissez le fichier écrit par « tocsin review export », en CSV.",
        way_out_en='Fill in the file written by "tocsin review export", as CSV.',
    )
