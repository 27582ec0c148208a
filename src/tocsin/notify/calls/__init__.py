"""The call tasks of the persons whose health data was taken: who calls, what came of it."""

from tocsin.notify.calls.attempts import Outcome, note
from tocsin.notify.calls.tasks import CallTask, tasks

__all__ = ["CallTask", "Outcome", "note", "tasks"]
