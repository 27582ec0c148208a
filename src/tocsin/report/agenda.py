"""The duties of a case as they stand: which apply and why, each clock, in words and as JSON."""

from collections.abc import Iterable
from typing import Any

from tocsin.language import Language, tr
from tocsin.leaf import Leaf, Table
from tocsin.report.block import plain
from tocsin.report.clock import OPEN, Clock, ClockState, outer_words
from tocsin.report.duty import EVENTS
from tocsin.report.material import Material

_SILENT = (ClockState.DOES_NOT_APPLY, ClockState.NOT_IN_FORCE)


def agenda(material: Material, language: Language, *, everything: bool = False) -> Leaf:
    """A table of the duties; without `everything`, those that do not apply are only counted."""
    shown = [c for c in material.clocks if everything or c.state not in _SILENT]
    rows = tuple(_row(clock, language) for clock in shown)
    silent = len(material.clocks) - len(shown)
    rest = tr(
        f"{silent} autres obligations sont sans objet ou pas en vigueur (--all)."
        " Une obligation en entier : tocsin duties show ID.",
        f"{silent} other duties do not apply or are not in force (--all)."
        " One duty whole: tocsin duties show ID.",
        language,
    )
    return Leaf(
        language,
        tr("Obligations et délais", "Duties and clocks", language),
        paragraphs=(_not_advice(language),),
        tables=(Table("", _head(language), rows, rest * bool(silent)),),
    )


def one_duty(material: Material, name: str, language: Language) -> Leaf:
    """All that is known of the duty `name` in this case. Raises KeyError for no such duty."""
    clock = {one.duty.id: one for one in material.clocks}[name]
    duty = clock.duty
    lines = (
        (tr("À qui", "To whom", language), duty.said("addressee", language)),
        (tr("Comment", "How", language), duty.said("channel", language)),
        (tr("Délai", "Clock", language), duty.said("clock", language)),
        (tr("État", "State", language), state_words(clock, language)),
        (tr("Déclencheur", "Trigger", language), duty.said("trigger", language)),
        (tr("Pourquoi", "Why", language), clock.applies.why(language)),
        (tr("Contenu dû", "Contents due", language), duty.said("contents", language)),
        (tr("Exemptions", "Exemptions", language), duty.said("exemption", language)),
        ("Source", f"{duty.citation(language)}\n{duty.link}"),
    )
    title = f"{tr(duty.fr, duty.en, language)} [{duty.id}]"
    return Leaf(language, title, lead=_not_advice(language), tables=(Table("", ("", ""), lines),))


def agenda_json(material: Material) -> dict[str, Any]:
    """The same for scripts: every duty, whether it applies and why, its clock and its source."""
    return {
        "as_of": material.facts.at.isoformat(timespec="seconds"),
        "open": [c.duty.id for c in material.clocks if c.state in OPEN],
        "late": [c.duty.id for c in material.clocks if c.state is ClockState.LATE],
        "duties": [_record(c) for c in material.clocks],
    }


def due_first(clocks: Iterable[Clock]) -> list[Clock]:
    """Clocks by deadline; those without one last."""
    return sorted(clocks, key=lambda c: (c.deadline is None, c.deadline and c.deadline.timestamp()))


def _head(language: Language) -> tuple[str, ...]:
    if language == "fr":
        return ("Obligation", "À qui", "Délai et état", "Pourquoi")
    return ("Duty", "To whom", "Clock and state", "Why")


def _row(clock: Clock, language: Language) -> tuple[str, ...]:
    duty = clock.duty
    return (
        f"{tr(duty.fr, duty.en, language)} [{duty.id}]",
        duty.said("addressee", language),
        state_words(clock, language),
        clock.applies.why(language),
    )


def state_words(clock: Clock, language: Language) -> str:
    """Where the duty stands, in words."""
    if clock.state is ClockState.NO_HOURS:
        return clock.duty.said("clock", language)
    return plain(clock.sentence(language)) + outer_words(clock, language)


def _record(clock: Clock) -> dict[str, Any]:
    duty = clock.duty
    return {
        "id": duty.id,
        "jurisdiction": duty.jurisdiction,
        "fr": duty.fr,
        "en": duty.en,
        "applies": clock.applies.verdict,
        "why_fr": clock.applies.why("fr"),
        "why_en": clock.applies.why("en"),
        "state": clock.state,
        "start": duty.start if duty.start in EVENTS else f"met:{duty.start}",
        "started_at": clock.started.isoformat() if clock.started else None,
        "deadline": clock.deadline.isoformat() if clock.deadline else None,
        "widest_deadline": clock.outer.isoformat() if clock.outer else None,
        "hours_left": clock.hours.value if clock.hours else None,
        "met_at": clock.done.moment if clock.done else None,
        "reference": clock.done.reference if clock.done else None,
        "reason_for_delay": clock.done.reason if clock.done else None,
        "reason_lacking": clock.lacks_reason,
        "addressee_fr": duty.addressee_fr,
        "addressee_en": duty.addressee_en,
        "contents_fr": duty.contents_fr,
        "contents_en": duty.contents_en,
        "exemption_fr": duty.exemption_fr,
        "exemption_en": duty.exemption_en,
        "courtesy": duty.courtesy,
        "source": duty.source,
        "link": duty.link,
        "checked_on": duty.checked_on.isoformat() if duty.checked_on else None,
        "in_force": duty.in_force,
    }


def _not_advice(language: Language) -> str:
    return tr(
        "Ceci n'est pas un avis juridique : le délégué à la protection des données décide.",
        "This is not legal advice: the data-protection officer decides.",
        language,
    )
