"""The case: its folder, encrypted tables, key and journal. Only this room opens a store."""

from tocsin.case.case import Case, Reading, holder, take_lock
from tocsin.case.journal import acting_as, first_broken_entry
from tocsin.case.shred import keep_until, retention_of, shred
from tocsin.case.store import Store

__all__ = [
    "Case",
    "Reading",
    "Store",
    "acting_as",
    "first_broken_entry",
    "holder",
    "keep_until",
    "retention_of",
    "shred",
    "take_lock",
]
