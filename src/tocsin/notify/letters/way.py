"""Who prints a case's letters: the print room, from PDFs, or a postal service. Never both.

docs/decisions/044-letters-one-way.md
"""

from enum import StrEnum

from tocsin.case import Case

_FACT = "letters_by"


class LettersBy(StrEnum):
    """`PRINT`: `write_letters` makes PDFs of them; `POST`: they wait for `post_letters`."""

    PRINT = "print"
    POST = "post"


def way_of_letters(case: Case) -> LettersBy:
    """The way that was chosen last; by the print room if none was."""
    return LettersBy(case.get(_FACT, LettersBy.PRINT))


def choose_way(case: Case, way: LettersBy) -> None:
    """From now on, letters go this way. What left by the other has left."""
    if way is not way_of_letters(case):
        case.set(_FACT, way.value)
        case.journal("letters.way_chosen", way=way.value)
