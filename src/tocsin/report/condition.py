"""Whether a duty applies in this case, and why: by the ledger's figures and what is declared."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.language import Language, tr
from tocsin.report.declared import FILE_NAME, Declared
from tocsin.report.duty import Duty
from tocsin.report.figures import Figures

CONDITIONS = Path(__file__).with_name("conditions.toml")

Verdict = bool | None
"""Holds, does not hold, or cannot be told yet."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One condition in this case: whether it holds, in words, and what it rests on."""

    name: str
    holds: Verdict
    fr: str
    en: str
    rests_on: str

    def sentence(self, language: Language) -> str:
        """The condition, whether it holds, and where to look or to say so."""
        label = tr(self.fr, self.en, language)
        if self.holds is None:
            rests = self.rests_on
            return tr(f"{label} : à dire ({rests})", f"{label}: open ({rests})", language)
        verdict = tr("oui", "yes", language) if self.holds else tr("non", "no", language)
        return tr(f"{label} : {verdict}", f"{label}: {verdict}", language)


@dataclass(frozen=True, slots=True)
class Applies:
    """Whether a duty applies: if all its conditions hold."""

    conditions: tuple[Weighed, ...]

    @property
    def verdict(self) -> Verdict:
        """False if one condition fails, None if one is open, else True."""
        verdicts = [condition.holds for condition in self.conditions]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def why(self, language: Language) -> str:
        """The conditions that settle it, in words."""
        settling = [c for c in self.conditions if self.verdict is not False or c.holds is False]
        always = tr("toute violation de ce genre", "any breach of this kind", language)
        return " ; ".join(c.sentence(language) for c in settling) or always


def applies(duty: Duty, figures: Figures, declared: Declared) -> Applies:
    """Weigh the conditions of `duty`. Raises KeyError for one that is not in `conditions.toml`."""
    return Applies(tuple(_weigh(name, figures, declared) for name in duty.when))


def condition_names() -> Sequence[str]:
    """The conditions that a duty may name."""
    return tuple(_conditions())


def _weigh(name: str, figures: Figures, declared: Declared) -> Weighed:
    entry = _conditions()[name]
    fr, en = entry["fr"], entry["en"]
    if "figure" in entry:
        return Weighed(name, _by_figure(entry, figures), fr, en, entry["figure"])
    if "country" in entry:
        is_there = bool(set(entry["country"]) & set(declared.countries))
        return Weighed(name, is_there, fr, en, f"{FILE_NAME}, countries")
    value = getattr(declared, entry["declared"])
    said: Verdict = None if value is None else bool(value)
    return Weighed(name, said, fr, en, f"{FILE_NAME}, {entry['declared']}")


def _by_figure(entry: dict[str, Any], figures: Figures) -> Verdict:
    if not figures["documents.total"].value:
        return None  # nothing was examined: a zero says nothing
    value = float(figures[entry["figure"]].value)
    if value == 0 and entry.get("zero_is_open"):
        return None
    if "under" in entry:
        return value < float(entry["under"])
    return value > float(entry.get("over", 0))


@cache
def _conditions() -> dict[str, dict[str, Any]]:
    return tomllib.loads(CONDITIONS.read_text(encoding="utf-8"))
