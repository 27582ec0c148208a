"""What any reading may cost behind the wall. Held on both sides of it."""

import os

MEMORY_BYTES = 3_000_000_000
"""Address space of one cell; less where the machine has less for each."""

LEAST_MEMORY_BYTES = 1_200_000_000
"""Below this the libraries themselves do not fit."""

MESSAGE_BYTES = 64_000_000
"""One message from a cell."""

OUTPUT_BYTES = 64_000_000_000
"""All messages about one file: twice what it may unpack to."""

SILENCE_SECONDS = 60.0
"""How long a cell may say nothing, with one second more per 100 kB of the file…"""

BYTES_A_SECOND = 100_000

SPAN = 20
"""A file may take this many silences in all."""


def silence(size: int, least: float = SILENCE_SECONDS) -> float:
    """The longest wait, in seconds, for the next message about a file of `size` bytes."""
    return least + size / BYTES_A_SECOND


def memory_for(cells: int) -> int:
    """The address space of each of `cells` on this machine, bytes: half of its memory for all."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(LEAST_MEMORY_BYTES, min(MEMORY_BYTES, machine // (2 * cells)))
