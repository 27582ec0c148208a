"""match: from mentions to the persons of the patient index, each with a probability."""

from tocsin.match.index import PatientIndex
from tocsin.match.load import IndexIssue, LoadedIndex, load_index

__all__ = ["IndexIssue", "LoadedIndex", "PatientIndex", "load_index"]
