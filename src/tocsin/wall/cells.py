"""One cell after another, and the process that makes them, started when first needed."""

from tocsin.wall.keeper import Cell, Keeper, MakerDiedError


class Cells:
    """The cell in use, of `memory` bytes, made by the program `maker`.

    `said` are the bytes by which the maker is to have at hand what it knows; None: nothing.
    """

    def __init__(self, memory: int, maker: str, said: bytes | None = None) -> None:
        self._memory, self._maker, self._said = memory, maker, said
        self.keeper: Keeper | None = None
        self.cell: Cell | None = None

    def ready(self) -> Cell:
        """The cell in use, or a new one; a maker that is gone is started once more.

        Raises `MakerDiedError` if it is gone again.
        """
        if self.cell is None:
            try:
                self.cell = self._ready_keeper().new_cell()
            except MakerDiedError:
                self.close()
                self.cell = self._ready_keeper().new_cell()
        return self.cell

    def renew(self) -> None:
        """What is read next is read by a cell that has read nothing before."""
        if self.cell:
            self.cell.end()
        self.cell = None

    def close(self) -> None:
        """End all that was started."""
        self.renew()
        if self.keeper:
            self.keeper.close()
        self.keeper = None

    def _ready_keeper(self) -> Keeper:
        if self.keeper is None:
            self.keeper = Keeper(self._memory, self._maker)
            if self._said is not None:
                self.keeper.prepare(self._said)
        return self.keeper
