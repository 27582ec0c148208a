"""Tocsin: who is in the stolen files, what of theirs was taken, and every one of them told."""

__version__ = "0.1.0"
