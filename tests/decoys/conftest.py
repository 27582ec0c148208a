"""The doubtful theft, for decoys."""

from tests.doubtful import doubtful

__all__ = ["doubtful"]
