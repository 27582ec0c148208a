"""The small theft, for the scope."""

from tests.theft import patients, source

__all__ = ["patients", "source"]
