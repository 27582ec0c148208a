"""What screens may ask of match: who has a patient number, the corrections of the index."""

from tocsin.match.corrections import CORRECTABLE, Correction, correct, corrections
from tocsin.match.corrections import take_back as take_back_correction
from tocsin.match.numbered import person_of

__all__ = [
    "CORRECTABLE",
    "Correction",
    "correct",
    "corrections",
    "person_of",
    "take_back_correction",
]
