"""assess: from mentions and their persons to exposures, and to who is affected."""

from tocsin.assess.affected import settle
from tocsin.assess.analyst import Analyst

__all__ = ["Analyst", "settle"]
