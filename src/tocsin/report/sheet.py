"""A sheet: a page described as data, its sentences in French and English, no number of its own.

`{persons.confirmed}` in a sentence stands for a figure, `{hospital.name}` or `{as_of}` for a fact.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.language import Language, tr
from tocsin.report.block import Block, Kind, Part, Row, Sentence, Span, words
from tocsin.report.clock import Clock, ClockState, outer_words
from tocsin.report.facts import moment_text
from tocsin.report.figure import Figure
from tocsin.report.ledger import figures, label, subject_text
from tocsin.report.material import Material
from tocsin.report.severity import basis
from tocsin.report.theft import bound_rows, care_rows, measure_rows

SHEETS = Path(__file__).with_name("sheets")
NAMES = (
    *("cnil", "presse", "resume", "vol", "lecture"),
    *("registre", "sante", "nis2", "plainte"),
    *("assurance-maladie", "banques", "france-titres", "sous-traitants"),
    *("etablissements", "obligations", "decisions", "questions", "site", "personnel"),
)
_TICK = 0.006  # a bar that can still be seen: few persons are not none
_STATES = ("read", "skipped_duplicate", "partial", "unreadable")
_SLOT = re.compile(r"\{([a-z0-9_./-]+)\}")

Entry = dict[str, Any]


def load_sheet(name: str) -> Entry:
    """The sheet `name` as data."""
    return tomllib.loads((SHEETS / f"{name}.toml").read_text(encoding="utf-8"))


def compose(sheet: Entry, material: Material, language: Language) -> Part:
    """The sheet filled in, in one language.

    Raises KeyError if a sentence names a figure that is not in the catalogue or that the sheet
    may not show (`confirmed_only`).
    """
    return _Composer(sheet, material, language).part()


def fill(text: str, material: Material, language: Language) -> Sentence:
    """A sentence with its slots filled from `material`."""
    return _Composer({}, material, language).sentence(text)


class _Composer:
    def __init__(self, sheet: Entry, material: Material, language: Language) -> None:
        self._sheet = sheet
        self._all = material
        self._language = language
        confirmed_only = sheet.get("confirmed_only", False)
        self._figures = material.figures.confirmed() if confirmed_only else material.figures

    def part(self) -> Part:
        return Part(
            self._language,
            words(self._words(self._sheet["title"])).text,
            self.sentence(self._words(self._sheet["subtitle"])),
            tuple(self._block(entry) for entry in self._sheet["block"] if self._stands(entry)),
        )

    def _words(self, entry: Entry, prefix: str = "") -> Any:
        return entry.get(prefix + self._language, "")

    def _stands(self, entry: Entry) -> bool:
        when, unless = entry.get("when"), entry.get("unless")
        # Whether, not how many: a sheet of confirmed figures may say that checks continue.
        is_set = self._all.is_set
        return (not when or is_set(when)) and not (unless and is_set(unless))

    def sentence(self, text: str) -> Sentence:
        """The words of `text` with each slot as a figure, a fact or a gap."""
        pieces = _SLOT.split(text)
        spans = [
            self._slot(piece) if index % 2 else words(piece) for index, piece in enumerate(pieces)
        ]
        return tuple(span for span in spans if span.text)

    def _slot(self, name: str) -> Span:
        if name in self._all.figures:
            return self._number(self._figures[name])
        text = self._all.facts.text(name, self._language)
        return Span(text) if text else self._gap()

    def _number(self, figure: Figure) -> Span:
        return Span(figure.text(self._language), figure=figure.id)

    def _gap(self) -> Span:
        return Span(tr("à compléter", "to complete", self._language), missing=True)

    def _block(self, entry: Entry) -> Block:
        rows, kind = _SHAPES[entry["kind"]]
        return Block(
            kind=kind,
            title=words(self._words(entry.get("title", {}))).text,
            text=self._basis() if entry["kind"] == "basis" else self.sentence(self._words(entry)),
            columns=tuple(self._words(entry.get("columns", {}))),
            rows=tuple(rows(self, entry)),
            half=entry.get("half", False),
            number=entry.get("section", ""),
            is_changes=entry["kind"] == "changes",
        )

    def _no_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        return iter(())

    def _figure_rows(self, entry: Entry) -> Iterator[Row]:
        figures = [
            figure
            for name in entry["figures"]
            for figure in self._named(name)
            if figure.value or not entry.get("nonzero")
        ]
        longest = max((float(f.value) for f in figures if f.value), default=1.0)
        for figure in figures:
            tile = entry.get("kind") == "tiles"  # alone, a number needs its whole label
            label = figure.label(self._language) if tile else figure.name(self._language)
            share = max(float(figure.value or 0) / longest, _TICK if figure.value else 0.0)
            yield Row((words(label),), ((self._number(figure),),), key=figure.id, share=share)

    def _named(self, name: str) -> list[Figure]:
        if name.endswith("/*"):
            return self._figures.series(name.removesuffix("/*"))
        return [self._figures[name]]

    def _format_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        for tried in self._figures.series("formats.tried"):
            media = str(tried.parameters[0])
            states = (self._figures[f"formats.{state}/{media}"] for state in _STATES)
            counts = ((self._number(figure),) for figure in (tried, *states))
            name = words(tried.name(self._language))
            yield Row((name,), (*counts, self._why(media)), key=media)

    def _why(self, media: str) -> Sentence:
        """The reasons for what was not read of a format, with how many documents have each."""
        spans: list[Span] = []
        for figure in self._figures.series(f"formats.why/{media}"):
            name = figure.name(self._language).rpartition(": ")[2]
            spans += [words(", " if spans else ""), self._number(figure), words(f" {name}")]
        return tuple(spans)

    def _field_rows(self, entry: Entry) -> Iterator[Row]:
        for row in entry["rows"]:
            if "series" in row:
                yield from self._figure_rows({"figures": [row["series"] + "/*"]})
            elif self._stands(row):
                value = row.get("value") or self._words(row, "value_")
                cell = self.sentence(value) if value else (self._gap(),)
                hint = self.sentence(self._words(row, "hint_"))
                yield Row(self.sentence(self._words(row)), (cell,), key=row["key"], hint=hint)

    def _basis(self) -> Sentence:
        persons = int(self._all.figures["persons.confirmed"].value)
        return (words(basis(persons, self._language)),)

    def _severity_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002
        for group in self._all.severities:
            yield Row(
                (words(group.label(self._language)),),
                (
                    (self._number(group.persons),),
                    (self._number(group.score),),
                    (words(group.band_text(self._language)),),
                    (words(group.why(self._language)),),
                ),
                key=f"{group.tier}/{group.dpc}",
            )

    def _duty_rows(self, entry: Entry) -> Iterator[Row]:
        for clock in self._all.clocks:
            if entry.get("applying") and (clock.duty.courtesy or clock.state in _SILENT):
                continue
            duty, language = clock.duty, self._language
            yield Row(
                (words(tr(duty.fr, duty.en, language)),),
                (
                    (words(tr(duty.addressee_fr, duty.addressee_en, language)),),
                    (words(tr(duty.clock_fr, duty.clock_en, language)),),
                    clock.sentence(language),
                ),
                key=duty.id,
                hint=(words(duty.citation(language) + self._reasons(clock, entry)),),
            )

    def _reasons(self, clock: Clock, entry: Entry) -> str:
        if not entry.get("why"):
            return ""
        return f" — {clock.applies.why(self._language)}{outer_words(clock, self._language)}"

    def _act_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        acts, language = self._all.facts.acts, self._language
        for act in acts.all:
            what = f"{act.number}. {label(act, acts, language)}"
            why = " ; ".join(word for word in (act.reference, act.reason) if word)
            cells = (
                act.person,
                moment_text(act.moment, language),
                f"{why}\n{figures(act, language)}",
            )
            hint = (Span(subject_text(act, language)),)
            yield Row(
                (words(what),), tuple((Span(c.strip()),) for c in cells), str(act.number), hint
            )

    def _site_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        for site in self._all.sites:
            counts = (site.persons, site.medical, site.documents)
            cells = tuple((self._number(figure),) for figure in counts)
            yield Row((Span(site.name),), cells, key=site.persons.id)

    def _bound_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        names = {bound: f"theft.{bound}.confidence" for bound in ("first", "last")}
        confidence = {bound: self._number(self._figures[name]) for bound, name in names.items()}
        return bound_rows(self._all.facts.theft, confidence, self._language)

    def _measure_rows(self, entry: Entry) -> Iterator[Row]:
        names = bool(entry.get("names"))
        return measure_rows(self._all.facts.theft, self._language, with_names=names)

    def _care_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        return care_rows(self._all.facts.theft, self._language)

    def _timeline_rows(self, entry: Entry) -> Iterator[Row]:  # noqa: ARG002 - one shape for all
        for moment in self._all.timeline:
            when = Span(moment_text(moment.at, self._language))
            yield Row((when,), ((words(moment.text(self._language)),), (Span(moment.source),)))


_SILENT = (ClockState.DOES_NOT_APPLY, ClockState.NOT_IN_FORCE)
_SHAPES = {
    "heading": (_Composer._no_rows, Kind.HEADING),
    "paragraph": (_Composer._no_rows, Kind.PARAGRAPH),
    "basis": (_Composer._no_rows, Kind.PARAGRAPH),
    "notice": (_Composer._no_rows, Kind.NOTICE),
    "tiles": (_Composer._figure_rows, Kind.TILES),
    "chart": (_Composer._figure_rows, Kind.CHART),
    "table": (_Composer._figure_rows, Kind.TABLE),
    "fields": (_Composer._field_rows, Kind.FIELDS),
    "formats": (_Composer._format_rows, Kind.TABLE),
    "severity": (_Composer._severity_rows, Kind.TABLE),
    "duties": (_Composer._duty_rows, Kind.TABLE),
    "acts": (_Composer._act_rows, Kind.TABLE),
    "sites": (_Composer._site_rows, Kind.TABLE),
    "timeline": (_Composer._timeline_rows, Kind.TABLE),
    "bounds": (_Composer._bound_rows, Kind.TABLE),
    "measures": (_Composer._measure_rows, Kind.TABLE),
    "care": (_Composer._care_rows, Kind.TABLE),
    "changes": (_Composer._no_rows, Kind.TABLE),
}
