"""Messages that came back and that a person must attribute."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.notify.approval import person
from tocsin.notify.bounce.attribute import Attribution, Proof
from tocsin.notify.bounce.record import Arrived, act_on
from tocsin.notify.bounce.report import FeedbackKind, Report
from tocsin.notify.bounce.text import all_text, parse


@dataclass(frozen=True, slots=True)
class Unattributed:
    """A message that waits for a person. `text` is what it says, shortened."""

    number: int
    kind: FeedbackKind
    subject: str
    at: str
    text: str


def unattributed(case: Case) -> list[Unattributed]:
    """What waits, in the order in which it was read."""
    rows = case.store.execute(
        "SELECT feedback, kind, subject, at, raw FROM feedback WHERE raw IS NOT NULL ORDER BY 1"
    )
    return [_waiting(row) for row in rows]


def unattributed_one(case: Case, number: int) -> Unattributed:
    """That message. Raises `UsageError` if none of that number waits."""
    rows = case.store.execute(
        "SELECT feedback, kind, subject, at, raw FROM feedback"
        " WHERE raw IS NOT NULL AND feedback = ?",
        (number,),
    )
    if not rows:
        raise _unknown(number)
    return _waiting(rows[0])


def _waiting(row: tuple[Any, ...]) -> Unattributed:
    number, kind, subject, at, raw = row
    return Unattributed(number, FeedbackKind(kind), subject, at, all_text(parse(raw))[:4000])


def attribute(
    case: Case, number: int, reference: str | None, by: str, kind: FeedbackKind | None = None
) -> int:
    """Say whose notice a message is about (None: nobody's of ours); how many letters follow.

    `kind` says what it means, where the machine could not. Raises `UsageError` if there is no such
    message, or no e-mail with that reference.
    """
    who = person(by)
    rows = case.store.execute(
        "SELECT kind, status, diagnostic, subject, at FROM feedback"
        " WHERE feedback = ? AND raw IS NOT NULL",
        (number,),
    )
    if not rows:
        raise _unknown(number)
    known, status, diagnostic, subject, at = rows[0]
    notice = None if reference is None else email_with(case, reference)
    report = Report(kind or FeedbackKind(known), status, diagnostic, (), subject)
    with case.store.transaction():
        case.store.execute(
            "UPDATE feedback SET notice = ?, proof = 'person', kind = ?, raw = NULL"
            " WHERE feedback = ?",
            (notice, report.kind.value, number),
        )
        case.journal("feedback.attributed", feedback=number, by=who, kind=report.kind.value)
        arrived = Arrived(report, Attribution(notice, Proof.PERSON), at)
        return act_on(case, arrived, datetime.now(UTC))


def email_with(case: Case, reference: str) -> int:
    """The e-mail notice with that reference. Raises `UsageError` if there is none."""
    rows = case.store.execute(
        "SELECT notice FROM notices WHERE channel = 'email' AND reference = ?",
        (reference.strip().upper(),),
    )
    if not rows:
        raise UsageError(
            "feedback.reference",
            "Aucun courriel de cette affaire ne porte cette référence.",
            "No e-mail of this case has that reference.",
            way_out_fr="Relisez la référence, ou donnez --nobody s'il ne concerne personne.",
            way_out_en="Read the reference again, or give --nobody if it is about nobody.",
        )
    return int(rows[0][0])


def _unknown(number: int) -> UsageError:
    return UsageError(
        "feedback.unknown",
        f"Il n'y a pas de message {number} à attribuer.",
        f"There is no message {number} to attribute.",
        way_out_fr="tocsin notify unattributed --case DIR les montre.",
        way_out_en="tocsin notify unattributed --case DIR shows them.",
    )
