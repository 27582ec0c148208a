"""What screens may ask of notify: batches, calls, what is held, came back or is in doubt."""

from pathlib import Path

from tocsin.assess.people.grouped import with_members
from tocsin.case import Case, Store
from tocsin.language import Language, screen_language
from tocsin.notify.batch import Batch, BatchState, batches
from tocsin.notify.bounce.report import FeedbackKind
from tocsin.notify.bounce.waiting import Unattributed, unattributed_one
from tocsin.notify.bounce.waiting import attribute as attribute_feedback
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
from tocsin.notify.counts import Tally, tallies
from tocsin.notify.facts import Facts
from tocsin.notify.held import CHANNELS as DECIDABLE
from tocsin.notify.held import Addressee
from tocsin.notify.held import decide as decide_held
from tocsin.notify.held import held as all_held
from tocsin.notify.hospital_file import load_hospital
from tocsin.notify.ledger import kept_by_person
from tocsin.notify.letters.calls import script
from tocsin.notify.letters.manifest import Lot, lots
from tocsin.notify.letters.returned import ReturnReason, record_returned
from tocsin.notify.letters.write import LETTERS
from tocsin.notify.mail import send_test
from tocsin.notify.mail_file import load_mail_settings
from tocsin.notify.prepare import prepare_anew, public_reference
from tocsin.notify.preview import Previewed, previews
from tocsin.notify.settle import references_in_doubt, settle_by_hand
from tocsin.notify.switch import Switch, resume_mail, stop_mail

__all__ = [
    "DECIDABLE",
    "FIRST_CALL",
    "NO_CALLER",
    "Addressee",
    "Batch",
    "BatchState",
    "CallTask",
    "FeedbackKind",
    "Lot",
    "Outcome",
    "Previewed",
    "ReturnReason",
    "Tally",
    "TaskCounts",
    "TaskKey",
    "Unattributed",
    "all_held",
    "assign_calls",
    "assign_next_calls",
    "attribute_feedback",
    "batches",
    "call_script",
    "call_tasks",
    "decide_held",
    "is_mail_stopped",
    "letter_file",
    "letter_lots",
    "mail_server",
    "note_call",
    "notices_of",
    "prepare_anew",
    "previews",
    "record_returned",
    "references_in_doubt",
    "resume_mail",
    "send_test",
    "settle_by_hand",
    "stop_mail",
    "tallies",
    "task_counts",
    "task_page",
    "task_with",
    "unattributed_one",
]


def mail_server(case: Case) -> str:
    """The URL by which the room sends; "" if none is set. Raises `InputError`."""
    return load_mail_settings(case.folder).server


def is_mail_stopped(case: Case) -> bool:
    """Whether somebody stopped all e-mail of the case."""
    return Switch(case).is_off


def notices_of(store: Store, person: int) -> list[tuple[str, str, str]]:
    """Reference, channel and state of each notice of a person and of rows that are one with it."""
    language, kept = screen_language(), kept_by_person(store)
    return [
        (one.planned.reference, one.planned.channel.label(language), one.state.label(language))
        for row in sorted(with_members(store, [person]))
        for one in kept.get(row, [])
    ]


def call_script(case: Case, language: Language) -> str:
    """What a caller reads, and what they never say. Raises `InputError`."""
    return script(language, Facts(load_hospital(case.folder), public_reference(case)))


def letter_lots(case: Case) -> list[Lot]:
    """The files of letters written so far, for whoever prints them."""
    return lots(case.folder / LETTERS)


def letter_file(case: Case, lot: Lot) -> Path:
    """Where that file is, or was: it may have been moved to the print room."""
    return case.folder / LETTERS / lot.file
