"""Surnames and given names with French frequencies, by origin, sex and generation."""

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from tocsin.clinic.chance import Weighted, zipf

RARE_SHARE = 0.52
"""Of families of French origin, how many bear a rare name (derived from a root and an ending)."""

DOUBLE_SHARE = 0.012
GENERATIONS = (1920, 1940, 1960, 1980, 2000)


@cache
def data(name: str) -> dict[str, Any]:
    """A data file of this room, read once."""
    return tomllib.loads((files("tocsin.clinic") / "data" / name).read_text("utf-8"))


def surname(rng: Random, origin: str) -> str:
    """A family name of that origin, in its usual spelling (`Lefèvre`, `Le Gall`, `De Oliveira`)."""
    if origin == "french" and rng.random() < RARE_SHARE:
        return _rare_surnames().draw(rng)
    name = _surnames(origin).draw(rng)
    if origin == "french" and rng.random() < DOUBLE_SHARE:
        return f"{name}-{_surnames(origin).draw(rng)}"
    return name


def given_name(rng: Random, origin: str, sex: str, year: int) -> str:
    """One given name, as families of that origin chose in that year."""
    return _given_names(origin, sex, _generation(rng, year)).draw(rng)


def given_names(rng: Random, origin: str, sex: str, year: int) -> str:
    """One to four given names, the usual one first, separated by spaces."""
    count = rng.choices((1, 2, 3, 4), (38, 24, 33, 5))[0]
    names: list[str] = []
    while len(names) < count:
        name = given_name(rng, origin if not names else _second(rng, origin), sex, year)
        if name not in names:
            names.append(name)
    return " ".join(names)


def _second(rng: Random, origin: str) -> str:
    return origin if rng.random() < 0.8 else "french"


def _generation(rng: Random, year: int) -> int:
    blurred = year + rng.randint(-8, 8)
    return max((g for g in GENERATIONS if g <= blurred), default=GENERATIONS[0])


@cache
def _surnames(origin: str) -> Weighted[str]:
    words = data("surnames.toml")[origin].split()
    return zipf(list(dict.fromkeys(word.replace("_", " ") for word in words)))


@cache
def _rare_surnames() -> Weighted[str]:
    source = data("surnames.toml")
    roots = list(dict.fromkeys(source["roots"].split()))
    ends = list(dict.fromkeys(source["endings"].split()))
    links = source["links"].split()
    names = {root + end for root in roots for end in ends}
    names |= {root + link + end for root in roots for link in links for end in ends[:12]}
    ranked = sorted(names)
    Random(0).shuffle(ranked)
    return zipf(ranked, exponent=0.5, shift=60.0)


@cache
def _given_names(origin: str, sex: str, generation: int) -> Weighted[str]:
    if origin == "particle":
        origin = "french"
    lists = data("given.toml")[origin][sex]
    known = sorted(map(int, lists))
    at = max((g for g in known if g <= generation), default=known[0])
    return zipf(list(dict.fromkeys(lists[str(at)].split())), exponent=0.7, shift=3.0)
