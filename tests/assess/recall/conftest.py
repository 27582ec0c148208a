"""The doubtful theft, for the recall statement."""

from tests.doubtful import doubtful

__all__ = ["doubtful"]
