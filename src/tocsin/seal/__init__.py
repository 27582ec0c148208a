"""seal: the evidence as taken. Lists and hashes every file under SOURCE; writes `items`."""

from tocsin.seal.inventory import take_inventory
from tocsin.seal.source import Source

__all__ = ["Source", "take_inventory"]
