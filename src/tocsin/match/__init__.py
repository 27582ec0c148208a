"""match: from mentions to the persons of the patient index, each with a probability."""

from tocsin.match.index import PatientIndex
from tocsin.match.load import IndexIssue, LoadedIndex, load_index
from tocsin.match.resolve import SURE

__all__ = ["SURE", "IndexIssue", "LoadedIndex", "PatientIndex", "load_index"]
