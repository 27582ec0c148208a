"""note: what came of a call. A task is closed by an outcome, and by nothing else."""

from datetime import UTC, datetime
from enum import StrEnum

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.language import Language
from tocsin.model.notice import DeliveryState
from tocsin.notify import ledger
from tocsin.notify.approval import person

ENOUGH = 3
"""Attempts before a person may be given up: at other hours, as the script says."""

MOST_NOTES = 2000


class Outcome(StrEnum):
    """What came of one call."""

    TOLD = "told"
    """The person was recognised and told everything: the task is done."""

    REFUSED = "refused"
    """The person does not want to hear it: the letter remains."""

    NO_ANSWER = "no_answer"
    MACHINE = "machine"
    SOMEBODY_ELSE = "somebody_else"
    NOT_RECOGNISED = "not_recognised"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"
    GIVEN_UP = "given_up"
    """Not reached after `ENOUGH` attempts: the data-protection officer knows."""

    def label(self, language: Language) -> str:
        """The outcome for a reader."""
        return _OUTCOMES[self][0 if language == "fr" else 1]

    @property
    def closes(self) -> DeliveryState | None:
        """The state that a task ends in by it, or None if it stays open."""
        if self is Outcome.TOLD:
            return DeliveryState.TOLD
        return DeliveryState.UNREACHED if self in (self.REFUSED, self.GIVEN_UP) else None


def note(
    case: Case,
    reference: str,
    outcome: Outcome,
    by: str,
    *,
    checked: bool = False,
    call_back: datetime | None = None,
    notes: str = "",
    now: datetime | None = None,
) -> None:
    """Record an attempt. `checked`: the person was recognised as the script says.

    Raises `UsageError` if there is no such open task, if somebody was told without being
    recognised, given up too early, or to be called back at no time.
    """
    caller = person(by)
    notice = open_task(case, reference)
    _require(case, notice, outcome, checked, call_back)
    moment = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    later = call_back.astimezone(UTC).isoformat(timespec="seconds") if call_back else ""
    with case.store.transaction():
        case.store.execute(
            "INSERT INTO call_attempts (notice, at, caller, outcome, call_back, notes)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (notice, moment, caller, outcome.value, later, notes[:MOST_NOTES]),
        )
        if outcome.closes:
            ledger.settle(case.store, [(notice, outcome.closes, outcome.value)], moment)
        case.journal("call.noted", notice=notice, outcome=outcome.value, by=caller)


def open_task(case: Case, reference: str) -> int:
    """The notice of the open call with that reference. Raises `UsageError` if there is none."""
    rows = case.store.execute(
        "SELECT notice FROM notices JOIN deliveries USING (notice)"
        " WHERE channel = 'call' AND state = 'listed' AND reference = ?",
        (reference.strip().upper(),),
    )
    if not rows:
        raise UsageError(
            "call.unknown",
            "Aucun appel ouvert ne porte cette référence.",
            "No open call has that reference.",
            way_out_fr="tocsin notify calls --case DIR montre les appels ouverts.",
            way_out_en="tocsin notify calls --case DIR shows the open calls.",
        )
    return int(rows[0][0])


def _require(
    case: Case, notice: int, outcome: Outcome, checked: bool, call_back: datetime | None
) -> None:
    if outcome is Outcome.TOLD and not checked:
        raise UsageError(
            "call.unchecked",
            "Personne n'est prévenu sans que son identité ait été vérifiée.",
            "Nobody counts as told whose identity was not checked.",
            way_out_fr="Ajoutez --checked si la personne a dit sa date et sa commune de naissance.",
            way_out_en="Add --checked if the person gave their birth date and town.",
        )
    if outcome is Outcome.CALL_BACK and call_back is None:
        raise UsageError(
            "call.when",
            "Un rappel demande une date et une heure.",
            "To call back needs a day and an hour.",
            way_out_fr="Ajoutez --call-back 2025-07-12T10:00.",
            way_out_en="Add --call-back 2025-07-12T10:00.",
        )
    tried = case.store.count("SELECT count(*) FROM call_attempts WHERE notice = ?", (notice,))
    if outcome is Outcome.GIVEN_UP and tried < ENOUGH:
        raise UsageError(
            "call.too_early",
            f"On ne renonce à joindre quelqu'un qu'après {ENOUGH} essais.",
            f"Nobody is given up before {ENOUGH} attempts.",
            way_out_fr="Essayez à d'autres heures, et notez chaque essai.",
            way_out_en="Try at other hours, and note each attempt.",
        )


_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.TOLD: ("prévenue", "told"),
    Outcome.REFUSED: ("ne veut pas en parler", "does not want to talk"),
    Outcome.NO_ANSWER: ("pas de réponse", "no answer"),
    Outcome.MACHINE: ("répondeur", "answering machine"),
    Outcome.SOMEBODY_ELSE: ("une autre personne a répondu", "somebody else answered"),
    Outcome.NOT_RECOGNISED: ("identité non vérifiée", "identity not confirmed"),
    Outcome.WRONG_NUMBER: ("mauvais numéro", "wrong number"),
    Outcome.CALL_BACK: ("à rappeler", "to call back"),
    Outcome.GIVEN_UP: ("non jointe, renoncé", "not reached, given up"),
}
