"""The invented clinic of the demo and the benchmarks: its theft, its index, and the truth."""

from tocsin.clinic.build import Clinic, build_clinic
from tocsin.clinic.score import Score, Tally, score

__all__ = ["Clinic", "Score", "Tally", "build_clinic", "score"]
