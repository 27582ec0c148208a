"""The finders' word lists, kept as data in data/words.toml."""

import tomllib
from functools import cache
from importlib import resources


@cache
def words(name: str) -> frozenset[str]:
    """The list of that name; KeyError if there is none."""
    path = resources.files("tocsin.find") / "data" / "words.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="ascii"))[name].split())
