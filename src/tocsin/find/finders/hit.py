"""A word of the patient index that stands in a text."""

from typing import NamedTuple


class Hit(NamedTuple):
    """A token of the index in the text, and what it may be there."""

    start: int
    end: int
    token: str
    surname: bool
    given: bool
