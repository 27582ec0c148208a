"""The case: its folder, encrypted tables, key and journal. Only this room opens a store."""

from tocsin.case.case import Case, Reading
from tocsin.case.store import Store

__all__ = ["Case", "Reading", "Store"]
