"""The clock of one duty in this case: when it started, what is left, whether it is done."""

from dataclasses import dataclass, replace
from datetime import datetime

from tocsin.case import Store
from tocsin.language import Language, tr
from tocsin.report.block import Sentence, Span, words
from tocsin.report.duty import ClockState, Duty
from tocsin.report.facts import Facts
from tocsin.report.figure import Figure
from tocsin.report.figures import query
from tocsin.report.moment import clock

_HOURS_LEFT = "SELECT (unixepoch(?1) - unixepoch(?2)) / 3600"


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty as it stands. `hours` is the figure of whole hours left (negative: hours late)."""

    duty: Duty
    state: ClockState
    deadline: datetime | None
    hours: Figure | None
    done_on: str

    def sentence(self, language: Language) -> Sentence:
        """Where the duty stands, for a reader."""
        if self.state in (ClockState.RUNNING, ClockState.LATE) and self.deadline and self.hours:
            return self._counting(self.deadline, self.hours, language)
        plain = words(self._plain(language))
        return (replace(plain, missing=self.state is ClockState.NO_START),)

    def _counting(self, deadline: datetime, hours: Figure, language: Language) -> Sentence:
        until = clock(deadline, language)
        if self.state is ClockState.LATE:
            return (words(tr(f"en retard : échéance {until}", f"late: due {until}", language)),)
        return (
            words(tr(f"avant le {until} ; reste ", f"before {until}; ", language)),
            Span(hours.text(language), figure=hours.id),
            words(tr(" h", " h left", language)),
        )

    def _plain(self, language: Language) -> str:
        match self.state:
            case ClockState.DONE:
                return tr(f"fait : {self.done_on}", f"done: {self.done_on}", language)
            case ClockState.NOT_IN_FORCE:
                return tr("pas encore en vigueur en France", "not yet in force in France", language)
            case ClockState.NO_START:
                return tr("départ à renseigner", "start to be given", language)
            case _:
                return tr("à suivre par l'établissement", "for the hospital to follow", language)


def start_clocks(store: Store, facts: Facts, duties: list[Duty]) -> list[Clock]:
    """One clock a duty, as of the facts' moment."""
    return [_clock(store, facts, duty) for duty in duties]


def _clock(store: Store, facts: Facts, duty: Duty) -> Clock:
    started = facts.started(duty)
    deadline = duty.deadline(started)
    state = duty.state(started, facts.is_done(duty), facts.at)
    return Clock(
        duty,
        state,
        deadline.astimezone(facts.at.tzinfo) if deadline else None,
        _hours(store, facts, duty, deadline) if deadline else None,
        facts.text(f"hospital.{duty.done}", "fr") if duty.done else "",
    )


def _hours(store: Store, facts: Facts, duty: Duty, deadline: datetime) -> Figure:
    as_of = facts.at.isoformat(timespec="seconds")
    parameters = (deadline.isoformat(timespec="seconds"), as_of)
    return Figure(
        f"clock/{duty.id}",
        f"heures restantes : {duty.fr}",
        f"hours left: {duty.en}",
        query(store, _HOURS_LEFT, parameters),
        _HOURS_LEFT,
        parameters,
        as_of,
    )
