"""Plain helpers on French text."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=200_000)
def without_accents(text: str) -> str:
    """The same text with accents dropped (`Hélène` -> `Helene`, `œ` -> `oe`)."""
    plain = text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def bare(text: str) -> str:
    """Upper case, no accents, only letters and single spaces: for comparing names."""
    upper = without_accents(text).upper()
    return " ".join("".join(c if c.isalnum() else " " for c in upper).split())


def slug(text: str) -> str:
    """Lower case letters and digits joined by dots, as in an e-mail address."""
    return bare(text).lower().replace(" ", ".")
