"""The ledger of acts: what people did or decided, when, and on which figures. Append-only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import orjson

from tocsin.case import Case, Store
from tocsin.errors import UsageError
from tocsin.language import Language
from tocsin.report.duty import parse_moment
from tocsin.report.figure import Figure, figure_record


class ActKind(StrEnum):
    """What an act is."""

    EVENT = "event"
    MET = "met"
    WAIVED = "waived"
    DECIDED = "decided"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    def label(self, language: Language) -> str:
        """The kind for a reader."""
        return _LABELS[self][0 if language == "fr" else 1]


_LABELS = {
    ActKind.EVENT: ("événement", "event"),
    ActKind.MET: ("obligation remplie", "duty met"),
    ActKind.WAIVED: ("obligation écartée", "duty set aside"),
    ActKind.DECIDED: ("décision", "decision"),
    ActKind.APPROVED: ("approbation", "approval"),
    ActKind.WITHDRAWN: ("retrait", "withdrawal"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `moment` (ISO 8601 date or date-time) is when it happened, `at` when recorded."""

    number: int
    at: str
    kind: ActKind
    subject: str
    moment: str
    person: str
    reference: str = ""
    reason: str = ""
    figures: str = "[]"

    @property
    def when(self) -> datetime | None:
        """The moment, aware."""
        return parse_moment(self.moment)


class Acts:
    """The acts of a case at one moment, in the order in which they were recorded."""

    def __init__(self, acts: Iterable[Act] = ()) -> None:
        self.all = tuple(acts)
        withdrawn = {int(a.subject) for a in self.all if a.kind is ActKind.WITHDRAWN}
        self.standing = tuple(
            act
            for act in self.all
            if act.number not in withdrawn and act.kind is not ActKind.WITHDRAWN
        )

    @classmethod
    def of(cls, store: Store) -> "Acts":
        """Those that the store holds."""
        rows = store.execute(
            "SELECT act, at, kind, subject, moment, person, reference, reason, figures"
            " FROM ledger ORDER BY act"
        )
        return cls(Act(row[0], row[1], ActKind(row[2]), *row[3:]) for row in rows)

    def last(self, kind: ActKind, subject: str) -> Act | None:
        """The latest of its kind on `subject` that was not withdrawn."""
        found = [act for act in self.standing if (act.kind, act.subject) == (kind, subject)]
        return found[-1] if found else None

    def of_kind(self, kind: ActKind) -> list[Act]:
        """Those of a kind that were not withdrawn."""
        return [act for act in self.standing if act.kind is kind]


def record(
    case: Case,
    kind: ActKind,
    subject: str,
    *,
    person: str,
    moment: str = "",
    reference: str = "",
    reason: str = "",
    figures: Iterable[Figure] = (),
) -> int:
    """Write an act down; its number. The journal notes that it was done, without its words.

    Raises `UsageError` without a name, or if `moment` is no ISO 8601 date or date-time.
    """
    if not person.strip():
        raise _nobody()
    now = datetime.now(UTC).astimezone()
    if moment and parse_moment(moment) is None:
        raise _no_moment()
    row = (
        now.isoformat(timespec="seconds"),
        kind.value,
        subject,
        moment or now.isoformat(timespec="minutes"),
        person.strip(),
        reference,
        reason,
        orjson.dumps([figure_record(figure) for figure in figures]).decode(),
    )
    with case.store.transaction():
        number = case.store.insert(
            "INSERT INTO ledger (at, kind, subject, moment, person, reference, reason, figures)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        case.journal("report.act", number=number, kind=kind.value)
    return number


def withdraw(case: Case, number: int, *, person: str, reason: str) -> int:
    """Withdraw an act by another; both stay. Raises `UsageError` for an act that does not stand."""
    if number not in {act.number for act in Acts.of(case.store).standing}:
        raise UsageError(
            "acts.unknown",
            "Cet acte n'existe pas, ou il est déjà retiré.",
            "There is no such act, or it is withdrawn already.",
            way_out_fr="Voyez les numéros : tocsin duties ledger --case …",
            way_out_en="See the numbers: tocsin duties ledger --case …",
        )
    return record(case, ActKind.WITHDRAWN, str(number), person=person, reason=reason)


def _nobody() -> UsageError:
    return UsageError(
        "acts.nobody",
        "Un acte porte le nom de qui l'a fait ou décidé.",
        "An act bears the name of who did or decided it.",
        way_out_fr="Donnez --by NOM.",
        way_out_en="Give --by NAME.",
    )


def _no_moment() -> UsageError:
    return UsageError(
        "acts.moment",
        "La date donnée n'est pas une date ni une heure.",
        "The date given is neither a date nor a time.",
        way_out_fr="Par exemple 2025-07-01 ou 2025-07-01T08:30+02:00.",
        way_out_en="For example 2025-07-01 or 2025-07-01T08:30+02:00.",
    )
