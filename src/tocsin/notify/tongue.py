"""The languages that notices are written in: one folder of templates each, and nothing else.

The screen speaks French and English; a notice speaks the person's language, if it has a folder.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tocsin.language import DEFAULT
from tocsin.notify import wording


@dataclass(frozen=True, slots=True)
class Tongue:
    """The small words of a language, as its `words.toml` gives them."""

    months: tuple[str, ...]
    first_day: str
    stranger: str
    hospital: str
    switchboard: str
    reference: str
    registered: str
    place: str
    no_place: str

    def day(self, iso: str | None) -> str:
        """An ISO date or date-time as a day in words; "" if there is none."""
        if not iso:
            return ""
        found = date.fromisoformat(iso[:10])
        number = self.first_day if found.day == 1 else str(found.day)
        return f"{number} {self.months[found.month - 1]} {found.year}"

    def dated(self, town: str, day: date) -> str:
        """The line with place and day at the head of a letter."""
        words = self.day(day.isoformat())
        return (self.place if town else self.no_place).format(town=town, day=words)


def languages() -> tuple[str, ...]:
    """The codes (ISO 639-1) of the languages that have a folder, the default first."""
    return _languages(wording.FOLDER)


@cache
def _languages(folder: Path) -> tuple[str, ...]:
    codes = {path.parent.name for path in folder.glob("*/words.toml")}
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code)))


def spoken(code: str) -> str:
    """`code` if notices are written in it, else the default."""
    return code if code in languages() else DEFAULT


def tongue(language: str) -> Tongue:
    """The small words of `language`."""
    return _read((wording.FOLDER / language / "words.toml").read_text(encoding="utf-8"))


@cache
def _read(text: str) -> Tongue:
    table = tomllib.loads(text)
    return Tongue(**{**table, "months": tuple(table["months"])})
