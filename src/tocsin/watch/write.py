"""Everything about the intrusion, as files for people and for other programs."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import IO

import orjson

from tocsin.case import Case
from tocsin.language import screen_language
from tocsin.leaf import to_html, to_markdown
from tocsin.watch.chart import chart
from tocsin.watch.exchange import misp, stix, timesketch
from tocsin.watch.exchange.indicator import indicators
from tocsin.watch.lanes import lanes
from tocsin.watch.moment import as_datetime
from tocsin.watch.page import leaves
from tocsin.watch.story import Filter, require_watched, steps

TAKEN = "taken.csv"
TAKEN_COLUMNS = (
    "document",
    "certainty",
    "basis",
    "at",
    "times",
    "evidence_sha256",
    "evidence_offset",
)
PATIENT_COLUMNS = ("patient_id", "certainty", "at", "times", "evidence_sha256", "evidence_offset")

Writer = Callable[[IO[str]], None]


def write_timeline(case: Case, out: Path, asked: Filter) -> list[Path]:
    """Write the files into `out`; `asked` filters the timeline, not the rest.

    Raises `CaseError` if no log was read.
    """
    require_watched(case)
    out.mkdir(parents=True, exist_ok=True)
    language = screen_language()
    page = leaves(case)
    found = list(indicators(case))
    writers: dict[str, Writer] = {
        "chronologie.html": lambda file: _text(file, to_html(page)),
        "chronologie.md": lambda file: _text(file, to_markdown(page)),
        "heures.svg": lambda file: _text(file, chart(case, language)),
        "couloirs.svg": lambda file: _text(file, lanes(case, language)),
        "timeline.csv": lambda file: timesketch.write_csv(steps(case, asked), file),
        "timeline.jsonl": lambda file: timesketch.write_jsonl(steps(case, asked), file),
        TAKEN: lambda file: write_taken(case, file),
        "taken_patients.csv": lambda file: _patients(case, file),
        "journaux.csv": lambda file: _logs(case, file),
        "regles-ecartees.csv": lambda file: _rules(case, file),
        "stix.json": lambda file: _json(file, stix.bundle(found)),
        "misp.json": lambda file: _json(file, misp.event(found)),
    }
    return [_written(out / name, write) for name, write in writers.items()]


def write_taken(case: Case, file: IO[str]) -> None:
    """What was taken, as `tocsin scope --only` reads it."""
    rows = case.store.stream(
        "SELECT document, certainty, basis, at, times, sha256, record FROM taken ORDER BY document"
    )
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(TAKEN_COLUMNS)
    writer.writerows((*row[:3], as_datetime(row[3]).isoformat(), *row[4:]) for row in rows)


def _patients(case: Case, file: IO[str]) -> None:
    rows = case.store.stream(
        "SELECT patient, certainty, at, times, sha256, record FROM taken_patients ORDER BY patient"
    )
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(PATIENT_COLUMNS)
    writer.writerows((*row[:2], as_datetime(row[2]).isoformat(), *row[3:]) for row in rows)


def _logs(case: Case, file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        ("log", "sha256", "reader", "state", "reason", "unparsed", "records", "first_offset")
    )
    writer.writerows(
        case.store.stream(
            "SELECT path, sha256, reader, state, l.reason, coalesce(u.reason, ''),"
            " coalesce(records, 0), coalesce(first, 0)"
            " FROM log_files l LEFT JOIN log_unparsed u USING (log)"
            " ORDER BY path, u.reason"
        )
    )


def _rules(case: Case, file: IO[str]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("rule", "reason"))
    writer.writerows(case.store.stream("SELECT name, reason FROM rules_left_out ORDER BY name"))


def _text(file: IO[str], text: str) -> None:
    file.write(text)


def _json(file: IO[str], value: object) -> None:
    file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def _written(path: Path, write: Writer) -> Path:
    """Whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        write(file)
    partial.replace(path)
    return path
