"""The recall statement as files: HTML, Markdown, JSON, and the list of what was not read."""

import csv
from dataclasses import asdict
from pathlib import Path

import orjson

from tocsin.assess.recall.decoys import Decoys
from tocsin.assess.recall.statement import Statement, state
from tocsin.assess.recall.words import leaves_of
from tocsin.case import Case
from tocsin.errors import MachineError
from tocsin.leaf import to_html, to_markdown
from tocsin.model.category import Category

NAME = "rappel"


def as_json(statement: Statement) -> dict[str, object]:
    """Every number with its source, and what each stratum showed."""
    return {
        "sample": statement.sample.number,
        "drawn_at": statement.sample.at,
        "seed_sha256": statement.sample.seed,
        "population_sha256": statement.sample.population,
        "measures": [asdict(measure) for measure in statement.measures],
        "strata": [
            {
                "stratum": outcome.stratum.name,
                "group": outcome.stratum.group,
                "units": outcome.stratum.units,
                "drawn": outcome.stratum.drawn,
                "judged": outcome.judged,
                "documents": outcome.documents,
                "persons": outcome.persons,
            }
            for outcome in statement.judged.outcomes
        ],
        "families": statement.judged.families,
        "families_with_misses": statement.judged.families_with_misses,
        "decoys": _decoys(statement.decoys) if statement.decoys else None,
    }


def _decoys(run: Decoys) -> dict[str, object]:
    kinds = {category.value: run.kind(category) for category in Category}
    shares = {"found": run.persons, "confirmed": run.confirmed} | kinds
    return {
        "run": run.number,
        "set_at": run.at,
        "seed_sha256": run.seed,
        "families": run.families,
        "unfit": run.unfit,
        "shares": {
            name: {"decoys": share.tried, "found": share.found, "least": share.least}
            for name, share in shares.items()
            if share.tried
        },
    }


def write_statement(case: Case, out: Path) -> tuple[Statement, list[Path]]:
    """Write the statement of the last sample into `out`; the statement and the files.

    Raises `CaseError` as `state` does, `MachineError` if `out` cannot be written.
    """
    statement = state(case)
    leaves = leaves_of(statement)
    files = {
        f"{NAME}.html": to_html(leaves).encode(),
        f"{NAME}.md": to_markdown(leaves).encode(),
        f"{NAME}.json": orjson.dumps(as_json(statement), option=orjson.OPT_INDENT_2) + b"\n",
    }
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, content in files.items():
            _write(out / name, content)
        _write_unread(out / f"{NAME}-non-lus.csv", statement)
    except OSError as error:
        raise _not_writable() from error
    paths = [out / name for name in (*files, f"{NAME}-non-lus.csv")]
    case.journal(
        "recall.stated",
        sample=statement.sample.number,
        persons_at_most=statement.count("persons_at_most"),
        undecided=statement.count("undecided"),
    )
    return statement, paths


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def _write_unread(path: Path, statement: Statement) -> None:
    path.touch(mode=0o600)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("document", "reason"))
        writer.writerows(statement.unread)


def _not_writable() -> MachineError:
    return MachineError(
        "recall.not_writable",
        "Impossible d'écrire la déclaration dans ce dossier.",
        "The statement cannot be written into this folder.",
        way_out_fr="Donnez par --to un dossier où vous pouvez écrire, sur un disque non plein.",
        way_out_en="With --to, give a folder you may write to, on a disk that is not full.",
    )
