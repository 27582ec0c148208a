"""What screens may ask of notify: batches, previews, calls, the switch, the way to the server."""

from tocsin.case import Case
from tocsin.language import Language
from tocsin.notify.batch import Batch, BatchState, batches
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.calls import FIRST as FIRST_CALL
from tocsin.notify.calls import NOBODY as NO_CALLER
from tocsin.notify.calls import (
    CallTask,
    Outcome,
    TaskCounts,
    TaskKey,
    task_counts,
    task_page,
    task_with,
)
from tocsin.notify.calls import assign as assign_calls
from tocsin.notify.calls import assign_next as assign_next_calls
from tocsin.notify.calls import note as note_call
from tocsin.notify.calls import tasks as call_tasks
from tocsin.notify.facts import Facts
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.letters.calls import script
from tocsin.notify.mail import send_test
from tocsin.notify.mail_file import load_mail_settings
from tocsin.notify.prepare import public_reference
from tocsin.notify.preview import Previewed, previews
from tocsin.notify.switch import Switch, resume_mail, stop_mail

__all__ = [
    "FIRST_CALL",
    "NO_CALLER",
    "Batch",
    "BatchState",
    "CallTask",
    "FeedbackKind",
    "Outcome",
    "Previewed",
    "TaskCounts",
    "TaskKey",
    "assign_calls",
    "assign_next_calls",
    "batches",
    "call_script",
    "call_tasks",
    "is_mail_stopped",
    "mail_server",
    "note_call",
    "previews",
    "resume_mail",
    "send_test",
    "stop_mail",
    "task_counts",
    "task_page",
    "task_with",
]


def mail_server(case: Case) -> str:
    """The URL by which the room sends; "" if none is set. Raises `InputError`."""
    return load_mail_settings(case.folder).server


def is_mail_stopped(case: Case) -> bool:
    """Whether somebody stopped all e-mail of the case."""
    return Switch(case).is_off


def call_script(case: Case, language: Language) -> str:
    """What a caller reads, and what they never say. Raises `InputError`."""
    return script(language, Facts(load_hospital(case.folder), public_reference(case)))
