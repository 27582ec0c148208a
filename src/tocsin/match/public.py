"""What screens may ask of match: the corrections of the patient index."""

from tocsin.match.corrections import CORRECTABLE, Correction, correct, corrections
from tocsin.match.corrections import take_back as take_back_correction

__all__ = ["CORRECTABLE", "Correction", "correct", "corrections", "take_back_correction"]
