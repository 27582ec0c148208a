"""What the case answers to each row of the template: options chosen, texts filled."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.language import Language
from tocsin.report.edpb.template import Row, rows
from tocsin.report.material import Material

ANSWERS = Path(__file__).with_name("answers.toml")

Facts = Mapping[str, bool]
_IF = {"when": True, "unless": False}


def facts(material: Material) -> Facts:
    """The facts on which rows turn beside earlier answers. A French hospital is inside the EEA."""
    return {
        "late": material.is_set("form.late"),
        "inside_eea": True,
        "outside_eea": False,
        "asked_nationally": False,
    }


def choose(material: Material) -> dict[int, tuple[str, ...]]:
    """The options chosen, by row, in the order of the rows; a row that is not asked has none."""
    known, chosen = facts(material), dict[int, tuple[str, ...]]()
    for row in rows():
        if row.options and row.is_asked(chosen, known):
            chosen[row.number] = _of_row(row, material, incomplete=chosen.get(4) == ("b",))
    return chosen


def text_of(row: Row, language: Language) -> str:
    """The text that answers `row`, with its slots; "" where the hospital answers."""
    entry = _entries().get(str(row.number), {})
    return str(entry.get("value") or entry.get(language, ""))


def more_of(row: Row, material: Material, language: Language) -> list[str]:
    """What the logs tell beside that answer, each with its slots."""
    return [
        str(more[language])
        for more in _entries().get(str(row.number), {}).get("more", ())
        if all(material.is_set(more[key]) is wanted for key, wanted in _IF.items() if key in more)
    ]


def _of_row(row: Row, material: Material, *, incomplete: bool) -> tuple[str, ...]:
    offered = {option.key for option in row.options if incomplete or not option.incomplete_only}
    wanted = [
        key
        for key, *conditions in _entries().get(str(row.number), {}).get("choose", ())
        if key in offered and all(_holds(name, material.is_set) for name in conditions)
    ]
    unique = tuple(dict.fromkeys(wanted))
    return unique if row.takes_several else unique[:1]


def _holds(name: str, is_set: Callable[[str], bool]) -> bool:
    return not is_set(name[1:]) if name.startswith("!") else is_set(name)


@cache
def _entries() -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))["row"]
    return entries
