"""The clock of one duty in this case: when it started, what is left, whether it was met."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tocsin.case import Store
from tocsin.language import Language, tr
from tocsin.report.acts import Act, ActKind
from tocsin.report.block import Sentence, Span, words
from tocsin.report.condition import Applies, applies
from tocsin.report.duty import Duty, parse_moment
from tocsin.report.facts import Done, Facts, moment_text
from tocsin.report.figure import Figure
from tocsin.report.figures import Figures, query
from tocsin.report.moment import clock as moment

_HOURS_LEFT = "SELECT (unixepoch(?1) - unixepoch(?2)) / 3600"
_DAY = len("2025-06-26")


class ClockState(StrEnum):
    """Where a duty stands at the moment of the report."""

    DONE = "done"
    DONE_LATE = "done_late"
    RUNNING = "running"
    LATE = "late"
    NO_START = "no_start"
    NO_HOURS = "no_hours"
    WAIVED = "waived"
    DOES_NOT_APPLY = "does_not_apply"
    NOT_IN_FORCE = "not_in_force"


OPEN = (ClockState.RUNNING, ClockState.LATE, ClockState.NO_START, ClockState.NO_HOURS)
"""Something is still to be done."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty as it stands. `hours` is the figure of whole hours left (negative: hours late)."""

    duty: Duty
    state: ClockState
    applies: Applies
    started: datetime | None
    deadline: datetime | None
    outer: datetime | None = None
    hours: Figure | None = None
    done: Done | None = None
    waived: Act | None = None

    @property
    def lacks_reason(self) -> bool:
        """Whether it was met late and the reason that the law asks for is not written down."""
        late = self.state is ClockState.DONE_LATE and self.duty.late_needs_reason
        return bool(late and self.done and not self.done.reason)

    def sentence(self, language: Language) -> Sentence:
        """Where the duty stands, for a reader."""
        if self.state in (ClockState.RUNNING, ClockState.LATE) and self.deadline and self.hours:
            return self._counting(self.deadline, self.hours, language)
        plain = words(self._plain(language))
        missing = self.state is ClockState.NO_START or self.lacks_reason
        return (replace(plain, missing=missing),)

    def _counting(self, deadline: datetime, hours: Figure, language: Language) -> Sentence:
        until = moment(deadline, language)
        if self.state is ClockState.LATE:
            return (words(self._late(until, language)),)
        return (
            words(tr(f"avant le {until} ; reste ", f"before {until}; ", language)),
            Span(hours.text(language), figure=hours.id),
            words(tr(" h", " h left", language)),
        )

    def _late(self, until: str, language: Language) -> str:
        late = tr(f"en retard : échéance {until}", f"late: due {until}", language)
        reasons = tr(" ; motifs du retard dus", "; reasons for the delay due", language)
        return late + (reasons if self.duty.late_needs_reason else "")

    def _plain(self, language: Language) -> str:
        match self.state:
            case ClockState.DONE:
                return tr(f"fait : {self._on(language)}", f"done: {self._on(language)}", language)
            case ClockState.DONE_LATE:
                return self._done_late(language)
            case ClockState.NOT_IN_FORCE:
                return tr("pas encore en vigueur en France", "not yet in force in France", language)
            case ClockState.DOES_NOT_APPLY:
                return tr("sans objet", "does not apply", language)
            case ClockState.WAIVED:
                reason = self.waived.reason if self.waived else ""
                return tr(f"écartée : {reason}", f"set aside: {reason}", language)
            case ClockState.NO_START:
                return tr("départ à renseigner", "start to be given", language)
            case _:
                return tr("à suivre par l'établissement", "for the hospital to follow", language)

    def _on(self, language: Language) -> str:
        return moment_text(self.done.moment, language) if self.done else ""

    def _done_late(self, language: Language) -> str:
        on = self._on(language)
        late = tr(f"fait en retard : {on}", f"done late: {on}", language)
        if self.lacks_reason:
            return late + tr(" ; motifs à donner", "; reasons to be given", language)
        reason = self.done.reason if self.done else ""
        return late + (tr(f" ; motifs : {reason}", f"; reasons: {reason}", language) * bool(reason))


def start_clocks(
    store: Store, facts: Facts, duties: Iterable[Duty], figures: Figures
) -> list[Clock]:
    """One clock a duty, as of the facts' moment."""
    return [_clock(store, facts, duty, figures) for duty in duties]


def _clock(store: Store, facts: Facts, rule: Duty, figures: Figures) -> Clock:
    duty = replace(rule, in_force=rule.in_force or rule.id in facts.declared.now_in_force)
    started, done = facts.started(duty), facts.done(duty)
    waived = facts.acts.last(ActKind.WAIVED, duty.id)
    weighed = applies(duty, figures, facts.declared)
    deadline = duty.deadline(started)
    outer = duty.outer_deadline(started)
    state = state_of(
        duty, weighed.verdict is not False, waived is not None, started, done, facts.at
    )
    zone = facts.at.tzinfo
    return Clock(
        duty,
        state,
        weighed,
        started,
        deadline.astimezone(zone) if deadline else None,
        outer.astimezone(zone) if outer and outer != deadline else None,
        _hours(store, facts, duty, deadline) if deadline else None,
        done,
        waived,
    )


def state_of(
    duty: Duty,
    applying: bool,
    waived: bool,
    started: datetime | None,
    done: Done | None,
    at: datetime,
) -> ClockState:
    """Where `duty` stands at `at`."""
    deadline = duty.deadline(started)
    if done:
        late = deadline is not None and _is_after(done.moment, deadline)
        return ClockState.DONE_LATE if late else ClockState.DONE
    if not duty.in_force:
        return ClockState.NOT_IN_FORCE
    if waived:
        return ClockState.WAIVED
    if not applying:
        return ClockState.DOES_NOT_APPLY
    if duty.length is None:
        return ClockState.NO_HOURS
    if deadline is None:
        return ClockState.NO_START
    return ClockState.LATE if at > deadline else ClockState.RUNNING


def _is_after(moment: str, deadline: datetime) -> bool:
    """Whether an act came too late; one dated by its day alone is late once all that day is."""
    when = parse_moment(moment)
    if when is None:
        return False
    if len(moment) <= _DAY:
        day = datetime(when.year, when.month, when.day, tzinfo=deadline.tzinfo)
        return day > deadline
    return when > deadline


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


def outer_words(clock: Clock, language: Language) -> str:
    """What the widest reading of the period would allow, where the law has one."""
    if clock.outer is None or clock.state not in (ClockState.RUNNING, ClockState.LATE):
        return ""
    until = moment(clock.outer, language)
    return tr(
        f" (lecture large, règlement 1182/71 : {until})",
        f" (wide reading, Regulation 1182/71: {until})",
        language,
    )
