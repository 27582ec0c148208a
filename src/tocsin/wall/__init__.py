"""The wall: bytes that anybody wrote are read in cells that can reach nothing, and may die.

`rampart` is the wall, `maker` makes cells, `keeper` speaks to them,
`cells` holds the one in use, `message` is how a message
crosses. What is said through it is each verb's own: `tocsin.read.wall` for stolen files,
`tocsin.watch.wall` for logs. See docs/decisions/013-the-wall.md and 081.
"""

from tocsin.wall.cells import Cells
from tocsin.wall.keeper import Cell, CellDiedError, Keeper, MakerDiedError
from tocsin.wall.limits import memory_for
from tocsin.wall.message import RefusedError
from tocsin.wall.rampart import Rampart, of_this_machine

__all__ = [
    "Cell",
    "CellDiedError",
    "Cells",
    "Keeper",
    "MakerDiedError",
    "Rampart",
    "RefusedError",
    "memory_for",
    "of_this_machine",
]
