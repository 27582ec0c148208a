"""A figure: a number together with the query that made it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tocsin.language import Language, number
from tocsin.report.moment import day

Value = int | float | str
"""A count, a score, or an ISO 8601 date; "" where there is no date yet."""

Parameter = int | float | str


class Standing(StrEnum):
    """Whether a figure may be said in public, or still waits for people's decisions."""

    CONFIRMED = "confirmed"
    TO_REVIEW = "to_review"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the case. Running `sql` with `parameters` on the case gives `value` again.

    `as_of` is the moment (ISO 8601, with offset) at which the query ran. `name_fr` and
    `name_en` are short names for charts.
    """

    id: str
    fr: str
    en: str
    value: Value
    sql: str
    parameters: tuple[Parameter, ...]
    as_of: str
    standing: Standing = Standing.CONFIRMED
    name_fr: str = ""
    name_en: str = ""

    @property
    def anchor(self) -> str:
        """Its name as a link's target."""
        return "q-" + "".join(letter if letter.isalnum() else "-" for letter in self.id)

    def label(self, language: Language) -> str:
        """What it counts, for a reader."""
        return self.fr if language == "fr" else self.en

    def name(self, language: Language) -> str:
        """The short name, else the label."""
        return (self.name_fr if language == "fr" else self.name_en) or self.label(language)

    def text(self, language: Language) -> str:
        """The value as a reader of `language` writes it."""
        if isinstance(self.value, str):
            return day(self.value, language) or "—"
        if isinstance(self.value, float):
            return f"{self.value:.1f}".replace(".", "," if language == "fr" else ".")
        return number(self.value, language)


def figure_record(figure: Figure) -> dict[str, Any]:
    """A figure as JSON: its value and all that is needed to compute it again."""
    return {
        "id": figure.id,
        "fr": figure.fr,
        "en": figure.en,
        "value": figure.value,
        "standing": figure.standing,
        "query": figure.sql,
        "parameters": list(figure.parameters),
        "as_of": figure.as_of,
    }
