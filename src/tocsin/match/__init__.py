"""match: from mentions to the persons of the patient index, each with a probability."""

from tocsin.match.index import PatientIndex
from tocsin.match.load import IndexIssue, LoadedIndex, load_index
from tocsin.match.ownnumbers import OwnNumbers
from tocsin.match.resolve import SURE
from tocsin.match.stays import LoadedStays, load_stays, unusable_stays

__all__ = [
    "SURE",
    "IndexIssue",
    "LoadedIndex",
    "LoadedStays",
    "OwnNumbers",
    "PatientIndex",
    "load_index",
    "load_stays",
    "unusable_stays",
]
