"""Which addresses lie outside the hospital: all but those kept for private use (RFC 6890)."""

import re
from typing import Final

import polars as pl

INSIDE: Final = (
    r"^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|127\.|169\.254\.|0\."
    r"|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|22[4-9]\.|23\d\.|255\.|::1?$|f[cde][0-9a-f]{2}:|ff)"
)
_INSIDE = re.compile(INSIDE, re.IGNORECASE)


def is_outside(column: str) -> pl.Expr:
    """Whether the addresses of a column lie outside; no address lies nowhere."""
    return (~pl.col(column).str.contains("(?i)" + INSIDE)).fill_null(value=False)


def lies_outside(address: str) -> bool:
    """The same of one address."""
    return bool(address) and not _INSIDE.match(address)
