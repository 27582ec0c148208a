"""A column of values that repeat: each distinct one once, and its number for each person."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt


class Coded(Sequence[Any]):
    """Values in flat memory: 4 bytes each, and one object for each distinct value."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._codes = array("i")
        self._code = _Codes(self.values)

    @property
    def codes(self) -> npt.NDArray[np.int32]:
        """The position in `values` of each value of the column."""
        return np.frombuffer(self._codes, np.int32)

    def extend(self, values: Sequence[object]) -> None:
        """More values, in order."""
        self._codes.extend(map(self._code.__getitem__, values))

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, at: int) -> Any: ...
    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, int):
            return self.values[self._codes[at]]
        return [self.values[code] for code in self._codes[at]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self._codes)


class _Codes(dict[object, int]):
    """The position of each value in a list, to which a new one is added."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values

    def __missing__(self, value: object) -> int:
        self[value] = code = len(self._values)
        self._values.append(value)
        return code
