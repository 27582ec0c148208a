"""The call tasks of the persons whose health data was taken: who calls, what came of it."""

from tocsin.notify.calls.assign import assign, assign_next
from tocsin.notify.calls.attempts import Outcome, note
from tocsin.notify.calls.tasks import (
    FIRST,
    NOBODY,
    CallTask,
    TaskCounts,
    TaskKey,
    task_counts,
    task_page,
    task_with,
    tasks,
)

__all__ = [
    "FIRST",
    "NOBODY",
    "CallTask",
    "Outcome",
    "TaskCounts",
    "TaskKey",
    "assign",
    "assign_next",
    "note",
    "task_counts",
    "task_page",
    "task_with",
    "tasks",
]
