"""Timesketch: CSV or JSON lines with `message`, `datetime` and `timestamp_desc`.

Source: timesketch.org, "Create timeline from JSON/JSONL/CSV file".
"""

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any

import orjson

from tocsin.watch.moment import as_datetime
from tocsin.watch.story import Step

COLUMNS = (
    "message", "datetime", "timestamp_desc", "last_datetime", "times", "bytes", "user_name",
    "host_name", "source_ip", "destination", "detail", "tag", "weight", "hostile", "evidence_path",
    "evidence_sha256", "evidence_offset",
)  # fmt: skip


def rows(steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
    """One row a step."""
    for step in steps:
        values = (
            step.title(), step.begin.isoformat(), step.kind,
            as_datetime(step.last_at).isoformat(), step.times, step.bytes, step.account, step.host,
            step.source, step.destination, step.detail, step.tags, step.weight, step.hostile,
            step.path, step.sha256, step.record,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


def write_csv(steps: Iterable[Step], file: IO[str]) -> None:
    """As CSV."""
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(steps))


def write_jsonl(steps: Iterable[Step], file: IO[str]) -> None:
    """As JSON lines."""
    for row in rows(steps):
        file.write(orjson.dumps(row).decode() + "\n")
