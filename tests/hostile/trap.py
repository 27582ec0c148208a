"""One hostile file: bytes made at test time, from a seed, so that none lies in the repository."""

import random
from collections.abc import Callable

Make = Callable[[], bytes]
Traps = dict[str, Make]
"""File name to what makes its bytes."""

CANARY = "fichier-du-parent-a-ne-pas-lire"
"""What stands in files and variables that no stolen document may pull in."""

CANARY_FILE = "canari.txt"


def rng(name: str) -> random.Random:
    """A source of chance of its own for each trap."""
    return random.Random(name)


def noise(name: str, size: int) -> bytes:
    """`size` random bytes, always the same under one name."""
    return rng(name).randbytes(size)
