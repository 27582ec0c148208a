"""Documents about nobody: how many persons and how much health data are found in them all the same.

    uv run python -m benchmarks.negatives FOLDER --write

FOLDER holds texts of French nomenclatures: `cim10.csv.gz`, `orpha.json.gz`, `ccam_actes.json.gz`,
`CIS_bdpm.txt` (diagnoses, rare diseases, acts, drugs, as their publishers word them). They are laid
out as lists, tables and running text; the others are the invented clinic's papers about nobody:
protocols, menus, price lists, articles, blank forms, training, staff lists, purchase orders. The
patient index has the names of 126,000 people, so that everyday words and doctors' names are names
of patients.
"""

import argparse
import csv
import gzip
import io
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.commands import rows, scope_and_export
from benchmarks.page import write_region
from tocsin.clinic.house import open_house
from tocsin.clinic.index_file import write_index
from tocsin.clinic.nobody import GENRES, paper_about_nobody
from tocsin.clinic.population import build_population

PAPERS, TEXTS = 700, 400
PER_TEXT = 40
SKIPPED = ("photo", "log", "code")


def main() -> None:
    """Build, run, count, print; write the page if asked."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="tocsin-negatives-") as name:
        folder = options.keep or Path(name)
        build(folder, options.folder, options.patients, options.seed)
        scope_and_export(folder / "vol", folder / "patients.csv", folder)
        text = table(folder / "out", options.patients)
    print(text)
    if options.write:
        write_region("negatives", text)


def build(folder: Path, nomenclatures: Path, patients: int, seed: int) -> None:
    """The stolen folder and the index."""
    rng = Random(f"{seed}:negatives")
    population = build_population(patients, seed)
    write_index(folder / "patients.csv", population.patients, rng)
    _papers(folder / "vol", rng, seed)
    _texts(folder / "vol", nomenclatures, rng)


def _papers(vol: Path, rng: Random, seed: int) -> None:
    house = open_house(seed)
    genres = [genre for genre in GENRES if genre not in SKIPPED]
    for number in range(PAPERS):
        filed = paper_about_nobody(rng, house, genres[number % len(genres)], number)
        path = vol / filed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filed.data)


def _texts(vol: Path, nomenclatures: Path, rng: Random) -> None:
    labels = {name: list(read(nomenclatures)) for name, read in SOURCES.items()}
    for number in range(TEXTS):
        source = list(labels)[number % len(labels)]
        chosen = rng.sample(labels[source], PER_TEXT)
        suffix, text = LAYOUTS[number // len(labels) % len(LAYOUTS)](source, chosen)
        path = vol / "Nomenclatures" / source / f"{source}_{number:04d}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _cim10(folder: Path) -> Iterator[str]:
    with gzip.open(folder / "cim10.csv.gz", "rt", encoding="utf-8") as file:
        yield from (f"{row['code']} {row['long']}" for row in csv.DictReader(file))


def _orphanet(folder: Path) -> Iterator[str]:
    data = json.loads(gzip.decompress((folder / "orpha.json.gz").read_bytes()))
    yield from (disease["name"] for disease in data)


def _ccam(folder: Path) -> Iterator[str]:
    data = json.loads(gzip.decompress((folder / "ccam_actes.json.gz").read_bytes()))
    yield from (act["libelle_long"] for act in data)


def _drugs(folder: Path) -> Iterator[str]:
    text = (folder / "CIS_bdpm.txt").read_text(encoding="cp1252", errors="replace")
    for line in text.splitlines():
        fields = line.split("\t")
        if len(fields) > 10:
            yield f"{fields[1]} ({fields[10].strip()})"


SOURCES = {"cim10": _cim10, "orphanet": _orphanet, "ccam": _ccam, "medicaments": _drugs}


def _as_list(source: str, labels: Sequence[str]) -> tuple[str, str]:
    return "txt", f"Nomenclature {source}\n\n" + "\n".join(f"- {label}" for label in labels)


def _as_table(source: str, labels: Sequence[str]) -> tuple[str, str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Numéro", "Libellé", "Source"])
    writer.writerows([number, label, source] for number, label in enumerate(labels, 1))
    return "csv", out.getvalue()


def _as_text(_source: str, labels: Sequence[str]) -> tuple[str, str]:
    """Running text, as in an article: some labels a sentence, some sentences a paragraph."""
    sentences = [", ".join(few).capitalize() + "." for few in _groups(labels, 4)]
    return "md", "\n\n".join(" ".join(few) for few in _groups(sentences, 3))


def _groups(labels: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (labels[at : at + size] for at in range(0, len(labels), size))


LAYOUTS: tuple[Callable[[str, Sequence[str]], tuple[str, str]], ...] = (
    _as_list,
    _as_table,
    _as_text,
)


def table(out: Path, patients: int) -> str:
    """By folder: documents, documents that name a person, with health data; as Markdown."""
    status = {row["patient_id"]: row["status"] for row in rows(out / "persons.csv")}
    documents = Counter(_shelf(row["document"]) for row in rows(out / "documents.csv"))
    named, health = defaultdict(set), defaultdict(set)
    for row in rows(out / "exposures.csv"):
        where = _shelf(row["document"]), status[row["patient_id"]]
        named[where].add(row["patient_id"])
        if row["category"] == "health":
            health[where].add(row["patient_id"])
    head = "| | documents | persons confirmed | to review | health confirmed | to review |"
    lines = [f"Index of {patients:,} people.", "", head, "|---|" + "---:|" * 5]
    for shelf in sorted(documents):
        counts = [
            len(found[shelf, word])
            for found in (named, health)
            for word in ("confirmed", "to_review")
        ]
        lines.append(f"| {shelf} | {documents[shelf]} | " + " | ".join(map(str, counts)) + " |")
    totals = [
        len({p for (_, word), persons in found.items() if word == wanted for p in persons})
        for found in (named, health)
        for wanted in ("confirmed", "to_review")
    ]
    total = f"| all | {sum(documents.values())} | " + " | ".join(map(str, totals)) + " |"
    return "\n".join([*lines, total])


def _shelf(document: str) -> str:
    return "/".join(document.split("/")[:2])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.negatives", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the nomenclatures")
    parser.add_argument("--patients", type=int, default=126_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep what was built, in this folder")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
