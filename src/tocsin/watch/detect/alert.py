"""An alarm: who, since when, how many, beyond what, and where the logs say so."""

from dataclasses import dataclass, field

HOSPITAL = ""
"""The subject of alarms on the hospital's total."""


@dataclass(slots=True)
class Episode:
    """One stay beyond the limit of an account, or of the hospital: raised once.

    `at` is when the limit was passed, `last` when it was last seen passed (µs), `at_risk` the
    patients read without a care link in the day before it and ever since.
    """

    number: int
    subject: str
    at: int
    last: int
    count: int
    limit: int
    at_risk: int
    first_log: str
    first_offset: int
    last_log: str
    last_offset: int
    accounts: list[tuple[str, int]] = field(default_factory=list)
    """The accounts that read most without a care link, with their counts."""
    hours: int = 24
    """The hours over which `count` was counted: a day, or the few of a pace."""

    @property
    def is_hospital(self) -> bool:
        """Whether the total rang, and no account by itself."""
        return self.subject == HOSPITAL
