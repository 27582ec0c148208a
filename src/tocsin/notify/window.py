"""The hours in which e-mails may leave."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tocsin.errors import UsageError

_FORM = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """From `opens` to `closes`, every day, in the hospital's own time; it may span midnight."""

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> "Window":
        """`08:00-20:00`. Raises `UsageError` on anything else."""
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise _wrong_form()
        from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
        opens, closes = time(from_hour, from_minute), time(to_hour, to_minute)
        if opens == closes:
            raise _wrong_form()
        return cls(opens, closes)

    def opens_in(self, now: datetime) -> timedelta:
        """How long until e-mails may leave; nothing if they may at `now`."""
        at = now.time()
        is_open = (
            self.opens <= at < self.closes
            if self.opens < self.closes
            else not self.closes <= at < self.opens
        )
        if is_open:
            return timedelta()
        opening = datetime.combine(now.date(), self.opens, now.tzinfo)
        return opening - now if opening >= now else opening + timedelta(days=1) - now


def _wrong_form() -> UsageError:
    return UsageError(
        "mail.window",
        "Les heures d'envoi (--window) ne sont pas de la bonne forme.",
        "The hours for sending (--window) are not of the right form.",
        way_out_fr="Deux heures différentes, par exemple 08:00-20:00",
        way_out_en="Two different hours, for example 08:00-20:00",
    )
