"""What screens may ask of seal: the signed log, and a signature under the case's key."""

from tocsin.seal.custody import CustodyLog
from tocsin.seal.head import TreeHead

__all__ = ["CustodyLog", "TreeHead"]
