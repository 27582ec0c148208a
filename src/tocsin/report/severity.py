"""Severity of the theft for each group of persons: SE = DPC × EI + CB (ENISA, 2013).

A group is a tier with one score of data (DPC); what each score rests on is kept as data beside
this module. It is a proposal: the data-protection officer decides.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.case import Store
from tocsin.language import Language
from tocsin.model.category import Category, Tier
from tocsin.report.figure import Figure, Parameter
from tocsin.report.figures import query

RULES = Path(__file__).with_name("severity.toml")

_PARTS = ("ease", "confidentiality", "malice")
_DPC = """(
    SELECT coalesce(max(value), 1) FROM json_each(?1)
    WHERE instr(';' || categories || ';', ';' || key || ';'))"""
# Counted by distinct list of categories first: few lists, many persons.
_GROUPS = f"""
SELECT tier, {_DPC} AS dpc, group_concat(categories) FROM (
    SELECT DISTINCT tier, categories FROM affected WHERE status = 'confirmed')
GROUP BY tier, dpc ORDER BY dpc DESC, tier"""
_PERSONS = f"""SELECT coalesce(sum(persons), 0) FROM (
    SELECT categories, count(*) AS persons FROM affected
    WHERE status = 'confirmed' AND tier = ?2 GROUP BY categories)
WHERE {_DPC} = ?3"""
_SCORE = "SELECT ?1 * ?2 + ?3 + ?4"
_HIGH = f"""SELECT coalesce(sum(persons), 0) FROM (
    SELECT categories, count(*) AS persons FROM affected
    WHERE status = 'confirmed' GROUP BY categories)
WHERE {_DPC} * ?2 + ?3 + ?4 >= ?5"""


@dataclass(frozen=True, slots=True)
class Severity:
    """The score of one group of persons. `reasons` and `raises` are (French, English) pairs."""

    tier: Tier
    dpc: int
    persons: Figure
    score: Figure
    reasons: tuple[tuple[str, str], ...]
    raises: tuple[tuple[str, str], ...]

    @property
    def band(self) -> dict[str, str]:
        """The band's names: `fr`, `en`, and the CNIL's nearest words `cnil_fr`, `cnil_en`."""
        return band_of(float(self.score.value))

    def label(self, language: Language) -> str:
        """The group for a reader."""
        return f"{_TIERS[self.tier][0 if language == 'fr' else 1]}, DPC {self.dpc}"

    def band_text(self, language: Language) -> str:
        """The band, with the CNIL's nearest word."""
        return f"{self.band[language]} (CNIL : {self.band[f'cnil_{language}']})"

    def why(self, language: Language) -> str:
        """The sum, then one line for each reason and each case for raising it."""
        index = 0 if language == "fr" else 1
        dpc, *rest = self.score.parameters
        ease, *context = (_decimal(float(score), language) for score in rest)
        lines = [f"{dpc} × {ease} + {' + '.join(context)}"]
        return "\n".join([*lines, *(pair[index] for pair in (*self.reasons, *self.raises))])


def score_of(dpc: int, ease: float, *context: float) -> float:
    """SE = DPC × EI + CB; `context` are the parts of CB.

    Raises ValueError for a value that the table does not have.
    """
    if ease not in rules()["table"]["ease"] or dpc not in range(1, 5):
        raise ValueError("not in the table")
    return dpc * ease + sum(context)


def band_of(score: float) -> dict[str, str]:
    """The names of the band in which a score lies."""
    names: dict[str, str] = next(
        band for band in rules()["bands"] if score < band.get("under", float("inf"))
    )
    return names


def basis(persons: int, language: Language) -> str:
    """What holds for every group: ease of identification, context, flags, and the source."""
    parts = [
        f"{name} {_decimal(rules()[part]['score'], language)} : {rules()[part][language]}"
        for name, part in zip(("EI", "CB", "CB"), _PARTS, strict=True)
    ]
    if persons > rules()["flag"]["over"]:
        parts.append(rules()["flag"][language])
    return f"{' ; '.join(parts)}. Source : {rules()['source']}."


def _decimal(score: float, language: Language) -> str:
    return str(score).replace(".", "," if language == "fr" else ".")


@cache
def rules() -> dict[str, Any]:
    """The classes, scores and bands, with their reasons and source."""
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def at_high_risk(store: Store, at: datetime) -> Figure:
    """How many confirmed persons are in the bands `high` and above (GDPR, art. 34)."""
    parts = tuple(float(rules()[part]["score"]) for part in _PARTS)
    parameters: tuple[Parameter, ...] = (_scores(), *parts, float(rules()["high_from"]))
    return Figure(
        "persons.high_risk",
        "personnes à risque élevé ou très élevé, confirmées",
        "persons at high or very high risk, confirmed",
        query(store, _HIGH, parameters),
        _HIGH,
        parameters,
        at.isoformat(timespec="seconds"),
    )


def _scores() -> str:
    return json.dumps({name: rule["score"] for name, rule in rules()["data"].items()})


def severities(store: Store, at: datetime) -> list[Severity]:
    """The groups of confirmed persons, gravest first, each with its score."""
    scores = _scores()
    return [
        _severity(store, Tier(tier), int(dpc), scores, set(held.replace(",", ";").split(";")), at)
        for tier, dpc, held in store.execute(_GROUPS, (scores,))
    ]


def _severity(
    store: Store, tier: Tier, dpc: int, scores: str, held: set[str], at: datetime
) -> Severity:
    def figure(name: str, fr: str, en: str, sql: str, parameters: tuple[Parameter, ...]) -> Figure:
        value = query(store, sql, parameters)
        labels = (f"{fr} : {_TIERS[tier][0]}, DPC {dpc}", f"{en}: {_TIERS[tier][1]}, DPC {dpc}")
        as_of = at.isoformat(timespec="seconds")
        return Figure(f"severity/{tier}/{dpc}/{name}", *labels, value, sql, parameters, as_of)

    parts = tuple(float(rules()[part]["score"]) for part in _PARTS)
    reached = [c for c in Category if c in held and rules()["data"][c]["score"] == dpc]
    return Severity(
        tier,
        dpc,
        figure("persons", "personnes", "persons", _PERSONS, (scores, str(tier), dpc)),
        figure("score", "gravité SE", "severity SE", _SCORE, (dpc, *parts)),
        _pairs(reached, ""),
        _pairs(reached, "raise_"),
    )


def _pairs(reached: Sequence[Category], prefix: str) -> tuple[tuple[str, str], ...]:
    found = [(category, rules()["data"][category]) for category in reached]
    return tuple(
        (f"{c.label('fr')} : {rule[prefix + 'fr']}", f"{c.label('en')}: {rule[prefix + 'en']}")
        for c, rule in found
        if prefix + "fr" in rule
    )


_TIERS = {
    Tier.ADMINISTRATIVE: ("administratif", "administrative"),
    Tier.MEDICAL: ("médical", "medical"),
}
