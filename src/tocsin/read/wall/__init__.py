"""The wall: stolen files are read in cells that can reach nothing, and may die.

`rampart` is the wall, `cell` the far side, `keeper` the near side, `message` what crosses.
See docs/decisions/013-the-wall.md.
"""

from tocsin.read.wall.limits import memory_for
from tocsin.read.wall.rampart import Rampart, of_this_machine
from tocsin.read.wall.walled import WalledReader

__all__ = ["Rampart", "WalledReader", "memory_for", "of_this_machine"]
