"""The template's 126 rows: labels, options, and the conditions under which a row is asked.

Source: EDPB, template for personal data breach notification, version 1.0, adopted 8 June 2026; as
transcribed under CC BY 4.0 (see NOTICE), with its slips put right (docs/decisions/063).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from tocsin.language import Language

TEMPLATE = Path(__file__).with_name("template.json")

Choices = Mapping[int, tuple[str, ...]]
"""The keys of the options chosen, by row."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer offered. `incomplete_only`: offered only while the notification is incomplete."""

    key: str
    fr: str
    en: str
    incomplete_only: bool = False

    def label(self, language: Language) -> str:
        """What it says."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a heading, or a field with its options and the conditions under which it is asked."""

    number: int
    fr: str
    en: str
    kind: str
    section: str = ""
    type: str = ""
    mandatory: str = ""
    options: tuple[Option, ...] = ()
    when: tuple[dict[str, Any], ...] = ()
    law: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether it asks nothing."""
        return self.kind == "heading"

    @property
    def takes_several(self) -> bool:
        """Whether several options may be chosen."""
        return self.type == "multi-select"

    def label(self, language: Language) -> str:
        """What it asks."""
        return self.fr if language == "fr" else self.en

    def is_asked(self, choices: Choices, facts: Mapping[str, bool]) -> bool:
        """Whether all its conditions hold. Raises KeyError for a fact that is not told."""
        return all(_holds(condition, choices, facts) for condition in self.when)


@cache
def rows() -> tuple[Row, ...]:
    """The rows, in order."""
    return tuple(_row(entry) for entry in orjson.loads(TEMPLATE.read_bytes())["rows"])


def _row(entry: dict[str, Any]) -> Row:
    return Row(
        number=entry["row"],
        fr=entry["fr"],
        en=entry["en"],
        kind=entry["kind"],
        section=entry.get("section", ""),
        type=entry.get("type", ""),
        mandatory=entry.get("mandatory", ""),
        options=tuple(_option(option) for option in entry.get("options", ())),
        when=tuple(entry.get("when", ())),
        law=entry.get("law", ""),
    )


def _option(entry: dict[str, Any]) -> Option:
    return Option(entry["key"], entry["fr"], entry["en"], entry.get("incomplete_only", False))


def _holds(condition: dict[str, Any], choices: Choices, facts: Mapping[str, bool]) -> bool:
    if "or" in condition:
        return any(_holds(one, choices, facts) for one in condition["or"])
    if "fact" in condition:
        return facts[condition["fact"]]
    return bool(set(condition["any_of"]) & set(choices.get(condition["row"], ())))
