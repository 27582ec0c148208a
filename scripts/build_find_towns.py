"""Rebuild src/tocsin/find/data/towns.txt.gz: the communes of France, one folded name a line.

    python scripts/build_find_towns.py COMMUNES FRENCH

COMMUNES is `data/communes.json` of @etalab/decoupage-administratif 6.0.0 (MIT; INSEE's official
geographic code, Licence Ouverte 2.0). FRENCH is dictionary-fr 3.0.0's `index.dic`, of which nothing
is kept: a commune called by an everyday word (Sens, Tours) is left out unless it is large, and then
marked with a `*`: it counts with a capital only.
"""

import gzip
import json
import sys
from pathlib import Path

from scripts.build_find_names import dictionary

from tocsin.find.fold import fold
from tocsin.find.person_words import EVERYDAY, NOT_NAMES

TARGET = Path(__file__).parent.parent / "src/tocsin/find/data/towns.txt.gz"
LARGE, SHORTEST = 20_000, 4


def main(communes: Path, french: Path) -> None:
    """Write the resource."""
    common = set(dictionary(french)) | EVERYDAY | NOT_NAMES
    names = set()
    for town in json.loads(communes.read_text(encoding="utf-8")):
        name = fold(town["nom"])
        if len(name) >= SHORTEST and name not in common:
            names.add(name)
        elif len(name) >= SHORTEST and town.get("population", 0) >= LARGE:
            names.add(name + "*")
    TARGET.write_bytes(gzip.compress("\n".join(sorted(names)).encode("ascii"), 9, mtime=0))
    print(f"{len(names)} towns, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
