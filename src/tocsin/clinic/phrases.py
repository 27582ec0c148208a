"""Sentences with variety: sections of lines where `{a|b}` picks one and `<slot>` is filled in."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random

_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<(\w+)>")


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of a phrase file: name -> lines."""
    text = (files("tocsin.clinic") / "data" / "phrases" / f"{name}.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {section: tuple(lines) for section, lines in found.items()}


def say(rng: Random, template: str, slots: Mapping[str, str]) -> str:
    """One sentence made from a template. Raises `KeyError` for a slot that is not given."""
    while "{" in template:
        template = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    return _SLOT.sub(lambda match: slots[match[1]], template)


def pick(
    rng: Random, file: str, section: str, slots: Mapping[str, str], count: int = 1
) -> list[str]:
    """`count` different sentences of a section (all of them, if it has fewer)."""
    lines = sections(file)[section]
    chosen = rng.sample(lines, min(count, len(lines)))
    return [say(rng, line, slots) for line in chosen]
