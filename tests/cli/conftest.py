"""The small theft, for the command line."""

from tests.theft import patients, source

__all__ = ["patients", "source"]
