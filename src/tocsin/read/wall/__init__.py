"""Stolen files, read behind the wall (`tocsin.wall`).

`cell` is the far side, `walled` the near side, `message` what crosses.
See docs/decisions/013-the-wall.md.
"""

from tocsin.read.wall.walled import WalledReader
from tocsin.wall import Rampart, memory_for, of_this_machine

__all__ = ["Rampart", "WalledReader", "memory_for", "of_this_machine"]
