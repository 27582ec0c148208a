"""seal: the evidence as taken. Lists, hashes and logs every file under SOURCE, for custody."""

from tocsin.seal.binding import bind, require_apart, require_outside
from tocsin.seal.inventory import take_inventory
from tocsin.seal.narrow import Narrowed, Taken, load_taken, narrow
from tocsin.seal.source import Source

__all__ = [
    "Narrowed",
    "Source",
    "Taken",
    "bind",
    "load_taken",
    "narrow",
    "require_apart",
    "require_outside",
    "take_inventory",
]
