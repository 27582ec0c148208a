"""The case: its folder, its encrypted tables, its key, its journal. Only this room opens a store."""

from tocsin.case.case import Case
from tocsin.case.store import Store

__all__ = ["Case", "Store"]
