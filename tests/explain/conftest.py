"""The doubtful theft, for the pages that show why."""

from tests.doubtful import doubtful

__all__ = ["doubtful"]
