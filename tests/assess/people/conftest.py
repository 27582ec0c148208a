"""The theft in which people must decide."""

from tests.doubtful import doubtful

__all__ = ["doubtful"]
