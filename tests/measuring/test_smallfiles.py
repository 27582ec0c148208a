"""Flat is said only of what is flat; the files are what they claim to be, and all different."""

import hashlib
from pathlib import Path

from benchmarks.smallfiles import Sample, stretches, table
from benchmarks.smallfiles_make import KINDS, make_files

from tocsin.model.document import DocumentRecord, ReadStatus
from tocsin.read import read

MEDIA = {
    "txt": "text/plain",
    "log": "text/plain",
    "csv": "text/csv",
    "eml": "message/rfc822",
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
}


def run(*rates: float) -> list[Sample]:
    """A run that starts to read after 5 s and does 10,000 files at each of these rates."""
    samples = [Sample(0.0, 0, 1), Sample(5.0, 0, 1)]
    for number, rate in enumerate(rates, 1):
        seconds = samples[-1].seconds + 10_000 / rate
        samples.append(Sample(seconds, number * 10_000, number * 1_000_000, number * 20.0))
    return samples


def test_a_steady_run_is_flat() -> None:
    assert [round(s.rate) for s in stretches(run(500, 500, 500))] == [500, 500, 500]


def test_a_run_that_slows_down_is_not() -> None:
    found = stretches(run(1_000, 500, 250))
    assert [round(s.rate) for s in found] == [1_000, 500, 250]
    assert "rate 0.25, by CPU 1.00, memory 3.00" in table(30_000, run(1_000, 500, 250), [])


def test_moments_between_two_looks_are_interpolated() -> None:
    samples = [Sample(0, 0, 1), Sample(10, 15_000, 1), Sample(20, 30_000, 1)]
    assert [s.upto for s in stretches(samples)] == [10_000, 20_000, 30_000]
    assert [round(s.rate) for s in stretches(samples)] == [1_500, 1_500, 1_500]


def test_the_files_are_of_their_kinds_and_all_different(tmp_path: Path) -> None:
    index = tmp_path / "patients.csv"
    index.write_text(
        "patient_id,first_names,birth_name,birth_date\nP1,Zoé,Exemple,1980-02-03\n",
        encoding="utf-8",
    )
    make_files(tmp_path / "vol", 70, index, seed=3)
    paths = sorted(p for p in (tmp_path / "vol").rglob("*") if p.is_file())
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in paths}) == 70
    for path in paths:
        *blocks, record = read(path, path.name)
        assert isinstance(record, DocumentRecord)
        assert (record.status, record.media_type) == (ReadStatus.READ, MEDIA[path.suffix[1:]])
        assert blocks
    assert set(MEDIA) == set(KINDS)
    assert sum("Exemple" in _words(path) for path in paths) == 70 // 5


def _words(path: Path) -> str:
    return " ".join(repr(part) for part in read(path, path.name))
