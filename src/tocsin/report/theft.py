"""The theft as the logs tell it, what people did against it, and how care went on.

What `watch` wrote, for the drafts. Without logs, and without a continuity log, they say so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from tocsin.case import Case
from tocsin.language import Language, tr
from tocsin.model.hospital import Hospital
from tocsin.report.block import Row, Span, words
from tocsin.report.moment import clock
from tocsin.watch.contain.care import FILE_NAME, load_care
from tocsin.watch.contain.continuity import Spell, Verdict, judge, spells
from tocsin.watch.contain.record import Entry, entries
from tocsin.watch.moment import as_datetime
from tocsin.watch.story import Told, bounds
from tocsin.watch.title import title_of

ENDS = {"first": ("started_on", "Début", "Begin"), "last": ("ended_on", "Fin", "End")}
"""By bound: what `hospital.toml` calls its day, and its name."""


_ACTS = {"done": ("prise", "taken"), "undone": ("levée", "taken back")}


@dataclass(frozen=True, slots=True)
class Theft:
    """What is known of it; `zone` is that of the report. Empty: no log was read."""

    zone: tzinfo | None = None
    has_logs: bool = False
    bounds: tuple[Told, ...] = ()
    measures: tuple[Entry, ...] = ()
    spells: tuple[Spell, ...] = ()
    verdict: Verdict | None = None

    @property
    def is_care_known(self) -> bool:
        """Whether anybody listed services or recorded how they went on."""
        return bool(self.spells or (self.verdict and self.verdict.has_services))

    def moment(self, bound: str, language: Language) -> str:
        """When it began (first) or ended (last), by the logs; '' if they do not tell."""
        found = next((told for told in self.bounds if told.bound == bound), None)
        return clock(as_datetime(found.at).astimezone(self.zone), language) if found else ""

    def unknown(self, language: Language) -> str:
        """Why begin and end are not known; '' if they are."""
        if self.bounds:
            return ""
        if self.has_logs:
            return tr(
                "non connu : aucun acte hostile reconnu dans les journaux, ce qui ne prouve pas"
                " qu'il n'y en eut pas",
                "not known: no hostile act was recognised in the logs, which does not prove that"
                " there was none",
                language,
            )
        return tr(
            "non connu : aucun journal n'a été lu (tocsin watch)",
            "not known: no log was read (tocsin watch)",
            language,
        )

    def differs(self, hospital: Hospital, language: Language) -> str:
        """That the days declared are not those of the logs; '' if they agree or one is unknown."""
        wrong = [
            tr(fr, en, language).lower()
            for bound, (name, fr, en) in ENDS.items()
            for told in self.bounds
            if told.bound == bound and not self._agrees(told, getattr(hospital, name))
        ]
        if not wrong:
            return ""
        return (
            tr(
                "Les jours déclarés et ceux des journaux ne sont pas les mêmes",
                "The days declared and those of the logs are not the same",
                language,
            )
            + f" ({', '.join(wrong)})."
        )

    def _agrees(self, told: Told, said: object) -> bool:
        if not said:
            return True
        day = as_datetime(told.at).astimezone(self.zone).date()
        return date.fromisoformat(str(said)[: len("2025-06-26")]) == day

    def care(self, language: Language) -> str:
        """What may be said of care: that it was not affected, where it was, or that it is open."""
        if self.verdict and self.is_care_known:
            return self.verdict.text(language)
        return tr(
            "non connu : le journal de continuité n'est pas tenu (tocsin watch continuity)",
            "not known: no continuity log was kept (tocsin watch continuity)",
            language,
        )

    def care_said(self, language: Language) -> str:
        """The same where it is settled, for the public; '' where it is not."""
        verdict = self.verdict
        is_settled = verdict and (verdict.is_unaffected or verdict.hit)
        return self.care(language) if is_settled else ""


def theft_of(case: Case, at: datetime) -> Theft:
    """What the case knows. Raises `InputError` if `care.toml` is malformed."""
    is_listed = (case.folder / FILE_NAME).exists()
    services = [one.name for one in load_care(case.folder).service] if is_listed else []
    has_logs = case.store.count("SELECT count(*) FROM log_files WHERE state <> 'unknown'") > 0
    return Theft(
        at.tzinfo,
        has_logs,
        tuple(bounds(case)),
        tuple(entries(case)),
        tuple(spells(case)),
        judge(case, services),
    )


def bound_rows(theft: Theft, confidence: Mapping[str, Span], language: Language) -> Iterator[Row]:
    """Begin and end: when, how sure (a figure a bound), on what it rests, what would move it."""
    for told in theft.bounds:
        _, fr, en = ENDS[told.bound]
        movers = " ; ".join(told.movers_in(language))
        rests_on = f"{title_of(told.mark, told.mark, language)} ({told.path} @{told.record})"
        yield Row(
            (words(tr(fr, en, language)),),
            (
                (Span(theft.moment(told.bound, language)),),
                (confidence[told.bound], Span("\N{NO-BREAK SPACE}%")),
                (Span(rests_on),),
                (Span(movers or tr("rien de connu", "nothing known", language)),),
            ),
            key=told.bound,
        )


def measure_rows(theft: Theft, language: Language, *, with_names: bool) -> Iterator[Row]:
    """Measures carried out and taken back; accounts, machines and people only if asked."""
    for entry in theft.measures:
        kind = entry.kind.label(language)
        what = f"{kind} {entry.name}".strip() if with_names else kind
        fr, en = _ACTS[entry.act]
        cells = [_moment(entry.at, theft, language), tr(fr, en, language), entry.effect]
        yield Row(
            (Span(what),),
            tuple((Span(cell),) for cell in ([*cells, entry.who] if with_names else cells)),
        )


def care_rows(theft: Theft, language: Language) -> Iterator[Row]:
    """How each service went on, and which were not recorded."""
    still = tr("dure encore", "lasts still", language)
    for spell in theft.spells:
        end = _said(spell.end, theft, language) if spell.end else still
        cells = (spell.state.label(language), _said(spell.begin, theft, language), end, spell.note)
        yield Row((Span(spell.service),), tuple((Span(cell),) for cell in cells))
    unknown = tr("non noté", "not recorded", language)
    for name, since in theft.verdict.unrecorded if theft.verdict else ():
        cells = (unknown, _said(since, theft, language), "", "")
        yield Row((Span(name),), tuple((Span(cell),) for cell in cells))


def _moment(text: str, theft: Theft, language: Language) -> str:
    return _said(datetime.fromisoformat(text), theft, language)


def _said(moment: datetime, theft: Theft, language: Language) -> str:
    return clock(moment.astimezone(theft.zone), language)
