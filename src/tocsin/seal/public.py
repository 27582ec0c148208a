"""What screens may ask of seal: the signed log, and whether the files still are as sealed."""

from tocsin.seal.custody import CustodyLog
from tocsin.seal.head import TreeHead
from tocsin.seal.recheck import Difference, SealCheck, differences, last_check

__all__ = ["CustodyLog", "Difference", "SealCheck", "TreeHead", "differences", "last_check"]
