"""Rebuild src/tocsin/watch/sigma/data/rules.json.gz from SigmaHQ's rules.

    python scripts/build_watch_rules.py FOLDER

FOLDER holds the `*.yml` of https://github.com/SigmaHQ/sigma (Detection Rule License 1.1: every
rule keeps its author here). Ours stand beside this script. The result has each rule as an SQL
condition with what it needs, and each rule that could not be converted with the reason.
"""

import gzip
import sys
from pathlib import Path

import msgspec

from tocsin.watch.sigma.convert import convert

TARGET = Path(__file__).parent.parent / "src/tocsin/watch/sigma/data/rules.json.gz"

OURS = Path(__file__).with_suffix(".yml")


def main(folder: Path) -> None:
    """Write the resource."""
    book = convert([*sorted(folder.rglob("*.yml")), OURS])
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(gzip.compress(msgspec.json.encode(book), 9, mtime=0))
    print(f"{len(book.rules)} rules, {TARGET.stat().st_size} bytes")
    for left_out in book.unconverted:
        print(f"not converted: {left_out.name}: {left_out.reason}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
