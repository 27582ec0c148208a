"""The call tasks: whom to call, what was tried, which are overdue."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tocsin.case import Case
from tocsin.model.notice import DeliveryState
from tocsin.notify.calls.attempts import Outcome
from tocsin.notify.letters.calls import spoken
from tocsin.notify.recipient import recipients_among

OVERDUE = timedelta(days=1)
"""A task that nobody touched for so long is overdue: the person has a right to know."""


@dataclass(frozen=True, slots=True)
class CallTask:
    """One person to call. `last` is the outcome of the last attempt, `due` when to try (UTC)."""

    person: int
    reference: str
    name: str
    telephones: tuple[str, ...]
    language: str
    state: DeliveryState
    attempts: int
    last: Outcome | None
    due: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to call."""
        return self.state is DeliveryState.LISTED

    def is_overdue(self, now: datetime) -> bool:
        """Whether the call should have been made."""
        return self.is_open and self.due < now


def tasks(case: Case) -> list[CallTask]:
    """The tasks given to callers, those to be done first before all others."""
    rows = case.store.execute(
        "SELECT notices.person, reference, notices.language, state, updated_at,"
        " (SELECT count(*) FROM call_attempts WHERE notice = notices.notice),"
        " (SELECT outcome FROM call_attempts WHERE notice = notices.notice"
        "  ORDER BY attempt DESC LIMIT 1) AS outcome,"
        " (SELECT at FROM call_attempts WHERE notice = notices.notice"
        "  ORDER BY attempt DESC LIMIT 1) AS at,"
        " (SELECT call_back FROM call_attempts WHERE notice = notices.notice"
        "  ORDER BY attempt DESC LIMIT 1) AS later"
        " FROM notices JOIN deliveries USING (notice)"
        " WHERE channel = 'call' AND state IN ('listed', 'told', 'unreached') ORDER BY notice"
    )
    people = recipients_among(case.store, [row[0] for row in rows])
    found = []
    for person, reference, language, state, listed, attempts, outcome, at, later in rows:
        who = people.get(person)
        numbers = (who.person.mobile, who.person.phone) if who else ()
        found.append(
            CallTask(
                person,
                reference,
                who.name if who else "",
                tuple(spoken(number) for number in numbers if number),
                language,
                DeliveryState(state),
                attempts,
                Outcome(outcome) if outcome else None,
                _due(listed, at, later),
            )
        )
    return sorted(found, key=lambda task: (not task.is_open, task.due))


def _due(listed: str, at: str | None, later: str | None) -> datetime:
    """When the next attempt should be made: as agreed, or a day after the last."""
    if later:
        return datetime.fromisoformat(later)
    return datetime.fromisoformat(at or listed).astimezone(UTC) + OVERDUE
