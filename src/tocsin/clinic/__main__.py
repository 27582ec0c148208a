"""The benchmark by itself: `python -m tocsin.clinic build FOLDER` and `… score TRUTH EXPORT`."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from tocsin.clinic import build_clinic, score
from tocsin.errors import TocsinError


def main() -> int:
    """Build a clinic, or print a score as JSON; the exit code of `tocsin.errors` on failure."""
    given = _parser().parse_args()
    try:
        if given.command == "build":
            build_clinic(
                given.folder, patients=given.patients, medical=given.medical, seed=given.seed
            )
        else:
            result = score(given.truth, given.export)
            print(json.dumps(dataclasses.asdict(result), indent=1, ensure_ascii=False))
    except TocsinError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tocsin.clinic", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build", help="write an invented clinic into FOLDER")
    build.add_argument("folder", type=Path)
    build.add_argument("--patients", type=int, default=126_000)
    build.add_argument("--medical", type=int, default=40)
    build.add_argument("--seed", type=int, default=1)
    scoring = commands.add_parser("score", help="compare an export with the truth, as JSON")
    scoring.add_argument("truth", type=Path)
    scoring.add_argument("export", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
