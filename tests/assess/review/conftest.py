"""The doubtful theft, for the review."""

from tests.doubtful import doubtful

__all__ = ["doubtful"]
