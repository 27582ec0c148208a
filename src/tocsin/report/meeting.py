"""Write down that a clock started, that a duty was met or set aside, that something was decided."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tocsin.case import Case
from tocsin.errors import UsageError
from tocsin.report.acts import ActKind, record
from tocsin.report.clock import Clock, ClockState
from tocsin.report.duty import EVENTS, load_duties
from tocsin.report.material import gather


def start(case: Case, event: str, *, person: str, moment: str, reason: str = "") -> int:
    """`event` (one of `EVENTS`) happened at `moment`; the act's number."""
    if event not in EVENTS:
        raise _unknown(event, tuple(EVENTS))
    return record(case, ActKind.EVENT, event, person=person, moment=moment, reason=reason)


def meet(
    case: Case, duty: str, *, person: str, moment: str = "", reference: str = "", reason: str = ""
) -> Clock:
    """`duty` was met at `moment`; its clock now. The figures of that moment are kept with it."""
    require_duty(duty)
    material = gather(case, _now())
    record(
        case,
        ActKind.MET,
        duty,
        person=person,
        moment=moment,
        reference=reference,
        reason=reason,
        figures=[material.figures[name] for name in _KEPT],
    )
    return _clock(case, duty)


def waive(case: Case, duty: str, *, person: str, reason: str) -> Clock:
    """`duty` is set aside, with the reason. Raises `UsageError` without one."""
    require_duty(duty)
    if not reason.strip():
        raise UsageError(
            "duty.no_reason",
            "Une obligation ne s'écarte pas sans motif.",
            "A duty is not set aside without a reason.",
            way_out_fr="Donnez --reason : le registre (RGPD art. 33(5)) le garde.",
            way_out_en="Give --reason: the register (GDPR art. 33(5)) keeps it.",
        )
    material = gather(case, _now())
    figures = [material.figures[name] for name in _KEPT]
    record(case, ActKind.WAIVED, duty, person=person, reason=reason, figures=figures)
    return _clock(case, duty)


def decide(case: Case, what: str, *, person: str, reason: str, figures: Sequence[str]) -> int:
    """`person` decided `what`, on `figures` (ids of the catalogue); the act's number."""
    measured = gather(case, _now()).figures
    if unknown := [name for name in figures if name not in measured]:
        raise UsageError(
            "decision.figure",
            f"Aucun chiffre ne s'appelle {unknown[0][:60]}.",
            f"There is no figure called {unknown[0][:60]}.",
            way_out_fr="Voyez les noms dans chiffres.json (tocsin report).",
            way_out_en="See the names in chiffres.json (tocsin report).",
        )
    found = [measured[name] for name in figures]
    return record(case, ActKind.DECIDED, what, person=person, reason=reason, figures=found)


_KEPT = ("persons.confirmed", "persons.to_review", "persons.medical", "documents.unread")


def needs_reason(clock: Clock) -> bool:
    """Whether the law still asks why this duty was met late."""
    return clock.state is ClockState.DONE_LATE and clock.lacks_reason


def _clock(case: Case, duty: str) -> Clock:
    return next(clock for clock in gather(case, _now()).clocks if clock.duty.id == duty)


def require_duty(duty: str) -> None:
    """Raises `UsageError` if there is no duty of that id."""
    known = tuple(one.id for one in load_duties())
    if duty not in known:
        raise _unknown(duty, known)


def _unknown(name: str, known: Sequence[str]) -> UsageError:
    return UsageError(
        "duty.unknown",
        f"Aucune obligation, aucun événement ne s'appelle {name[:60]}.",
        f"No duty and no event is called {name[:60]}.",
        way_out_fr=f"Noms connus : {', '.join(known)}.",
        way_out_en=f"Known names: {', '.join(known)}.",
    )


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
