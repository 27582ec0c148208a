"""The timeline of a case: what happened, what was recorded, what Tocsin did. No personal data."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tocsin.case import Store
from tocsin.language import Language, tr
from tocsin.report.acts import ActKind
from tocsin.report.duty import parse_moment
from tocsin.report.facts import Facts
from tocsin.report.ledger import label, subject_text
from tocsin.watch.contain.kind import MeasureKind

_SAID = {
    "started_on": ("début du vol", "the theft began"),
    "ended_on": ("fin du vol", "the theft ended"),
    "attack_known_at": ("attaque connue", "attack known"),
    "discovered_at": ("violation connue", "breach known"),
}
_BOUNDS = {
    "first": ("premier acte hostile, d'après les journaux", "first hostile act, by the logs"),
    "last": ("dernier acte hostile, d'après les journaux", "last hostile act, by the logs"),
}
_MEASURES = {
    "done": ("mesure prise", "measure taken"),
    "undone": ("mesure levée", "measure taken back"),
}
_DONE = {
    "case.created": ("affaire ouverte", "case opened"),
    "seal.signed": ("tête du journal de conservation signée", "head of the custody log signed"),
    "seal.stamped": ("horodatage reçu", "time stamp received"),
    "custody.written": ("journal de conservation remis", "custody log handed over"),
    "report.written": ("rapports établis", "reports drawn up"),
    "justice.written": ("dossier de justice remis", "justice file handed over"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when (ISO 8601), what in both languages, and where it comes from."""

    at: str
    fr: str
    en: str
    source: str

    def text(self, language: Language) -> str:
        """What happened."""
        return tr(self.fr, self.en, language)


def timeline(store: Store, facts: Facts) -> list[Moment]:
    """Every moment known, in order; a date alone comes before the hours of its day."""
    known = (*_logged(store), *_measured(store), *_journal(store))
    own = (replace(one, at=_here(one.at, facts)) for one in known)
    return sorted((*_said(facts), *own, *_acts(facts)), key=_order)


def _said(facts: Facts) -> Iterator[Moment]:
    for name, words in _SAID.items():
        value = getattr(facts.hospital, name)
        if value:
            yield Moment(str(value), *words, "hospital.toml")


def _logged(store: Store) -> Iterator[Moment]:
    """What the logs say of the intrusion's begin and end."""
    for bound, microseconds in store.stream("SELECT bound, at FROM bounds ORDER BY at"):
        at = datetime.fromtimestamp(microseconds / 1e6, UTC).isoformat(timespec="seconds")
        yield Moment(at, *_BOUNDS[bound], "watch")


def _measured(store: Store) -> Iterator[Moment]:
    """Measures carried out; of what is told where it may be."""
    rows = store.stream("SELECT entry, at, act, kind FROM containment ORDER BY at, entry")
    for entry, at, act, kind in rows:
        fr, en = _MEASURES[act]
        labels = (MeasureKind(kind).label(language) for language in _BOTH)
        yield Moment(at, f"{fr} : {next(labels)}", f"{en}: {next(labels)}", f"containment/{entry}")


def _acts(facts: Facts) -> Iterator[Moment]:
    for act in facts.acts.standing:
        if act.kind is ActKind.APPROVED:
            continue
        fr, en = (f"{label(act, facts.acts, x)} : {subject_text(act, x)}" for x in _BOTH)
        yield Moment(act.moment, fr, en, f"ledger/{act.number}")


def _journal(store: Store) -> Iterator[Moment]:
    for entry, at, act in store.stream("SELECT entry, at, act FROM journal ORDER BY entry"):
        if act in _DONE:
            yield Moment(at, *_DONE[act], f"journal/{entry}")


def _here(at: str, facts: Facts) -> str:
    """A moment of the machine's own, in the time zone of the report."""
    moment = datetime.fromisoformat(at).astimezone(facts.at.tzinfo)
    return moment.isoformat(timespec="seconds")


def _order(moment: Moment) -> float:
    when = parse_moment(moment.at)
    return when.timestamp() if when else 0.0


_BOTH: tuple[Language, Language] = ("fr", "en")
