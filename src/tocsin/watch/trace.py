"""Traces of data on its way out, looked for in whole tables of events at once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl


@dataclass(frozen=True, slots=True)
class Trace:
    """A pattern in some columns of an event, and how much it tells of a theft (0 to 1)."""

    id: str
    fr: str
    en: str
    columns: tuple[str, ...]
    pattern: str
    weight: float
    tags: tuple[str, ...]

    def holds(self) -> pl.Expr:
        """Whether an event bears it."""
        looks = [pl.col(name).str.contains(f"(?i){self.pattern}") for name in self.columns]
        return pl.any_horizontal(looks).fill_null(value=False)


@cache
def traces() -> tuple[Trace, ...]:
    """All traces, as `traces.toml` has them."""
    text = Path(__file__).with_name("traces.toml").read_text(encoding="utf-8")
    return tuple(
        Trace(
            entry["id"],
            entry["title"][0],
            entry["title"][1],
            tuple(entry["columns"]),
            entry["pattern"],
            entry["weight"],
            tuple(entry["tags"].split(",")),
        )
        for entry in tomllib.loads(text)["trace"]
    )


def traced(frame: pl.DataFrame) -> list[tuple[int, int]]:
    """The rows of a table that bear a trace, and the number of the trace."""
    found = frame.select(trace.holds().alias(trace.id) for trace in traces())
    return [
        (row, number) for number, trace in enumerate(traces()) for row in found[trace.id].arg_true()
    ]
