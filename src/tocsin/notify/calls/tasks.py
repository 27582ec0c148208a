"""The call tasks: whom to call, who is to do it, what was tried, which are overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from tocsin.case import Case
from tocsin.model.notice import DeliveryState
from tocsin.notify.calls.attempts import Outcome
from tocsin.notify.letters.calls import spoken
from tocsin.notify.recipient import recipients_behind

OVERDUE = timedelta(days=1)
"""A task that nobody touched for so long is overdue: the person has a right to know."""

NOBODY = ""
"""Stands for the caller of a task that was given to no account."""

_TASKS = f"""
    SELECT d.notice AS notice, n.person, reference, n.language, state,
        (SELECT count(*) FROM call_attempts a WHERE a.notice = d.notice), last.outcome,
        iif(last.call_back != '', unixepoch(last.call_back),
            unixepoch(coalesce(last.at, d.updated_at)) + {int(OVERDUE.total_seconds())}) AS due,
        coalesce(given.assigned_to, '') AS caller
    FROM deliveries d JOIN notices n USING (notice)
    LEFT JOIN call_attempts last
        ON last.attempt = (SELECT max(attempt) FROM call_attempts WHERE notice = d.notice)
    LEFT JOIN call_assignments given
        ON given.assignment = (SELECT max(assignment) FROM call_assignments WHERE notice = d.notice)
    WHERE channel = 'call' AND state IN ('listed', 'told', 'unreached')
"""
_ORDER = "state != 'listed', due, notice"
_PAGE = f"""
    SELECT * FROM ({_TASKS}) WHERE (?1 IS NULL OR caller = ?1)
    AND ({_ORDER}) > (?2, ?3, ?4) ORDER BY {_ORDER} LIMIT ?5
"""
_COUNTS = f"""
    SELECT count(*), count(*) FILTER (WHERE state = 'listed'),
        count(*) FILTER (WHERE state = 'listed' AND due < ?2),
        count(*) FILTER (WHERE state = 'listed' AND caller = '')
    FROM ({_TASKS}) WHERE (?1 IS NULL OR caller = ?1)
"""


class TaskKey(NamedTuple):
    """Where a task stands in the order: open before closed, then by the second it is due (Unix)."""

    is_closed: int
    due: int
    notice: int


FIRST = TaskKey(-1, 0, 0)
"""Before all tasks."""


@dataclass(frozen=True, slots=True)
class CallTask:
    """One person to call. `last` is the outcome of the last attempt, `due` when to try (UTC).

    `caller` is the account that is to call, or `NOBODY`.
    """

    notice: int
    person: int
    reference: str
    name: str
    telephones: tuple[str, ...]
    language: str
    state: DeliveryState
    attempts: int
    last: Outcome | None
    due: datetime
    caller: str

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to call."""
        return self.state is DeliveryState.LISTED

    @property
    def key(self) -> TaskKey:
        """Its place in the order."""
        return TaskKey(int(not self.is_open), int(self.due.timestamp()), self.notice)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the call should have been made."""
        return self.is_open and self.due < now


class TaskCounts(NamedTuple):
    """Numbers of tasks; `unassigned` are open and nobody's."""

    all: int
    open: int
    overdue: int
    unassigned: int


def tasks(case: Case) -> list[CallTask]:
    """All tasks given to callers, those to be done first before all others."""
    return task_page(case, size=-1)


def task_page(
    case: Case, *, caller: str | None = None, after: TaskKey = FIRST, size: int
) -> list[CallTask]:
    """At most `size` tasks behind `after`; of one `caller` (`NOBODY`: of none), or of all."""
    return _read(case, case.store.execute(_PAGE, (caller, *after, size)))


def task_with(case: Case, reference: str, *, caller: str | None = None) -> CallTask | None:
    """The task with that reference, if there is one (and if it is the `caller`'s)."""
    sql = f"SELECT * FROM ({_TASKS} AND reference = ?2) WHERE ?1 IS NULL OR caller = ?1"
    found = _read(case, case.store.execute(sql, (caller, reference.strip().upper())))
    return found[0] if found else None


def task_counts(case: Case, now: datetime, *, caller: str | None = None) -> TaskCounts:
    """How many tasks there are, of one `caller` or of all."""
    return TaskCounts(*case.store.one(_COUNTS, (caller, int(now.timestamp()))))


def _read(case: Case, rows: Sequence[Sequence[Any]]) -> list[CallTask]:
    people = recipients_behind(case.store, [row[1] for row in rows])
    found = []
    for notice, person, reference, language, state, attempts, outcome, due, caller in rows:
        who = people.get(person)
        numbers = (who.person.mobile, who.person.phone) if who else ()
        found.append(
            CallTask(
                notice,
                person,
                reference,
                who.name if who else "",
                tuple(spoken(number) for number in numbers if number),
                language,
                DeliveryState(state),
                attempts,
                Outcome(outcome) if outcome else None,
                datetime.fromtimestamp(due, UTC),
                caller,
            )
        )
    return found
