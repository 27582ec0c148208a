"""Columns of a table that are of another person than the row's: a parent, a spouse, an escort."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tocsin.find.fold import fold
from tocsin.model.mention import Column
from tocsin.model.mention import MentionKind as K

RELATIVE = re.compile(
    r"\b(?:(?:DE LA |DU |DE L )?(MERE|PERE|MAMAN|PAPA|CONJOINTE?|CONCUBINE?|EPOUX|TUTEUR|TUTRICE"
    r"|CURATEUR|CURATRICE|MANDATAIRE|PARENTS?|RESPONSABLE LEGAL|REPRESENTANT(?: LEGAL)?"
    r"|ACCOMPAGNANTE?|ACCOMPAGNATEUR|PERSONNE A (?:PREVENIR|CONTACTER)|PERSONNE DE CONFIANCE"
    r"|AIDANTE?|PROCHE|VISITEUR|GARANT|FATHER|MOTHER|SPOUSE|GUARDIAN|NEXT OF KIN"
    r"|EMERGENCY CONTACT|CONTACT|DECLARANTE?|APPELANTE?|DEMANDEU(?:R|SE)|INTERLOCUT(?:EUR|RICE))"
    r"(?: [12])?)\b"
)
"""What in a normalised header says that a column is of a relative, and of which."""

INSURED = frozenset(("ASSURE", "OUVRANT"))
"""Whose rights cover the row's person; who may be the same."""

_COVERED = frozenset(("BENEF", "BENEFICIAIRE", "PATIENT"))
_NAMES = (K.FULL_NAME, K.SURNAME, K.BIRTH_NAME, K.GIVEN_NAMES)
_OWN = frozenset((*_NAMES, K.BIRTH_DATE, K.NIR, K.INS))
"""What is the other person's alone; ways to reach them are the row's person's as well."""

_REACHED = frozenset((K.PHONE, K.EMAIL))
_SAME_PERSON = 0.5
_BY_VALUES = "values"


def of_others(
    columns: Sequence[Column], titles: Sequence[str], sample: Sequence[Sequence[str]]
) -> list[Column]:
    """The columns, each that is of another person marked with whom it is of.

    `titles` are the headers, normalised. Nothing is marked where nobody would be left in the row.
    """
    marked = [replace(c, of=_of(c, titles, columns)) for c in columns]
    marked = [c if c.of or not _is_second(c, marked, sample) else _second(c) for c in marked]
    named = {c.of for c in marked if c.of and c.kind in _NAMES}
    marked = [c if c.of in named else replace(c, of="") for c in marked]
    left = any(c.kind in (*_NAMES, K.PATIENT_ID, K.NIR, K.INS) and not c.of for c in marked)
    return marked if left and named else list(columns)


def is_of_the_row(column: Column) -> bool:
    """Whether a column says something of the row's person."""
    return not column.of or column.kind not in _OWN


def _of(column: Column, titles: Sequence[str], columns: Sequence[Column]) -> str:
    if column.kind not in _OWN | _REACHED:
        return ""
    if relative := RELATIVE.search(titles[column.index]):
        return relative.group(1)
    words = titles[column.index].split()
    covered = any(
        c.kind in _NAMES and not _COVERED.isdisjoint(titles[c.index].split()) for c in columns
    )
    insured = next((word for word in words if word in INSURED), "")
    return insured if covered else ""


def _second(column: Column) -> Column:
    return replace(column, of=f"column {column.index + 1}")


def _is_second(column: Column, columns: Sequence[Column], sample: Sequence[Sequence[str]]) -> bool:
    """Whether full names that only their look gives away are not those of the row's person."""
    if column.kind is not K.FULL_NAME or column.rule != _BY_VALUES:
        return False
    names = [c for c in columns if c.kind in _NAMES and not c.of and c.index != column.index]
    first = [c for c in names if c.rule != _BY_VALUES] or [
        c for c in names if c.index < column.index
    ]
    if not first:
        return False
    both = list(_both(column.index, [c.index for c in first], sample))
    alike = sum(1 for one, other in both if one <= other or other <= one)
    return alike < _SAME_PERSON * max(1, len(both))


def _both(
    at: int, first: Sequence[int], sample: Iterable[Sequence[str]]
) -> Iterable[tuple[set[str], set[str]]]:
    """The words of a cell and of the names beside it, where both are filled."""
    for row in sample:
        one = set(fold(row[at]).split()) if at < len(row) else set()
        other = {word for i in first if i < len(row) for word in fold(row[i]).split()}
        if one and other:
            yield one, other
