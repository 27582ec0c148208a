"""What a function makes of each value, worked out once: values of a column repeat."""

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class Memo(dict[str, Made]):
    """A dictionary that fills itself: half the cost of a cached call."""

    def __init__(self, function: Callable[[str], Made]) -> None:
        self._function = function

    def __missing__(self, value: str) -> Made:
        self[value] = made = self._function(value)
        return made
