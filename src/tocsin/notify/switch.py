"""The switch that stops all e-mail of a case: every sender looks at it several times a second."""

import time

from tocsin.case import Case

STOPPED = "mail.stopped"
EVERY = 0.25
"""Seconds between two looks: a second is the promise."""


def stop_mail(case: Case) -> None:
    """No e-mail leaves from now on, whoever sends."""
    case.set(STOPPED, "1")
    case.journal("emails.stopped")


def resume_mail(case: Case) -> None:
    """E-mails may leave again."""
    case.set(STOPPED, "")
    case.journal("emails.resumed")


class Switch:
    """A sender's view of the switch."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._looked = float("-inf")
        self._is_off = False

    @property
    def is_off(self) -> bool:
        """Whether somebody stopped all e-mail."""
        now = time.monotonic()
        if now - self._looked >= EVERY:
            self._looked = now
            self._is_off = bool(self._case.get(STOPPED))
        return self._is_off
